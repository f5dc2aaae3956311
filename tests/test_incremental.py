"""What a second run builds, and that its result is that of a run from nothing."""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus_pages import page
from raregraph import corpus, find_claims
from raregraph.corpus import GRAPH, STATE, Shard, Summary, build, find_sources, merge, read_findings, read_shard
from raregraph.corpus.sources import SourceFile
from raregraph.errors import OutputError, UsageError
from raregraph.export import read_claims
from raregraph.model import Page, PageClaims
from raregraph.settings import Settings

NAMES = ("Glass", "Paper", "Straw", "Clay", "Iron")


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    for name in NAMES:
        page(tmp_path / "in", name, title=f"{name} hand disease", other=f"{name} palm")
    return tmp_path / "in"


def contents(folder: Path) -> dict[str, bytes]:
    """All that a build wrote, but for what it keeps for itself."""
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != STATE}


def counts(summary: Summary) -> tuple[int, int, int]:
    return summary.built, summary.kept, summary.dropped


def test_nothing_is_built_again_where_nothing_changed(pages: Path, tmp_path: Path) -> None:
    assert counts(build([pages], tmp_path / "out")) == (5, 0, 0)
    before = contents(tmp_path / "out")
    assert counts(build([pages], tmp_path / "out")) == (0, 5, 0)
    assert contents(tmp_path / "out") == before


def test_only_what_changed_is_built_and_the_bytes_are_those_of_a_build_from_nothing(
    pages: Path, tmp_path: Path
) -> None:
    build([pages], tmp_path / "out", formats=["ttl"])
    page(pages, "Clay", title="Clay hand disease", other="Mud palm")
    page(pages, "Wool", title="Wool hand disease")
    (pages / "Iron.txt").unlink()
    assert counts(build([pages], tmp_path / "out", formats=["ttl"])) == (2, 3, 1)
    build([pages], tmp_path / "new", formats=["ttl"])
    assert contents(tmp_path / "out") == contents(tmp_path / "new")


def test_the_statements_of_a_page_that_went_away_are_gone(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "out", formats=["ttl"])
    assert b"iron" in contents(tmp_path / "out")[GRAPH]
    (pages / "Iron.txt").unlink()
    build([pages], tmp_path / "out", formats=["ttl"])
    left = contents(tmp_path / "out")
    assert not [name for name, content in left.items() if b"iron" in content.lower() or "iron" in name]


def test_other_settings_build_everything_again(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "out")
    elsewhere = Settings(base_iri="https://example.org/")
    assert counts(build([pages], tmp_path / "out", settings=elsewhere)) == (5, 0, 0)


def test_a_page_that_was_broken_is_told_of_again(pages: Path, tmp_path: Path) -> None:
    (pages / "broken.txt").write_bytes(b"\x00\xff\x00")
    for _ in range(2):
        summary = build([pages], tmp_path / "out")
        assert [finding.rule for finding in summary.findings if finding.level == "error"] == ["unreadable-page"]
    assert read_findings(tmp_path / "out" / "findings.tsv") == summary.findings


def test_a_file_that_disappears_while_it_is_built_is_a_finding(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_and_lose(*given: object) -> list[SourceFile]:
        found = find_sources([pages])
        (pages / "Clay.txt").unlink()
        return found

    monkeypatch.setattr(corpus.building, "find_sources", find_and_lose)
    summary = build([pages], tmp_path / "out")
    (finding,) = [finding for finding in summary.findings if finding.level == "error"]
    assert (finding.rule, finding.message) == ("unreadable-page", "there is no such file")
    assert summary.read == 4


def test_a_page_that_makes_the_program_fail_is_a_finding_and_the_others_are_built(
    pages: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def fail(found: Page, *, settings: Settings) -> PageClaims:
        if "Clay" in found.title:
            raise ZeroDivisionError("a fault of ours")
        return find_claims(found, settings=settings)

    monkeypatch.setattr(corpus.pages, "find_claims", fail)
    summary = build([pages], tmp_path / "out")
    (finding,) = [finding for finding in summary.findings if finding.level == "error"]
    assert (finding.rule, finding.where) == ("page-failed", "Clay.txt")
    assert "ZeroDivisionError: a fault of ours" in finding.message
    assert len(summary.published) == 4


def test_of_two_pages_that_are_one_document_the_first_by_name_counts_whatever_the_order(
    pages: Path, tmp_path: Path
) -> None:
    page(pages, "Also", title="Clay hand disease", other="Second palm")
    build([pages], tmp_path / "out")
    build(sorted(pages.iterdir(), reverse=True), tmp_path / "new")
    tables = [(tmp_path / folder / "claims.jsonl").read_bytes() for folder in ("out", "new")]
    assert tables[0] == tables[1]
    assert b"Second palm" in tables[0]
    assert b"Clay palm" not in tables[0]


def test_two_processes_give_the_bytes_of_one(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "one", workers=1)
    build([pages], tmp_path / "two", workers=2)
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_shards_together_give_the_bytes_of_one_build(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "whole")
    shards = [tmp_path / f"shard {number}" for number in (1, 2, 3)]
    built = [build([pages], folder, shard=Shard(number, 3)).built for number, folder in enumerate(shards, 1)]
    assert sum(built) == 5
    merged = merge([folder for folder, count in zip(shards, built, strict=True) if count], tmp_path / "merged")
    assert contents(tmp_path / "merged") == contents(tmp_path / "whole")
    assert merged.kept == 5
    graphs = [set((folder / GRAPH).read_bytes().split(b"\n")) for folder in shards if (folder / GRAPH).exists()]
    assert set.union(*graphs) == set((tmp_path / "whole" / GRAPH).read_bytes().split(b"\n"))


def test_the_graph_is_sorted_by_bytes_and_has_each_line_once(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "out")
    lines = (tmp_path / "out" / GRAPH).read_bytes().split(b"\n")[:-1]
    assert lines == sorted(set(lines))


def test_a_state_that_is_torn_is_made_anew(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "out")
    before = contents(tmp_path / "out")
    (tmp_path / "out" / STATE).write_bytes(b"this is no database, though it was one" * 100)
    assert counts(build([pages], tmp_path / "out")) == (5, 0, 0)
    assert contents(tmp_path / "out") == before


def test_two_builds_of_one_folder_at_once_are_refused(pages: Path, tmp_path: Path) -> None:
    build([pages], tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / STATE) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(OutputError, match="another build writes to this folder; wait for its end"):
            build([pages], tmp_path / "out")
        other.rollback()


@pytest.mark.parametrize("text", ["0/4", "5/4", "1", "a/b", "1/0", "-1/2", "1/2/3"])
def test_a_shard_that_is_no_part_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="write the part and the number of parts, such as 2/8"):
        read_shard(text)


def test_a_pattern_finds_files_and_one_that_matches_nothing_is_refused(pages: Path, tmp_path: Path) -> None:
    assert [source.name for source in find_sources([pages / "[CG]*.txt"])] == ["Clay.txt", "Glass.txt"]
    with pytest.raises(UsageError, match="no file matches this pattern"):
        find_sources([tmp_path / "*.none"])


def test_files_of_one_name_in_two_folders_are_two_sources(pages: Path, tmp_path: Path) -> None:
    page(tmp_path / "more", "Clay", title="Loam hand disease")
    found = find_sources([pages, tmp_path / "more"])
    assert len({source.name for source in found}) == len(found) == 6


def test_named_files_leave_no_state_behind(pages: Path, tmp_path: Path) -> None:
    build([pages / "Clay.txt", pages / "Iron.txt"], tmp_path / "out")
    assert not (tmp_path / "out" / STATE).exists()


def digest(folder: Path) -> str:
    parts = [name.encode() + content for name, content in sorted(contents(folder).items())]
    return hashlib.sha256(b"".join(parts)).hexdigest()


def kill_and_rerun(pages: Path, out: Path, delay: float, workers: int) -> bool:
    """Kill a build with all its processes after some time. Returns whether it was still running."""
    command = [sys.executable, "-m", "raregraph", "build", str(pages), "-o", str(out), "--workers", str(workers)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(delay)
    alive = running.poll() is None
    if alive:
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    return alive


@pytest.mark.slow
def test_a_build_that_is_killed_at_ten_moments_ends_in_the_same_bytes_when_run_again(
    pages: Path, tmp_path: Path
) -> None:
    for number in range(60):
        page(pages, f"more {number}", title=f"Disease of {number} hands", other=f"Palm {number}")
    build([pages], tmp_path / "whole")
    moments = random.Random(8)
    killed = sum(kill_and_rerun(pages, tmp_path / "out", moments.uniform(0.3, 3), workers=2) for _ in range(10))
    build([pages], tmp_path / "out", workers=2)
    assert killed >= 3
    assert digest(tmp_path / "out") == digest(tmp_path / "whole")
    assert [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")] == [STATE]


@pytest.mark.slow
def test_a_page_that_kills_its_process_is_a_finding(pages: Path, tmp_path: Path) -> None:
    program = f"""
import os, sys
from pathlib import Path
from raregraph.corpus import build, pages
real = pages.find_claims
def die(page, **options):
    if "Clay" in page.title:
        os.kill(os.getpid(), 9)
    return real(page, **options)
pages.find_claims = die
if __name__ == "__main__":
    summary = build([Path({str(pages)!r})], Path({str(tmp_path / "out")!r}), workers=2)
    print([(finding.rule, finding.where) for finding in summary.findings if finding.level == "error"], summary.read)
"""
    script = tmp_path / "deadly.py"
    script.write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "[('page-killed', 'Clay.txt')] 4", done.stderr
    assert {row.document for row in read_claims(tmp_path / "out")} == {
        f"GARD/{name.lower()}-hand-disease" for name in NAMES if name != "Clay"
    }
