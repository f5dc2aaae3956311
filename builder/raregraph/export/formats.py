"""The formats of a graph. A new one is a function in a file here and one row of `FORMATS`."""

from collections.abc import Callable, Mapping
from pathlib import Path

from raregraph.atomic import write_atomically
from raregraph.errors import UsageError
from raregraph.export.json_ld import json_ld
from raregraph.export.lines import nquads, ntriples
from raregraph.export.turtle import rdf_xml, trig, turtle
from raregraph.graph import Graph
from raregraph.settings import Settings

FORMATS: Mapping[str, Callable[[Graph, Settings], bytes]] = {
    "ttl": turtle,
    "jsonld": json_ld,
    "nt": ntriples,
    "nq": nquads,
    "trig": trig,
    "rdf": rdf_xml,
}
"""Name of a format, which is the suffix of its files too -> its writer."""


def serialize(graph: Graph, format: str, *, settings: Settings | None = None) -> bytes:  # noqa: A002 - as rdflib says
    """Return a graph in a format of `FORMATS`. Raises `UsageError` for another."""
    if format not in FORMATS:
        raise UsageError(f"{format}: unknown format; choose one of {', '.join(FORMATS)}")
    return FORMATS[format](graph, settings or Settings())


def write(
    graph: Graph,
    path: Path | str,
    *,
    format: str | None = None,  # noqa: A002 - as rdflib says
    settings: Settings | None = None,
) -> None:
    """Write a graph to a file, whole or not at all; the suffix says the format if `format` does not.

    Raises `UsageError` for an unknown format and `OutputError` where the file cannot be written.
    """
    path = Path(path)
    write_atomically({path: serialize(graph, format or path.suffix.removeprefix("."), settings=settings)})
