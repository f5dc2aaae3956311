"""Running pySHACL: from a graph and shapes to plain results."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyshacl
import rdflib
from pyshacl.errors import ReportableRuntimeError
from rdflib.term import Node

from raregraph.errors import KnowledgeError
from raregraph.validation.shapes import read_shape_file, read_shapes, shape_files

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ADVICE = rdflib.URIRef("https://w3id.org/raregraph/vocab/advice")


class Result(NamedTuple):
    """One broken rule: the node that is looked at, the value that is wrong, the words of the shape."""

    rule: str
    focus: Node
    value: Node | None
    path: Node | None
    by_query: bool
    message: str
    advice: str


def find_violations(graph: rdflib.Graph, folder: Path) -> Iterator[Result]:
    """Yield what the shapes of a folder find in a graph. Raises `KnowledgeError` for a broken shape."""
    shapes = read_shapes(folder)
    try:
        report = _run(graph, shapes)
    # What a broken shape raises has no common base: pySHACL's errors, those of the parser of SPARQL, a TypeError.
    except Exception as error:
        raise _blame(graph, folder, error) from error
    for result in report.objects(None, SH.result):
        yield _result(report, shapes, result)


def _run(graph: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    # In place: nothing is inferred, so nothing is added, and a copy costs as much as a third of the check.
    _, report, text = pyshacl.validate(graph, shacl_graph=shapes, inference="none", inplace=True, meta_shacl=False)
    if not isinstance(report, rdflib.Graph):
        raise ReportableRuntimeError(text)
    return report


def _result(report: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> Result:
    focus = report.value(result, SH.focusNode)
    if focus is None:
        raise ValueError("pySHACL gave a result without a focus node")
    rule = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
    message = report.value(result, SH.resultMessage)
    advice = shapes.value(rule, ADVICE) if rule else None
    return Result(
        rule=str(rule).rpartition("/")[2],
        focus=focus,
        value=report.value(result, SH.value),
        path=report.value(result, SH.resultPath),
        by_query=report.value(result, SH.sourceConstraintComponent) == SH.SPARQLConstraintComponent,
        message=str(message or "a shape is broken"),
        advice=str(advice or ""),
    )


def _blame(graph: rdflib.Graph, folder: Path, error: Exception) -> KnowledgeError:
    """Return the error with the file in which the broken shape stands, found by running each file alone."""
    prefixes = folder / "prefixes.shacl.ttl"
    for path in shape_files(folder):
        alone = rdflib.Graph(bind_namespaces="none")
        for part in {path, prefixes} if prefixes.exists() else {path}:
            read_shape_file(part, alone)
        try:
            _run(graph, alone)
        except Exception as own:
            return KnowledgeError(str(path), _words(own), "correct the shape")
    return KnowledgeError(str(folder), _words(error), "correct the shapes")


def _words(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return f"a shape that cannot be used ({' '.join(str(message).split())[:300]})"
