"""A real Dask cluster on this machine: what it builds is what one process builds, whatever happens to its workers."""

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from corpus_pages import page
from raregraph.cli import run
from raregraph.corpus import STATE, build
from raregraph.corpus.cluster import TASK, build_as_asked
from raregraph.corpus.recipe import hash_recipe
from raregraph.errors import UsageError
from raregraph.settings import Settings

pytestmark = pytest.mark.slow
distributed = pytest.importorskip("distributed", reason="pip install 'raregraph[dask]'")
dask = pytest.importorskip("dask")
OPTIONS = {"threads_per_worker": 1, "processes": True, "dashboard_address": ":0"}
PAGES = 200


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    with distributed.LocalCluster(n_workers=2, **OPTIONS) as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for number in range(PAGES):
        page(folder, f"page {number}", title=f"Disease of {number} hands", other=f"Palm {number}")
    return folder


@pytest.fixture(scope="module")
def alone(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("alone")
    build([pages], folder, workers=1)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != STATE}


def test_a_cluster_builds_the_bytes_of_one_process(
    cluster: Any, pages: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    address = cluster.scheduler_address
    assert run(["build", str(pages), "-o", str(tmp_path / "out"), "--scheduler", address]) == 0
    assert contents(tmp_path / "out") == alone


def test_a_task_has_many_pages(cluster: Any, pages: Path, tmp_path: Path) -> None:
    told: list[int] = []
    settings = Settings()
    summary = build(
        [pages],
        tmp_path / "out",
        settings=settings,
        scheduler=cluster.scheduler_address,
        progress=lambda done, _all, _findings: told.append(done),
    )
    assert (summary.built, len(told)) == (PAGES, -(-PAGES // TASK))
    assert TASK >= 64


def test_what_a_worker_had_in_hand_when_it_was_killed_is_built_by_the_others(
    cluster: Any, pages: Path, alone: dict[str, bytes], tmp_path: Path
) -> None:
    killed: list[int] = []

    def kill(done: int, _all: int, _findings: int) -> None:
        if not killed:
            killed.extend(worker.pid for worker in list(cluster.workers.values())[:1])
            os.kill(killed[0], signal.SIGKILL)

    summary = build([pages], tmp_path / "out", scheduler=cluster.scheduler_address, progress=kill)
    assert killed
    assert summary.built == PAGES
    assert contents(tmp_path / "out") == alone


def test_a_page_that_kills_every_worker_is_a_finding_and_the_others_are_built(pages: Path, tmp_path: Path) -> None:
    program = tmp_path / "deadly.py"
    # A worker may run it twice.
    program.write_text(
        "import os\nfrom raregraph import find_claims\nfrom raregraph.corpus import pages\n"
        "def die(page, **options):\n"
        "    if page.title == 'Disease of 77 hands':\n        os.kill(os.getpid(), 9)\n"
        "    return find_claims(page, **options)\n"
        "pages.find_claims = die\n",
        encoding="utf-8",
    )
    told = {"distributed.scheduler.allowed-failures": 0, "distributed.worker.preload": [str(program)]}
    with dask.config.set(told), distributed.LocalCluster(n_workers=2, **OPTIONS) as found:
        summary = build([pages], tmp_path / "out", scheduler=found.scheduler_address)
    errors = [(finding.rule, finding.where) for finding in summary.findings if finding.level == "error"]
    assert errors == [("page-killed", "page 77.txt")]
    assert summary.read == PAGES - 1


def test_a_scheduler_that_does_not_answer_is_named(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("raregraph.corpus.cluster._PATIENCE", 1)
    nowhere = "tcp://127.0.0.1:9"
    assert run(["build", str(pages), "-o", str(tmp_path / "out"), "--scheduler", nowhere]) == 2
    said = capsys.readouterr().err
    assert f"--scheduler {nowhere}: no Dask scheduler answers" in said
    assert "check the address" in said


def test_a_scheduler_without_workers_is_named(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("raregraph.corpus.cluster._PATIENCE", 1)
    with distributed.LocalCluster(n_workers=0, **OPTIONS) as empty:
        status = run(["build", str(pages), "-o", str(tmp_path / "out"), "--scheduler", empty.scheduler_address])
    assert status == 2
    assert "it has no worker; start some with dask worker" in capsys.readouterr().err


def test_a_cluster_whose_workers_would_make_something_else_is_refused(
    cluster: Any, pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("raregraph.corpus.cluster.hash_recipe", lambda formats, settings: "of another version")
    assert run(["build", str(pages), "-o", str(tmp_path / "out"), "--scheduler", cluster.scheduler_address]) == 2
    assert "another raregraph, knowledge or terminology than this machine; install the same" in capsys.readouterr().err


@pytest.mark.parametrize("what", ["ontology", "shapes", "terms", "profile"])
def test_a_worker_names_what_it_does_not_have(what: str, tmp_path: Path) -> None:
    settings = replace(Settings(), **{what: tmp_path / "not here"})  # type: ignore[arg-type]
    with pytest.raises(UsageError, match=r"the Dask worker on .*not here.*must be at the same place on all machines"):
        build_as_asked([], (), settings, hash_recipe((), Settings()))
