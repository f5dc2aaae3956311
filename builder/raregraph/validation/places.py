"""Where a node of a graph belongs: its claim, sentence, section and page, in words a reader can find."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import Literal, Quad

from raregraph.graph import Vocabulary
from raregraph.validation.data import Node, as_node

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

    def __init__(self, quads: Iterable[Quad], vocabulary: Vocabulary) -> None:
        """Look in the statements of a graph, whatever its named graphs."""
        self._vocabulary = vocabulary
        # Node and property -> what is at the other end, dicts for their order.
        self._objects: dict[tuple[Node, str], dict[Node, None]] = {}
        self._subjects: dict[tuple[Node, str], dict[Node, None]] = {}
        for quad in quads:
            subject, name, target = as_node(quad.subject), quad.predicate.value, as_node(quad.object)
            self._objects.setdefault((subject, name), {})[target] = None
            self._subjects.setdefault((target, name), {})[subject] = None
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
            claim=_short(claim) if claim is not None else "",
            start=_number(self._selected(sentence, "oa:start")),
            thing=self._thing(node),
        )

    def label(self, node: Node) -> str:
        """Return how a node is called, or what it is."""
        if isinstance(node, Literal):
            return f"“{node.value}”"
        return self._text(node, "rdfs:label") or _short(node)

    def _thing(self, node: Node) -> str:
        if self._is_a(node, "rg:Claim"):
            words = " … ".join(text.value for text in self._from(node, "rg:objectText"))
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
        if isinstance(node, Literal):
            return f"“{node.value}”"
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
            yield from sorted(self._from(node, curie), key=str)
        for curie in inverse:
            yield from sorted(self._to(node, curie), key=str)

    def _section(self, node: Node) -> Node | None:
        if self._is_a(node, "rg:Section"):
            return node
        parents = sorted(self._from(node, "dcterms:isPartOf"), key=str)
        return next((parent for parent in parents if self._is_a(parent, "rg:Section")), None)

    def _page(self, node: Node, section: Node | None, sentence: Node | None) -> str:
        candidates = [node, *self._from(sentence, "oa:hasSource"), *self._from(section, "dcterms:isPartOf")]
        for candidate in candidates:
            for page in (candidate, *self._from(candidate, "prov:specializationOf")):
                document = self._text(page, "dcterms:identifier")
                if document:
                    return document
        return self._only_page

    def _single_page(self) -> str:
        name = self._vocabulary.iri("dcterms:identifier")
        found = (values for (_, known), values in self._objects.items() if known == name)
        pages = {value.value for values in found for value in values}
        return pages.pop() if len(pages) == 1 else ""

    def _from(self, node: Node | None, curie: str) -> Iterable[Node]:
        return () if node is None else self._objects.get((node, self._vocabulary.iri(curie)), ())

    def _to(self, node: Node, curie: str) -> Iterable[Node]:
        return self._subjects.get((node, self._vocabulary.iri(curie)), ())

    def _selected(self, sentence: Node | None, curie: str) -> str:
        selectors = self._from(sentence, "oa:hasSelector")
        return min((value.value for each in selectors for value in self._from(each, curie)), default="")

    def _text(self, node: Node | None, curie: str) -> str:
        return min((value.value for value in self._from(node, curie)), default="")

    def _is_a(self, node: Node, curie: str) -> bool:
        return any(kind.value == self._vocabulary.iri(curie) for kind in self._from(node, "rdf:type"))


def _short(node: Node) -> str:
    return node.value.rpartition("/")[2]


def _number(text: str) -> int:
    # What is no number is a finding of its own.
    return int(text) if text.isdecimal() else 0
