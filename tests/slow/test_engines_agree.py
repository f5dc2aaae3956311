"""Both engines on whole pages: sound ones, those with a planted fault, and those with random changes."""

from pathlib import Path
from random import Random

import pytest
from fixtures.made_up import large_claims, made_up_claims
from fixtures.mutations import mutate
from raregraph.claims import find_claims
from raregraph.graph import Graph, build_graph, to_rdflib
from raregraph.readers import read_page
from raregraph.resources import reference_page
from raregraph.settings import Settings
from raregraph.validation import read_quads
from raregraph.validation.data import Data, read_data
from raregraph.validation.results import Result, find_violations
from raregraph.validation.shapes import read_shapes
from test_faults import FAULTS, Fault, Page

pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore:Parsing weird boolean")]

SHAPES = read_shapes(Settings().shapes)
PAGES = sorted((Path(__file__).parents[1] / "pages").glob("*.txt"))


def found(data: Data, engine: str) -> set[Result]:
    return set(find_violations(data, SHAPES, engine=engine))


def built(page: Path) -> Graph:
    return build_graph(find_claims(read_page(page)))


@pytest.mark.parametrize("page", [reference_page(), *PAGES], ids=lambda page: page.stem)
def test_the_engines_agree_on_a_page_that_is_sound_and_on_it_with_changes(page: Path) -> None:
    graph = built(page)
    assert found(Data(graph.quads), "fast") == found(Data(graph.quads), "pyshacl") == set()
    for seed in range(5):
        changed = mutate(graph.quads, Random(seed))
        assert found(Data(changed), "fast") == found(Data(changed), "pyshacl")


def test_the_engines_agree_on_the_hard_page(hard: Path) -> None:
    (file,) = hard.glob("*.nq")
    quads = read_quads(file)
    assert found(Data(quads), "fast") == found(Data(quads), "pyshacl") == set()


def test_the_engines_agree_on_a_large_page() -> None:
    graph = build_graph(large_claims())
    assert found(Data(graph.quads), "fast") == found(Data(graph.quads), "pyshacl") == set()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_the_engines_agree_on_all_that_a_planted_fault_breaks(fault: Fault) -> None:
    plain = to_rdflib(build_graph(made_up_claims()))
    fault.plant(Page(plain))
    data = read_data(plain)
    assert found(data, "fast") == found(data, "pyshacl")
