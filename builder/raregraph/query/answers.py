"""Answers as rows, and in the formats of SPARQL results."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    Triple,
    parse_query_results,
)

Node = NamedNode | BlankNode | Literal | Triple
FORMATS: Mapping[str, QueryResultsFormat] = {"csv": QueryResultsFormat.CSV, "json": QueryResultsFormat.JSON}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a query found. A question of yes or no has one column, `answer`."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Node | None, ...], ...]
    results: bytes
    """The same as SPARQL results in JSON."""

    def texts(self, namespaces: Mapping[str, str]) -> list[tuple[str, ...]]:
        """Return the cells as words: literals without their type, IRIs shortened by the prefixes."""
        longest_first = sorted(namespaces.items(), key=lambda item: (-len(item[1]), item[0]))
        return [tuple(_text(cell, longest_first) for cell in row) for row in self.rows]

    def serialize(self, format: str) -> bytes:  # noqa: A002 - the word that pyoxigraph and rdflib have for it
        """Return the answer in a format of `FORMATS`."""
        return _serialize(parse_query_results(self.results, format=QueryResultsFormat.JSON), FORMATS[format])


def read_answer(results: QuerySolutions | QueryBoolean) -> Answer:
    """Take what the store returns, which can be gone through only once."""
    if isinstance(results, QueryBoolean):
        truth = Literal(bool(results))
        return Answer(("answer",), ((truth,),), _serialize(results, QueryResultsFormat.JSON))
    data = _serialize(results, QueryResultsFormat.JSON)
    again = parse_query_results(data, format=QueryResultsFormat.JSON)
    if isinstance(again, QueryBoolean):
        raise TypeError("solutions came back as a truth value")
    rows = tuple(tuple(solution) for solution in again)
    return Answer(tuple(variable.value for variable in results.variables), rows, data)


def _serialize(results: QuerySolutions | QueryBoolean, kind: QueryResultsFormat) -> bytes:
    data = results.serialize(format=kind)
    if data is None:
        raise TypeError("pyoxigraph wrote no results")
    return data


def _text(cell: Node | None, namespaces: list[tuple[str, str]]) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, NamedNode):
        return cell.value if isinstance(cell, Literal) else str(cell)
    for prefix, namespace in namespaces:
        if cell.value.startswith(namespace):
            return f"{prefix}:{cell.value.removeprefix(namespace)}"
    return cell.value
