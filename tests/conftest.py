"""What several test files build once: the reference page, and a page with hard characters."""

from pathlib import Path

import pytest
from hard_page import HARD_PAGE
from raregraph.cli import run
from raregraph.export import ClaimRow, read_claims


@pytest.fixture(scope="session")
def reference(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the reference page as the command without arguments builds it."""
    folder = tmp_path_factory.mktemp("reference")
    assert run(["build", "-o", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def reference_claims(reference: Path) -> list[ClaimRow]:
    return read_claims(reference)


@pytest.fixture(scope="session")
def hard_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("hard page") / "opaline-hand.txt"
    file.write_bytes(HARD_PAGE.encode("utf-8"))
    return file


@pytest.fixture(scope="session")
def hard(hard_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the hard page."""
    folder = tmp_path_factory.mktemp("hard")
    assert run(["build", str(hard_file), "-o", str(folder)]) == 0
    return folder
