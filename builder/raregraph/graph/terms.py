"""Terms, values and the mappings between them."""

from raregraph.graph.iris import Iris, digest
from raregraph.graph.statements import Node, Statements, decimal, iri_of, node
from raregraph.graph.vocabulary import Vocabulary
from raregraph.model import Mapping, Match, Term, Value

VALUE = "value"


def value_id(value: Value) -> str:
    """Return what identifies a value: what it is called, and its parts as far as they are stated."""
    stated = [f"{name}={number}" for name, number in _numbers(value).items() if number is not None]
    return digest(value.kind, value.label, *stated, value.unit or "", value.place or "")


def _numbers(value: Value) -> dict[str, float | None]:
    return {name: getattr(value, name) for name in ("numerator", "denominator", "low", "high")}


class TermNodes:
    """Makes the node of each term and describes it once, with its label, kind and mappings."""

    def __init__(self, meta: Statements, iris: Iris, vocabulary: Vocabulary) -> None:
        """Write descriptions to the graph `meta`."""
        self._meta = meta
        self._iris = iris
        self._vocabulary = vocabulary
        self._own: set[Node] = set()
        self._described: dict[str, Term] = {}
        self.sources: set[str] = set()

    def node(self, term: Term) -> Node:
        """Return the node of a term: its ontology's IRI, or one of the project's own, marked as ungrounded."""
        if term.id is None:
            return self._own_node(term)
        target = self._meta.name(term.id)
        # What is said of a term is said once, but of two with one id both are told, for a shape to find.
        if self._described.get(term.id) is not term:
            self._described[term.id] = term
            self._describe(target, term)
            if term.source:
                self.sources.add(term.source)
        return target

    def value_node(self, value: Value) -> Node:
        """Return the node of a value that is no ontology term, with the parts that are stated."""
        target, meta = node(self._iris.value(value_id(value))), self._meta
        meta.add_types(target, "rg:Value")
        meta.state(target, "rdfs:label", value.label)
        meta.state(target, "rg:branch", VALUE)
        meta.state(target, "rg:valueKind", value.kind)
        for name, number in _numbers(value).items():
            meta.link(target, f"rg:{name}", None if number is None else decimal(number))
        meta.state(target, "rg:unit", value.unit)
        meta.state(target, "rg:place", value.place)
        return target

    def add_match(self, subject: Node, match: Match) -> None:
        """Link a node to a term that stands near it."""
        self._link(subject, match.predicate, self.node(match.term), match.justification, match.term.source)

    def add_parent(self, child: Term, parent: Term) -> None:
        """State that a term is a kind of another, as its ontology has it."""
        self._meta.link(self.node(child), "rdfs:subClassOf", self.node(parent))

    def add_mapping(self, mapping: Mapping) -> None:
        """Link two ontologies' terms."""
        subject, target = self.node(mapping.subject), self.node(mapping.object)
        self._link(subject, mapping.predicate, target, mapping.justification, mapping.source)

    def _own_node(self, term: Term) -> Node:
        own = node(self._iris.own_term(term.branch, term.label))
        # Spellings that share a slug are one term; its label is the first that the page has.
        if own not in self._own:
            self._own.add(own)
            self._describe(own, term)
            self._meta.state(own, "rg:ungrounded", True)
        return own

    def _describe(self, target: Node, term: Term) -> None:
        self._meta.add_types(target, self._vocabulary.category(term.branch))
        self._meta.state(target, "rdfs:label", term.label)
        self._meta.state(target, "rg:branch", term.branch)

    def _link(self, subject: Node, predicate: str, target: Node, justification: str, source: str) -> None:
        meta = self._meta
        meta.link(subject, predicate, target)
        mapping = node(self._iris.hashed("mapping", iri_of(subject), predicate, iri_of(target), justification))
        # SSSOM's own RDF form: the class and the three parts are OWL's.
        meta.add_types(mapping, "rg:Mapping", "owl:Axiom")
        meta.link(mapping, "owl:annotatedSource", subject)
        meta.link(mapping, "owl:annotatedProperty", meta.name(predicate))
        meta.link(mapping, "owl:annotatedTarget", target)
        meta.link(mapping, "sssom:mapping_justification", meta.name(justification))
        meta.state(mapping, "dcterms:source", source or None)
