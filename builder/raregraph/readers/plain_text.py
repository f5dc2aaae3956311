"""Plain text of any making: headings are guessed from short lines that stand apart."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from raregraph.model import Page
from raregraph.readers.composing import compose
from raregraph.readers.gard_text import ITEM
from raregraph.readers.layout import Layout, plain
from raregraph.readers.pieces import Heading, Item, Outline, Paragraph, Piece
from raregraph.readers.sources import read_canonical

NAME = "text"
_UNDERLINE = re.compile(r"\s*([=~*-])\1{2,}\s*")
_NO_HEADING_END = re.compile(r"[.,;:!]$|\[\d+\]$")
_MOST_CHARACTERS, _MOST_WORDS = 70, 9
_FEWEST_HEADINGS = 2


class _Line(NamedTuple):
    text: str
    stands_apart: bool
    """Whether nothing stands right above it."""


def recognises(head: str, layout: Layout) -> bool:
    """Say whether a text has headings that only their place gives away, and none that is known by its words."""
    lines = list(_lines(head))[1:]
    guessed = [line for line, following in pairwise(lines) if _is_heading(line, following)]
    return len(guessed) >= _FEWEST_HEADINGS and not any(layout.find_heading(line.text) for line in lines)


def read(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the page of a file. Its first line is the title, unless that is a sentence."""
    yield page_of_lines(read_canonical(stream, where, layout.largest(NAME)), where, layout)


def page_of_lines(text: str, where: str, layout: Layout) -> Page:
    """Return the page of a text in lines."""
    lines = list(_lines(text))
    title = lines[0].text if lines and _may_head(lines[0].text) and not ITEM.match(lines[0].text) else None
    pieces = _pieces(lines[1:] if title else lines, layout)
    return compose(Outline(where=where, collection=layout.collection_at(""), title=title, pieces=pieces), layout)


def _lines(text: str) -> Iterator[_Line]:
    above = ""
    for line in text.split("\n"):
        text = "" if _UNDERLINE.fullmatch(line) else line.strip()
        if text:
            yield _Line(text, not above)
        above = text


def _pieces(lines: Sequence[_Line], layout: Layout) -> Iterator[Piece]:
    """Yield headings, items and paragraphs; a line right under another goes on with it."""
    held: list[str] = []
    marker = ""
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        item = ITEM.match(line.text)
        heads = not item and (_is_heading(line, following) or layout.find_heading(line.text) is not None)
        if held and (item or heads or line.stands_apart):
            yield _closed(held, marker)
            held, marker = [], ""
        if heads:
            yield Heading(line.text)
        else:
            held.append(line.text[item.end() :] if item else line.text)
            marker = item["marker"] if item else marker
    if held:
        yield _closed(held, marker)


def _closed(lines: Sequence[str], marker: str) -> Piece:
    text = plain(" ".join(lines))
    return Item(text, marker) if marker else Paragraph(text)


def _is_heading(line: _Line, following: _Line | None) -> bool:
    """Say whether a line stands apart like a heading, with text behind it that is none itself."""
    if following is None or not line.stands_apart or ITEM.match(line.text):
        return False
    return _may_head(line.text) and not (following.stands_apart and _may_head(following.text))


def _may_head(text: str) -> bool:
    return (
        len(text) <= _MOST_CHARACTERS
        and text.count(" ") < _MOST_WORDS
        and not _NO_HEADING_END.search(text)
        and not text[:1].islower()
        and any(character.isalpha() for character in text)
    )
