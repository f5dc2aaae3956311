import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ_EVERYTHING = """
import sys
from pathlib import Path
import raregraph
from raregraph.claims.cues import load_cues
from raregraph.export.context import read_context, read_json
from raregraph.graph import read_vocabulary
from raregraph.mentions import load_rules
from raregraph.query import find_queries
from raregraph.readers import read_page
from raregraph.resources import reference_page
from raregraph.settings import Settings

settings = Settings()
home = Path(raregraph.__file__).parent
assert sys.prefix in str(home), home
for folder in (settings.ontology, settings.shapes):
    assert home in folder.parents, folder
load_rules(settings.ontology), load_cues(settings.ontology), read_vocabulary(settings.ontology)
read_context(settings.ontology / "context.jsonld", settings.base_iri), read_json(settings.ontology / "frame.jsonld")
assert find_queries(settings=settings)
assert read_page(reference_page(), settings=settings).sections
for folder in (settings.ontology, settings.shapes):
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            assert path.read_text(encoding="utf-8").strip(), path
            print(path.relative_to(home).as_posix())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment that has the wheel, and what it needs from this one."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
    run(sys.executable, "-c", build, str(folder), cwd=ROOT)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "fresh", with_pip=False)
    python = folder / "fresh" / "bin" / "python"
    target = Path(run(str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    run(sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    # The wheel stands before this: a path file adds to the end. The editable install's own path file is not read.
    (target / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return python


def run(*command: str, cwd: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_wheel_reads_every_data_file(installed: Path, tmp_path: Path) -> None:
    packed = set(run(str(installed), "-c", READ_EVERYTHING, cwd=tmp_path).split())
    kept = {
        path.relative_to(ROOT).as_posix()
        for name in ("ontology", "shapes")
        for path in (ROOT / name).rglob("*")
        if path.is_file()
    }
    assert packed == kept


@pytest.mark.slow
def test_the_wheel_builds_the_same_reference_page(installed: Path, tmp_path: Path) -> None:
    run(str(installed), "-m", "raregraph", "build", "-o", "packed", cwd=tmp_path)
    run(sys.executable, "-m", "raregraph", "build", "-o", "here", cwd=tmp_path)
    names = sorted(path.name for path in (tmp_path / "here").iterdir())
    assert names
    assert names == sorted(path.name for path in (tmp_path / "packed").iterdir())
    for name in names:
        assert (tmp_path / "packed" / name).read_bytes() == (tmp_path / "here" / name).read_bytes(), name
