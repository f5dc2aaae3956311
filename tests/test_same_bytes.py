"""Whatever way pages are built, one and the same bytes come out."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from corpus_pages import page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raregraph.cli import run
from raregraph.corpus import GRAPH, STATE, Shard, build

NAMES = ("Glass", "Paper", "Straw", "Clay", "Iron")
SIGNS = ("tremor", "fever", "a rash", "brittle hair", "nothing known")
# A folder: what each file is about, and the other name of its disease.
FOLDERS = st.dictionaries(
    st.sampled_from("abcd"), st.tuples(st.sampled_from(NAMES), st.sampled_from(SIGNS)), min_size=1
)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir() if file.name != STATE}


def fill(folder: Path, files: Mapping[str, tuple[str, str]]) -> None:
    """Make a folder hold these files and no others."""
    for file in folder.glob("*.txt"):
        if file.stem not in files:
            file.unlink()
    for name, (title, sign) in files.items():
        page(folder, name, title=f"{title} hand disease", other=sign)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(FOLDERS, min_size=2, max_size=4))
def test_after_any_changes_a_folder_is_what_a_build_from_nothing_makes(
    states: list[dict[str, tuple[str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for files in states:
            fill(folder / "in", files)
            build([folder / "in"], folder / "out", formats=["ttl"])
        build([folder / "in"], folder / "new", formats=["ttl"])
        assert contents(folder / "out") == contents(folder / "new")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        page(folder, name, title=f"{name} hand disease", other=f"{name} palm")
    return folder


@pytest.fixture(scope="module")
def whole(pages: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("whole")
    build([pages], folder)
    return contents(folder)


@pytest.mark.parametrize(("seed", "locale"), [("1", "C"), ("4242", "C.UTF-8")])
def test_neither_the_hash_seed_nor_the_locale_counts(
    pages: Path, whole: dict[str, bytes], tmp_path: Path, seed: str, locale: str
) -> None:
    command = [sys.executable, "-m", "raregraph", "build", str(pages), "-o", str(tmp_path / "out")]
    environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": locale}
    subprocess.run(command, env=environment, check=True, capture_output=True)
    assert contents(tmp_path / "out") == whole


def test_the_graphs_of_shards_merge_with_sort(pages: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    for number in (1, 2, 3):
        build([pages], tmp_path / str(number), shard=Shard(number, 3))
    graphs = sorted(str(file) for file in tmp_path.rglob(GRAPH))
    assert len(graphs) > 1
    environment = os.environ | {"LC_ALL": "C"}
    merged = subprocess.run(["sort", "-m", "-u", *graphs], env=environment, check=True, capture_output=True)
    assert merged.stdout == whole[GRAPH]


def test_the_merge_command_writes_what_one_build_writes(pages: Path, whole: dict[str, bytes], tmp_path: Path) -> None:
    shards = [f"{number}/2" for number in (1, 2)]
    for shard in shards:
        assert run(["build", str(pages), "-o", str(tmp_path / shard), "--shard", shard]) == 0
    assert run(["merge", *(str(tmp_path / shard) for shard in shards), "-o", str(tmp_path / "out")]) == 0
    assert contents(tmp_path / "out") == whole


def test_the_merge_of_a_folder_that_no_build_wrote_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["merge", str(tmp_path), "-o", str(tmp_path / "out")]) == 2
    assert "no build wrote this folder; name the folders of the shards" in capsys.readouterr().err
