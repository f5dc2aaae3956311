"""Engines: which one runs, and that both find the same."""

from collections.abc import Sequence
from dataclasses import replace
from importlib.machinery import ModuleSpec
from pathlib import Path
from random import Random

import pytest
from fixtures.made_up import made_up_claims
from fixtures.mutations import BLANK, mutate
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from raregraph.cli import run
from raregraph.errors import UsageError
from raregraph.graph import build_graph
from raregraph.settings import Settings
from raregraph.validation import ENGINES, validate
from raregraph.validation.data import Data
from raregraph.validation.engines import choice, choose_engine
from raregraph.validation.results import Result, find_violations
from raregraph.validation.shapes import read_shapes

GRAPH = build_graph(made_up_claims())
SHAPES = read_shapes(Settings().shapes)
RG = "https://w3id.org/raregraph/vocab/"


def found(quads: Sequence[Quad], engine: str) -> set[Result]:
    return set(find_violations(Data(quads), SHAPES, engine=engine))


# rdflib warns of a boolean that is none, which SHACL finds all the same.
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
@hypothesis_settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_engines_find_the_same_whatever_is_dropped_altered_or_doubled(seed: int) -> None:
    quads = mutate(GRAPH.quads, Random(seed))
    assert found(quads, "fast") == found(quads, "pyshacl")


def test_the_findings_are_in_the_same_order_from_every_engine() -> None:
    page_claims = made_up_claims()
    wrong = tuple(replace(claim, rule="", object_text=("eye",)) for claim in page_claims.claims)
    broken = build_graph(replace(page_claims, claims=wrong))
    by_engine = [validate(broken, settings=Settings(engine=engine)) for engine in ENGINES]
    assert len(by_engine[0]) > len(wrong)
    assert by_engine[0] == by_engine[1]


def test_without_a_wish_the_fast_engine_runs() -> None:
    assert choose_engine(None, Data(GRAPH.quads)) is ENGINES["fast"]


def test_without_the_fast_engine_the_reference_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nothing(name: str) -> ModuleSpec | None:
        return None

    monkeypatch.setattr(choice, "find_spec", find_nothing)
    assert choose_engine(None, Data(GRAPH.quads)) is ENGINES["pyshacl"]
    with pytest.raises(UsageError, match=r"not installed; install raregraph\[fast\]"):
        choose_engine("fast", Data(GRAPH.quads))


def test_a_graph_with_blank_nodes_goes_to_the_reference() -> None:
    assert choose_engine("fast", Data([*GRAPH.quads, BLANK])) is ENGINES["pyshacl"]


@pytest.mark.parametrize("command", ["build", "validate"])
def test_an_unknown_engine_is_refused_and_the_known_ones_are_named(
    command: str, reference: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (graph,) = reference.glob("*.nq")
    arguments = ["-o", str(tmp_path)] if command == "build" else [str(graph)]
    assert run([command, "--engine", "slow", *arguments]) == 2
    assert "slow: unknown engine; choose one of pyshacl, fast" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "validate"])
def test_the_help_names_every_engine(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    words = capsys.readouterr().out
    assert all(name in words for name in ENGINES)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_statement_in_two_named_graphs_counts_once(engine: str) -> None:
    again = [Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in GRAPH.quads]
    assert found([*GRAPH.quads, *again], engine) == set()


def test_words_that_look_like_a_statement_are_none() -> None:
    kind, node = f"{RG}PageVersion", NamedNode("https://example.org/a")
    words = f"<a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{kind}> ."
    data = Data([Quad(node, NamedNode(f"{RG}text"), Literal(f"_: {words}"))])
    assert not data.has_instance(kind)
    assert list(data.blank) == []
    assert Data(GRAPH.quads).has_instance(kind)
