"""Making the index of names."""

import struct
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import TypeAlias

from raregraph.mentions.name_index import ALIAS, SYMBOL, NameIndex, code, in_order
from raregraph.mentions.name_tables import NameTables
from raregraph.mentions.name_variants import (
    EVERYDAY,
    FINDING,
    LABEL,
    Acronyms,
    OwnNames,
    Symbol,
    Variant,
    derive_variants,
)
from raregraph.terms.building import without_cycle_search
from raregraph.terms.named_terms import NamedTerm

# Bag, rank, term, exact, order, branch: packed, big end first, rows sort as their numbers do, in a fifth of the memory.
_ROW = struct.Struct(">QIIQQB")
_Numbers: TypeAlias = "array[int]"
# One bag in so many places is one false alarm in as many sums.
_PLACES_A_BAG = 24


def build_index(terms: Iterable[NamedTerm], tables: NameTables) -> NameIndex:
    """Make the index of terms' names. Of two terms that a name fits equally well, it means the first."""
    with without_cycle_search():
        building = _Building(tables)
        for term in terms:
            building.add(term)
        return building.finish()


class _Building:
    """Collects rows; a term is gone when its names are read, for there are hundreds of thousands."""

    def __init__(self, tables: NameTables) -> None:
        self._tables = tables
        self._own = OwnNames(tables)
        self._words = _Words(tables)
        self._acronyms = Acronyms()
        self._branches: dict[str, int] = {}
        self._kinds = bytearray()
        self._numbers: dict[str, int] = {}
        self._terms: list[tuple[str, tuple[str, ...]]] = []
        self._findings: list[Variant] = []
        self._rows: list[bytes] = []

    def add(self, term: NamedTerm) -> None:
        number = len(self._numbers)
        self._numbers[term.id] = number
        self._terms.append((f"{term.id}\t{' '.join(term.label.split())}\t", term.parents))
        self._kinds.append(self._branches.setdefault(term.branch, len(self._branches)))
        self._acronyms.add(term, number)
        for variant in self._own.of(term):
            self._add_variant(variant)
            if term.branch == FINDING:
                self._findings.append(variant)
        for symbol in self._own.symbols_of(term):
            self._add_symbol(symbol, number)

    def finish(self) -> NameIndex:
        """Add what can be told only when all names are known."""
        for row in self._tables.everyday:
            if row.id in self._numbers:
                everyday = list(self._own.make(row.name, row.id, EVERYDAY))
                self._findings += everyday
                for variant in everyday:
                    self._add_variant(variant)
        parents = {head.partition("\t")[0]: above for head, above in self._terms} if self._findings else {}
        for variant in derive_variants(self._findings, parents, self._tables):
            self._add_variant(variant)
        for acronym, number in self._acronyms.names(self._numbers, self._tables).items():
            self._words.add((acronym,), (acronym,))
            key = code(acronym)
            self._add_row(key, LABEL, number, in_order((key,)), in_order((key,)))
        self._rows.sort()
        branches = tuple(self._branches)
        return NameIndex(*self._words.arrays(), *_entries(self._rows), *self._texts(), branches)

    def _add_variant(self, variant: Variant) -> None:
        codes = self._words.codes
        self._words.add(variant.words, variant.heads)
        classes = [codes[head] for head in variant.heads]
        exact = in_order([codes[word] for word in variant.words])
        self._add_row(sum(classes), variant.rank, self._numbers[variant.term], exact, in_order(classes))

    def _add_symbol(self, symbol: Symbol, number: int) -> None:
        codes = self._words.codes
        self._words.add(symbol.words, symbol.heads)
        exact = in_order([codes[word] for word in symbol.written])
        self._add_row(
            sum([codes[head] for head in symbol.heads]), LABEL, number, exact, ALIAS if symbol.alias else SYMBOL
        )

    def _add_row(self, bag: int, rank: int, number: int, exact: int, order: int) -> None:
        self._rows.append(_ROW.pack(bag, rank, number, exact, order, self._kinds[number]))

    def _texts(self) -> "tuple[_Numbers, memoryview]":
        numbers, rows = self._numbers, []
        for head, parents in self._terms:
            rows.append((head + " ".join(str(numbers[each]) for each in parents if each in numbers)).encode())
        return array("I", accumulate(map(len, rows), initial=0)), memoryview(b"".join(rows))


def _entries(rows: Iterable[bytes]) -> "tuple[_Numbers, _Numbers, _Numbers, _Numbers, _Numbers, _Numbers]":
    """Return the tables of the rows: the best term alone for the same words in the same order, in each branch."""
    bags, exacts, orders = array("Q"), array("Q"), array("Q")
    terms, kinds = array("I"), array("B")
    before, seen = -1, set[tuple[int, int, int]]()
    for row in rows:
        bag, _, term, exact, order, kind = _ROW.unpack(row)
        if bag != before:
            before = bag
            seen.clear()
        if (exact, order, kind) not in seen:
            seen.add((exact, order, kind))
            bags.append(bag)
            exacts.append(exact)
            orders.append(order)
            terms.append(term)
            kinds.append(kind)
    return array("B", _maybe(bags)), bags, exacts, orders, terms, kinds


def _maybe(bags: Sequence[int]) -> bytes:
    found = bytearray(1 << (len(bags) * _PLACES_A_BAG).bit_length())
    mask = len(found) - 1
    for bag in bags:
        found[bag & mask] = 1
    return bytes(found)


class _Codes(dict[str, int]):
    """Codes of words, each made once."""

    def __missing__(self, word: str) -> int:
        self[word] = found = code(word)
        return found


class _Words:
    """Collects words, and the size of the largest name that each class is in."""

    def __init__(self, tables: NameTables) -> None:
        self.codes = _Codes()
        self._heads = tables.heads
        self._words = set(tables.heads)
        self._largest: dict[str, int] = {}

    def add(self, words: Sequence[str], heads: Sequence[str]) -> None:
        self._words.update(words)
        count, largest = len(heads), self._largest
        for head in heads:
            if largest.get(head, 0) < count:
                largest[head] = count

    def arrays(self) -> "tuple[_Numbers, _Numbers, _Numbers]":
        codes, largest = self.codes, self._largest
        heads = {word: self._heads.get(word, word) for word in self._words | set(largest)}
        rows = sorted((codes[word], codes[head], largest[head]) for word, head in heads.items() if head in largest)
        classes, sizes = (array(kind, (row[at] for row in rows)) for at, kind in ((1, "Q"), (2, "B")))
        return array("Q", (row[0] for row in rows)), classes, sizes
