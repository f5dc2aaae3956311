"""Statements as they are gathered: quads in the order in which they read well, each once."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from raregraph.graph.vocabulary import Vocabulary

XSD = "http://www.w3.org/2001/XMLSchema#"
DATE = NamedNode(f"{XSD}date")
DECIMAL = NamedNode(f"{XSD}decimal")
RDF_TYPE = "rdf:type"


def date(text: str) -> Literal:
    """Return an ISO date as a literal."""
    return Literal(text, datatype=DATE)


def decimal(number: float) -> Literal:
    """Return a number as a literal with a point and no exponent, so that every format writes it alike."""
    text = format(number, ".12f").rstrip("0")
    return Literal(f"{text}0" if text.endswith(".") else text, datatype=DECIMAL)


class Statements:
    """Gathers quads of one named graph, grouped by subject and property in the order of first mention."""

    def __init__(self, graph: str, vocabulary: Vocabulary) -> None:
        """Start with none."""
        self._graph = NamedNode(graph)
        self._vocabulary = vocabulary
        self._names: dict[str, NamedNode] = {}
        # Subject -> predicate -> quads, dicts for their order.
        self._subjects: dict[NamedNode, dict[str, dict[Quad, None]]] = {}

    def name(self, curie: str) -> NamedNode:
        """Return the node of a CURIE."""
        node = self._names.get(curie)
        if node is None:
            node = self._names[curie] = NamedNode(self._vocabulary.iri(curie))
        return node

    def add(self, subject: NamedNode, predicate: str, value: NamedNode | Literal | str | bool | int | None) -> None:
        """Add a statement; None says nothing. Text, truth values and whole numbers become literals."""
        if value is None:
            return
        term = value if isinstance(value, NamedNode | Literal) else Literal(value)
        quad = Quad(subject, self.name(predicate), term, self._graph)
        self._subjects.setdefault(subject, {}).setdefault(predicate, {})[quad] = None

    def add_types(self, subject: NamedNode, *types: str) -> None:
        """State the classes of a thing, given as CURIEs."""
        for kind in types:
            self.add(subject, RDF_TYPE, self.name(kind))

    def add_all(self, subject: NamedNode, predicate: str, values: Iterable[NamedNode | Literal | str | int]) -> None:
        """Add a statement for each value."""
        for value in values:
            self.add(subject, predicate, value)

    def quads(self) -> list[Quad]:
        """Return the quads, subject by subject and property by property."""
        return [quad for group in self._subjects.values() for quads in group.values() for quad in quads]
