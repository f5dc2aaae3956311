"""Sentences as the tagger reads them: their words, and what is known about where they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from raregraph.mentions import View, make_view
from raregraph.mentions.view import NAME_MASK
from raregraph.model import Block, Page, Section, Sentence, Span

NAME = "<name>"
"""What the tagger reads in place of a name of the page's disease."""
NUMBER = "<number>"

_TOKEN = re.compile(rf"{NAME_MASK}+|[^\W\d_]+(?:'[^\W_]+)?|\d+(?:[.,]\d+)*|\S")
_OPENING_WORDS = 3


class Hint(NamedTuple):
    """Words that a rule takes for an object of a relation; offsets of the page."""

    start: int
    end: int
    relation: str
    rule: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, word by word. `words` are in lower case, `shown` as they stand, `spans` are offsets of the page."""

    section: Section
    sentence: Sentence
    view: View
    words: tuple[str, ...]
    shown: tuple[str, ...]
    spans: tuple[Span, ...]
    place: tuple[str, ...]
    """Where the sentence stands, as features that hold for each of its words."""


def read_lines(page: Page, sections: Iterable[Section], names: re.Pattern[str], longest: int) -> Iterator[Line]:
    """Yield the sentences of the sections but for rows of tables and those of more than `longest` characters."""
    for section in sections:
        opening = ""
        number = 0
        for block in section.blocks:
            for sentence in block.sentences if block.kind != "row" else ():
                if sentence.end - sentence.start > longest:
                    continue
                line = _line(page, section, sentence, names, _place(section, block, number, opening))
                number += 1
                yield line
                if block.kind != "item":
                    opening = " ".join(line.words[-_OPENING_WORDS:])


def _place(section: Section, block: Block, number: int, opening: str) -> tuple[str, ...]:
    place = (f"kind={section.kind}", f"kind={section.kind}|{min(number, 2)}")
    return (*place, f"item={opening}", f"item={section.kind}") if block.kind == "item" else place


def _line(page: Page, section: Section, sentence: Sentence, names: re.Pattern[str], place: tuple[str, ...]) -> Line:
    view = make_view(page.text, sentence, names)
    matches = list(_TOKEN.finditer(view.open))
    shown = tuple(NAME if match[0][0] == NAME_MASK else match[0] for match in matches)
    spans = tuple(Span(view.start + match.start(), view.start + match.end()) for match in matches)
    words = tuple(NUMBER if word[0].isdigit() else word.lower() for word in shown)
    return Line(section, sentence, view, words, shown, spans, place)
