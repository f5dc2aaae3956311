"""Keys that names are looked up by, and when a name may be taken at its word."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.tables import read_table

# Words that a name may have or lack without naming anything else.
EMPTY = frozenset({"a", "an", "the", "of", "in", "to", "and", "or"})

CONDITIONS = ANY, CAPITALS, EXACT, NEVER = "", "capitals", "exact", "never"
"""When a name counts: always, only in capitals, only letter for letter, never alone. The file has their places."""

_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9-]{2,6}s?|[A-Z][a-z]?[A-Z][A-Z0-9-]{0,4}s?")
_TABLES = ("spelling.tsv", "inflections.tsv", "same-words.tsv")
_DROPPED = "-"
# "IIIA" of "mucopolysaccharidosis IIIA": a numeral and the letter of a subtype.
_SUBTYPE = re.compile(r"([ivx]+)([a-h])")


class SameWordRow(NamedTuple):
    """A row of `same-words.tsv`."""

    word: str
    same: str


def bag_key(words: Iterable[str]) -> str:
    """Return the key under which word order and empty words make no difference."""
    return " ".join(sorted(word for word in words if word not in EMPTY))


class LooseKey:
    """Makes the key under which numerals, Greek letters and the word "type" make no difference either."""

    def __init__(self, same: Mapping[str, str]) -> None:
        """Take word -> the word it counts as, `-` for none."""
        self._same = dict(same)

    def __call__(self, words: Iterable[str]) -> str:
        """Return the key of normalised words."""
        found = [self._word(word) for word in words if word not in EMPTY]
        kept = sorted(word for word in found if word != _DROPPED)
        return " ".join(kept or sorted(found))

    def _word(self, word: str) -> str:
        same = self._same.get(word)
        if same is not None:
            return same
        subtype = _SUBTYPE.fullmatch(word)
        number = self._same.get(subtype[1]) if subtype else None
        return f"{number}{subtype[2]}" if subtype and number else word


def number_of(key: str) -> int:
    """Return the number that a key has in the file: its BLAKE2b digest in 63 bits. Equal numbers want a second look."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8"), digest_size=8).digest()) >> 1


def key_digest(ontology: Path) -> str:
    """Return the digest of the tables that names are normalised by; a file made with others finds less."""
    digest = hashlib.sha256()
    for name in _TABLES:
        digest.update((ontology / name).read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=8)
def load_loose_key(ontology: Path) -> LooseKey:
    """Read the table of words that count as the same."""
    return LooseKey({row.word: row.same for row in read_table(ontology / "same-words.tsv", SameWordRow)})


def is_acronym(text: str) -> bool:
    """Say whether a name is an abbreviation by its look: capitals, digits and hyphens, six at most."""
    return _ACRONYM.fullmatch(text) is not None


def counts(condition: str, name: str, text: str) -> bool:
    """Say whether a name counts for a text that has its normalised words."""
    if condition == ANY:
        return True
    if condition == CAPITALS:
        return text == text.upper() or text.removesuffix("s") == text.removesuffix("s").upper()
    return condition == EXACT and text.strip() == name
