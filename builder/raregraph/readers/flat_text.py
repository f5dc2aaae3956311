"""Text that has lost its lines: lists, tables and headings that were run together are taken apart again."""

import re
from collections.abc import Iterator

from raregraph.readers.layout import FlatTable, Layout
from raregraph.readers.pieces import Heading, Item, Paragraph, Piece, Row

# Where a blank run stands for a new line: before a list's dash, after a sentence, or where it is a wide one.
_BREAK = re.compile(r"\s*\n\s*|\s{2,}(?=- )|(?<=[.?!:])\s{2,}|(?<=[.?!:][\"')\]])\s{2,}|\s{3,}")
_SPACED_DASH = re.compile(r"\S {2,}- ")
_DASH = "- "
_INNER_DASH = re.compile(r"\s+- +")


def flat_pieces(text: str, layout: Layout) -> Iterator[Piece]:
    """Yield the headings, paragraphs, items and table rows of a flattened text."""
    start = 0
    while found := _next_table(text, start, layout):
        table, opening = found
        yield from _prose(text[start : opening.start()], layout)
        start = opening.end()
        for row in _rows(text, start, table):
            yield Row(tuple((role, row[role]) for role in table.row.groupindex))
            start = row.end()
    yield from _prose(text[start:], layout)


def _next_table(text: str, start: int, layout: Layout) -> tuple[FlatTable, re.Match[str]] | None:
    openings = ((table, table.opening.search(text, start)) for table in layout.flat_tables)
    found = [(table, opening) for table, opening in openings if opening]
    return min(found, key=lambda each: each[1].start(), default=None)


def _rows(text: str, start: int, table: FlatTable) -> Iterator[re.Match[str]]:
    closing = table.closing.search(text, start)
    end = closing.start() if closing else len(text)
    while match := table.row.match(text, start, end):
        yield match
        start = match.end()


def _prose(text: str, layout: Layout) -> Iterator[Piece]:
    if "  " not in text and "\n" not in text and not text.startswith(_DASH):
        yield from _paragraphs(text, layout)
        return
    splits_inside = not _SPACED_DASH.search(text)
    for line in _BREAK.split(text.strip()):
        if line.startswith(_DASH):
            items = _INNER_DASH.split(line[len(_DASH) :]) if splits_inside else [line[len(_DASH) :]]
            yield from (Item(item, "-") for item in items)
        else:
            yield from _paragraphs(line, layout)


def _paragraphs(line: str, layout: Layout) -> Iterator[Piece]:
    """Yield a line's paragraphs: a question inside it heads what follows."""
    start = 0
    for begin, end in layout.inner_questions(line):
        yield Paragraph(line[start:begin])
        yield Heading(line[begin:end], level=3)
        start = end
    yield Paragraph(line[start:])
