"""The graph: claims as RDF quads, and the views that other libraries take."""

from raregraph.graph.build import Graph, build_graph
from raregraph.graph.claims import value_of
from raregraph.graph.dataset import dataset_words
from raregraph.graph.iris import VALUES, own_name, own_terms
from raregraph.graph.terms import value_id
from raregraph.graph.views import from_quads, to_networkx, to_rdflib, to_rdflib_dataset, to_triples
from raregraph.graph.vocabulary import Vocabulary, read_relations, read_vocabulary
from raregraph.terms import RelationRow as Relation

__all__ = [
    "VALUES",
    "Graph",
    "Relation",
    "Vocabulary",
    "build_graph",
    "dataset_words",
    "from_quads",
    "own_name",
    "own_terms",
    "read_relations",
    "read_vocabulary",
    "to_networkx",
    "to_rdflib",
    "to_rdflib_dataset",
    "to_triples",
    "value_id",
    "value_of",
]
