"""All names as tables of numbers, which lie on disk as they are used: a bag of words is the sum of its words' codes."""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# Codes of 56 bits: a bag of 200 words still fits in 64, and two of a million bags meet once in 10^5 builds.
_CODE_BYTES = 7
# A text of noise must not fill the memory.
_MOST_SUMS = 500_000
_MASK = (1 << 64) - 1

SYMBOL, ALIAS = 0, 1
"""In the place of the order of words: a name that counts letter for letter, the latter where its kind is asked for."""


class IndexedTerm(NamedTuple):
    """A term of an index; `parents` are positions of terms in it."""

    id: str
    label: str
    parents: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Words with their codes, and bags with the terms they name; entries of one bag stand together, best first.

    The numbers of a row stand at the same place of several tables.
    """

    words: Sequence[int]
    """Codes of normal forms, and of acronyms as they are written, in order."""
    classes: Sequence[int]
    """The code of the class of each word."""
    sizes: Sequence[int]
    """The most words that a name with this word has."""
    maybe: Sequence[int]
    """A one at the low bits of each bag; most sums of words are no bag, and a zero says so at once."""
    bags: Sequence[int]
    """Sums of the codes of classes, in order."""
    exact: Sequence[int]
    """`in_order` of the codes of the words of the name; of the words as they are written if it is a symbol."""
    orders: Sequence[int]
    """`in_order` of the codes of its classes, or `SYMBOL` or `ALIAS`."""
    terms: Sequence[int]
    kinds: Sequence[int]
    """Positions in `branches`."""
    places: Sequence[int]
    """Where each term starts in `texts`, and where the last one ends."""
    texts: memoryview
    """Id, label and parents of each term, parted by tabs."""
    branches: tuple[str, ...]

    def find_word(self, word: str) -> int | None:
        """Return the place of a word, None if no name has it."""
        wanted = code(word)
        at = bisect_left(self.words, wanted)
        return at if at < len(self.words) and self.words[at] == wanted else None

    def find_bag(self, bag: int) -> int:
        """Return the first entry of a bag, -1 if it has none."""
        at = bisect_left(self.bags, bag)
        return at if at < len(self.bags) and self.bags[at] == bag else -1

    def best(
        self, first: int, exact: int, order: int, written: Callable[[], int], kinds: Container[int] | None = None
    ) -> tuple[int, bool] | None:
        """Return the entry of the bag that starts at `first`, and whether its words come in the name's order.

        A name of these very words is better than one of words of their classes; one in another order is the last.
        `written` tells `in_order` of the words as they are written. None where all are of other kinds, or symbols of
        other letters.
        """
        in_order, any_order = -1, -1
        bag = self.bags[first]
        for at in range(first, len(self.bags)):
            if self.bags[at] != bag:
                break
            if kinds is not None and self.kinds[at] not in kinds:
                continue
            this = self.orders[at]
            if this <= ALIAS:
                if (this == SYMBOL or kinds is not None) and self.exact[at] == written():
                    return at, True
            elif self.exact[at] == exact:
                return at, True
            elif in_order < 0 and this == order:
                in_order = at
            elif any_order < 0:
                any_order = at
        if in_order >= 0:
            return in_order, True
        return (any_order, False) if any_order >= 0 else None

    def term(self, number: int) -> IndexedTerm:
        """Return the term at a position."""
        row = bytes(self.texts[self.places[number] : self.places[number + 1]]).decode()
        identifier, label, parents = row.split("\t")
        return IndexedTerm(identifier, label, tuple(map(int, parents.split())))


class Bags(dict[int, int]):
    """First entries of bags; remembers each sum of words that it was asked for."""

    def __init__(self, index: NameIndex) -> None:
        """Take the index that has them."""
        super().__init__()
        self.maybe = index.maybe
        self._find = index.find_bag

    def __missing__(self, bag: int) -> int:
        """Return the first entry of a bag, -1 if it has none."""
        if len(self) > _MOST_SUMS:
            self.clear()
        self[bag] = found = self._find(bag)
        return found


def code(word: str) -> int:
    """Return the number that stands for a word, the same on every machine; never 0."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=_CODE_BYTES).digest(), "little") | 1


def in_order(codes: Iterable[int]) -> int:
    """Return a number for codes in this order, above those of `SYMBOL` and `ALIAS`."""
    total = 0
    for each in codes:
        total = (total * 1_000_003 + each) & _MASK
    return total | 2
