"""Checking a graph: what the shapes find, and what is no shape's business, as findings in words."""

from collections.abc import Sequence

import rdflib
from pyoxigraph import BlankNode, Quad, Triple

from raregraph.graph import Graph, read_vocabulary
from raregraph.model import Finding
from raregraph.settings import Settings
from raregraph.validation.data import as_node, read_data
from raregraph.validation.places import Places
from raregraph.validation.results import Result, find_violations
from raregraph.validation.shapes import read_shapes

NO_PAGE = "no-page"


def validate(graph: Graph | rdflib.Graph | Sequence[Quad], *, settings: Settings | None = None) -> list[Finding]:
    """Return what is wrong with a graph, in the order of the page; an empty list where nothing is.

    Raises `KnowledgeError` for a broken shapes file, `UsageError` for an engine that is not there.
    """
    settings = settings or Settings()
    data = read_data(graph)
    vocabulary = read_vocabulary(settings.ontology)
    results = find_violations(data, read_shapes(settings.shapes), engine=settings.engine)
    found = [] if data.has_instance(vocabulary.iri("rg:PageVersion")) else [_no_page()]
    if results or data.blank:
        places = Places(data.quads, vocabulary)
        found += [_blank_node(triple, places) for triple in data.blank]
        found += [_finding(result, places) for result in results]
    return [finding for _, finding in sorted(dict.fromkeys(found), key=_order)]


def _finding(result: Result, places: Places) -> tuple[int, Finding]:
    # A constraint on the page finds a claim or a sentence in it; any other value is but the wrong word.
    wrong = result.value if result.by_query and result.value is not None else result.focus
    place = places.place(wrong)
    return place.start, Finding(
        level="error",
        rule=result.rule,
        message=f"{place.thing}: {result.message}{_detail(result, places)}",
        where=place.page,
        advice=result.advice,
        section=place.section,
        quote=place.quote,
        claim=place.claim,
    )


def _detail(result: Result, places: Places) -> str:
    if result.by_query:
        return f" ({places.label(result.path)})" if result.path is not None else ""
    return "" if result.value is None else f" (found: {_clip(places.label(result.value))})"


def _clip(text: str, length: int = 80) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _blank_node(triple: Triple, places: Places) -> tuple[int, Finding]:
    place = places.place(as_node(triple.object if isinstance(triple.subject, BlankNode) else triple.subject))
    name = places.label(triple.predicate)
    return place.start, Finding(
        level="error",
        rule="no-blank-node",
        message=f"{place.thing}: a blank node stands in the statement of {name}",
        where=place.page,
        advice="Give the node an IRI: blank nodes make every comparison of two graphs hard.",
        section=place.section,
        quote=place.quote,
        claim=place.claim,
    )


def _no_page() -> tuple[int, Finding]:
    return 0, Finding(
        level="error",
        rule=NO_PAGE,
        message="the graph has no page (rg:PageVersion), so its statements cannot be checked",
        where="",
        advice="Validate a graph that raregraph build wrote, as a whole.",
    )


def _order(found: tuple[int, Finding]) -> tuple[str | int, ...]:
    # The order of an engine counts for nothing.
    start, finding = found
    return finding.where, start, finding.rule, finding.message, finding.claim, finding.section, finding.quote
