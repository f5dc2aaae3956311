"""What the shapes find in a graph, as plain results: the same from every engine."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from raregraph.errors import KnowledgeError
from raregraph.validation.data import Data, Node, as_node
from raregraph.validation.engines import choose_engine
from raregraph.validation.engines.choice import Engine
from raregraph.validation.shapes import SH, Shapes, Words, each_file

RESULT = NamedNode(f"{SH}result")


class Result(NamedTuple):
    """One broken rule: the node that is looked at, the value that is wrong, the words of the shape."""

    rule: str
    focus: Node
    value: Node | None
    path: Node | None
    by_query: bool
    message: str
    advice: str


def find_violations(data: Data, shapes: Shapes, *, engine: str | None = None) -> list[Result]:
    """Return what shapes find in a graph, each once. Raises `KnowledgeError` for a broken shape."""
    chosen = choose_engine(engine, data)
    try:
        return list(dict.fromkeys(_results(chosen(data, shapes), shapes)))
    # What a broken shape raises has no common base: errors of the engine, of a parser of SPARQL, a TypeError.
    except Exception as error:
        raise _blame(data, shapes, chosen, error) from error


def _results(report: Iterable[Quad], shapes: Shapes) -> Iterator[Result]:
    """Yield the results of SHACL's report."""
    found: list[Node] = []
    values: dict[Node, dict[str, Node]] = {}
    for quad in report:
        if quad.predicate == RESULT:
            found.append(as_node(quad.object))
        elif quad.predicate.value.startswith(SH):
            name = quad.predicate.value.removeprefix(SH)
            values.setdefault(as_node(quad.subject), {})[name] = as_node(quad.object)
    for each in found:
        yield _result(values[each], shapes)


def _result(values: dict[str, Node], shapes: Shapes) -> Result:
    rule = values.get("sourceConstraint") or values["sourceShape"]
    component = values["sourceConstraintComponent"].value.removeprefix(SH)
    by_query = component == "SPARQLConstraintComponent"
    words = shapes.words.get(rule, Words())
    return Result(
        rule=rule.value.rpartition("/")[2] if isinstance(rule, NamedNode) else "unnamed shape",
        focus=values["focusNode"],
        value=values.get("value"),
        # Other paths are blank nodes where they have more than one step, and stand in the rule anyway.
        path=values.get("resultPath") if by_query else None,
        by_query=by_query,
        message=words.message or f"a shape is broken ({component})",
        advice=words.advice,
    )


def _blame(data: Data, shapes: Shapes, engine: Engine, error: Exception) -> KnowledgeError:
    """Return the error with the file in which the broken shape stands, found by running each file alone."""
    for path, alone in each_file(shapes):
        try:
            engine(data, alone)
        except Exception as own:
            return KnowledgeError(str(path), _words(own), "correct the shape")
    return KnowledgeError(str(shapes.files[0].parent), _words(error), "correct the shapes")


def _words(error: Exception) -> str:
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    return f"a shape that cannot be used ({' '.join(str(message).split())[:300]})"
