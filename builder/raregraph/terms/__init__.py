"""Terms: the names that ontologies and lay people use, and the terms they stand for."""

from raregraph.terms.lexicon import Lexicon, load_lexicon, root_of
from raregraph.terms.names import Name
from raregraph.terms.relations import RelationRow, get_relation, load_relations
from raregraph.terms.terminology import Terminology

__all__ = ["Lexicon", "Name", "RelationRow", "Terminology", "get_relation", "load_lexicon", "load_relations", "root_of"]
