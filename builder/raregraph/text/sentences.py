"""Sentences of a stretch of text, each with the citation markers that belong to it."""

import re
from collections.abc import Iterator

from raregraph.model import Sentence

MARKER = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\]")
"""A citation marker: `[2]`, `[2,3]`, `[2-4]`."""

_END = re.compile(r"[.!?]+[\"'”’)\]]*(?P<markers>(?:\s?" + MARKER.pattern + r")*)(?=\s|$)")
_OPENS = re.compile(r"[\s\"'“‘(\[]*[^\Wa-z_]")
_LAST_WORD = re.compile(r"(\S+)$")
_LONGEST_WORD = 40


class SentenceSplitter:
    """Splits text into sentences; knows the abbreviations whose full stop ends none."""

    def __init__(self, abbreviations: frozenset[str]) -> None:
        self._abbreviations = abbreviations

    def split(self, text: str, start: int, end: int) -> Iterator[Sentence]:
        """Yield the sentences of `text[start:end]`; white space around them belongs to none."""
        begin = start
        for match in _END.finditer(text, start, end):
            if match.end() < end and not self._ends_sentence(text, begin, match):
                continue
            yield from _sentence(text, begin, match.end())
            begin = match.end()
        yield from _sentence(text, begin, end)

    def _ends_sentence(self, text: str, begin: int, match: re.Match[str]) -> bool:
        if not _OPENS.match(text, match.end()):
            return False
        if match["markers"] or text[match.start()] != ".":
            return True
        # No abbreviation is this long; to look further back would take the square of a long word's time.
        word = _LAST_WORD.search(text, max(begin, match.start() - _LONGEST_WORD), match.start())
        return word is None or word[1].lstrip("([\"'“‘").casefold() not in self._abbreviations


def _sentence(text: str, begin: int, end: int) -> Iterator[Sentence]:
    stretch = text[begin:end]
    start, stop = begin + len(stretch) - len(stretch.lstrip()), begin + len(stretch.rstrip())
    if start < stop:
        yield Sentence(start, stop, _citations(text[start:stop]))


def _citations(sentence: str) -> tuple[str, ...]:
    numbers: dict[str, None] = {}
    for match in MARKER.finditer(sentence):
        for part in re.split(r"\s?[,;]\s?", match[1]):
            ends = [int(number) for number in re.split(r"\s?[–-]\s?", part)]
            numbers.update((str(number), None) for number in range(ends[0], ends[-1] + 1))
    return tuple(numbers)
