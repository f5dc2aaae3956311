"""The graph: claims as RDF quads, and the views that other libraries take."""

from raregraph.graph.build import Graph, build_graph
from raregraph.graph.views import from_quads, to_networkx, to_rdflib, to_rdflib_dataset, to_triples
from raregraph.graph.vocabulary import Vocabulary, read_relations, read_vocabulary
from raregraph.terms import RelationRow as Relation

__all__ = [
    "Graph",
    "Relation",
    "Vocabulary",
    "build_graph",
    "from_quads",
    "read_relations",
    "read_vocabulary",
    "to_networkx",
    "to_rdflib",
    "to_rdflib_dataset",
    "to_triples",
]
