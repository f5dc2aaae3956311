"""OBO Graphs JSON: nodes and edges of one or more graphs."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from raregraph.terms.formats.documents import read_json
from raregraph.terms.records import Entry, Header, Record, Report, Synonym

_SCOPES = {
    "hasExactSynonym": "EXACT",
    "hasNarrowSynonym": "NARROW",
    "hasBroadSynonym": "BROAD",
    "hasRelatedSynonym": "RELATED",
}
_REPLACED = ("IAO_0100001", "replaced_by")
_LICENSE = ("license",)
_VERSION = ("versionInfo",)


def read_obo_graphs(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the headers and the terms of a file."""
    document = read_json(content, report)
    if document is None:
        return
    graphs = document.get("graphs") if isinstance(document, dict) else None
    if not isinstance(graphs, list):
        report(None, "no list of graphs; nothing of the file is used")
        return
    for graph in graphs:
        meta = graph.get("meta") or {}
        version = _value(meta, _VERSION) or str(meta.get("version") or "")
        yield Header(version, _value(meta, _LICENSE))
        yield from _entries(graph, report)


def _entries(graph: Mapping[str, Any], report: Report) -> Iterator[Entry]:
    parents: dict[str, list[str]] = defaultdict(list)
    for edge in graph.get("edges") or ():
        if edge.get("pred") == "is_a" and edge.get("sub") and edge.get("obj"):
            parents[edge["sub"]].append(edge["obj"])
    for node in graph.get("nodes") or ():
        identifier = node.get("id")
        if not identifier:
            report(None, f"a node without an id ({str(node.get('lbl'))[:60]}); it is left out")
        elif node.get("type", "CLASS") == "CLASS":
            yield _entry(identifier, node, tuple(parents.get(identifier, ())))


def _entry(identifier: str, node: Mapping[str, Any], parents: tuple[str, ...]) -> Entry:
    meta = node.get("meta") or {}
    return Entry(
        identifier,
        node.get("lbl") or "",
        tuple(_synonym(synonym) for synonym in meta.get("synonyms") or () if synonym.get("val")),
        parents,
        tuple(xref["val"] for xref in meta.get("xrefs") or () if xref.get("val")),
        obsolete=bool(meta.get("deprecated")),
        replaced_by=_value(meta, _REPLACED),
    )


def _synonym(synonym: Mapping[str, Any]) -> Synonym:
    kind = str(synonym.get("synonymType") or "").rsplit("#", 1)[-1].rsplit("/", 1)[-1]
    return Synonym(synonym["val"], _SCOPES.get(synonym.get("pred", ""), ""), kind)


def _value(meta: Mapping[str, Any], endings: tuple[str, ...]) -> str:
    for pair in meta.get("basicPropertyValues") or ():
        if str(pair.get("pred", "")).endswith(endings):
            return str(pair.get("val") or "")
    return ""
