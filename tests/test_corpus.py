import errno
import os
from pathlib import Path

import pytest
from corpus_pages import names, page
from raregraph import corpus
from raregraph.corpus import build, find_files
from raregraph.errors import OutputError, UsageError
from raregraph.export import read_claims
from raregraph.graph import Graph
from raregraph.model import Finding
from raregraph.settings import Settings


def test_a_page_becomes_its_graphs_and_the_tables(tmp_path: Path) -> None:
    summary = build([page(tmp_path, "a")], tmp_path / "out")
    assert names(tmp_path / "out") == [
        "claims.jsonl",
        "claims.tsv",
        "criteria.jsonl",
        "findings.tsv",
        "gard-glass-hand-disease.jsonld",
        "gard-glass-hand-disease.ttl",
        "graph.nq",
        "grounding.sssom.tsv",
        "mappings.sssom.tsv",
        "ungrounded.tsv",
    ]
    assert summary.published == ["GARD/glass-hand-disease"]
    assert sorted(path.name for path in summary.files) == names(tmp_path / "out")
    assert summary.relations["phenotype"] >= 2
    assert 0 < summary.grounded <= summary.groundable < sum(summary.relations.values())


def test_the_tables_hold_the_claims_of_all_pages(tmp_path: Path) -> None:
    page(tmp_path / "in", "a")
    page(tmp_path / "in" / "deeper", "b", title="Paper foot disease")
    build([tmp_path / "in"], tmp_path / "out", formats=["nq"])
    documents = [row.document for row in read_claims(tmp_path / "out")]
    assert list(dict.fromkeys(documents)) == ["GARD/glass-hand-disease", "GARD/paper-foot-disease"]


def test_a_page_builds_alike_alone_and_among_others(tmp_path: Path) -> None:
    alone = page(tmp_path / "in", "b", title="Paper foot disease")
    build([alone], tmp_path / "one", formats=["ttl"])
    page(tmp_path / "in", "a")
    build([tmp_path / "in"], tmp_path / "two", formats=["ttl"])
    name = "gard-paper-foot-disease.ttl"
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_the_same_document_twice_is_an_error_of_the_second(tmp_path: Path) -> None:
    first, second = page(tmp_path, "a"), page(tmp_path, "b", other="Second")
    summary = build([first, second], tmp_path / "out", formats=["nq"])
    (finding,) = [finding for finding in summary.findings if finding.level == "error"]
    assert (finding.rule, finding.where) == ("duplicate-document", second.name)
    assert "Second" not in (tmp_path / "out" / "claims.jsonl").read_text()
    assert summary.published == ["GARD/glass-hand-disease"]


def test_an_unreadable_page_is_an_error_and_the_others_are_built(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"\x00\xff\x00")
    page(tmp_path, "a")
    summary = build([tmp_path], tmp_path / "out", formats=["nq"])
    assert [finding.rule for finding in summary.findings if finding.level == "error"] == ["unreadable-page"]
    assert summary.published == ["GARD/glass-hand-disease"]


def test_nothing_is_written_if_no_page_can_be_read(tmp_path: Path) -> None:
    summary = build([tmp_path / "none.txt"], tmp_path / "out")
    assert summary.read == 0
    assert summary.count("error") == 1
    assert not (tmp_path / "out").exists()


def test_a_page_that_breaks_a_shape_is_not_published_and_the_others_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse_glass(graph: Graph, *, settings: Settings | None = None) -> list[Finding]:
        return [Finding("error", "shape", "broken", graph.document)] if "glass" in graph.document else []

    monkeypatch.setattr(corpus.pages, "validate", refuse_glass)
    page(tmp_path, "a")
    page(tmp_path, "b", title="Paper foot disease")
    summary = build([tmp_path], tmp_path / "out", formats=["nq"])
    assert summary.published == ["GARD/paper-foot-disease"]
    assert summary.read == 2
    assert {row.document for row in read_claims(tmp_path / "out")} == {"GARD/paper-foot-disease"}
    assert not (tmp_path / "out" / "gard-glass-hand-disease.nq").exists()


def test_a_folder_gives_its_pages_in_order_without_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b", "a", ".git/c", "sub/d"):
        page(tmp_path, name)
    (tmp_path / "notes.md").write_text("x")
    assert [file.relative_to(tmp_path).as_posix() for file in find_files([tmp_path])] == ["a.txt", "b.txt", "sub/d.txt"]


def test_a_folder_without_a_page_is_refused(tmp_path: Path) -> None:
    (tmp_path / "notes.doc").write_text("x")
    with pytest.raises(UsageError, match="there is no page in this folder; name a file"):
        build([tmp_path], tmp_path / "out")


def test_pages_of_every_format_are_built_from_one_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Glass hand disease\n\n## Symptoms\n\nSymptoms include fever.\n")
    (tmp_path / "b.html").write_text("<h1>Paper foot</h1><h2>Symptoms</h2><p>Symptoms include fever.</p>")
    summary = build([tmp_path], tmp_path / "out", formats=["nq"])
    assert summary.published == ["pages/glass-hand-disease", "pages/paper-foot"]


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx: unknown format; choose one of ttl"):
        build([page(tmp_path, "a")], tmp_path / "out", formats=["nq", "docx"])
    assert not (tmp_path / "out").exists()


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full; free some space"):
        build([page(tmp_path, "a")], tmp_path / "out")
    assert names(tmp_path / "out") == []


def test_a_file_in_place_of_the_output_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("keep me")
    with pytest.raises(OutputError, match="a file stands where a folder should be"):
        build([page(tmp_path, "a")], tmp_path / "out")
    assert (tmp_path / "out").read_text() == "keep me"
