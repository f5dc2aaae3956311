"""Statements as they are gathered: lines of N-Triples, each once, in the order of first mention.

A page has a thousand of them that are only written and validated as text, so they are text from the start. Whoever
wants them as pyoxigraph's quads has them parsed.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple, NewType

import pyoxigraph
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat

from raregraph.graph.vocabulary import Vocabulary

XSD = "http://www.w3.org/2001/XMLSchema#"
DATE = NamedNode(f"{XSD}date")
DECIMAL = NamedNode(f"{XSD}decimal")

Node = NewType("Node", str)
"""An IRI or a literal as N-Triples write it."""


class NamedStatements(NamedTuple):
    """A named graph: its name, and subject, predicate and object of each statement, a line without the full stop."""

    name: Node
    lines: tuple[str, ...]

    def quad_lines(self) -> list[str]:
        """Return the statements as lines of N-Quads."""
        end = f" {self.name} .\n"
        return [line + end for line in self.lines]


def node(iri: str) -> Node:
    """Return the node of an IRI that is known to be one."""
    return Node(f"<{iri}>")


def checked_node(iri: str) -> Node:
    """Return the node of an IRI. Raises `ValueError` for what is none."""
    return Node(str(NamedNode(iri)))


def iri_of(named: Node) -> str:
    """Return the IRI of a node that is one."""
    return named[1:-1]


def literal(value: str | bool | int) -> Node:
    """Return text, a truth value or a whole number as a literal."""
    # Most have nothing to escape, and a node of pyoxigraph takes ten times as long.
    if isinstance(value, str):
        plain = value.isprintable() and '"' not in value and "\\" not in value
        return Node(f'"{value}"' if plain else str(Literal(value)))
    return Node(str(Literal(value)) if isinstance(value, bool) else f'"{value}"^^<{XSD}integer>')


def date(text: str) -> Node:
    """Return an ISO date as a literal."""
    return Node(str(Literal(text, datatype=DATE)))


def decimal(number: float) -> Node:
    """Return a number as a literal with a point and no exponent, so that every format writes it alike."""
    text = format(number, ".12f").rstrip("0")
    return Node(str(Literal(f"{text}0" if text.endswith(".") else text, datatype=DECIMAL)))


class Statements:
    """Gathers the statements of one named graph, each once."""

    def __init__(self, graph: str, vocabulary: Vocabulary) -> None:
        """Start with none. Raises `ValueError` for a name that is no IRI."""
        self._graph = checked_node(graph)
        self._names = vocabulary.names
        # A dict for its order.
        self._lines: dict[str, None] = {}

    def __len__(self) -> int:
        """Return the number of statements."""
        return len(self._lines)

    def name(self, curie: str) -> Node:
        """Return the node of a CURIE."""
        return Node(self._names[curie])

    def link(self, subject: Node, predicate: str, value: Node | None) -> None:
        """State a node; None says nothing."""
        if value is not None:
            self._lines[f"{subject} {self._names[predicate]} {value}"] = None

    def state(self, subject: Node, predicate: str, value: str | bool | int | None) -> None:
        """State text, a truth value or a whole number; None says nothing."""
        if value is not None:
            self._lines[f"{subject} {self._names[predicate]} {literal(value)}"] = None

    def add_types(self, subject: Node, *types: str) -> None:
        """State the classes of a thing, given as CURIEs."""
        names = self._names
        for kind in types:
            self._lines[f"{subject} {names['rdf:type']} {names[kind]}"] = None

    def link_all(self, subject: Node, predicate: str, values: Iterable[Node]) -> None:
        """State each of the nodes."""
        for value in values:
            self.link(subject, predicate, value)

    def state_all(self, subject: Node, predicate: str, values: Iterable[str | int]) -> None:
        """State each of the values."""
        for value in values:
            self.state(subject, predicate, value)

    def gathered(self) -> NamedStatements:
        """Return what was stated."""
        return NamedStatements(self._graph, tuple(self._lines))


@lru_cache(maxsize=4)
def read_quads(named: NamedStatements) -> tuple[Quad, ...]:
    """Return statements as quads, grouped by subject and property in the order of first mention."""
    groups: dict[object, dict[object, list[Quad]]] = {}
    for quad in pyoxigraph.parse("".join(named.quad_lines()), format=RdfFormat.N_QUADS):
        groups.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad)
    return tuple(quad for group in groups.values() for quads in group.values() for quad in quads)
