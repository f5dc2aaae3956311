"""A page's graph in the forms that other libraries take."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyoxigraph
import rdflib
from pyoxigraph import Quad, Triple
from rdflib.term import Identifier

from raregraph.graph.build import Graph
from raregraph.graph.claims import QUALIFIER_PROPERTIES
from raregraph.graph.vocabulary import read_vocabulary
from raregraph.settings import Settings

if TYPE_CHECKING:
    import networkx

# Python names of what stands on a claim, beside its qualifiers.
CLAIM_PROPERTIES = {
    "negated": "biolink:negated",
    "hedge": "rg:hedge",
    "certainty": "rg:certainty",
    "cause_kind": "rg:causeKind",
    "object_text": "rg:objectText",
    "rule": "rg:rule",
}


def to_triples(graph: Graph) -> list[Triple]:
    """Return the statements without graph names, each once, grouped by subject with the disease first."""
    groups: dict[object, dict[Triple, None]] = {}
    for quad in graph.quads:
        groups.setdefault(quad.subject, {})[quad.triple] = None
    return [triple for group in groups.values() for triple in sorted(group, key=_rank)]


def to_rdflib(graph: Graph, *, settings: Settings | None = None) -> rdflib.Graph:
    """Return the statements without graph names as an rdflib graph with readable prefixes."""
    return from_quads(graph.quads, settings=settings)


def from_quads(quads: Iterable[Quad], *, settings: Settings | None = None) -> rdflib.Graph:
    """Return pyoxigraph's quads, from wherever they come, as an rdflib graph without graph names."""
    target = rdflib.Graph(bind_namespaces="none")
    _bind(target, settings)
    convert = _Converter()
    target.addN((*convert.triple(quad.triple), target) for quad in quads)
    return target


def to_rdflib_dataset(graph: Graph, *, settings: Settings | None = None) -> rdflib.Dataset:
    """Return the statements in their named graphs as an rdflib dataset."""
    target = rdflib.Dataset()
    _bind(target, settings)
    convert = _Converter()
    for quad in graph.quads:
        target.graph(convert.term(quad.graph_name)).add(convert.triple(quad.triple))
    return target


def to_networkx(graph: Graph, *, settings: Settings | None = None) -> "networkx.MultiDiGraph[str]":
    """Return the terms as nodes (`label`, `branch`, `ungrounded`) and the claims as edges from the disease.

    The key of an edge is the claim's IRI; its data are `predicate`, `negated`, the qualifiers' words, `quotes` ...
    A synonym's node is the name itself.
    """
    import networkx  # noqa: PLC0415 (150 ms that only its users should wait for)

    view = _Properties(graph, settings or Settings())
    target: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(document=graph.document, disease=graph.disease)
    for node in view.subjects("rg:branch"):
        ungrounded = view.first(node, "rg:ungrounded") is not None
        label, branch = view.first(node, "rdfs:label"), view.first(node, "rg:branch")
        target.add_node(node, label=label, branch=branch, ungrounded=ungrounded)
    for claim in view.all(graph.disease, "rg:claim"):
        end = view.all(claim, "rdf:object")[0]
        if end not in target:
            target.add_node(end, label=end, branch="name", ungrounded=False)
        target.add_edge(graph.disease, end, key=claim, **_claim_data(view, claim))
    return target


def _rank(triple: Triple) -> int:
    # What a thing is and how it is called come first; the rest stays as it was.
    return _FIRST.index(triple.predicate.value) if triple.predicate.value in _FIRST else len(_FIRST)


class _Properties:
    """The values of each subject by property, as plain Python."""

    def __init__(self, graph: Graph, settings: Settings) -> None:
        self._vocabulary = read_vocabulary(settings.ontology)
        self._values: dict[str, dict[str, list[str]]] = {}
        for quad in graph.quads:
            values = self._values.setdefault(quad.predicate.value, {})
            values.setdefault(_text(quad.subject), []).append(_text(quad.object))

    def subjects(self, curie: str) -> Iterator[str]:
        return iter(self._values.get(self._vocabulary.iri(curie), {}))

    def all(self, subject: str, curie: str) -> list[str]:
        return self._values.get(self._vocabulary.iri(curie), {}).get(subject, [])

    def first(self, subject: str, curie: str) -> str | None:
        return next(iter(self.all(subject, curie)), None)


def _claim_data(view: _Properties, claim: str) -> dict[str, Any]:
    data: dict[str, Any] = {"predicate": view.first(claim, "rdf:predicate")}
    for name, curie in CLAIM_PROPERTIES.items():
        data[name] = view.first(claim, curie)
    data["negated"] = data["negated"] == "true"
    data["object_text"] = view.all(claim, "rg:objectText")
    for name, (words, _) in QUALIFIER_PROPERTIES.items():
        data[name] = view.first(claim, words)
    selectors = [
        s for sentence in view.all(claim, "biolink:has_evidence") for s in view.all(sentence, "oa:hasSelector")
    ]
    data["quotes"] = [quote for selector in selectors for quote in view.all(selector, "oa:exact")]
    return data


class _Converter:
    """Makes rdflib's terms of pyoxigraph's, each distinct one once."""

    def __init__(self) -> None:
        self._known: dict[object, Identifier] = {}

    def term(self, term: object) -> Identifier:
        known = self._known.get(term)
        if known is None:
            known = self._known[term] = _rdflib_term(term)
        return known

    def triple(self, triple: Triple) -> tuple[Identifier, Identifier, Identifier]:
        return self.term(triple.subject), self.term(triple.predicate), self.term(triple.object)


def _rdflib_term(term: object) -> Identifier:
    match term:
        case pyoxigraph.NamedNode():
            return rdflib.URIRef(term.value)
        case pyoxigraph.BlankNode():
            return rdflib.BNode(term.value)
        case pyoxigraph.Literal() if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        case pyoxigraph.Literal() if term.datatype == _STRING:
            return rdflib.Literal(term.value)
        case pyoxigraph.Literal():
            return rdflib.Literal(term.value, datatype=rdflib.URIRef(term.datatype.value), normalize=False)
        case _:
            raise ValueError(f"no RDF term that rdflib knows: {term!r}")


_STRING = pyoxigraph.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_FIRST = ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#label")


def _text(term: object) -> str:
    if isinstance(term, pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.Literal):
        return term.value
    raise ValueError(f"no node of a page's graph: {term!r}")


def _bind(target: rdflib.Graph, settings: Settings | None) -> None:
    for row in read_vocabulary((settings or Settings()).ontology).prefixes.values():
        target.bind(row.prefix, row.namespace, override=True, replace=True)
