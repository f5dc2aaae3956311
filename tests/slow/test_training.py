"""Training the model that ships, on a few of the pages that it was trained on."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGES = ROOT.parent / "shared" / "evaluation" / "pages" / "train"


def train(output: Path) -> bytes:
    script = ROOT / "training" / "train_tagger.py"
    subprocess.run([sys.executable, script, PAGES, "--every", "90", "--folds", "2", "-o", output], check=True)
    return output.read_bytes()


def test_training_again_gives_the_same_bytes(tmp_path: Path) -> None:
    pytest.importorskip("pycrfsuite", reason="the extra `training` is not installed")
    if not PAGES.is_dir():
        pytest.skip(f"{PAGES} is not there")
    assert train(tmp_path / "a.model") == train(tmp_path / "b.model")
