"""The names of an ontology in texts, as rows of a table."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import UnreadablePageError
from raregraph.mentions import Finder, Found, Nested
from raregraph.model import Finding
from raregraph.text import decode

SUFFIXES = (".txt",)
"""What texts are called in a folder; a file that is named itself may be called anything."""

PREPARED = ("phenotype", "all")
"""Kinds of thing whose names are made ready when a terminology is made."""

_SPACE = re.compile(r"\s+")


class AnnotationRow(NamedTuple):
    """A name in a document; `start` and `end` count the code points of the file's text, as it stands."""

    document: str
    start: int
    end: int
    text: str
    """The words of the name; what lies between two parts of them is left out."""
    id: str
    label: str
    negated: bool


def annotate(
    files: Iterable[Path], finder: Finder, findings: list[Finding], *, nested: Nested = "longest"
) -> Iterator[AnnotationRow]:
    """Yield the names in files, file by file. A file that cannot be read is left out and added to `findings`."""
    documents: dict[str, Path] = {}
    for path in files:
        if path.stem in documents:
            message = f"this file is document {path.stem}, and so is {documents[path.stem]}"
            findings.append(Finding("error", "duplicate-document", message, str(path), "rename one of the two"))
            continue
        documents[path.stem] = path
        try:
            text = read_text(path)
        except UnreadablePageError as error:
            findings.append(Finding("error", "unreadable-page", error.what, error.where, error.advice))
            continue
        yield from annotate_text(path.stem, text, finder, nested=nested)


def annotate_text(document: str, text: str, finder: Finder, *, nested: Nested = "longest") -> Iterator[AnnotationRow]:
    """Yield the names in a text."""
    for found in finder.find(text, nested=nested):
        yield AnnotationRow(document, found.start, found.end, _words(text, found), found.id, found.label, found.negated)


def read_text(path: Path) -> str:
    """Read a file as it stands, line ends included. Raises `UnreadablePageError`."""
    try:
        return decode(path.read_bytes(), str(path))
    except OSError as error:
        what = f"cannot be read ({error.strerror or error})"
        raise UnreadablePageError(str(path), what, "name a file, or a folder of texts") from error


def table_lines(rows: Iterable[AnnotationRow]) -> Iterator[str]:
    """Yield the lines of the table, the header first."""
    yield "\t".join(AnnotationRow._fields) + "\n"
    for row in rows:
        yield "\t".join((*map(str, row[:-1]), "true" if row.negated else "false")) + "\n"


def _words(text: str, found: Found) -> str:
    return _SPACE.sub(" ", " ".join(text[start:end] for start, end in found.spans))
