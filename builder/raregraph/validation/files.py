"""Checking a file of RDF in any of the usual formats."""

from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from raregraph.errors import UsageError
from raregraph.model import Finding
from raregraph.settings import Settings
from raregraph.validation.check import validate

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def validate_file(path: Path, *, settings: Settings | None = None) -> list[Finding]:
    """Return what is wrong with the graph in a file. Raises `UsageError` for a file that is no RDF."""
    return validate(read_quads(path), settings=settings)


def read_quads(path: Path) -> list[Quad]:
    """Return the statements of a file. Its format is told by its ending. Raises `UsageError` for one that is no RDF."""
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        known = ", ".join(FORMATS)
        raise UsageError(f"{path}: the ending {path.suffix!r} is no RDF format; give a file that ends in {known}")
    try:
        quads = list(pyoxigraph.parse(path.read_bytes(), format=kind))
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file; give one that raregraph build wrote") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); give a readable file") from error
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path}: no {kind.name} ({error}); build the page again, or correct the file") from error
    for quad in quads:
        if isinstance(quad.object, Triple):
            raise UsageError(f"{path}: a statement about a statement ({quad.object}) cannot be checked; leave it out")
    return quads
