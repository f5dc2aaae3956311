"""The finder of ontology names in any text."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from raregraph.errors import UsageError
from raregraph.mentions.denial import Denials, load_denials
from raregraph.mentions.name_index import NameIndex, in_order
from raregraph.mentions.name_store import load_index
from raregraph.mentions.name_tables import NameTables, load_name_tables
from raregraph.mentions.reading import WORD, Reader, Reading, Token
from raregraph.mentions.windows import Hit, find_hits
from raregraph.terms.terminology import Terminology

Nested = Literal["all", "longest"]


class Found(NamedTuple):
    """A term that words of a text name; `spans` are its words' places, one for each stretch."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    id: str
    label: str
    negated: bool


class Named(NamedTuple):
    """A hit, and the term it names by its position in the index."""

    hit: Hit
    term: int


class Finder:
    """Finds the names of an index in texts."""

    def __init__(self, index: NameIndex, tables: NameTables, denials: Denials) -> None:
        self._index = index
        self._denials = denials
        self._reader = Reader(index, tables)

    def find(self, text: str, *, nested: Nested = "longest") -> list[Found]:
        """Return the names in their order in the text."""
        reading = self._reader.read(text)
        named = [named for hit in find_hits(reading, self._index) if (named := self._name(hit, reading))]
        deniable = self._denials.possible(text)
        return sorted(self._found(hit, term, reading, text, deniable) for hit, term in _chosen(named, nested))

    def _name(self, hit: Hit, reading: Reading) -> Named | None:
        """Return the term that a hit names, None where its words only happen to stand together."""
        tokens = reading.tokens
        exact = in_order(tokens[at].exact for at in hit.positions)
        order = in_order(tokens[at].code for at in hit.positions)
        entry, ordered = self._index.best(hit.bag, exact, order)
        if _lacks_noun(reading, hit, ordered=ordered):
            return None
        return Named(hit, self._index.terms[entry])

    def _found(self, hit: Hit, term: int, reading: Reading, text: str, deniable: bool) -> Found:
        spans = tuple(_stretches(hit.positions, reading.spans))
        start, end = spans[0][0], spans[-1][1]
        negated = deniable and self._denials.denied(text, start, end)
        return Found(start, end, spans, self._index.ids[term], self._index.labels[term], negated)


def load_finder(terms: Path, root: str = "", *, ontology: Path) -> Finder:
    """Return the finder of the names under a root, or of all in a terminology.

    Raises `TerminologyError` where there is no terminology, `UsageError` where it has no such root.
    """
    tables = load_name_tables(ontology)
    with Terminology(terms, ontology=ontology) as terminology:
        if root and terminology.find_term(root) is None:
            raise UsageError(f"{root} is no term of {terms}; raregraph terms find looks for one")
        index = load_index(terminology, root, ontology, tables)
    return Finder(index, tables, load_denials(ontology))


def _lacks_noun(reading: Reading, hit: Hit, *, ordered: bool) -> bool:
    """Say whether the last word goes with a noun that follows and is no part of the name.

    So does an adjective ("renal | colic"), and a noun that is not the last word of the name ("weak muscle | tone").
    """
    last = hit.positions[-1]
    token = reading.tokens[last]
    if (ordered and not token.adjective) or last + 1 == len(reading.tokens):
        return False
    after = reading.tokens[last + 1]
    if after.join:
        return ordered and len(hit.positions) == 1 and token.exact != token.code
    close = reading.spans[last + 1][0] - reading.spans[last][1] == 1
    return close and after.kind == WORD and not after.light


def _stretches(positions: Sequence[int], spans: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    first = before = positions[0]
    for at in (*positions[1:], -1):
        if at != before + 1:
            yield spans[first][0], spans[before][1]
            first = at
        before = at


def _chosen(named: Iterable[Named], nested: Nested) -> list[Named]:
    """Return the hits, one for the same words; without those whose words are all part of a longer one's."""
    distinct = {each.hit.positions: each for each in named}
    if nested == "all":
        return list(distinct.values())
    kept: list[Named] = []
    covered: dict[int, list[frozenset[int]]] = {}
    for each in sorted(distinct.values(), key=lambda each: (-len(each.hit.positions), each.hit.positions)):
        hit = each.hit
        words = frozenset(hit.positions)
        if any(words <= other for other in covered.get(hit.positions[0], ())):
            continue
        kept.append(each)
        for at in hit.positions:
            covered.setdefault(at, []).append(words)
    return kept
