"""raregraph turns rare-disease information pages into a knowledge graph that can be checked."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from raregraph.claims import find_claims
    from raregraph.errors import KnowledgeError, OutputError, RaregraphError, UnreadablePageError, UsageError
    from raregraph.export import write
    from raregraph.graph import Graph, build_graph, to_networkx, to_rdflib
    from raregraph.model import Claim, Evidence, Finding, Page, PageClaims, Term
    from raregraph.query import run_query
    from raregraph.readers import read_page, read_pages
    from raregraph.resources import reference_page
    from raregraph.settings import Settings
    from raregraph.validation import validate

__all__ = [
    "Claim",
    "Evidence",
    "Finding",
    "Graph",
    "KnowledgeError",
    "OutputError",
    "Page",
    "PageClaims",
    "RaregraphError",
    "Settings",
    "Term",
    "UnreadablePageError",
    "UsageError",
    "build_graph",
    "find_claims",
    "read_page",
    "read_pages",
    "reference_page",
    "run_query",
    "to_networkx",
    "to_rdflib",
    "validate",
    "write",
]

_LAYERS = ("errors", "model", "resources", "settings", "readers", "claims", "graph", "export", "query", "validation")


def __getattr__(name: str) -> object:
    """Load a public name when it is first used: the command line shows its help without loading RDF libraries."""
    if name in __all__:
        for layer in _LAYERS:
            module = import_module(f"raregraph.{layer}")
            if hasattr(module, name):
                return getattr(module, name)
    raise AttributeError(f"module 'raregraph' has no attribute {name!r}")
