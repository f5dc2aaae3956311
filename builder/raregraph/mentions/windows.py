"""Every place of a text where the words of a name stand together: side by side, or around what joins them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from raregraph.mentions.name_index import NameIndex
from raregraph.mentions.name_tables import NameTables
from raregraph.mentions.name_variants import JOIN, is_acronym

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\n[ \t]*\n|[^\w\s]")
_SILENT = frozenset("-‐‑–'\"“”‘’*")
_SEPARATOR = frozenset("/&")
# A list item has some words; further than this, two words do not share a third.
_REACH = 3
_SIDE = 5
_LONGEST_LIST = 5

WORD, STOP, ALONE, COMMA, HARD = range(5)
_KINDS = {"stop": STOP, "alone": ALONE}


class Token(NamedTuple):
    """What a word of a text is: a member of names (`code` > 0), or what separates them."""

    kind: int
    code: int = 0
    exact: int = 0
    size: int = 0
    adjective: bool = False
    join: bool = False
    light: bool = False


_COMMA = Token(COMMA)
_HARD = Token(HARD)
_UNKNOWN = Token(WORD)
_SKIP = Token(-1)


class Hit(NamedTuple):
    """A bag found at these positions of the words kept; `gap` is what lies between them and is no part of it."""

    positions: tuple[int, ...]
    bag: int
    gap: tuple[int, int] | None = None
    far: bool = False
    """Whether other things of a list lie in the gap."""


@dataclass(slots=True)
class Reading:
    """The words of a text that can matter, and where each stands in it."""

    tokens: list[Token] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)


class Reader:
    """Turns text into tokens; remembers each word it has met."""

    def __init__(self, index: NameIndex, tables: NameTables) -> None:
        self._index = index
        self._tables = tables
        self._known: dict[str, Token] = {}

    def read(self, text: str) -> Reading:
        """Return the tokens of a text without those that names may lack."""
        known = self._known
        reading = Reading()
        tokens, spans = reading.tokens, reading.spans
        for match in _TOKEN.finditer(text):
            word = match[0]
            token = known.get(word)
            if token is None:
                token = known[word] = self._token(word)
            if token is not _SKIP:
                tokens.append(token)
                spans.append(match.span())
        return reading

    def _token(self, word: str) -> Token:
        if not word[0].isalnum():
            if word in _SILENT:
                return _SKIP
            if word == ",":
                return _COMMA
            return self._member(JOIN, WORD, join=True) if word in _SEPARATOR else _HARD
        role = self._tables.roles.get(word.lower())
        if role is None:
            role = self._tables.roles.get(self._tables.normalizer.word(word))
        if role == "skip":
            return _SKIP
        if role == "join":
            return self._member(JOIN, WORD, join=True)
        if any(c.isupper() for c in word[1:]):
            for form in (word, word.removesuffix("s")):
                if is_acronym(form) and form in self._index.words:
                    return self._member(form, WORD)
        normal = self._tables.normalizer.word(word)
        if normal not in self._index.words and normal.endswith("ly"):
            return _SKIP
        return self._member(normal, _KINDS.get(role or "", WORD), light=role == "light")

    def _member(self, word: str, kind: int, *, join: bool = False, light: bool = False) -> Token:
        at = self._index.words.get(word)
        if at is None:
            return Token(kind, join=join, light=light)
        index = self._index
        return Token(
            kind,
            index.class_codes[at],
            index.word_codes[at],
            index.sizes[at],
            word in self._tables.adjectives,
            join,
            light,
        )


def find_hits(tokens: Sequence[Token], index: NameIndex) -> list[Hit]:
    """Return every name whose words stand together."""
    whole = list(_side_by_side(tokens, range(len(tokens)), index))
    found = dict.fromkeys(whole)
    if any(token.light for token in tokens):
        heavy = [at for at, token in enumerate(tokens) if not token.light]
        found.update(dict.fromkeys(_side_by_side(tokens, heavy, index)))
    by_place = _by_place(whole)
    shared = (hit for hit in _around_joins(tokens, index) if not _stands_alone(hit, by_place))
    found.update(dict.fromkeys(shared))
    return list(found)


def _by_place(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    places: dict[int, list[Hit]] = {}
    for hit in hits:
        for at in hit.positions:
            places.setdefault(at, []).append(hit)
    return places


def _stands_alone(hit: Hit, places: Mapping[int, Sequence[Hit]]) -> bool:
    """Say whether a part of the hit is another name, or belongs to one, so that nothing is shared across the gap."""
    start, end = hit.gap or (0, 0)
    first, last = hit.positions[0], hit.positions[-1]
    for at in hit.positions:
        for other in places.get(at, ()):
            begins, ends = other.positions[0], other.positions[-1]
            if begins < first or ends > last or ends < start or begins >= end:
                return True
    return any(end > other.positions[-1] and other.positions[0] >= start for at in range(start, end) for other in places.get(at, ())) and hit.far


def _side_by_side(tokens: Sequence[Token], order: Sequence[int], index: NameIndex) -> Iterator[Hit]:
    bags = index.bags
    codes = [tokens[at].code for at in order]
    sizes = [tokens[at].size for at in order]
    count = len(order)
    for start in range(count):
        bag, most, end = 0, sizes[start], start
        while end < count and end - start < most:
            bag += codes[end]
            if bag in bags:
                yield Hit(tuple(order[start : end + 1]), bag)
            end += 1
            if end < count and sizes[end] < most:
                most = sizes[end]


class _Separator(NamedTuple):
    start: int
    end: int


def _around_joins(tokens: Sequence[Token], index: NameIndex) -> Iterator[Hit]:
    """Yield the names in "short fingers and toes" and "renal and cardiac anomalies" that a word too many parts."""
    separators = list(_separators(tokens))
    for chain in _chains(separators, tokens):
        for first in range(len(chain)):
            for last in range(first, len(chain)):
                for hit in _gaps(tokens, chain[first], chain[last], index):
                    yield hit._replace(far=first != last)


def _separators(tokens: Sequence[Token]) -> Iterator[_Separator]:
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and (tokens[end].kind == COMMA or tokens[end].join):
            end += 1
        if end > at:
            yield _Separator(at, end)
        at = max(end, at + 1)


def _chains(separators: Sequence[_Separator], tokens: Sequence[Token]) -> Iterator[list[_Separator]]:
    chain: list[_Separator] = []
    for separator in separators:
        if chain and not _near(tokens, chain[-1].end, separator.start):
            yield from _joined(chain, tokens)
            chain = []
        chain.append(separator)
    yield from _joined(chain, tokens)


def _near(tokens: Sequence[Token], start: int, end: int) -> bool:
    return end - start <= _REACH + 2 and all(tokens[at].kind == WORD for at in range(start, end))


def _joined(chain: list[_Separator], tokens: Sequence[Token]) -> Iterator[list[_Separator]]:
    """Yield the part of a chain up to its last "and": commas alone share nothing."""
    while chain and not any(tokens[at].join for at in range(chain[-1].start, chain[-1].end)):
        chain = chain[:-1]
    if chain:
        yield chain[-_LONGEST_LIST:]


def _gaps(tokens: Sequence[Token], first: _Separator, last: _Separator, index: NameIndex) -> Iterator[Hit]:
    # "hypoplasia of (the kidneys and) the bladder"
    for start in range(first.start - 1, max(first.start - 1 - _REACH, 0), -1):
        if tokens[start].kind != WORD:
            break
        yield from _across(tokens, start, last.end, index)
    # "renal (and cardiac) anomalies"
    for end in range(last.end + 1, min(last.end + 1 + _REACH, len(tokens))):
        if tokens[end - 1].kind != WORD:
            break
        yield from _across(tokens, first.start, end, index)


def _across(tokens: Sequence[Token], start: int, end: int, index: NameIndex) -> Iterator[Hit]:
    """Yield the names that go from before `start` to `end` and beyond, without what lies between."""
    bags = index.bags
    left_bag, left_most = 0, 99
    for left in range(start - 1, max(start - 1 - _SIDE, -1), -1):
        token = tokens[left]
        left_most = min(left_most, token.size)
        left_bag += token.code
        if start - left >= left_most or token.join:
            return
        bag, most = left_bag, left_most
        for right in range(end, min(end + _SIDE, len(tokens))):
            token = tokens[right]
            most = min(most, token.size)
            if start - left + right - end + 1 > most or token.join:
                break
            bag += token.code
            if bag in bags:
                yield Hit((*range(left, start), *range(end, right + 1)), bag, (start, end))
