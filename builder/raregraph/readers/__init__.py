"""Readers: from a file to a page. A new layout is one file here and one row of `READERS`."""

from collections.abc import Callable, Iterator
from pathlib import Path

from raregraph.errors import UnreadablePageError, UsageError
from raregraph.model import Page
from raregraph.readers import gard_text
from raregraph.readers.layout import Layout
from raregraph.settings import Settings
from raregraph.text import canonical_text, decode

__all__ = ["READERS", "read_content", "read_page", "read_text"]

READERS: dict[str, Callable[[str, str, Layout], Page]] = {
    "gard-text": gard_text.read,
}
"""Name of a layout -> its reader: (canonical text, where it comes from, knowledge of layouts) -> page."""


def read_page(path: Path | str, *, reader: str = "gard-text", settings: Settings | None = None) -> Page:
    """Read one page from a file. Raises `UnreadablePageError` if it is missing, empty or no text."""
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise UnreadablePageError(str(path), "there is no such file", "check the path") from error
    except IsADirectoryError as error:
        raise UnreadablePageError(str(path), "this is a folder, not a page", "name a file in it") from error
    except OSError as error:
        raise UnreadablePageError(str(path), f"cannot be read ({error.strerror})", "check its permissions") from error
    return read_text(decode(data, str(path)), where=path.name, reader=reader, settings=settings)


def read_content(content: bytes, where: str, *, settings: Settings | None = None) -> Iterator[Page]:
    """Yield the pages of a file's content. `where` is the file's name. Raises `UnreadablePageError`."""
    yield read_text(decode(content, where), where=where, settings=settings)


def read_text(text: str, *, where: str, reader: str = "gard-text", settings: Settings | None = None) -> Page:
    """Read a page from text. `where` names it in findings, and gives its id if it has no title."""
    if reader not in READERS:
        raise UsageError(f"unknown reader {reader!r}; choose one of {', '.join(READERS)}")
    text = canonical_text(text)
    if not text.strip():
        raise UnreadablePageError(where, "the file is empty", "give a page with text")
    return READERS[reader](text, where, Layout.load(settings or Settings()))
