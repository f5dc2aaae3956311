"""Builds that are stopped half way, by Ctrl-C or by a full disk: they say so, and a rerun completes them."""

import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus_pages import page
from raregraph.corpus import STATE, build

pytestmark = pytest.mark.slow
PAGES = 300


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for number in range(PAGES):
        page(folder, f"page {number}", title=f"Disease of {number} hands", other=f"Palm {number}")
    return folder


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    build([pages], folder)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != STATE}


def command(pages: Path, out: Path, workers: int) -> list[str]:
    return [sys.executable, "-m", "raregraph", "build", str(pages), "-o", str(out), "--workers", str(workers)]


def await_first_pages(out: Path) -> None:
    """Wait until something of the build is kept."""
    for _ in range(600):
        if (out / STATE).exists() and (out / STATE).stat().st_size > 100_000:
            return
        time.sleep(0.05)
    pytest.fail("the build did not begin")


def processes_of(group: int) -> list[str]:
    """Return the processes of a group that still run."""
    found = subprocess.run(["ps", "-e", "-o", "pid=,pgid=,stat="], capture_output=True, text=True, check=True)
    rows = (line.split() for line in found.stdout.splitlines())
    return [pid for pid, its, state in rows if int(its) == group and not state.startswith("Z")]


@pytest.mark.parametrize("workers", [1, 2])
def test_ctrl_c_ends_a_build_with_one_sentence_and_a_rerun_completes_it(
    pages: Path, whole: dict[str, bytes], tmp_path: Path, workers: int
) -> None:
    out = tmp_path / "out"
    running = subprocess.Popen(
        command(pages, out, workers), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    await_first_pages(out)
    # As a terminal does: all processes of the group are told.
    os.killpg(running.pid, signal.SIGINT)
    said = running.communicate(timeout=60)[1]
    assert running.returncode == 130
    assert said == "raregraph: stopped; what is built so far is kept, and the same command goes on from there\n"
    summary = build([pages], out)
    assert summary.kept > 0
    assert contents(out) == whole


def test_the_workers_of_a_process_that_is_killed_end_too(pages: Path, tmp_path: Path) -> None:
    running = subprocess.Popen(
        command(pages, tmp_path / "out", 2),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    await_first_pages(tmp_path / "out")
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    for _ in range(100):
        if not processes_of(running.pid):
            return
        time.sleep(0.1)
    os.killpg(running.pid, signal.SIGKILL)
    pytest.fail("a worker goes on after the end of the build")


def test_a_disk_that_fills_up_is_told_and_a_rerun_on_a_larger_one_completes_it(
    pages: Path, whole: dict[str, bytes], tmp_path: Path
) -> None:
    disk, kept = tmp_path / "disk", tmp_path / "kept"
    # Larger than what the first pages need, smaller than the whole.
    size = sum(map(len, whole.values())) // 2
    building = shlex.join(command(pages, disk / "out", 1))
    script = (
        f"mkdir {disk} && mount -t tmpfs -o size={size} tmpfs {disk} || exit 77;"
        f"{building} >/dev/null; status=$?; cp -a {disk}/out {kept}; exit $status"
    )
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False)
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("this machine gives no small disk of its own to a test")
    assert done.returncode == 2
    assert "the disk is full; free some space" in done.stderr.splitlines()[-1]
    assert [name for name in contents(kept) if not name.startswith(".")] == []
    build([pages], kept)
    assert contents(kept) == whole
