"""N-Triples and N-Quads: a statement a line, sorted by bytes, so that two builds can be compared line by line."""

from collections.abc import Iterable

from raregraph.graph import Graph
from raregraph.settings import Settings


def ntriples(graph: Graph, settings: Settings) -> bytes:  # noqa: ARG001 - every writer is called alike
    """Return the statements of a page without graph names."""
    return _sorted({f"{line} .\n" for named in graph.named for line in named.lines})


def nquads(graph: Graph, settings: Settings) -> bytes:  # noqa: ARG001 - every writer is called alike
    """Return the statements of a page with their graph names."""
    return _sorted(line for named in graph.named for line in named.quad_lines())


def _sorted(lines: Iterable[str]) -> bytes:
    # The order of code points is that of UTF-8's bytes.
    return "".join(sorted(lines)).encode()
