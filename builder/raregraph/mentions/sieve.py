"""Which patterns a text may match at all: a cheap look at its words before an expensive search."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from raregraph.mentions.needs import Pieces, find_needs
from raregraph.mentions.word_pattern import WordPattern

_WORD = re.compile(r"\w+")
# Words learnt; a text of noise must not fill the memory.
_MOST_WORDS = 200_000
# Single letters are in too many words.
_LEAST = 2
_NONE: dict[str, int] = {}


class HasPattern(Protocol):
    """A row of a table with a pattern."""

    @property
    def pattern(self) -> WordPattern:
        """The pattern."""


Row = TypeVar("Row", bound=HasPattern)


class Sieve:
    """Tells by the words of a text which patterns cannot match it. Remembers each word it has met."""

    def __init__(self) -> None:
        """Know no pattern."""
        self._bits: dict[Pieces, int] = {}
        # First two letters -> pieces that begin so, with the bits of what they are in.
        self._pieces: dict[str, dict[str, int]] = {}
        self._known: dict[str, int] = {}

    def add(self, pattern: WordPattern) -> int:
        """Return what a pattern needs: a text may match it only if `read` gives all these bits."""
        needs = (pieces for pieces in find_needs(pattern.exact) if min(map(len, pieces)) >= _LEAST)
        return sum(map(self._bit, needs))

    def read(self, text: str) -> int:
        """Return what a text has of all that any pattern needs."""
        known = self._known
        if len(known) > _MOST_WORDS:
            known.clear()
        has = 0
        for word in _WORD.findall(text):
            bits = known.get(word)
            if bits is None:
                bits = known[word] = self._read_word(word)
            has |= bits
        return has

    def _bit(self, pieces: Pieces) -> int:
        bit = self._bits.get(pieces)
        if bit is None:
            bit = self._bits[pieces] = 1 << len(self._bits)
            for piece in pieces:
                beginning = self._pieces.setdefault(piece[:_LEAST], {})
                beginning[piece] = beginning.get(piece, 0) | bit
            self._known.clear()
        return bit

    def _read_word(self, word: str) -> int:
        if not word.isascii():
            return -1  # where case is ignored, the long s matches "s" and the sign of Kelvin "k": let it pass
        padded = f" {word.lower()} "
        bits = 0
        for start in range(len(padded)):
            for piece, bit in self._pieces.get(padded[start : start + _LEAST], _NONE).items():
                if padded.startswith(piece, start):
                    bits |= bit
        return bits


class Sifted(Generic[Row]):
    """Rows with a pattern each, of which only those are tried that a text has the words for."""

    def __init__(self, rows: Iterable[Row], sieve: Sieve) -> None:
        """Let a sieve, which several tables may share, learn what the patterns need."""
        self._sieve = sieve
        self._rows = tuple((row, sieve.add(row.pattern)) for row in rows)

    def __iter__(self) -> Iterator[Row]:
        """Return all rows, in their order."""
        return (row for row, _ in self._rows)

    def sift(self, text: str) -> list[Row]:
        """Return the rows whose patterns the text, or a stretch of it, may match; in their order."""
        has = self._sieve.read(text)
        return [row for row, needs in self._rows if has & needs == needs]

    def where(self, keep: Callable[[Row], bool]) -> "Sifted[Row]":
        """Return some of the rows."""
        part = Sifted[Row]((), self._sieve)
        part._rows = tuple(row for row in self._rows if keep(row[0]))
        return part


@lru_cache(maxsize=8)
def load_sieve(ontology: Path) -> Sieve:  # noqa: ARG001 - one for each folder
    """Return the sieve of all tables of an ontology folder, which learns each word of the pages once."""
    return Sieve()
