"""What `raregraph stats` counts and draws."""

import json
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from corpus_pages import page
from raregraph.cli import run
from raregraph.corpus import build
from raregraph.corpus.plots import PLOTS, write_plots
from raregraph.corpus.statistics import Statistics, gather_statistics
from raregraph.export import read_claims

NAMES = ("Glass", "Paper", "Straw")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    for name in NAMES:
        page(folder / "in", name, title=f"{name} hand disease", other=f"{name} palm")
    (folder / "in" / "broken.txt").write_bytes(b"\x00\xff\x00")
    (folder / "in" / "empty.txt").write_bytes(b"")
    build([folder / "in"], folder / "out")
    return folder / "out"


@pytest.fixture(scope="module")
def statistics(folder: Path) -> Statistics:
    return gather_statistics(folder)


def test_all_is_counted_as_it_stands_in_the_files(folder: Path, statistics: Statistics) -> None:
    rows = read_claims(folder)
    assert statistics.claims == len(rows)
    assert {row.relation: row.claims for row in statistics.relations} == Counter(row.relation for row in rows)
    assert sum(statistics.ontologies.values()) == sum(row.object is not None for row in rows)
    assert statistics.statements == len((folder / "graph.nq").read_bytes().splitlines())
    assert [(row.collection, row.pages, row.claims) for row in statistics.collections] == [("GARD", 3, len(rows))]


def test_the_share_that_is_grounded_is_that_of_the_build(folder: Path, tmp_path: Path, statistics: Statistics) -> None:
    summary = build([folder.parent / "in"], tmp_path / "again")
    assert sum(row.groundable for row in statistics.relations) == summary.groundable
    assert sum(row.grounded for row in statistics.relations) == summary.grounded
    assert sum(row.grounded for row in statistics.branches) == summary.grounded


def test_the_reference_page_has_an_edge_for_each_claim_that_is_counted_as_one(reference: Path) -> None:
    statistics = gather_statistics(reference)
    counted = {row.relation: row.eligible for row in statistics.relations}
    graph = (reference / "graph.nq").read_bytes()
    for relation, predicate in (("phenotype", b"RO_0002200"), ("trigger", b"relapseTriggeredBy")):
        edges = [line for line in graph.split(b"\n") if line.startswith(b"<http://purl.obolibrary.org/obo/MONDO_")]
        assert counted[relation] == sum(predicate + b"> <" in line for line in edges), relation


def test_findings_are_counted_by_rule_with_their_pages(statistics: Statistics) -> None:
    found = {(row.level, row.rule): (row.findings, row.pages) for row in statistics.findings}
    assert found["error", "unreadable-page"] == (2, 2)
    assert found["warning", "disease-ungrounded"] == (3, 3)


def test_the_most_frequent_terms_come_first_and_no_more_than_are_asked_for(folder: Path) -> None:
    (first, *_) = [row for row in gather_statistics(folder).terms if row.relation == "phenotype"]
    assert first.claims == len(NAMES)
    assert [row.relation for row in gather_statistics(folder, frequent=1).terms].count("phenotype") == 1
    assert gather_statistics(folder, frequent=0).terms == ()


def test_the_command_prints_tables_or_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", str(folder)]) == 0
    assert "3 pages" in capsys.readouterr().out
    assert run(["stats", str(folder), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pages"] == 3
    assert {row["relation"] for row in told["relations"]} >= {"phenotype", "synonym"}


def test_a_folder_that_no_build_wrote_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["stats", str(tmp_path)]) == 2
    assert "there is no graph.nq in it; name the folder that raregraph build wrote" in capsys.readouterr().err


def test_plots_are_drawn_as_png_and_svg_with_the_same_bytes_each_time(statistics: Statistics, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    files = write_plots(statistics, tmp_path / "one")
    again = write_plots(statistics, tmp_path / "two")
    assert sorted(file.name for file in files) == sorted(f"{name}.{form}" for name in PLOTS for form in ("png", "svg"))
    assert [file.read_bytes() for file in files] == [file.read_bytes() for file in again]
    for file in files:
        if file.suffix == ".svg":
            assert ElementTree.parse(file).getroot().tag.endswith("svg")
        else:
            assert file.read_bytes().startswith(b"\x89PNG")


def test_without_matplotlib_it_says_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert run(["stats", str(folder), "--plots", str(tmp_path / "plots")]) == 2
    assert "--plots needs Matplotlib: pip install 'raregraph[plots]'" in capsys.readouterr().err
    assert not (tmp_path / "plots").exists()
