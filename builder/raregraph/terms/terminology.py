"""A full terminology: terms of many ontologies in one SQLite file, looked up by name and by id."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, Self

from raregraph.errors import TerminologyError
from raregraph.model import MatchPredicate, Term
from raregraph.terms.database import GENE, OTHER_NAME, open_database
from raregraph.terms.identifiers import load_identifiers
from raregraph.terms.keys import CONDITIONS, bag_key, counts, key_digest, load_loose_key, number_of
from raregraph.terms.names import Name, load_normalizer

_BRACKETS = re.compile(r"\s*\([^()]*\)")
_EXACT: MatchPredicate = "skos:exactMatch"
_PREDICATES: dict[str, MatchPredicate] = {
    # A name that is narrower than its term: the term is broader than the words.
    "NARROW": "skos:broadMatch",
    "BROAD": "skos:narrowMatch",
    "RELATED": "skos:relatedMatch",
}
# Pages name the same terms again and again.
_REMEMBERED = 20_000
_TERM = "t.id, t.label, t.branch, t.source"
_NAME = f"n.text, n.rank, n.scope, n.type, n.condition, {_TERM}"


class LoadedSource(NamedTuple):
    """A source of the terminology with what was taken from it."""

    name: str
    version: str
    released: str
    license: str
    format: str
    profile: str
    sha256: str
    terms: int
    names: int
    links: int


class CrossReference(NamedTuple):
    """A link between two ids as its source states it; `justification` is "" where the source gives none."""

    subject: str
    predicate: str
    object: str
    justification: str
    source: str


class Record(NamedTuple):
    """All that the terminology knows of a term."""

    term: Term
    names: tuple[Name, ...]
    parents: tuple[Term, ...]
    links: tuple[CrossReference, ...]
    obsolete: bool
    replaced_by: Term | None


class Terminology:
    """Looks terms up in the file that `raregraph terms build` makes. It is only read, and never locked."""

    def __init__(self, path: Path, *, ontology: Path) -> None:
        """Open a file. Raises `TerminologyError` if it is missing, broken, or of another version."""
        self.path = path
        self._ontology = ontology
        self._words = load_normalizer(ontology).words
        self._loose = load_loose_key(ontology)
        self._identifiers = load_identifiers(ontology)
        self._database = open_database(path)
        titles = self._database.execute("SELECT number, TRIM(name || ' ' || version) FROM sources")
        self._titles: dict[int, str] = dict(titles)
        self._row = lru_cache(maxsize=_REMEMBERED)(self._read_row)
        self._links = lru_cache(maxsize=_REMEMBERED)(self._read_links)

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def find_names(self, text: str, branches: Collection[str] = ()) -> tuple[Name, ...]:
        """Return the names that a text is, best first: the words in order, else in any order.

        If there are none, the text is read without what stands in brackets, and with its hyphens closed. Genes are
        found only where `branches` has them. Abbreviations that several things share are found nowhere.
        """
        for reading in dict.fromkeys((text, _BRACKETS.sub("", text), text.replace("-", ""))):
            words = self._words(reading)
            for find in (self._in_this_order, self._in_any_order):
                names = self._ranked(find(words), reading, branches) if words else ()
                if names:
                    return names
        return ()

    def find_titled(self, title: str, branch: str) -> Term | None:
        """Return the term that the title of a page names: of the first ontology that has it exactly, or as related.

        A title is meant as a name, so that a related name will do where one term has it, or one above all that have it.
        Measured on GARD's titles, the number in the page's address leads to the same MONDO term for 92 % of these, for
        95 % of the exact ones.
        """
        found = self.find_names(title, (branch,))
        for place in sorted({self._identifiers.place(name.term.id or "") for name in found}):
            here = [name for name in found if self._identifiers.place(name.term.id or "") == place]
            exact = [name.term for name in here if name.predicate == _EXACT]
            related = [name.term for name in here if name.predicate == "skos:relatedMatch"]
            term = exact[0] if exact else self._top_of(related)
            if term:
                return term
        return None

    def _top_of(self, terms: list[Term]) -> Term | None:
        """Return the term that stands above all the others, or is alone; None where there is none."""
        above = [self.ancestors(term.id or "") for term in terms]
        return next((term for term in terms if all(term.id in ids for ids in above)), None)

    def _in_this_order(self, words: tuple[str, ...]) -> list[Name]:
        found = self._names("n.words = ?", number_of(" ".join(words)))
        return [name for name in found if self._words(name.text) == words]

    def _in_any_order(self, words: tuple[str, ...]) -> list[Name]:
        loose, bag = self._loose(words), bag_key(words)
        key = number_of(loose)
        found = [
            name
            for condition in ("n.bag = ?", "n.words = ?")
            for name in self._names(condition, key)
            if self._loose(self._words(name.text)) == loose
        ]
        # The very words in another order come before those that numerals and "type" make the same.
        same = [name for name in found if bag_key(self._words(name.text)) == bag]
        return same or found

    def _ranked(self, names: list[Name], text: str, branches: Collection[str]) -> tuple[Name, ...]:
        allowed = [name for name in names if _may_stand(name, text, branches)]
        return self._sorted(allowed, branches)

    def _sorted(self, names: list[Name], branches: Collection[str]) -> tuple[Name, ...]:
        order = {branch: position for position, branch in enumerate(branches)}

        def place(name: Name) -> tuple[bool, bool, int, int, int, str]:
            identifier = name.term.id or ""
            fit = (name.predicate != _EXACT, name.rank == OTHER_NAME)
            return (*fit, order.get(name.term.branch, 0), self._identifiers.place(identifier), name.rank, identifier)

        return tuple(sorted(names, key=place))

    def _names(self, condition: str, *values: object) -> Iterator[Name]:
        query = f"SELECT {_NAME} FROM names n JOIN terms t ON t.number = n.term WHERE {condition}"
        for text, rank, scope, kind, use, *term in self._database.execute(query, values):
            predicate = _PREDICATES.get(scope, _EXACT)
            yield Name(text, self._term(*term), predicate, rank, scope, kind, CONDITIONS[use])

    def _term(self, identifier: str, label: str, branch: str, source: int) -> Term:
        return Term(identifier, label, branch, self._titles.get(source, ""))

    def names(self, branch: str = "") -> Iterator[Name]:
        """Yield all names of the terms of a branch (of all, if none is given), in the order of ids, the best first."""
        where = "t.branch = ?" if branch else "t.branch <> ''"
        values = (branch,) if branch else ()
        yield from self._names(f"{where} AND NOT t.obsolete ORDER BY t.number, n.rank, n.text", *values)

    def find_term(self, identifier: str) -> Term | None:
        """Return the term of an id, also an obsolete one, None where there is none."""
        row = self._row(identifier)
        return self._term(*row[:4]) if row else None

    def get_term(self, identifier: str) -> Term:
        """Return the term of an id. Raises `TerminologyError` where there is none."""
        term = self.find_term(identifier)
        if term is None:
            raise TerminologyError(
                str(self.path), f"{identifier} is no term of it", "raregraph terms find looks for it"
            )
        return term

    def _read_row(self, identifier: str) -> tuple[str, str, str, int, int, str | None] | None:
        query = f"SELECT {_TERM}, t.obsolete, t.replaced_by FROM terms t WHERE t.id = ?"
        row: tuple[str, str, str, int, int, str | None] | None = self._database.execute(query, (identifier,)).fetchone()
        return row

    def is_obsolete(self, identifier: str) -> bool:
        """Say whether an id is obsolete; one that is unknown is not."""
        row = self._row(identifier)
        return bool(row and row[4])

    def replaced_by(self, identifier: str) -> Term | None:
        """Return the term that stands in the place of an obsolete one, None where there is none."""
        row = self._row(identifier)
        return self.find_term(row[5]) if row and row[5] else None

    def ancestors(self, identifier: str) -> frozenset[str]:
        """Return the ids of all ancestors, and the id itself."""
        return frozenset({identifier, *self._walk(identifier, "parent", "term")})

    def descendants(self, identifier: str) -> frozenset[str]:
        """Return the ids of all terms below, and the id itself."""
        return frozenset({identifier, *self._walk(identifier, "term", "parent")})

    def _walk(self, identifier: str, towards: Literal["parent", "term"], start: Literal["parent", "term"]) -> list[str]:
        # UNION, not UNION ALL: a circle of parents ends.
        query = f"""
            WITH RECURSIVE found(number) AS (
                SELECT number FROM terms WHERE id = ?
                UNION SELECT p.{towards} FROM parents p JOIN found f ON p.{start} = f.number
            ) SELECT t.id FROM terms t JOIN found USING (number)
        """
        return [row[0] for row in self._database.execute(query, (identifier,))]

    def parents(self, identifier: str) -> tuple[Term, ...]:
        """Return the terms right above a term."""
        query = f"""SELECT {_TERM} FROM terms c JOIN parents p ON p.term = c.number JOIN terms t ON t.number = p.parent
            WHERE c.id = ? ORDER BY t.id"""
        return tuple(self._term(*row) for row in self._database.execute(query, (identifier,)))

    def mappings_of(self, identifier: str) -> tuple[CrossReference, ...]:
        """Return the links from and to a term, with the predicate that each source states."""
        return self._links(identifier)

    def _read_links(self, identifier: str) -> tuple[CrossReference, ...]:
        query = "SELECT subject, predicate, object, justification, source FROM links WHERE {} = ?"
        found = [
            CrossReference(subject, predicate, target, justification, self._titles.get(source, ""))
            for side in ("subject", "object")
            for subject, predicate, target, justification, source in self._database.execute(
                query.format(side), (identifier,)
            )
        ]
        return tuple(sorted(found))

    def find_records(self, text: str) -> tuple[Record, ...]:
        """Return all that is known of the terms that an id, or words in whatever case and order, may mean."""
        identifier = self._identifiers.curie(text.strip())
        if identifier and self._row(identifier):
            return (self.get_record(identifier),)
        linked = {link.subject for link in self.mappings_of(identifier) if link.object == identifier}
        if linked:
            return tuple(self.get_record(found) for found in sorted(linked) if self._row(found))
        ids = dict.fromkeys(name.term.id or "" for name in self._all_readings(text))
        return tuple(self.get_record(found) for found in ids)

    def _all_readings(self, text: str) -> Iterator[Name]:
        words = self._words(text)
        yield from self._sorted(self._in_this_order(words) or self._in_any_order(words), ())

    def get_record(self, identifier: str) -> Record:
        """Return all that is known of a term. Raises `TerminologyError` where there is none."""
        term = self.get_term(identifier)
        names = self._names("t.id = ? ORDER BY n.rank, n.text", identifier)
        replacement = self.replaced_by(identifier)
        links = self.mappings_of(identifier)
        return Record(term, tuple(names), self.parents(identifier), links, self.is_obsolete(identifier), replacement)

    def prefixes(self) -> frozenset[str]:
        """Return the prefixes of the ontologies that are held whole: those that most terms of a file are of.

        The few terms that an ontology imports from another, or that a file of links names, are not the whole of that.
        """
        query = """SELECT t.source, SUBSTR(t.id, 1, INSTR(t.id, ':') - 1) AS prefix, COUNT(*) AS count
            FROM terms t JOIN sources s ON s.number = t.source WHERE s.format <> 'sssom'
            GROUP BY t.source, prefix ORDER BY t.source, count DESC, prefix"""
        first: dict[int, str] = {}
        for source, prefix, _ in self._database.execute(query):
            first.setdefault(source, prefix)
        return frozenset(first.values())

    def sources(self) -> tuple[LoadedSource, ...]:
        """Return the sources with their versions, licences and counts."""
        columns = ", ".join(LoadedSource._fields)
        rows = self._database.execute(f"SELECT {columns} FROM sources ORDER BY number")
        return tuple(LoadedSource(*row) for row in rows)

    def problems(self) -> Iterator[str]:
        """Yield what was wrong in the sources when the file was made."""
        for source, line, message in self._database.execute("SELECT source, line, message FROM problems"):
            place = self._titles.get(source, "") + ("" if line is None else f", line {line}")
            yield f"{place}: {message}"

    @property
    def is_stale(self) -> bool:
        """Say whether the file was made with other tables of spelling, so that some names are not found."""
        row = self._database.execute("SELECT value FROM meta WHERE key = 'keys'").fetchone()
        return row is None or row[0] != key_digest(self._ontology)


def _may_stand(name: Name, text: str, branches: Collection[str]) -> bool:
    term = name.term
    if not term.branch or (branches and term.branch not in branches) or (term.branch == GENE and not branches):
        return False
    return counts(name.condition, name.text, text)
