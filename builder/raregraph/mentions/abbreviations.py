"""Abbreviations that a text itself defines: "ventricular septal defect (VSD)" and, later, "the VSD closed"."""

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from raregraph.mentions.found import Found

_BRACKET = re.compile(r"\(\s*([A-Z][A-Za-z0-9-]{1,7}?)s?\s*[),;]")
_USE = re.compile(r"(?<![\w-])([A-Z][A-Za-z0-9-]*[A-Z0-9])(?=s?(?!\w|-))")
_WORD = re.compile(r"[^\W_]+")
# How far before its bracket a definition may start, for each letter of the abbreviation.
_CHARACTERS = 16


def follow_abbreviations(
    text: str, found: Iterable[Found], small: Container[str], denied: Callable[[int, int], bool]
) -> list[Found]:
    """Return what was found with the abbreviations that stand for it, and without those that stand for something else.

    `small` are the words that an abbreviation may have no letter for; `denied` says whether a place is.
    """
    definitions = {short: (start, end) for short, start, end in reversed(list(_definitions(text, small)))}
    if not definitions:
        return list(found)
    uses = dict(_uses(text, definitions))
    kept = [each for each in found if (each.start, each.end) not in uses]
    # The longest name that ends there, which is the one that starts first.
    ends = {each.end: each for each in sorted(kept, reverse=True)}
    for place, short in uses.items():
        start, end = definitions[short]
        meant = ends.get(end)
        # All that the letters stand for must be named: "DLB" is no Lewy body, but a dementia with them.
        if meant and (meant.start == start or _all_small(text, start, meant.start, small)):
            kept.append(meant._replace(start=place[0], end=place[1], spans=(place,), negated=denied(*place)))
    return kept


def _definitions(text: str, small: Container[str]) -> Iterator[tuple[str, int, int]]:
    """Yield each abbreviation with where the words that it stands for begin and end."""
    for match in _BRACKET.finditer(text):
        short = match[1]
        if sum(sign.isupper() for sign in short) < 2:
            continue
        words = list(_WORD.finditer(text, max(0, match.start() - _CHARACTERS * len(short)), match.start()))
        start = _first_word(short.lower(), words, small)
        if start is not None:
            yield short, start, words[-1].end()


def _first_word(short: str, words: list[re.Match[str]], small: Container[str]) -> int | None:
    """Return where the words begin whose initials are the letters of an abbreviation."""
    at = len(words)
    for letter in reversed([sign for sign in short if sign.isalpha()]):
        at -= 1
        while at > 0 and words[at][0].lower() in small and words[at][0][0].lower() != letter:
            at -= 1
        if at < 0 or words[at][0][0].lower() != letter:
            return None
    return words[at].start()


def _uses(text: str, definitions: Mapping[str, tuple[int, int]]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield where each abbreviation stands after its definition."""
    for match in _USE.finditer(text):
        short = match[1]
        if short in definitions and match.start() > definitions[short][1]:
            yield match.span(1), short


def _all_small(text: str, start: int, end: int, small: Container[str]) -> bool:
    return start <= end and all(word[0].lower() in small for word in _WORD.finditer(text, start, end))
