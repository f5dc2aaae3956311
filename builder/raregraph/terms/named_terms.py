"""The terms of a terminology with all their names and parents at once, for what reads every name there is."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Container
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from raregraph.terms.identifiers import load_identifiers
from raregraph.terms.keys import CONDITIONS
from raregraph.terms.terminology import Terminology


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


def read_named_terms(terminology: Terminology, ontology: Path, root: str = "") -> list[NamedTerm]:
    """Return the terms under a root and the root itself, or all that may be found in a text; the best sources first."""
    identifiers = load_identifiers(ontology)
    wanted = terminology.descendants(root) if root else None
    with closing(_connect(terminology)) as database:
        rows = {
            number: (identifier, label, branch)
            for number, identifier, label, branch in database.execute(
                "SELECT number, id, label, branch FROM terms WHERE branch <> '' AND NOT obsolete"
            )
            if wanted is None or identifier in wanted
        }
        names = _read_names(database, rows)
        parents = _read_parents(database, rows)
    terms = [
        NamedTerm(identifier, label, tuple(names.get(number, ())), tuple(parents.get(number, ())), branch)
        for number, (identifier, label, branch) in rows.items()
    ]
    return sorted(terms, key=lambda term: (identifiers.place(term.id), term.id))


def _read_names(database: sqlite3.Connection, wanted: Container[int]) -> dict[int, list[TermName]]:
    names: dict[int, list[TermName]] = defaultdict(list)
    query = "SELECT term, text, scope, type, condition FROM names ORDER BY term, rank, text"
    for term, text, scope, kind, condition in database.execute(query):
        if term in wanted:
            names[term].append(TermName(text, scope, kind, CONDITIONS[condition]))
    return names


def _read_parents(database: sqlite3.Connection, wanted: Container[int]) -> dict[int, list[str]]:
    parents: dict[int, list[str]] = defaultdict(list)
    query = "SELECT p.term, t.id FROM parents p JOIN terms t ON t.number = p.parent ORDER BY p.term, t.id"
    for term, parent in database.execute(query):
        if term in wanted:
            parents[term].append(parent)
    return parents


def fingerprint(terminology: Terminology) -> str:
    """Return a digest of what the terminology was made from: other sources or tables, another digest."""
    with closing(_connect(terminology)) as database:
        tables = [database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("meta", "sources")]
    return hashlib.sha256(json.dumps(tables).encode()).hexdigest()


def _connect(terminology: Terminology) -> sqlite3.Connection:
    return sqlite3.connect(f"{terminology.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
