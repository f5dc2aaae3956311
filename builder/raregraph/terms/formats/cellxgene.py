"""The JSON of cellxgene-ontology-guide: id -> label, exact synonyms, ancestors with their distance, obsoletion."""

from collections.abc import Iterator, Mapping
from typing import Any

from raregraph.terms.formats.documents import read_json
from raregraph.terms.records import Entry, Record, Report, Synonym


def read_cellxgene(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the terms of a file; its nearest ancestors are the parents."""
    document = read_json(content, report)
    if document is None:
        return
    if not isinstance(document, dict):
        report(None, "no object of terms; nothing of the file is used")
        return
    for identifier, term in document.items():
        if isinstance(term, dict):
            yield _entry(identifier, term)
        else:
            report(None, f"{identifier}: no object; it is left out")


def _entry(identifier: str, term: Mapping[str, Any]) -> Entry:
    ancestors = term.get("ancestors") or {}
    return Entry(
        identifier,
        term.get("label") or "",
        tuple(Synonym(text) for text in term.get("synonyms") or ()),
        tuple(sorted(parent for parent, distance in ancestors.items() if distance == 1)),
        obsolete=bool(term.get("deprecated")),
        replaced_by=term.get("replaced_by") or "",
    )
