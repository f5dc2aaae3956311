"""What readers of structured formats hand over: headings, paragraphs, list items and table rows, in their order."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from raregraph.model import Finding


class Heading(NamedTuple):
    """A heading. `level` counts from 1, the page's title; `kind` is its section's, where the format tells it."""

    text: str
    level: int = 2
    kind: str = ""


class Paragraph(NamedTuple):
    """A paragraph."""

    text: str


class Item(NamedTuple):
    """An item of a list, with its marker as it is to stand in the text."""

    text: str
    marker: str = "•"


class Row(NamedTuple):
    """A row of a table: `(role, text)` of its cells. A role is a row of `columns.tsv`, "" where it is not known."""

    cells: tuple[tuple[str, str], ...]


Piece = Heading | Paragraph | Item | Row


@dataclass(frozen=True, slots=True)
class Outline:
    """A page before it has offsets. `identifier` is its id in the collection, else its title's slug is.

    Publisher and licence are those of the collection where the file does not tell.
    """

    where: str
    collection: str
    title: str | None
    pieces: Iterable[Piece]
    identifier: str | None = None
    url: str | None = None
    updated: str | None = None
    publisher: str = ""
    license: str = ""
    findings: tuple[Finding, ...] = ()
