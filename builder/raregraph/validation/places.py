"""Where a node of a graph belongs: its claim, sentence, section and page, in words a reader can find."""

from collections.abc import Iterator
from typing import NamedTuple

import rdflib
from rdflib.term import Node

from raregraph.graph import Vocabulary

# Where to look for the sentence of a thing, in turn: properties from it, and (inverse) properties to it.
FORWARD = ("biolink:has_evidence", "rg:span", "dcterms:isPartOf", "owl:annotatedSource", "rg:criterion")
INVERSE = ("rg:span", "oa:hasSelector", "rdf:object", "rg:term", "biolink:has_evidence")
CLAIM_INVERSE = ("rg:span", "rdf:object", "biolink:has_evidence")


class Place(NamedTuple):
    """Page, section, sentence and claim of a thing; empty where it has none."""

    page: str
    section: str
    quote: str
    claim: str
    start: int
    thing: str


class Places:
    """Finds the place of a node."""

    def __init__(self, graph: rdflib.Graph, vocabulary: Vocabulary) -> None:
        """Look in a graph without graph names."""
        self._graph = graph
        self._vocabulary = vocabulary
        self._only_page = self._single_page()

    def place(self, node: Node) -> Place:
        """Return where a node belongs."""
        claim = self._claim(node)
        sentence = self._sentence(node, 3)
        section = self._section(node if sentence is None else sentence)
        return Place(
            page=self._page(node, section, sentence),
            section=self._text(section, "dcterms:title"),
            quote=self._selected(sentence, "oa:exact"),
            claim=str(claim).rpartition("/")[2] if claim is not None else "",
            start=int(self._selected(sentence, "oa:start") or 0),
            thing=self._thing(node),
        )

    def label(self, node: Node) -> str:
        """Return how a node is called, or what it is."""
        if isinstance(node, rdflib.Literal):
            return f"“{node}”"
        return self._text(node, "rdfs:label") or str(node).rpartition("/")[2]

    def pages(self) -> list[Node]:
        """Return the page versions in the graph."""
        return list(self._graph.subjects(self._iri("rdf:type"), self._iri("rg:PageVersion")))

    def _thing(self, node: Node) -> str:
        if self._is_a(node, "rg:Claim"):
            words = " … ".join(str(text) for text in self._graph.objects(node, self._iri("rg:objectText")))
            return f"claim “{words}”"
        kinds = {
            "rg:Evidence": "sentence",
            "rg:Span": "words",
            "rg:Section": "section",
            "rg:CriteriaSet": "criteria set",
        }
        for kind, word in kinds.items():
            if self._is_a(node, kind):
                return word
        if isinstance(node, rdflib.Literal):
            return f"“{node}”"
        label = self._text(node, "rdfs:label")
        return f"“{label}” ({_short(node)})" if label else _short(node)

    def _claim(self, node: Node) -> Node | None:
        if self._is_a(node, "rg:Claim"):
            return node
        for neighbour in self._neighbours(node, (), CLAIM_INVERSE):
            if self._is_a(neighbour, "rg:Claim"):
                return neighbour
        return None

    def _sentence(self, node: Node, steps: int) -> Node | None:
        if self._is_a(node, "rg:Evidence"):
            return node
        if steps == 0:
            return None
        found = (self._sentence(neighbour, steps - 1) for neighbour in self._neighbours(node, FORWARD, INVERSE))
        return next((sentence for sentence in found if sentence is not None), None)

    def _neighbours(self, node: Node, forward: tuple[str, ...], inverse: tuple[str, ...]) -> Iterator[Node]:
        for curie in forward:
            yield from sorted(self._graph.objects(node, self._iri(curie)), key=str)
        for curie in inverse:
            yield from sorted(self._graph.subjects(self._iri(curie), node), key=str)

    def _section(self, node: Node) -> Node | None:
        if self._is_a(node, "rg:Section"):
            return node
        parents = self._graph.objects(node, self._iri("dcterms:isPartOf"))
        return next((parent for parent in sorted(parents, key=str) if self._is_a(parent, "rg:Section")), None)

    def _page(self, node: Node, section: Node | None, sentence: Node | None) -> str:
        candidates = [node, *self._objects(sentence, "oa:hasSource"), *self._objects(section, "dcterms:isPartOf")]
        for candidate in candidates:
            for page in (candidate, *self._objects(candidate, "prov:specializationOf")):
                document = self._text(page, "dcterms:identifier")
                if document:
                    return document
        return self._only_page

    def _single_page(self) -> str:
        pages = sorted({str(name) for name in self._graph.objects(None, self._iri("dcterms:identifier"))})
        return pages[0] if len(pages) == 1 else ""

    def _objects(self, node: Node | None, curie: str) -> Iterator[Node]:
        return iter(()) if node is None else self._graph.objects(node, self._iri(curie))

    def _selected(self, sentence: Node | None, curie: str) -> str:
        selectors = self._objects(sentence, "oa:hasSelector")
        return next((str(value) for each in selectors for value in self._objects(each, curie)), "")

    def _text(self, node: Node | None, curie: str) -> str:
        return next(iter(sorted(str(value) for value in self._objects(node, curie))), "")

    def _is_a(self, node: Node, curie: str) -> bool:
        return (node, self._iri("rdf:type"), self._iri(curie)) in self._graph

    def _iri(self, curie: str) -> rdflib.URIRef:
        return rdflib.URIRef(self._vocabulary.iri(curie))


def _short(node: Node) -> str:
    return str(node).rpartition("/")[2]
