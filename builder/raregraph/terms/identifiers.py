"""Ids in one spelling: `gard:0010009`, `mesh:D053578` and whole IRIs become the project's CURIEs."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.tables import read_table

_OBO = re.compile(r"http://purl\.obolibrary\.org/obo/([A-Za-z]+)_(\w+)")
_OBO_LOCAL = re.compile(r"([A-Za-z]+)_(\w+)")


class IdentifierRow(NamedTuple):
    """A row of `identifiers.tsv`."""

    prefix: str
    written: str
    zeros: str
    labels: str
    branch: str


class PrefixRow(NamedTuple):
    """A row of `prefixes.tsv`."""

    prefix: str
    namespace: str
    pattern: str


class Identifiers:
    """Knows how ids are written, which of them may have labels, and what kind of thing they name."""

    def __init__(self, rows: Iterable[IdentifierRow], prefixes: Iterable[PrefixRow]) -> None:
        """Take the rows of `identifiers.tsv` and `prefixes.tsv`."""
        self._rows = {row.prefix: row for row in rows}
        self._places = {prefix: place for place, prefix in enumerate(self._rows)}
        self._spellings = {
            spelling.casefold(): row.prefix
            for row in self._rows.values()
            for spelling in (row.prefix, *row.written.split())
        }
        namespaces = [(row.namespace, row.prefix) for row in prefixes if row.pattern != "-"]
        self._namespaces = sorted(namespaces, key=lambda pair: (-len(pair[0]), pair[0]))

    def curie(self, text: str) -> str:
        """Return an id in the project's spelling, "" for what is no id. An unknown prefix stays as it is."""
        prefix, colon, local = text.partition(":")
        if not colon or not local or " " in local:
            return ""
        if local.startswith("//"):
            return self._from_iri(text)
        if prefix == "obo":
            split = _OBO_LOCAL.fullmatch(local)
            return self._join(split[1], split[2]) if split else ""
        return self._join(prefix, local)

    def _from_iri(self, iri: str) -> str:
        split = _OBO.fullmatch(iri)
        if split:
            return self._join(split[1], split[2])
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return self._join(prefix, iri[len(namespace) :])
        return ""

    def _join(self, prefix: str, local: str) -> str:
        known = self._spellings.get(prefix.casefold(), prefix)
        row = self._rows.get(known)
        if row is not None and row.zeros == "strip":
            local = local.lstrip("0") or "0"
        return f"{known}:{local}"

    def place(self, curie: str) -> int:
        """Return how far down the table an id's prefix stands: of two ontologies with one name, the first is taken."""
        return self._places.get(curie.partition(":")[0], len(self._places))

    def branch(self, curie: str) -> str:
        """Return the kind of thing that all terms of the id's prefix are, "" where that is not so."""
        row = self._rows.get(curie.partition(":")[0])
        return row.branch if row else ""

    def allows_label(self, curie: str) -> bool:
        """Say whether the licence lets the words of a term be passed on, and not its id alone."""
        row = self._rows.get(curie.partition(":")[0])
        return row is None or row.labels != "no"


@lru_cache(maxsize=8)
def load_identifiers(ontology: Path) -> Identifiers:
    """Read the tables of prefixes of an ontology folder."""
    return Identifiers(
        read_table(ontology / "identifiers.tsv", IdentifierRow), read_table(ontology / "prefixes.tsv", PrefixRow)
    )
