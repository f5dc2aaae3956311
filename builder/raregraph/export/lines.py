"""N-Triples and N-Quads: a statement a line, sorted by bytes, so that two builds can be compared line by line."""

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, Triple, serialize

from raregraph.graph import Graph, to_triples
from raregraph.settings import Settings


def ntriples(graph: Graph, settings: Settings) -> bytes:  # noqa: ARG001 - every writer is called alike
    """Return the statements of a page without graph names."""
    return _sorted(to_triples(graph), RdfFormat.N_TRIPLES)


def nquads(graph: Graph, settings: Settings) -> bytes:  # noqa: ARG001 - every writer is called alike
    """Return the statements of a page with their graph names."""
    return _sorted(graph.quads, RdfFormat.N_QUADS)


def _sorted(statements: Iterable[Quad] | Iterable[Triple], kind: RdfFormat) -> bytes:
    data = serialize(statements, format=kind)
    if data is None:
        raise TypeError(f"pyoxigraph wrote no {kind.name}")
    # Not splitlines(): a line ends with LF, and a literal may hold what else Python takes for an end.
    return b"".join(sorted(line + b"\n" for line in data.split(b"\n") if line))
