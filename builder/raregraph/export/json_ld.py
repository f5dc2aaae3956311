"""JSON-LD: the disease at the top, its claims nested, what the frame does not reach in `@included`."""

import json
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Literal, NamedNode

from raregraph.export.context import Context, read_context, read_json
from raregraph.graph import Graph, to_triples
from raregraph.settings import Settings

TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Values = dict[NamedNode, list[NamedNode | Literal]]


def json_ld(graph: Graph, settings: Settings) -> bytes:
    """Return the statements of a page, framed by `frame.jsonld` and compacted by `context.jsonld`."""
    context = read_context(settings.ontology / "context.jsonld", settings.base_iri)
    frame = read_json(settings.ontology / "frame.jsonld")
    trees = _Trees(graph, context)
    document = trees.tree(NamedNode(graph.disease), frame)
    document["@included"] = trees.rest()
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return f'{{\n "@context": {_lines({"@base": settings.base_iri, **context.definitions})},{text[1:]}\n'.encode()


class _Trees:
    """Writes each node once, where it is first met; after that its id stands for it."""

    def __init__(self, graph: Graph, context: Context) -> None:
        self._context = context
        self._waiting: dict[NamedNode, Values] = {}
        for triple in to_triples(graph):
            subject, predicate, value = triple.subject, triple.predicate, triple.object
            if not isinstance(subject, NamedNode) or not isinstance(value, NamedNode | Literal):
                raise ValueError(f"no blank node or quoted triple can be framed: {triple}")
            self._waiting.setdefault(subject, {}).setdefault(predicate, []).append(value)

    def tree(self, node: NamedNode, frame: Mapping[str, Any]) -> dict[str, Any]:
        """Return a node with the nodes below it that the frame nests; those come last."""
        values = self._waiting.pop(node, {})
        written: dict[str, Any] = {self._context.alias("@id"): self._context.identifier(node.value)}
        if TYPE in values:
            written[self._context.alias("@type")] = _one_or_many(self._types(values.pop(TYPE)), always_list=False)
        nested = {self._context.expand(key): part for key, part in frame.items() if isinstance(part, dict)}
        for predicate in sorted(values, key=lambda predicate: predicate.value in nested):
            name = self._context.name(predicate.value)
            written[name.key] = _one_or_many(
                [self._value(value, predicate, nested) for value in values[predicate]], always_list=name.always_list
            )
        return written

    def rest(self) -> list[dict[str, Any]]:
        """Return the nodes that no tree has."""
        return [self.tree(node, {}) for node in list(self._waiting)]

    def _value(self, value: NamedNode | Literal, predicate: NamedNode, nested: Mapping[str, Any]) -> object:
        if predicate.value in nested and isinstance(value, NamedNode) and value in self._waiting:
            return self.tree(value, nested[predicate.value])
        return self._context.value(value, self._context.name(predicate.value))

    def _types(self, types: list[NamedNode | Literal]) -> list[object]:
        return [self._context.vocabulary_name(kind.value) for kind in types]


def _lines(definitions: Mapping[str, Any]) -> str:
    """Return the context with one definition a line, so that the disease stands on the first screens."""
    lines = (f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in definitions.items())
    return "{\n" + ",\n".join(lines) + "\n }"


def _one_or_many(values: list[object], *, always_list: bool) -> object:
    return values if always_list or len(values) != 1 else values[0]
