"""The real terminology: built from the wheels, with the files that lie beside the repository added."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from raregraph.cli import run
from raregraph.errors import TerminologyError
from raregraph.resources import knowledge_folder
from raregraph.terms import Terminology
from raregraph.terms.building import add_files, build_terminology
from raregraph.terms.fetching import Fetcher
from raregraph.terms.manifest import read_manifest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
ONTOLOGY = knowledge_folder("ontology")
SHARED = ROOT.parent / "shared"
ADDED = ("gard/gard.obo", "mondo-ingest/ordo_mapping_status.tsv", "maxo/maxo.obo")
LINKS = {  # the reference page's disease in other collections, with the predicate of MONDO's mappings of 2026-08
    ("skos:exactMatch", "Orphanet:1183"),
    ("oboInOwl:hasDbXref", "GARD:10009"),
    ("skos:exactMatch", "MESH:D053578"),
    ("skos:exactMatch", "UMLS:C0393626"),
    ("skos:exactMatch", "SCTID:230350000"),
    ("skos:exactMatch", "NCIT:C4686"),
    ("skos:exactMatch", "MEDGEN:97955"),
}


@pytest.fixture(scope="module")
def fetcher(tmp_path_factory: pytest.TempPathFactory) -> Fetcher:
    """Return what gets the sources; all of them are there once this is done."""
    found = Fetcher(tmp_path_factory.mktemp("cache"))
    try:
        for _ in found.fetch(read_manifest(ONTOLOGY, "default")):
            pass
    except TerminologyError as error:
        pytest.skip(f"the sources cannot be had here: {error}")
    return found


@pytest.fixture(scope="module")
def path(fetcher: Fetcher, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("terms") / "terms.sqlite"
    started = time.process_time()
    build_terminology(target, profile="default", ontology=ONTOLOGY, fetcher=fetcher)
    assert time.process_time() - started < 60
    return target


@pytest.fixture(scope="module")
def full(path: Path, fetcher: Fetcher, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the terminology with MAxO, GARD, Orphanet's labels and MONDO's mappings added."""
    files = [SHARED / "ontologies" / name for name in ADDED]
    files += sorted((SHARED / "ontologies" / "mondo" / "mappings").glob("*.sssom.tsv"))
    missing = [file for file in files if not file.is_file()]
    if missing or len(files) == len(ADDED):
        pytest.skip("the files to add are not beside this repository")
    target = tmp_path_factory.mktemp("full") / "terms.sqlite"
    target.write_bytes(path.read_bytes())
    add_files(target, files, ontology=ONTOLOGY, fetcher=fetcher)
    return target


@pytest.fixture
def terminology(path: Path) -> Iterator[Terminology]:
    with Terminology(path, ontology=ONTOLOGY) as found:
        yield found


def test_it_holds_the_ontologies_with_names_and_links(terminology: Terminology) -> None:
    assert {"HP", "MONDO", "MESH", "HGNC", "UBERON", "CHEBI", "HsapDv"} <= terminology.prefixes()
    counts = {source.name: source.names for source in terminology.sources()}
    assert counts["HPO"] > 40_000
    assert counts["MONDO"] > 75_000
    assert counts["MeSH"] > 110_000
    assert counts["HGNC"] > 140_000
    assert list(terminology.problems()) == []


def test_opening_it_and_the_first_lookup_take_less_than_20_ms(path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from raregraph.terms import Terminology;"
        "started = time.perf_counter();"
        "terminology = Terminology(Path(sys.argv[1]), ontology=Path(sys.argv[2]));"
        "found = terminology.find_names('opsoclonus myoclonus syndrome');"
        "print(time.perf_counter() - started if found else 9)"
    )
    command = [sys.executable, "-c", program, str(path), str(ONTOLOGY)]
    times = [float(subprocess.run(command, capture_output=True, check=True).stdout) for _ in range(3)]
    assert min(times) < 0.02


# What a careless lookup would find is told in the word beside it.
@pytest.mark.parametrize(
    ("text", "branches"),
    [
        ("OMS", ("disease",)),  # otitis media
        ("MRI", ("procedure", "gene", "chemical")),  # an alias of CYREN
        ("surgery", ("procedure",)),  # a discipline
        ("radiation", ("procedure",)),  # a part of physics
        ("negative", ("phenotype",)),  # Negativism
        ("elavl4", ("gene",)),  # a word in small letters is no symbol
    ],
)
def test_words_that_look_like_a_term_find_none(terminology: Terminology, text: str, branches: tuple[str, ...]) -> None:
    found = terminology.find_names(text, branches)
    assert [name.term for name in found if name.predicate == "skos:exactMatch"] == []


@pytest.mark.parametrize(
    ("text", "branch", "identifier"),
    [
        ("Kinsbourne's syndrome", "disease", "MONDO:0015247"),
        ("mucopolysaccharidosis IIIA", "disease", "MONDO:0009655"),
        ("fever", "phenotype", "HP:0001945"),
        ("clitoromegaly", "phenotype", "HP:0008665"),  # the name of an obsolete term
        ("brain", "anatomy", "UBERON:0000955"),
        ("acetylsalicylic acid", "chemical", "CHEBI:15365"),
        ("ELAVL4", "gene", "HGNC:3315"),
    ],
)
def test_names_find_their_term(terminology: Terminology, text: str, branch: str, identifier: str) -> None:
    assert terminology.find_names(text, (branch,))[0].term.id == identifier


def test_the_disease_of_the_reference_page_has_its_links_and_parents(full: Path) -> None:
    with Terminology(full, ontology=ONTOLOGY) as found:
        links = {(link.predicate, link.object) for link in found.mappings_of("MONDO:0015247")}
        assert links >= LINKS
        assert "MONDO:0009896" not in {identifier for _, identifier in links}
        assert "MONDO:0018215" in found.ancestors("MONDO:0015247")  # paraneoplastic neurologic syndrome


def test_the_reference_page_has_the_same_claims_and_more_links(full: Path, tmp_path: Path) -> None:
    assert run(["build", "-o", str(tmp_path / "a")]) == 0
    assert run(["build", "-o", str(tmp_path / "b"), "--terms", str(full)]) == 0
    claims = [(tmp_path / folder / "claims.jsonl").read_bytes() for folder in ("a", "b")]
    assert claims[0] == claims[1]
    plain, joined = (next((tmp_path / folder).glob("*.ttl")).read_text(encoding="utf-8") for folder in ("a", "b"))
    assert joined.count(" a rg:Mapping") > plain.count(" a rg:Mapping")
    assert "MONDO:0009896" not in joined


def test_every_id_of_the_reference_page_stands_in_its_release(full: Path, tmp_path: Path) -> None:
    assert run(["build", "-o", str(tmp_path), "--terms", str(full)]) == 0
    assert run(["validate", str(tmp_path / "graph.nq"), "--terms", str(full)]) == 0


def test_the_names_of_gards_pages_ground(full: Path) -> None:
    folder = SHARED / "corpora" / "medquad" / "gard"
    if not folder.is_dir():
        pytest.skip("MedQuAD is not beside this repository")
    script = ROOT / "benchmarks" / "ground_focus.py"
    command = [sys.executable, str(script), str(full), str(folder), "--at-least", "0.96"]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr
