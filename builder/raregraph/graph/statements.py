"""Statements as they are gathered: quads in the order in which they read well, each once."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad

from raregraph.graph.vocabulary import Vocabulary

XSD = "http://www.w3.org/2001/XMLSchema#"
DATE = NamedNode(f"{XSD}date")
DECIMAL = NamedNode(f"{XSD}decimal")
RDF_TYPE = "rdf:type"
_TERMS = (NamedNode, Literal)


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
        # Subject -> predicate -> values, dicts for their order.
        self._subjects: dict[NamedNode, dict[str, dict[NamedNode | Literal, None]]] = {}

    def __len__(self) -> int:
        """Return the number of quads."""
        return sum(len(values) for group in self._subjects.values() for values in group.values())

    def name(self, curie: str) -> NamedNode:
        """Return the node of a CURIE."""
        return self._vocabulary.name(curie)

    def add(self, subject: NamedNode, predicate: str, value: NamedNode | Literal | str | bool | int | None) -> None:
        """Add a statement; None says nothing. Text, truth values and whole numbers become literals."""
        if value is None:
            return
        term = value if isinstance(value, _TERMS) else Literal(value)
        group = self._subjects.get(subject)
        if group is None:
            group = self._subjects[subject] = {}
        group.setdefault(predicate, {})[term] = None

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
        return [
            Quad(subject, name, value, self._graph)
            for subject, group in self._subjects.items()
            for name, values in ((self.name(predicate), values) for predicate, values in group.items())
            for value in values
        ]
