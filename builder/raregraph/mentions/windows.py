"""Every place of a text where the words of a name stand together: side by side, or around what joins them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from raregraph.mentions.name_index import Bags
from raregraph.mentions.reading import COMMA, WORD, Reading, Token

# A thing in a list has few words; further than this, two words do not share a third.
_REACH = 2
_SIDE = 5
_LONGEST_LIST = 5

_CODE, _SIZE = attrgetter("code"), attrgetter("size")


class Hit(NamedTuple):
    """A bag found at these positions of the tokens; `gap` is what lies between them and is no part of it."""

    positions: tuple[int, ...]
    entry: int
    """The first that the bag has in the index."""
    gap: tuple[int, int] | None = None
    far: bool = False
    """Whether other things of a list lie in the gap."""
    leads: bool = False
    """Whether what stands before the gap is shared, not what stands after it."""


class Separator(NamedTuple):
    """What parts two things of a list: the tokens of ", and"."""

    start: int
    end: int


def find_hits(reading: Reading, bags: Bags) -> list[Hit]:
    """Return every name whose words stand together. The time grows with the length of the text, and no faster."""
    tokens = reading.tokens
    whole = list(_side_by_side(tokens, range(len(tokens)), bags))
    found = dict.fromkeys(whole)
    heavy = [at for at, token in enumerate(tokens) if not token.light]
    if len(heavy) < len(tokens):
        found.update(dict.fromkeys(_side_by_side(tokens, heavy, bags, gaps=True)))
    places = _by_place(whole)
    shared = (hit for hit in _around_joins(reading, bags) if not _stands_alone(hit, places))
    found.update(dict.fromkeys(shared))
    return list(found)


def _side_by_side(tokens: Sequence[Token], order: Sequence[int], bags: Bags, *, gaps: bool = False) -> Iterator[Hit]:
    """Yield the names that stand side by side in the tokens at these positions; with `gaps`, near where some lack."""
    maybe = bags.maybe
    mask = len(maybe) - 1
    kept = [tokens[at] for at in order]
    codes = list(map(_CODE, kept))
    sizes = list(map(_SIZE, kept))
    count = len(kept)
    for start in range(count):
        most = sizes[start]
        end = min(start + most, count) - 1
        # What has no gap within reach was found when all tokens were read.
        if not most or (gaps and order[end] - order[start] == end - start):
            continue
        bag, end = 0, start
        while end < count and end - start < most:
            bag += codes[end]
            if maybe[bag & mask] and (entry := bags[bag]) >= 0:
                yield Hit(tuple(order[start : end + 1]), entry)
            end += 1
            if end < count and sizes[end] < most:
                most = sizes[end]


def _by_place(hits: Iterable[Hit]) -> dict[int, list[Hit]]:
    places: dict[int, list[Hit]] = {}
    for hit in hits:
        for at in hit.positions:
            places.setdefault(at, []).append(hit)
    return places


def _stands_alone(hit: Hit, places: Mapping[int, Sequence[Hit]]) -> bool:
    """Say whether a part of the hit belongs to another name, or is one, so that nothing is shared across the gap."""
    start, end = hit.gap or (0, 0)
    first, last = hit.positions[0], hit.positions[-1]
    for at in hit.positions:
        for other in places.get(at, ()):
            begins, ends = other.positions[0], other.positions[-1]
            if begins < first or ends > last or (begins >= end if hit.leads else ends < start):
                return True
    return hit.far and any(
        start <= other.positions[0] and other.positions[-1] < end
        for at in range(start, end)
        for other in places.get(at, ())
    )


def _around_joins(reading: Reading, bags: Bags) -> Iterator[Hit]:
    """Yield the names in "short fingers and toes" and "renal and cardiac anomalies" that other words part."""
    for chain in _chains(_separators(reading.tokens), reading.tokens):
        for first in range(len(chain)):
            for last in range(first, len(chain)):
                for start, end in _gaps(reading, chain[first], chain[last]):
                    if min(reading.tokens[start - 1].size, reading.tokens[end].size) < 2:
                        continue
                    for hit in _across(reading.tokens, start, end, bags):
                        yield hit._replace(far=first != last, leads=start < chain[first].start)


def _separators(tokens: Sequence[Token]) -> Iterator[Separator]:
    start = end = -1
    for at in [at for at, token in enumerate(tokens) if token.kind == COMMA or token.join]:
        if at != end:
            if end > start:
                yield Separator(start, end)
            start = at
        end = at + 1
    if end > start:
        yield Separator(start, end)


def _chains(separators: Iterable[Separator], tokens: Sequence[Token]) -> Iterator[list[Separator]]:
    """Yield the separators of each list."""
    chain: list[Separator] = []
    for separator in separators:
        if chain and not _near(tokens, chain[-1].end, separator.start):
            yield from _joined(chain, tokens)
            chain = []
        chain.append(separator)
    yield from _joined(chain, tokens)


def _near(tokens: Sequence[Token], start: int, end: int) -> bool:
    return end - start <= _SIDE and all(tokens[at].kind == WORD for at in range(start, end))


def _joined(chain: list[Separator], tokens: Sequence[Token]) -> Iterator[list[Separator]]:
    """Yield the part of a chain up to its last "and": commas alone share nothing."""
    while chain and not any(tokens[at].join for at in range(chain[-1].start, chain[-1].end)):
        chain = chain[:-1]
    if chain:
        yield chain[-_LONGEST_LIST:]


def _gaps(reading: Reading, first: Separator, last: Separator) -> Iterator[tuple[int, int]]:
    """Yield what may be left out around the separators, from where to where."""
    tokens = reading.tokens
    if last.end == len(tokens) or last.end in reading.fresh:
        return
    # "hypoplasia of (the kidneys and) the bladder"
    for start in range(first.start - 1, max(first.start - 1 - _REACH, 0), -1):
        if tokens[start].kind != WORD:
            break
        yield start, last.end
    # "renal (and cardiac) anomalies"
    for end in range(last.end + 1, min(last.end + 1 + _REACH, len(tokens))):
        if tokens[end - 1].kind != WORD:
            break
        yield first.start, end


def _across(tokens: Sequence[Token], start: int, end: int, bags: Bags) -> Iterator[Hit]:
    """Yield the names that go from before `start` to `end` and beyond, without what lies between."""
    maybe = bags.maybe
    mask = len(maybe) - 1
    left_bag, left_most = 0, _SIDE * 2
    for left in range(start - 1, max(start - 1 - _SIDE, -1), -1):
        token = tokens[left]
        left_most = min(left_most, token.size)
        left_bag += token.code
        if start - left >= left_most or token.join or token.kind != WORD:
            return
        bag, most = left_bag, left_most
        for right in range(end, min(end + _SIDE, len(tokens))):
            token = tokens[right]
            most = min(most, token.size)
            if start - left + right - end + 1 > most or token.join or token.kind != WORD:
                break
            bag += token.code
            if maybe[bag & mask] and (entry := bags[bag]) >= 0:
                yield Hit((*range(left, start), *range(end, right + 1)), entry, (start, end))
