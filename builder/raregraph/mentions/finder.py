"""The finder of ontology names in any text."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from raregraph.errors import UsageError
from raregraph.mentions.abbreviations import follow_abbreviations
from raregraph.mentions.denial import Denials, load_denials
from raregraph.mentions.found import Found
from raregraph.mentions.name_index import NameIndex, in_order
from raregraph.mentions.name_store import load_index
from raregraph.mentions.name_tables import NameTables, load_name_tables
from raregraph.mentions.name_variants import Ancestors
from raregraph.mentions.nesting import Named, Nested, choose
from raregraph.mentions.reading import WORD, Reader, Reading
from raregraph.mentions.windows import Hit, find_hits
from raregraph.terms.terminology import Terminology


class Finder:
    """Finds the names of an index in texts."""

    def __init__(self, index: NameIndex, tables: NameTables, denials: Denials) -> None:
        """Take the names, what English does with them, and what denies them."""
        self._index = index
        self._tables = tables
        self._denials = denials
        self._reader = Reader(index, tables)
        self._labels = dict(zip(index.ids, index.labels, strict=True))
        self._ancestors = Ancestors(dict(zip(index.ids, map(str.split, index.parents), strict=True)))

    def find(self, text: str, *, nested: Nested = "longest") -> list[Found]:
        """Return the names in their order in the text. `nested` says whether names inside longer names count."""
        reading = self._reader.read(text)
        named = [Named(hit, term) for hit in find_hits(reading, self._index) if (term := self._term(hit, reading))]
        found = []
        for hit, term in choose(named, nested, reading.tokens, self._ancestors):
            spans = tuple(_stretches(hit.positions, reading.spans))
            start, end = spans[0][0], spans[-1][1]
            found.append(Found(start, end, spans, term, self._labels[term], self._denials.denied(text, start, end)))
        if "(" in text:
            found = follow_abbreviations(text, found, self._tables.roles, partial(self._denials.denied, text))
        return sorted(found)

    def _term(self, hit: Hit, reading: Reading) -> str | None:
        """Return the id of the term that a hit names, None where its words only happen to stand together."""
        tokens = [reading.tokens[at] for at in hit.positions]
        exact, order = in_order(token.exact for token in tokens), in_order(token.code for token in tokens)
        entry, ordered = self._index.best(hit.bag, exact, order)
        if _lacks_noun(hit, reading, ordered=ordered):
            return None
        return self._index.ids[self._index.terms[entry]]


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


def _lacks_noun(hit: Hit, reading: Reading, *, ordered: bool) -> bool:
    """Say whether the last word goes with a noun that follows and is no part of the name.

    So does an adjective ("renal | colic", "edematous and bleeding | mucosa"), and a noun that is not the last word of
    the name ("weak muscle | tone").
    """
    last = hit.positions[-1]
    token = reading.tokens[last]
    if (ordered and not token.adjective) or last + 1 == len(reading.tokens):
        return False
    after = reading.tokens[last + 1]
    if after.join:
        return ordered and len(hit.positions) == 1 and token.exact != token.code
    beside = reading.spans[last + 1][0] - reading.spans[last][1] == 1
    return beside and after.kind == WORD and not after.light


def _stretches(positions: Sequence[int], spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield where each run of neighbouring words starts and ends."""
    first = before = positions[0]
    for at in (*positions[1:], -1):
        if at != before + 1:
            yield spans[first][0], spans[before][1]
            first = at
        before = at
