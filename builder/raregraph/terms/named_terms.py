"""The terms of a terminology with all their names and parents at once, for what reads every name there is."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from raregraph.terms.identifiers import load_identifiers
from raregraph.terms.keys import CONDITIONS
from raregraph.terms.terminology import Terminology

_NAMES = "SELECT term, rank, text, scope, type, condition FROM names WHERE term BETWEEN ? AND ? ORDER BY term"
_PARENTS = """SELECT p.term, t.id FROM parents p JOIN terms t ON t.number = p.parent
    WHERE p.term BETWEEN ? AND ? ORDER BY p.term, p.parent"""

_MAPPED = 1 << 30


class TermName(NamedTuple):
    """A name of a term: its scope ("EXACT" ...), its type ("layperson" ...), and when it counts ("" for always)."""

    text: str
    scope: str = "EXACT"
    type: str = ""
    condition: str = ""


class NamedTerm(NamedTuple):
    """A term with its further names, and the ids of its parents."""

    id: str
    label: str
    names: tuple[TermName, ...] = ()
    parents: tuple[str, ...] = ()
    branch: str = "phenotype"


def read_named_terms(terminology: Terminology, ontology: Path, root: str = "") -> Iterator[NamedTerm]:
    """Yield the terms under a root and the root itself, or all that may be found in a text; the best sources first."""
    place = load_identifiers(ontology).place
    wanted = terminology.descendants(root) if root else None
    with closing(_connect(terminology)) as database:
        rows = database.execute("SELECT number, id, label, branch FROM terms WHERE branch <> '' AND NOT obsolete")
        terms = sorted(
            (row for row in rows if wanted is None or row[1] in wanted), key=lambda row: (place(row[1]), row[1])
        )
        # Terms are numbered in the order of their ids, so that those of one ontology lie side by side.
        for _, same in groupby(terms, key=lambda row: row[1].partition(":")[0]):
            yield from _with_names(database, list(same))


def _with_names(database: sqlite3.Connection, terms: Sequence[tuple[int, str, str, str]]) -> Iterator[NamedTerm]:
    bounds = terms[0][0], terms[-1][0]
    names = _Grouped(database.execute(_NAMES, bounds))
    parents = _Grouped(database.execute(_PARENTS, bounds))
    for number, identifier, label, branch in terms:
        own = [
            TermName(text, scope, kind, CONDITIONS[condition])
            for _, _, text, scope, kind, condition in sorted(names.of(number))
        ]
        yield NamedTerm(identifier, label, tuple(own), tuple(parent for _, parent in parents.of(number)), branch)


class _Grouped:
    """Rows of a query in the order of their first column, given out group by group."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int) -> Iterable[tuple[Any, ...]]:
        """Return the rows of a group; groups that are passed over are lost."""
        while self._next is not None and self._next[0] < number:
            self._next = next(self._groups, None)
        return self._next[1] if self._next is not None and self._next[0] == number else ()


def fingerprint(terminology: Terminology) -> str:
    """Return a digest of what the terminology was made from: other sources or tables, another digest."""
    with closing(_connect(terminology)) as database:
        tables = [database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("meta", "sources")]
    return hashlib.sha256(json.dumps(tables).encode()).hexdigest()


def _connect(terminology: Terminology) -> sqlite3.Connection:
    database = sqlite3.connect(f"{terminology.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    # Names are read in the order of terms, which is not that of the file: without this, each page is read many times.
    database.execute(f"PRAGMA mmap_size = {_MAPPED}")
    return database
