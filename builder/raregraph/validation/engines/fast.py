"""The wheel `shacl`, an engine in Rust: some hundred times as fast as pySHACL on a page."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from raregraph.validation.data import Data, write_text
from raregraph.validation.shapes import Shapes

if TYPE_CHECKING:
    import shacl

PACKAGE = "shacl"


def report(data: Data, shapes: Shapes) -> Iterable[Quad]:
    """Return SHACL's report of a graph; empty where nothing is wrong."""
    found = _compiled(shapes).validate_text(data.text, "nquads")
    if found.conforms:
        return ()
    return pyoxigraph.parse(found.serialize("ntriples"), format=RdfFormat.N_TRIPLES)


@lru_cache(maxsize=4)
def _compiled(shapes: Shapes) -> "shacl.Shapes":
    import shacl  # noqa: PLC0415 - an extra that not everyone has

    return shacl.Shapes.from_text(write_text(shapes.quads), "nquads")
