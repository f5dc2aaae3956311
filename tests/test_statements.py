"""Statements as text: what is written by hand is what pyoxigraph would write."""

from itertools import pairwise

import pyoxigraph
import pytest
from fixtures.made_up import made_up_claims
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import Literal, RdfFormat
from raregraph.export import serialize
from raregraph.graph import build_graph
from raregraph.graph.statements import Statements, checked_node, literal, node
from raregraph.graph.vocabulary import read_vocabulary
from raregraph.settings import Settings

GRAPH = build_graph(made_up_claims())


@given(value=st.one_of(st.text(), st.booleans(), st.integers(min_value=-(2**62), max_value=2**62)))
@example('a "quote", a \\ and a \n')
@example("\x7f\x85\u2028")
def test_a_literal_is_written_as_pyoxigraph_writes_it(value: str | bool | int) -> None:
    assert literal(value) == str(Literal(value))


def test_the_lines_of_a_graph_are_those_of_its_quads() -> None:
    written = pyoxigraph.serialize(GRAPH.quads, format=RdfFormat.N_QUADS) or b""
    assert serialize(GRAPH, "nq").splitlines() == sorted(written.splitlines())


def test_the_quads_of_a_subject_stand_together_and_so_do_those_of_a_property() -> None:
    places = [(quad.graph_name, quad.subject, quad.predicate) for quad in GRAPH.quads]
    assert len(set(places)) == 1 + sum(one != other for one, other in pairwise(places))


def test_what_is_said_twice_counts_once() -> None:
    statements = Statements("https://example.org/g", read_vocabulary(Settings().ontology))
    for _ in range(2):
        statements.state(node("https://example.org/a"), "rdfs:label", "fever")
    assert len(statements) == 1


def test_a_node_from_outside_must_be_an_iri() -> None:
    with pytest.raises(ValueError, match="IRI"):
        checked_node("https://example.org/a b")
