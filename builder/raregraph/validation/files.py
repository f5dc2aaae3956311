"""Checking a file of RDF in any of the usual formats."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat, Triple

from raregraph.errors import UsageError
from raregraph.graph import read_vocabulary
from raregraph.model import Finding
from raregraph.settings import Settings
from raregraph.validation.check import NO_PAGE, validate
from raregraph.validation.pagewise import page_graphs, split_pages

FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}


def validate_file(path: Path, *, settings: Settings | None = None) -> list[Finding]:
    """Return what is wrong with the graph in a file; one of many pages is checked page by page, in bounded memory.

    Raises `UsageError` for a file that is no RDF.
    """
    settings = settings or Settings()
    if path.suffix.lower() == ".nq" and path.is_file():
        vocabulary = read_vocabulary(settings.ontology)
        pages = page_graphs(path, vocabulary)
        if len(pages) > 1:
            with _told(path, RdfFormat.N_QUADS):
                return list(_page_by_page(split_pages(path, pages, vocabulary), settings))
    return validate(read_quads(path), settings=settings)


def _page_by_page(parts: Iterable[tuple[list[Quad], bool]], settings: Settings) -> Iterable[Finding]:
    # What two pages share may be wrong in both of them.
    found = {
        finding: None
        for quads, has_page in parts
        for finding in validate(quads, settings=settings)
        if has_page or finding.rule != NO_PAGE
    }
    return sorted(found, key=lambda finding: finding.where)


def stream_quads(path: Path) -> Iterator[Quad]:
    """Yield the statements of a file as it is read. Raises `UsageError` for one that is no RDF."""
    kind = _format(path)
    with _told(path, kind), path.open("rb") as file:
        for quad in pyoxigraph.parse(file, format=kind):
            if isinstance(quad.object, Triple):
                what = f"a statement about a statement ({quad.object}) cannot be checked"
                raise UsageError(f"{path}: {what}; leave it out")
            yield quad


def read_quads(path: Path) -> list[Quad]:
    """Return the statements of a file. Its format is told by its ending. Raises `UsageError` for one that is no RDF."""
    return list(stream_quads(path))


def _format(path: Path) -> RdfFormat:
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        known = ", ".join(FORMATS)
        raise UsageError(f"{path}: the ending {path.suffix!r} is no RDF format; give a file that ends in {known}")
    return kind


@contextmanager
def _told(path: Path, kind: RdfFormat) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise UsageError(f"{path}: no such file; give one that raregraph build wrote") from error
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); give a readable file") from error
    except (SyntaxError, ValueError) as error:
        raise UsageError(f"{path}: no {kind.name} ({error}); build the page again, or correct the file") from error
