"""The finder of ontology names in any text."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path

from raregraph.errors import UsageError
from raregraph.mentions.abbreviations import follow_abbreviations
from raregraph.mentions.denial import Denials, load_denials
from raregraph.mentions.found import Found
from raregraph.mentions.name_index import Bags, NameIndex, code, in_order
from raregraph.mentions.name_store import load_index
from raregraph.mentions.name_tables import NameTables, load_name_tables
from raregraph.mentions.name_variants import Ancestors
from raregraph.mentions.nesting import Named, Nested, choose
from raregraph.mentions.no_findings import NoFinding, find_places, load_no_findings
from raregraph.mentions.reading import WORD, Reader, Reading
from raregraph.mentions.windows import Hit, find_hits
from raregraph.terms.terminology import Terminology


class Finder:
    """Finds the names of an index in texts."""

    def __init__(
        self, index: NameIndex, tables: NameTables, denials: Denials, no_findings: tuple[NoFinding, ...] = ()
    ) -> None:
        """Take the names, what English does with them, what denies them, and where they are part of something else."""
        self._index = index
        self._bags = Bags(index)
        self._tables = tables
        self._denials = denials
        self._no_findings = no_findings
        self._reader = Reader(index, tables)
        self._term = lru_cache(maxsize=1 << 16)(index.term)
        self._ancestors = Ancestors(lambda number: self._term(number).parents)

    def find(self, text: str, *, nested: Nested = "longest", branches: Collection[str] = ()) -> list[Found]:
        """Return the names in their order in the text.

        `nested` says whether names inside longer names count, `branches` which kinds of thing count: all if none is
        given. Symbols of genes count letter for letter, aliases only where `branches` has genes.
        """
        index, reading = self._index, self._reader.read(text)
        kinds = {index.branches.index(branch) for branch in branches if branch in index.branches} if branches else None
        places = list(find_places(text, self._no_findings))
        found = []
        for named in choose(self._named(text, reading, kinds), nested, reading.tokens, self._ancestors):
            spans = tuple(_stretches(named.hit.positions, reading.spans))
            start, end = spans[0][0], spans[-1][1]
            if any(first <= start and end <= last for first, last in places):
                continue
            term, branch = self._term(index.terms[named.entry]), index.branches[index.kinds[named.entry]]
            denied = self._denials.denied(text, start, end)
            found.append(Found(start, end, spans, term.id, term.label, denied, branch))
        if "(" in text:
            found = follow_abbreviations(text, found, self._tables.roles, partial(self._denials.denied, text))
        return sorted(found)

    def find_whole(self, text: str, *, branches: Collection[str] = ()) -> Found | None:
        """Return the one name that all of a text is, but for words that colour it ("a mild rash"); else None."""
        found = self.find(text, branches=branches)
        if len(found) != 1 or found[0].negated:
            return None
        reading = self._reader.read(text)
        for token, (start, end) in zip(reading.tokens, reading.spans, strict=True):
            if not token.light and not any(first <= start and end <= last for first, last in found[0].spans):
                return None
        return found[0]

    def _named(self, text: str, reading: Reading, kinds: Collection[int] | None) -> Iterator[Named]:
        """Yield the hits that name a term, without those whose words only happen to stand together."""
        tokens, terms = reading.tokens, self._index.terms
        for hit in find_hits(reading, self._bags):
            at = hit.positions
            exact, order = in_order([tokens[each].exact for each in at]), in_order([tokens[each].code for each in at])
            best = self._index.best(hit.entry, exact, order, partial(_written, text, reading, at), kinds)
            if best and not _lacks_noun(hit, reading, ordered=best[1]):
                yield Named(hit, best[0], terms[best[0]])


def load_finder(terms: Path, root: str = "", *, ontology: Path) -> Finder:
    """Return the finder of the names under a root, or of all in a terminology.

    Raises `TerminologyError` where there is no terminology, `UsageError` where it has no such root.
    """
    tables = load_name_tables(ontology)
    with Terminology(terms, ontology=ontology) as terminology:
        if root and terminology.find_term(root) is None:
            raise UsageError(f"{root} is no term of {terms}; raregraph terms find looks for one")
        index = load_index(terminology, root, ontology, tables)
    return Finder(index, tables, load_denials(ontology), load_no_findings(ontology))


def prepare_finders(terms: Path, roots: Iterable[str], *, ontology: Path) -> None:
    """Make what `load_finder` reads, for the roots that a terminology has, so that no one waits for it later.

    Raises `TerminologyError` where there is no terminology.
    """
    with Terminology(terms, ontology=ontology) as terminology:
        for root in roots:
            if not root or terminology.find_term(root):
                load_index(terminology, root, ontology, load_name_tables(ontology))


def _written(text: str, reading: Reading, positions: Sequence[int]) -> int:
    return in_order(code(text[slice(*reading.spans[at])]) for at in positions)


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
