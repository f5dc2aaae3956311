"""The SQLite file of a terminology: its tables, and how merged terms are written to it."""

import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import TerminologyError
from raregraph.terms.keys import ANY, CAPITALS, CONDITIONS, EXACT, NEVER, LooseKey, is_acronym, number_of
from raregraph.terms.merging import CROSS_REFERENCE, EXACT_MATCH, MergedName, MergedTerm, Merger
from raregraph.terms.records import ABBREVIATION, LAYPERSON, SYMBOL

FORMAT = 1
"""Counted up when the tables change; a file of another format is not read."""

GENE = "gene"
LONGEST_NAME = 20
"""Words of the longest name that is looked for; systematic names of chemistry go to hundreds and stand in no text."""
TABLES = """
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources(number INTEGER PRIMARY KEY, name TEXT, version TEXT, released TEXT, license TEXT, format TEXT,
    profile TEXT, sha256 TEXT, url TEXT, wheel TEXT, member TEXT, terms INTEGER, names INTEGER, links INTEGER);
CREATE TABLE files(number INTEGER PRIMARY KEY, name TEXT, content BLOB);
CREATE TABLE problems(source INTEGER, line INTEGER, message TEXT);
CREATE TABLE terms(number INTEGER PRIMARY KEY, id TEXT, label TEXT, branch TEXT, source INTEGER, obsolete INTEGER,
    replaced_by TEXT);
CREATE TABLE names(words INTEGER, term INTEGER, text TEXT, rank INTEGER, scope TEXT, type TEXT, condition INTEGER,
    source INTEGER, bag INTEGER, PRIMARY KEY(words, term)) WITHOUT ROWID;
CREATE TABLE parents(term INTEGER, parent INTEGER, PRIMARY KEY(term, parent)) WITHOUT ROWID;
CREATE TABLE links(subject TEXT, predicate TEXT, object TEXT, justification TEXT, source INTEGER,
    PRIMARY KEY(subject, object, predicate)) WITHOUT ROWID;
"""
INDEXES = """
CREATE UNIQUE INDEX terms_id ON terms(id);
CREATE INDEX terms_branch ON terms(branch);
CREATE INDEX names_bag ON names(bag) WHERE bag IS NOT NULL;
CREATE INDEX names_term ON names(term);
CREATE INDEX parents_parent ON parents(parent);
CREATE INDEX links_object ON links(object);
"""

_MAPPED = 1 << 30

LABEL, EXACT_NAME, LAY_NAME, OTHER_NAME = range(4)
"""Ranks of names; lower is better."""


class AddedFile(NamedTuple):
    """A file of the user's own, kept whole so that a later build has it too."""

    name: str
    content: bytes


def read_added(path: Path) -> tuple[str, tuple[AddedFile, ...]]:
    """Return the profile of the file at `path` and the files added to it; "" and none where there is none.

    Raises `TerminologyError` for a file that is no terminology: it is not for us to replace it.
    """
    if not path.exists():
        return "", ()
    database = open_database(path)
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'profile'").fetchone()
        files = database.execute("SELECT name, content FROM files ORDER BY number")
        return row[0] if row else "", tuple(AddedFile(name, zlib.decompress(content)) for name, content in files)
    finally:
        database.close()


def open_database(path: Path) -> sqlite3.Connection:
    """Open a file to read. Raises `TerminologyError` if it is missing, broken, or of another format."""
    if not path.is_file():
        raise TerminologyError(str(path), "there is no terminology", "raregraph terms build makes one")
    # Immutable: no lock is taken, so that it can lie on a read-only disk and be replaced while it is read.
    database = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        # Read through the memory that all who read the file share.
        database.execute(f"PRAGMA mmap_size = {_MAPPED}")
        (version,) = database.execute("PRAGMA user_version").fetchone()
        database.execute("SELECT 1 FROM meta").fetchone()
    except sqlite3.DatabaseError as error:
        database.close()
        what = f"no terminology that can be read ({error})"
        raise TerminologyError(str(path), what, "move it away and build one with raregraph terms build") from error
    if version != FORMAT:
        database.close()
        what = f"its format is {version}, not {FORMAT}"
        raise TerminologyError(str(path), what, "move it away and build one with raregraph terms build")
    return database


class _NameRow(NamedTuple):
    words: str
    rank: int
    text: str
    scope: str
    type: str
    source: int


Words = Callable[[str], tuple[str, ...]]


def write_database(
    merger: Merger,
    *,
    words: Words,
    loose: LooseKey,
    meta: Mapping[str, str],
    added: Iterable[AddedFile] = (),
    problems: Iterable[tuple[int, int | None, str]] = (),
) -> bytes:
    """Return the file that holds the merged terms. The same terms give the same bytes."""
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(f"PRAGMA user_version = {FORMAT}; {TABLES}")
        database.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
        database.executemany(
            "INSERT INTO files VALUES (?, ?, ?)",
            [(number, file.name, zlib.compress(file.content, 9)) for number, file in enumerate(added)],
        )
        database.executemany("INSERT INTO problems VALUES (?, ?, ?)", problems)
        _write_terms(database, merger, words, loose)
        database.executescript(INDEXES)
        _write_sources(database, merger)
        database.commit()
        database.execute("VACUUM")
        return database.serialize()
    finally:
        database.close()


def _write_terms(database: sqlite3.Connection, merger: Merger, words: Words, loose: LooseKey) -> None:
    terms = [merger.terms[identifier] for identifier in sorted(merger.terms)]
    numbers = {term.id: number for number, term in enumerate(terms, 1)}
    database.executemany(
        "INSERT INTO terms VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (numbers[term.id], term.id, term.label, term.branch, term.source, term.obsolete, term.replaced_by or None)
            for term in terms
        ),
    )
    parents = sorted(
        (numbers[term.id], numbers[parent]) for term in terms for parent in term.parents if parent in numbers
    )
    database.executemany("INSERT INTO parents VALUES (?, ?)", parents)
    links = sorted(
        (link.subject, link.predicate, link.object, link.justification, link.source) for link in merger.links.values()
    )
    database.executemany("INSERT INTO links VALUES (?, ?, ?, ?, ?)", links)
    named = {numbers[term.id]: (term, _names(term, words)) for term in terms if term.label and not term.obsolete}
    database.executemany("INSERT INTO names VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", _name_rows(named, merger, loose))


def _names(term: MergedTerm, words: Words) -> list[_NameRow]:
    """Return the names of a term, the best one for each sequence of normalised words."""
    best: dict[str, _NameRow] = {}
    for name in (MergedName(term.label, "EXACT", "", max(term.source, 0)), *term.names):
        normal = words(name.text)
        if not 0 < len(normal) <= LONGEST_NAME:
            continue
        key = " ".join(normal)
        rank = LABEL if name.text == term.label and name.scope == "EXACT" else _rank(name)
        row = _NameRow(key, rank, name.text, name.scope, name.type, name.source)
        if key not in best or _order(row) < _order(best[key]):
            best[key] = row
    return list(best.values())


def _rank(name: MergedName) -> int:
    if name.scope != "EXACT":
        return OTHER_NAME
    return LAY_NAME if name.type == LAYPERSON else EXACT_NAME


def _order(row: _NameRow) -> tuple[int, str, str]:
    return row.rank, row.type, row.text


def _name_rows(
    named: Mapping[int, tuple[MergedTerm, list[_NameRow]]], merger: Merger, loose: LooseKey
) -> Iterator[tuple[object, ...]]:
    holders = _acronym_holders(named, merger)
    rows = []
    for number, (term, names) in named.items():
        for row in names:
            bag = loose(row.words.split(" "))
            condition = CONDITIONS.index(_condition(term, row, holders))
            key, other = number_of(row.words), None if bag == row.words else number_of(bag)
            rows.append((key, number, row.text, row.rank, row.scope, row.type, condition, row.source, other))
    rows.sort(key=lambda row: row[:2])
    return iter(rows)


def _acronym_holders(named: Mapping[int, tuple[MergedTerm, list[_NameRow]]], merger: Merger) -> Mapping[str, set[str]]:
    """Return which terms an abbreviation names; terms that links equate, or that have one label, count once."""
    same = _Same(merger)
    holders: dict[str, set[str]] = defaultdict(set)
    single: dict[str, set[str]] = defaultdict(set)
    for term, names in named.values():
        for row in names:
            if term.branch == GENE and row.rank != LABEL:
                continue  # an alias of a gene is no reason to doubt the abbreviation of a disease; a symbol is
            if is_acronym(row.text):
                holders[row.words].add(same.group(term))
            elif " " not in row.words and row.rank != LABEL:
                single[row.words].add(same.group(term))
    return {words: groups | single.get(words, set()) for words, groups in holders.items()}


class _Same:
    """Groups terms that are the same thing in different ontologies."""

    def __init__(self, merger: Merger) -> None:
        self._above: dict[str, str] = {}
        for link in sorted(merger.links.values(), key=lambda link: (link.subject, link.object)):
            if link.predicate in (EXACT_MATCH, CROSS_REFERENCE):
                self._join(link.subject, link.object)
        for term in merger.terms.values():
            if term.label and not term.obsolete:
                self._join(term.id, f"label {term.branch} {term.label.casefold()}")

    def _join(self, one: str, other: str) -> None:
        first, second = self._top(one), self._top(other)
        if first != second:
            self._above[max(first, second)] = min(first, second)

    def _top(self, key: str) -> str:
        while key in self._above:
            key = self._above[key]
        return key

    def group(self, term: MergedTerm) -> str:
        return self._top(term.id)


def _condition(term: MergedTerm, row: _NameRow, holders: Mapping[str, set[str]]) -> str:
    if term.branch == GENE:
        return EXACT if row.type.endswith(SYMBOL) or is_acronym(row.text) or row.rank == LABEL else ANY
    if row.words not in holders or (row.rank == LABEL and not is_acronym(row.text)):
        return NEVER if row.type == ABBREVIATION else ANY
    return NEVER if row.type == ABBREVIATION or len(holders[row.words]) > 1 else CAPITALS


def _write_sources(database: sqlite3.Connection, merger: Merger) -> None:
    counts = {
        table: dict(database.execute(f"SELECT source, COUNT(*) FROM {table} GROUP BY source"))
        for table in ("terms", "names", "links")
    }
    for number, source in enumerate(merger.sources):
        found = [counts[table].get(number, 0) for table in ("terms", "names", "links")]
        row = (source.name, source.version, source.released, source.license, source.format, source.profile)
        place = (source.sha256, source.url, source.wheel, source.member)
        database.execute(f"INSERT INTO sources VALUES ({', '.join('?' * 14)})", (number, *row, *place, *found))
