"""Terms: the names that ontologies and lay people use, and the terms they stand for."""

from raregraph.terms.lexicon import Lexicon, Name, load_lexicon
from raregraph.terms.relations import RelationRow, get_relation, load_relations

__all__ = ["Lexicon", "Name", "RelationRow", "get_relation", "load_lexicon", "load_relations"]
