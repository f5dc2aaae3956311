"""Graphs of many pages are checked page by page: what is wrong is found wherever it stands."""

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from corpus_pages import page
from raregraph.corpus import GRAPH, build
from raregraph.errors import UsageError
from raregraph.validation import pagewise, shared, validate_file

NAMES = ("Glass", "Paper", "Straw")
LABEL = b"<http://www.w3.org/2000/01/rdf-schema#label>"
META = b"<https://w3id.org/raregraph/graph/meta>"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    folder = tmp_path_factory.mktemp("corpus")
    for name in NAMES:
        page(folder / "in", name, title=f"{name} hand disease", other=f"{name} palm")
    build([folder / "in"], folder / "out")
    return (folder / "out" / GRAPH).read_bytes().split(b"\n")[:-1]


def found(lines: list[bytes], folder: Path) -> list[tuple[str, str]]:
    """Return rule and page of what is wrong with a graph of these lines."""
    file = folder / "graph.nq"
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    return [(finding.rule, finding.where) for finding in validate_file(file)]


def test_a_graph_that_was_built_has_no_fault_in_whatever_order_its_lines_stand(
    lines: list[bytes], tmp_path: Path
) -> None:
    assert found(lines, tmp_path) == []
    mixed = random.Random(3).sample(lines, len(lines))
    assert found([b"# a comment", b"", *mixed], tmp_path) == []


def test_small_buckets_find_the_same(lines: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pagewise, "_BUCKET", 10_000)
    monkeypatch.setattr(pagewise, "_REST", 1)
    assert found(lines, tmp_path) == []


def without(part: bytes, graph: bytes = b"") -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [line for line in lines if not (part in line and line.endswith(graph + b" ."))]


def with_line(*parts: bytes) -> Callable[[list[bytes]], list[bytes]]:
    return lambda lines: [*lines, b" ".join((*parts, META, b"."))]


OTHER = b"<https://example.org/lonely>"
FAULTS = {
    "a sentence without its page": (without(b"oa#hasSource>"), "evidence-page"),
    "an edge that no claim says": (
        lambda lines: [line.replace(b'negated> "false"', b'negated> "true"') for line in lines],
        "edge-unfounded",
    ),
    "a shared term without a label": (without(LABEL, META), "term-label"),
    "a run without its page": (without(b"prov#used>"), "version-run"),
    "a data set that names no page": (without(b"dc/terms/source> <"), "page-dataset"),
    "a term that no page has": (
        with_line(OTHER, b"<https://w3id.org/raregraph/vocab/branch>", b'"phenotype"'),
        "term-label",
    ),
}


@pytest.mark.parametrize(("change", "rule"), FAULTS.values(), ids=FAULTS)
def test_a_planted_fault_is_found(
    lines: list[bytes], tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], rule: str
) -> None:
    assert rule in {name for name, _ in found(change(lines), tmp_path)}


def test_a_fault_of_one_page_is_told_of_that_page_alone(lines: list[bytes], tmp_path: Path) -> None:
    broken = [line for line in lines if not (b"oa#hasSource>" in line and b"graph/GARD/paper" in line)]
    assert {where for _, where in found(broken, tmp_path)} == {"GARD/paper-hand-disease"}


def test_spellings_of_one_term_of_the_project_are_no_fault_but_two_labels_of_an_ontology_s_are(
    lines: list[bytes], tmp_path: Path
) -> None:
    def labelled(kind: bytes) -> bytes:
        return next(line.split(b" ")[0] for line in lines if LABEL in line and kind in line.split(b" ")[0])

    assert found(with_line(labelled(b"raregraph/term/"), LABEL, b'"another"')(lines), tmp_path) == []
    twice = found(with_line(labelled(b"obo/HP_"), LABEL, b'"another"')(lines), tmp_path)
    assert {rule for rule, _ in twice} == {"term-one-label"}


def test_a_line_that_is_no_statement_is_named(lines: list[bytes], tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no N-Quads \(line 3 is no statement of its own: <a> nonsense \.\); build"):
        found([*lines[:2], b"<a> nonsense .", *lines[2:]], tmp_path)


def test_nothing_is_left_on_the_disk(lines: list[bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared.Shared, "rest", lambda *_: 1 / 0)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    with pytest.raises(ZeroDivisionError):
        found(lines, tmp_path)
    assert list((tmp_path / "temporary").iterdir()) == []
