"""A graph to be checked, in the forms that its readers take, each made once and only where it is asked for."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import pyoxigraph
import rdflib
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple

from raregraph.errors import UsageError
from raregraph.graph import Graph, from_quads

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

Node = NamedNode | BlankNode | Literal


def as_node(term: Node | Triple) -> Node:
    """Return a term that is no statement of its own, as none in a graph of ours is."""
    if isinstance(term, Triple):
        raise ValueError(f"a statement about a statement: {term}")
    return term


class Data:
    """The statements of a graph; names of named graphs do not count."""

    def __init__(self, source: Graph | Sequence[Quad], plain: rdflib.Graph | None = None) -> None:
        """Take a page's graph or statements, and the rdflib graph that these come from, if they do."""
        self._source = source
        self._plain = plain

    @cached_property
    def quads(self) -> Sequence[Quad]:
        """The statements."""
        return self._source.quads if isinstance(self._source, Graph) else self._source

    @cached_property
    def text(self) -> str:
        """The statements as N-Quads, one a line; names of graphs may be left out."""
        return self._source.text() if isinstance(self._source, Graph) else write_text(self._source)

    @cached_property
    def plain(self) -> rdflib.Graph:
        """The statements as an rdflib graph."""
        return from_quads(self.quads) if self._plain is None else self._plain

    @cached_property
    def blank(self) -> Sequence[Triple]:
        """The statements with a blank node in them."""
        if "_:" not in self.text:
            return ()
        return [quad.triple for quad in self.quads if BlankNode in (type(quad.subject), type(quad.object))]

    def has_instance(self, kind: str) -> bool:
        """Return whether something is of a class, which is given by its IRI."""
        statement = f"> <{RDF_TYPE}> <{kind}> "
        found = self.text.find(statement)
        # What looks like the statement may stand in a text: then the line has a quotation mark before it.
        while found >= 0 and '"' in self.text[self.text.rfind("\n", 0, found) + 1 : found]:
            found = self.text.find(statement, found + 1)
        return found >= 0


def write_text(quads: Iterable[Quad]) -> str:
    """Return statements as N-Quads, one a line."""
    return (pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS) or b"").decode()


def read_data(graph: Graph | rdflib.Graph | Sequence[Quad]) -> Data:
    """Return a graph as what can be checked. Raises `UsageError` for an rdflib graph with a term that is none."""
    if isinstance(graph, Graph):
        return Data(graph)
    if isinstance(graph, rdflib.Graph):
        text = graph.serialize(format="nt", encoding="utf-8")
        try:
            return Data(list(pyoxigraph.parse(text, format=RdfFormat.N_TRIPLES)), graph)
        except SyntaxError as error:
            raise UsageError(f"the graph has a term that is none ({error}); correct it") from error
    return Data(graph)
