"""Checking a graph: what the shapes find, and what is no shape's business, as findings in words."""

from collections.abc import Iterator

import rdflib
from rdflib.term import Node

from raregraph.graph import Graph, read_vocabulary, to_rdflib
from raregraph.model import Finding
from raregraph.settings import Settings
from raregraph.validation.engine import Result, find_violations
from raregraph.validation.places import Place, Places


def validate(graph: Graph | rdflib.Graph, *, settings: Settings | None = None) -> list[Finding]:
    """Return what is wrong with a graph, in the order of the page; an empty list where nothing is.

    Raises `KnowledgeError` for a broken shapes file.
    """
    settings = settings or Settings()
    plain = to_rdflib(graph, settings=settings) if isinstance(graph, Graph) else graph
    places = Places(plain, read_vocabulary(settings.ontology))
    found = [*_blank_nodes(plain, places), *_no_page(places)]
    found += [_finding(result, places) for result in find_violations(plain, settings.shapes)]
    return [finding for _, finding in sorted(dict.fromkeys(found), key=_order)]


def _finding(result: Result, places: Places) -> tuple[int, Finding]:
    # A constraint on the page finds a claim or a sentence in it; any other value is but the wrong word.
    node = result.value if result.by_query and result.value is not None else result.focus
    place = places.place(node)
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


def _blank_nodes(graph: rdflib.Graph, places: Places) -> Iterator[tuple[int, Finding]]:
    for triple in graph:
        if any(isinstance(term, rdflib.BNode) for term in triple):
            yield _blank_node(triple, places)


def _blank_node(triple: tuple[Node, Node, Node], places: Places) -> tuple[int, Finding]:
    subject, predicate, target = triple
    place: Place = places.place(target if isinstance(subject, rdflib.BNode) else subject)
    name = places.label(predicate)
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


def _no_page(places: Places) -> Iterator[tuple[int, Finding]]:
    if not places.pages():
        yield (
            0,
            Finding(
                level="error",
                rule="no-page",
                message="the graph has no page (rg:PageVersion), so its statements cannot be checked",
                where="",
                advice="Validate a graph that raregraph build wrote, as a whole.",
            ),
        )


def _order(found: tuple[int, Finding]) -> tuple[str, int, str, str]:
    start, finding = found
    return finding.where, start, finding.rule, finding.message
