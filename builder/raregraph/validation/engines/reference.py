"""pySHACL, the reference engine."""

from collections.abc import Iterable
from functools import lru_cache

import pyoxigraph
import rdflib
from pyoxigraph import Quad, RdfFormat

from raregraph.graph import from_quads
from raregraph.validation.data import Data
from raregraph.validation.shapes import Shapes


def report(data: Data, shapes: Shapes) -> Iterable[Quad]:
    """Return SHACL's report of a graph; empty where nothing is wrong."""
    import pyshacl  # noqa: PLC0415 - half a second that only its users should wait for

    # In place: nothing is inferred, so nothing is added, and a copy costs as much as a third of the check.
    conforms, found, text = pyshacl.validate(
        data.plain, shacl_graph=_graph(shapes), inference="none", inplace=True, meta_shacl=False
    )
    if not isinstance(found, rdflib.Graph):
        raise ValueError(text)
    if conforms:
        return ()
    written = found.serialize(format="nt", encoding="utf-8")
    return pyoxigraph.parse(written, format=RdfFormat.N_TRIPLES)


@lru_cache(maxsize=4)
def _graph(shapes: Shapes) -> rdflib.Graph:
    return from_quads(shapes.quads)
