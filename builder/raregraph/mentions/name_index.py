"""All names as one table of numbers: a bag of words is the sum of its words' codes, looked up in a dict."""

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from raregraph.mentions.name_tables import NameTables
from raregraph.mentions.name_variants import LABEL, Variant, acronym_names, make_variants
from raregraph.terms.named_terms import NamedTerm

# Codes of 56 bits: a bag of 200 words still fits in 64, and two of a million bags meet once in 10^5 builds.
_CODE_BYTES = 7
_MASK = (1 << 64) - 1


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Words with their codes, and bags with the terms they name; entries of one bag stand together, best first."""

    words: Mapping[str, int]
    """Normal forms, and acronyms as they are written, to positions in the three arrays that follow."""
    class_codes: "array[int]"
    word_codes: "array[int]"
    sizes: "array[int]"
    """The most words that a name with this word has."""
    bags: Mapping[int, int]
    """Sum of class codes to the first entry."""
    keys: "array[int]"
    exact: "array[int]"
    """`in_order` of the word codes of the name."""
    orders: "array[int]"
    """`in_order` of its class codes."""
    terms: "array[int]"
    """Positions in `ids` and `labels`."""
    ids: Sequence[str]
    labels: Sequence[str]
    parents: Sequence[str]
    """The ids above each term, parted by spaces."""

    def best(self, bag: int, exact: int, order: int) -> tuple[int, bool]:
        """Return the entry of a bag, and whether its words come in the name's order.

        A name of these very words is better than one of words of their classes; one in another order is the last.
        """
        first = self.bags[bag]
        in_order = -1
        for at in range(first, len(self.keys)):
            if self.keys[at] != bag:
                break
            if self.exact[at] == exact:
                return at, True
            if in_order < 0 and self.orders[at] == order:
                in_order = at
        return (first, False) if in_order < 0 else (in_order, True)


@lru_cache(maxsize=1 << 18)
def code(word: str) -> int:
    """Return the number that stands for a word, the same on every machine; never 0."""
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=_CODE_BYTES).digest(), "little") | 1


def in_order(codes: Iterable[int]) -> int:
    """Return a number for codes in this order."""
    total = 0
    for each in codes:
        total = (total * 1_000_003 + each) & _MASK
    return total


def build_index(terms: Iterable[NamedTerm], tables: NameTables) -> NameIndex:
    """Make the index of terms' names. Of two terms that a name fits equally well, it means the first."""
    order = list(terms)
    acronyms = acronym_names(order, tables)
    words = _Words(tables)
    rows = _rows(make_variants(order, tables), {term.id: number for number, term in enumerate(order)}, words)
    for acronym, number in acronyms.items():
        words.add((acronym,), (acronym,))
        key = code(acronym)
        rows[key, key, key] = (LABEL, number)
    ordered = sorted((bag, *value, exact, order) for (bag, exact, order), value in rows.items())
    keys = array("Q", (row[0] for row in ordered))
    return NameIndex(
        *words.arrays(),
        first_entries(keys),
        keys,
        array("Q", (row[3] for row in ordered)),
        array("Q", (row[4] for row in ordered)),
        array("I", (row[2] for row in ordered)),
        [term.id for term in order],
        [term.label for term in order],
        [" ".join(term.parents) for term in order],
    )


def first_entries(keys: "array[int]") -> dict[int, int]:
    """Return where the entries of each key start."""
    # Backwards, so that the first entry of a bag is the one that stays.
    return dict(zip(reversed(keys), range(len(keys) - 1, -1, -1), strict=True))


def _rows(
    variants: Iterable[Variant], numbers: Mapping[str, int], words: "_Words"
) -> dict[tuple[int, int, int], tuple[int, int]]:
    """Return the best (rank, term) for each bag in each order of words."""
    rows: dict[tuple[int, int, int], tuple[int, int]] = {}
    for variant in variants:
        words.add(variant.words, variant.heads)
        classes = [code(head) for head in variant.heads]
        key = sum(classes), in_order(map(code, variant.words)), in_order(classes)
        value = variant.rank, numbers[variant.term]
        if key not in rows or value < rows[key]:
            rows[key] = value
    return rows


class _Words:
    """Collects words, the classes they are of, and the size of the largest name that each class is in."""

    def __init__(self, tables: NameTables) -> None:
        self._largest: dict[str, int] = {}
        self._members: dict[str, set[str]] = defaultdict(set)
        for word, head in tables.heads.items():
            self._members[head].add(word)

    def add(self, words: Sequence[str], heads: Sequence[str]) -> None:
        for word, head in zip(words, heads, strict=True):
            self._largest[head] = max(self._largest.get(head, 0), len(heads))
            if word != head:
                self._members[head].add(word)

    def arrays(self) -> "tuple[dict[str, int], array[int], array[int], array[int]]":
        rows = [
            (word, code(head), code(word), self._largest[head])
            for head in sorted(self._largest)
            for word in sorted(self._members.get(head, set()) | {head})
        ]
        return (
            {row[0]: number for number, row in enumerate(rows)},
            array("Q", (row[1] for row in rows)),
            array("Q", (row[2] for row in rows)),
            array("B", (row[3] for row in rows)),
        )
