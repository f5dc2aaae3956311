"""Readers: from a file to its pages. A new format is one file here, one row of `READERS` and one of `formats.tsv`."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from raregraph.errors import UnreadablePageError, UsageError
from raregraph.model import Page
from raregraph.readers import gard_text, markdown, medlineplus, medquad, pdf, plain_text, web
from raregraph.readers.layout import Layout
from raregraph.readers.sources import HEAD, read_head
from raregraph.readers.xml_documents import root_name
from raregraph.settings import Settings
from raregraph.text import canonical_text
from raregraph.text.canonical import MAX_BYTES

__all__ = ["READERS", "page_suffixes", "read_page", "read_pages", "read_stream", "read_text"]


class Reader(NamedTuple):
    """A format: whether a file begins like one of its files, and the pages that a file holds."""

    recognises: Callable[[str, Layout], bool]
    read: Callable[[BinaryIO, str, Layout], Iterator[Page]]


READERS: dict[str, Reader] = {
    "medquad": Reader(medquad.recognises, medquad.read),
    "medlineplus-xml": Reader(medlineplus.recognises_xml, medlineplus.read_xml),
    "medlineplus-json": Reader(medlineplus.recognises_json, medlineplus.read_json),
    "pdf": Reader(pdf.recognises, pdf.read),
    "html": Reader(web.recognises, web.read),
    "markdown": Reader(markdown.recognises, markdown.read),
    "text": Reader(plain_text.recognises, plain_text.read),
    "gard-text": Reader(gard_text.recognises, gard_text.read),
}
"""Name of a format -> its reader. A file is of the first format that recognises it; the last one takes any text."""

_XML = ("medquad", "medlineplus-xml", "html")


def read_page(path: Path | str, *, reader: str | None = None, settings: Settings | None = None) -> Page:
    """Read the one page of a file. Raises `UnreadablePageError` if it is missing, empty, no text, or many pages."""
    pages = read_pages(path, reader=reader, settings=settings)
    page = next(pages, None)
    if page is None or next(pages, None) is not None:
        what = "the file holds no page" if page is None else "the file holds several pages"
        raise UnreadablePageError(str(path), what, "read it with read_pages")
    return page


def read_pages(path: Path | str, *, reader: str | None = None, settings: Settings | None = None) -> Iterator[Page]:
    """Yield the pages of a file, whose format is told by what it holds, or by `reader`, or by the settings.

    Raises `UnreadablePageError` for a file that is missing or no page, `UsageError` for an unknown reader.
    """
    path = Path(path)
    try:
        with path.open("rb", buffering=HEAD) as stream:
            yield from _read(stream, path.name, reader, settings or Settings())
    except UnreadablePageError as error:
        raise UnreadablePageError(str(path), error.what, error.advice) from error
    except FileNotFoundError as error:
        raise UnreadablePageError(str(path), "there is no such file", "check the path") from error
    except IsADirectoryError as error:
        raise UnreadablePageError(str(path), "this is a folder, not a page", "name a file in it") from error
    except OSError as error:
        raise UnreadablePageError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error


def read_stream(stream: BinaryIO, where: str, *, settings: Settings | None = None) -> Iterator[Page]:
    """Yield the pages of an open file. `where` is the file's name. Raises as `read_pages`."""
    yield from _read(stream, where, None, settings or Settings())


def read_text(text: str, *, where: str, reader: str | None = None, settings: Settings | None = None) -> Page:
    """Read a page from text. `where` names it in findings, and gives its id if it has no title."""
    data = io.BytesIO(canonical_text(text).encode("utf-8"))
    return next(_read(data, where, reader, settings or Settings()))


def page_suffixes(settings: Settings | None = None) -> tuple[str, ...]:
    """Return what pages are called in a folder, as `formats.tsv` has it."""
    formats = Layout.load(settings or Settings()).formats.values()
    return tuple(sorted({suffix for row in formats for suffix in row.suffixes.split("|") if suffix}))


def _read(stream: BinaryIO, where: str, reader: str | None, settings: Settings) -> Iterator[Page]:
    layout = Layout.load(settings)
    chosen = _choose(stream, where, reader or settings.reader, layout)
    for page in chosen.read(stream, where, layout):
        if len(page.text) > MAX_BYTES:
            what = f"a page has {len(page.text):,} characters, more than a page can ({MAX_BYTES:,})"
            raise UnreadablePageError(where, what, "split it into pages")
        yield page


def _choose(stream: BinaryIO, where: str, name: str | None, layout: Layout) -> Reader:
    if name is None:
        head = read_head(stream)
        if head.lstrip().startswith("<?xml") and not any(READERS[xml].recognises(head, layout) for xml in _XML):
            what = f"XML of an unknown kind (its root is {root_name(head)})"
            raise UnreadablePageError(where, what, "name its reader with --reader, or convert it to HTML")
        return next(reader for reader in READERS.values() if reader.recognises(head, layout))
    if name not in READERS:
        raise UsageError(f"unknown reader {name!r}; choose one of {', '.join(READERS)}")
    return READERS[name]
