"""The terms of a terminology with all their names and parents at once, for what reads every name there is."""

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from typing import NamedTuple

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


def read_named_terms(terminology: Terminology, root: str = "") -> Iterator[NamedTerm]:
    """Yield the terms under a root and the root itself, or all that may be found in a text, in the order of ids."""
    wanted = terminology.descendants(root) if root else None
    with closing(_connect(terminology)) as database:
        names: dict[int, list[TermName]] = defaultdict(list)
        for term, text, scope, kind, condition in database.execute(
            "SELECT term, text, scope, type, condition FROM names ORDER BY term, rank, text"
        ):
            names[term].append(TermName(text, scope, kind, CONDITIONS[condition]))
        parents: dict[int, list[str]] = defaultdict(list)
        for term, parent in database.execute(
            "SELECT p.term, t.id FROM parents p JOIN terms t ON t.number = p.parent ORDER BY p.term, t.id"
        ):
            parents[term].append(parent)
        for number, identifier, label, branch in database.execute(
            "SELECT number, id, label, branch FROM terms WHERE branch <> '' AND NOT obsolete ORDER BY id"
        ):
            if wanted is None or identifier in wanted:
                found = tuple(names.get(number, ()))
                yield NamedTerm(identifier, label, found, tuple(parents.get(number, ())), branch)


def fingerprint(terminology: Terminology) -> str:
    """Return a digest of what the terminology was made from: other sources or tables, another digest."""
    with closing(_connect(terminology)) as database:
        tables = [database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in ("meta", "sources")]
    return hashlib.sha256(json.dumps(tables).encode()).hexdigest()


def _connect(terminology: Terminology) -> sqlite3.Connection:
    return sqlite3.connect(f"{terminology.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
