"""Turtle and its kin, as pyoxigraph writes them, with the prefixes that the graph uses."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from raregraph.graph import Graph, read_vocabulary, to_triples
from raregraph.settings import Settings


def turtle(graph: Graph, settings: Settings) -> bytes:
    """Return the statements of a page, the disease first, a paragraph for each subject."""
    triples = to_triples(graph)
    # A line break in a literal is escaped, so a line that starts at the margin starts a subject.
    lines = _body(_serialize(triples, RdfFormat.TURTLE, settings))
    paragraphs = (line if line.startswith(b"\t") else b"\n" + line for line in lines)
    return _header(triples, settings) + b"".join(paragraphs)


def trig(graph: Graph, settings: Settings) -> bytes:
    """Return the statements of a page in their named graphs."""
    lines = _body(_serialize(graph.quads, RdfFormat.TRIG, settings))
    return _header(graph.quads, settings) + b"\n" + b"".join(lines)


def rdf_xml(graph: Graph, settings: Settings) -> bytes:
    """Return the statements of a page as RDF/XML."""
    return _serialize(to_triples(graph), RdfFormat.RDF_XML, settings)


def used_prefixes(statements: Iterable[Quad | Triple], settings: Settings) -> dict[str, str]:
    """Return the prefixes of `prefixes.tsv`, in its order, that shorten a name in the statements."""
    iris = {iri for statement in statements for iri in _iris(statement)}
    prefixes = read_vocabulary(settings.ontology).prefixes.values()
    return {row.prefix: row.namespace for row in prefixes if any(iri.startswith(row.namespace) for iri in iris)}


def _iris(statement: Quad | Triple) -> Iterable[str]:
    for term in statement:
        if isinstance(term, NamedNode):
            yield term.value
        elif isinstance(term, Literal):
            yield term.datatype.value


def _serialize(statements: list[Triple] | tuple[Quad, ...], kind: RdfFormat, settings: Settings) -> bytes:
    prefixes = used_prefixes(statements, settings)
    data = serialize(statements, format=kind, prefixes=prefixes, base_iri=settings.base_iri)
    if data is None:
        raise TypeError(f"pyoxigraph wrote no {kind.name}")
    return data


def _header(statements: Iterable[Quad | Triple], settings: Settings) -> bytes:
    # pyoxigraph writes the prefixes in the order of a hash table that differs from run to run, and relative.
    prefixes = sorted(used_prefixes(statements, settings).items())
    lines = (f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes)
    return f"@base <{settings.base_iri}> .\n{''.join(lines)}".encode()


def _body(data: bytes) -> Iterator[bytes]:
    return (line + b"\n" for line in data.split(b"\n") if line and not line.startswith(b"@"))
