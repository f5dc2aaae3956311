"""Terms, values and the mappings between them."""

from pyoxigraph import NamedNode

from raregraph.graph.iris import Iris, digest
from raregraph.graph.statements import Statements, decimal
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
        self._own: set[NamedNode] = set()
        self.sources: set[str] = set()

    def node(self, term: Term) -> NamedNode:
        """Return the node of a term: its ontology's IRI, or one of the project's own, marked as ungrounded."""
        if term.id is None:
            return self._own_node(term)
        node = NamedNode(self._vocabulary.iri(term.id))
        self._describe(node, term)
        if term.source:
            self.sources.add(term.source)
        return node

    def value_node(self, value: Value) -> NamedNode:
        """Return the node of a value that is no ontology term, with the parts that are stated."""
        node = NamedNode(self._iris.value(value_id(value)))
        self._meta.add_types(node, "rg:Value")
        self._meta.add(node, "rdfs:label", value.label)
        self._meta.add(node, "rg:branch", VALUE)
        self._meta.add(node, "rg:valueKind", value.kind)
        for name, number in _numbers(value).items():
            self._meta.add(node, f"rg:{name}", None if number is None else decimal(number))
        self._meta.add(node, "rg:unit", value.unit)
        self._meta.add(node, "rg:place", value.place)
        return node

    def add_match(self, subject: NamedNode, match: Match) -> None:
        """Link a node to a term that stands near it."""
        self._link(subject, match.predicate, self.node(match.term), match.justification, match.term.source)

    def add_parent(self, child: Term, parent: Term) -> None:
        """State that a term is a kind of another, as its ontology has it."""
        self._meta.add(self.node(child), "rdfs:subClassOf", self.node(parent))

    def add_mapping(self, mapping: Mapping) -> None:
        """Link two ontologies' terms."""
        subject, target = self.node(mapping.subject), self.node(mapping.object)
        self._link(subject, mapping.predicate, target, mapping.justification, mapping.source)

    def _own_node(self, term: Term) -> NamedNode:
        node = NamedNode(self._iris.own_term(term.branch, term.label))
        # Spellings that share a slug are one term; its label is the first that the page has.
        if node not in self._own:
            self._own.add(node)
            self._describe(node, term)
            self._meta.add(node, "rg:ungrounded", True)
        return node

    def _describe(self, node: NamedNode, term: Term) -> None:
        self._meta.add_types(node, self._vocabulary.category(term.branch))
        self._meta.add(node, "rdfs:label", term.label)
        self._meta.add(node, "rg:branch", term.branch)

    def _link(self, subject: NamedNode, predicate: str, target: NamedNode, justification: str, source: str) -> None:
        meta = self._meta
        meta.add(subject, predicate, target)
        node = NamedNode(self._iris.hashed("mapping", subject.value, predicate, target.value, justification))
        # SSSOM's own RDF form: the class and the three parts are OWL's.
        meta.add_types(node, "rg:Mapping", "owl:Axiom")
        meta.add(node, "owl:annotatedSource", subject)
        meta.add(node, "owl:annotatedProperty", meta.name(predicate))
        meta.add(node, "owl:annotatedTarget", target)
        meta.add(node, "sssom:mapping_justification", meta.name(justification))
        meta.add(node, "dcterms:source", source or None)
