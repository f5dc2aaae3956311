"""The ids of a built corpus stand in the releases it was built with: known, current, under that label."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from raregraph.corpus import GRAPH, build
from raregraph.settings import Settings
from raregraph.terms.places import TERMS_VARIABLE, default_terms

pytestmark = pytest.mark.slow
MEDQUAD = Path(__file__).parents[3] / "shared" / "corpora" / "medquad"
PAGES = 300
MEMORY = 1 << 30
"""Bytes that the check may take."""
BRANCH, LABEL = "https://w3id.org/raregraph/vocab/branch", "http://www.w3.org/2000/01/rdf-schema#label"
META = "https://w3id.org/raregraph/graph/meta"


@pytest.fixture(scope="module")
def terms() -> Path:
    path = Path(os.environ.get(TERMS_VARIABLE) or default_terms())
    if not path.is_file():
        pytest.skip(f"no terminology: raregraph terms build makes one, or {TERMS_VARIABLE} names one")
    return path


@pytest.fixture(scope="module")
def graph(terms: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not MEDQUAD.is_dir():
        pytest.skip("MedQuAD is not beside this repository")
    out = tmp_path_factory.mktemp("corpus")
    files = sorted(MEDQUAD.rglob("*.xml"))
    chosen = files[:: len(files) // PAGES][:PAGES]
    summary = build(chosen, out, formats=[], settings=Settings(terms=terms), workers=2)
    assert (summary.read, summary.count("error")) == (PAGES, 0)
    return out / GRAPH


def check(graph: Path, terms: Path) -> tuple[int, list[str]]:
    """Run the check in a process of its own, which may take only so much memory. Returns status and errors."""
    command = [sys.executable, "-m", "raregraph", "validate", str(graph), "--terms", str(terms)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = [line.removeprefix("raregraph: ") for line in done.stderr.splitlines() if line.startswith("raregraph: ")]
    return done.returncode, [line for line in lines if not line.startswith("warning: ")]


def test_every_id_of_a_corpus_exists_is_current_and_has_its_label(graph: Path, terms: Path) -> None:
    assert check(graph, terms) == (0, [])
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < MEMORY


@pytest.mark.parametrize(
    ("identifier", "label", "said"),
    [
        ("HP_9999999", "Wooden ear", "is in no release that is loaded"),
        ("HP_0000057", "Clitoromegaly", "is obsolete in"),
        ("HP_0001250", "Wooden ear", "its label is 'Wooden ear', but 'Seizure'"),
    ],
    ids=["unknown", "obsolete", "wrong label"],
)
def test_a_planted_id_is_found(
    graph: Path, terms: Path, tmp_path: Path, identifier: str, label: str, said: str
) -> None:
    node = f"<http://purl.obolibrary.org/obo/{identifier}>"
    planted = tmp_path / "planted.nq"
    own = f'{node} <{BRANCH}> "phenotype" <{META}> .\n{node} <{LABEL}> "{label}" <{META}> .\n'
    planted.write_text("".join(_head(graph)) + own, encoding="utf-8")
    status, errors = check(planted, terms)
    assert status == 1
    assert [error for error in errors if identifier.replace("_", ":") in error and said in error], errors


def _head(graph: Path) -> list[str]:
    """Return the lines of the terms alone: the shapes are no matter here."""
    with graph.open(encoding="utf-8") as lines:
        return [line for line in lines if line.startswith("<http://purl.obolibrary.org/obo/HP_0001250>")]
