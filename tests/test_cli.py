import json
import os
import socket
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

import pytest
from raregraph import corpus
from raregraph.cli import app, run
from raregraph.cli.report import NOTICE
from raregraph.errors import KnowledgeError
from raregraph.export import read_claims
from raregraph.query import find_queries

COMMANDS = [command.callback.__name__ for command in app.registered_commands if command.callback]
GRAPH = "gard-opsoclonus-myoclonus-syndrome"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the reference page, built by the command without arguments."""
    folder = tmp_path_factory.mktemp("reference")
    assert run(["build", "-o", str(folder)]) == 0
    return folder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the current folder, with an empty folder, a file and a binary file in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "binary.txt").write_bytes(b"\x00\xff\x00")
    return tmp_path


def raregraph(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from raregraph.cli import main; main()", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_build_without_a_page_builds_the_one_that_ships(built: Path) -> None:
    assert sorted(path.name for path in built.iterdir()) == [
        "claims.jsonl",
        "claims.tsv",
        "criteria.jsonl",
        "findings.tsv",
        f"{GRAPH}.jsonld",
        f"{GRAPH}.ttl",
        "graph.nq",
        "grounding.sssom.tsv",
        "mappings.sssom.tsv",
        "ungrounded.tsv",
    ]


def test_the_summary_counts_and_warns_of_clinical_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["build", "-o", str(tmp_path), "--format", "nq,trig", "-f", "ttl"]) == 0
    printed = capsys.readouterr().out
    assert "1 of 1 page built; 11 files" in printed
    assert "phenotype" in printed
    assert "objects that can be grounded are" in printed
    assert NOTICE in printed
    assert {path.suffix for path in tmp_path.iterdir()} == {".nq", ".trig", ".ttl", ".jsonl", ".tsv"}


def test_every_data_iri_starts_with_the_base(tmp_path: Path) -> None:
    assert run(["build", "-o", str(tmp_path), "-f", "nq", "--base-iri", "https://example.org/kg/"]) == 0
    text = (tmp_path / "graph.nq").read_text(encoding="utf-8")
    assert "<https://example.org/kg/claim/" in text
    assert "<https://w3id.org/raregraph/claim/" not in text


@pytest.mark.parametrize("name", find_queries())
def test_every_question_has_an_answer_on_the_reference_page(
    built: Path, name: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["query", str(built / "graph.nq"), name, "--format", "json"]) == 0
    assert json.loads(capsysbinary.readouterr().out)["results"]["bindings"]


def test_a_question_is_answered_as_a_table(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["query", str(built / f"{GRAPH}.ttl"), "criteria"]) == 0
    printed = capsys.readouterr().out
    assert "threshold" in printed
    assert "MONDO:0005072" in printed  # neuroblastoma
    assert NOTICE in printed


def test_the_questions_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["queries"]) == 0
    assert "relapse-triggers" in capsys.readouterr().out


def test_claims_shows_words_terms_qualifiers_and_sentences(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["claims", str(built)]) == 0
    printed = capsys.readouterr().out
    for words in ("trazodone", "CHEBI:9654", "target:", "Epstein-Barr"):
        assert words in printed
    assert NOTICE in printed


def test_explain_marks_the_words_and_names_rule_and_candidates(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    claim = next(row for row in read_claims(built) if row.object_text == "trazodone")
    assert run(["explain", claim.claim[:12], "--in", str(built)]) == 0
    printed = capsys.readouterr().out
    assert "may respond to «trazodone»" in printed
    assert claim.rule in printed
    assert "taken" in printed
    assert "is a name of CHEBI:9654 (trazodone)" in printed


def test_every_claim_can_be_explained(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for row in read_claims(built):
        assert run(["explain", f"https://w3id.org/raregraph/claim/{row.claim}", "--in", str(built)]) == 0
    assert capsys.readouterr().out.count("«") >= len(read_claims(built))


@pytest.mark.parametrize("name", [f"{GRAPH}.ttl", f"{GRAPH}.jsonld", "graph.nq"])
def test_what_was_built_is_valid(built: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", str(built / name)]) == 0
    assert "nothing is wrong" in capsys.readouterr().out


def test_a_broken_graph_is_told_in_words(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (built / f"{GRAPH}.ttl").read_text(encoding="utf-8")
    (tmp_path / "broken.ttl").write_text(text.replace("rg:threshold 3", "rg:threshold 9"), encoding="utf-8")
    assert run(["validate", str(tmp_path / "broken.ttl")]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("raregraph: ")
    assert "sentence: " in printed.err
    assert NOTICE in printed.out


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["nope"], 2, "command line: No such command 'nope'; see raregraph --help"),
        (["build", "--nope"], 2, "build: No such option: --nope; see raregraph build --help"),
        (["query"], 2, "query: Missing argument"),
        (["build", "none.txt"], 2, "none.txt: there is no such file; check the path"),
        (["build", "empty"], 2, "empty: there is no page in this folder; name a file"),
        (["build", "-f", "docx"], 2, "docx: unknown format; choose one of ttl, jsonld, nt, nq, trig, rdf"),
        (["build", "-o", "file"], 2, "a file stands where a folder should be; move it away"),
        (["build", "binary.txt"], 2, "binary.txt: "),
        (["validate", "none.ttl"], 2, "none.ttl: "),
        (["query", "none.ttl", "symptoms"], 2, "none.ttl: cannot be read"),
        (
            ["query", "none.ttl", "x", "--format", "docx"],
            2,
            "--format: unknown format 'docx'; choose one of table, csv",
        ),
        (["claims", "empty"], 2, "claims.jsonl: no such file; build it first"),
        (["explain", "abc", "--in", "empty"], 2, "claims.jsonl: no such file; build it first"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_an_error_is_one_sentence_and_a_status(
    arguments: list[str],
    status: int,
    words: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = sorted(folder.rglob("*"))
    assert run(arguments) == status
    printed = capsys.readouterr()
    (line,) = printed.err.splitlines()
    assert line.startswith("raregraph: ")
    assert words in line
    assert ";" in line
    assert sorted(folder.rglob("*")) == before


def test_an_ambiguous_claim_is_refused_with_those_it_could_be(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = read_claims(built)[0].claim
    same = [row.claim for row in read_claims(built) if row.claim[0] == first[0]]
    assert len(same) > 1
    assert run(["explain", first[0], "--in", str(built)]) == 2
    assert f"{len(same)} claims start so" in capsys.readouterr().err


def test_a_warning_is_an_error_only_when_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Glass hand disease\n\nNothing here stands under a heading that is known.\n", encoding="utf-8")
    assert run(["build", str(page), "-o", str(tmp_path / "out")]) == 0
    assert "raregraph: warning: " in capsys.readouterr().err
    assert run(["build", str(page), "-o", str(tmp_path / "out"), "--strict"]) == 1


def test_a_broken_table_is_one_sentence_and_a_data_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*arguments: object, **options: object) -> NoReturn:
        raise KnowledgeError("lexicon/terms/x.tsv:7", "5 cells, not 6", "separate the cells with single tabs")

    monkeypatch.setattr(corpus.pages, "find_claims", broken)
    assert run(["build", "-o", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err == (
        "raregraph: lexicon/terms/x.tsv:7: 5 cells, not 6; separate the cells with single tabs\n"
    )
    assert not (tmp_path / "out").exists()


def test_a_wrong_source_date_is_refused(tmp_path: Path) -> None:
    done = raregraph("build", "-o", str(tmp_path / "out"), SOURCE_DATE_EPOCH="soon")
    assert done.returncode == 2
    assert done.stderr == (
        "raregraph: SOURCE_DATE_EPOCH: 'soon' is no number of seconds; unset it or set whole seconds\n"
    )


def test_the_version_is_that_of_the_package() -> None:
    done = raregraph("--version")
    assert (done.returncode, done.stdout) == (0, f"raregraph {version('raregraph')}\n")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*command.split(), "--help"]) == 0
    assert "Usage:" in capsys.readouterr().out


def test_help_does_not_load_what_builds() -> None:
    program = (
        "import sys; from raregraph.cli import run; run(['--help']);"
        "sys.exit(len({'pyshacl', 'rdflib', 'pyoxigraph', 'networkx'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, check=False).returncode == 0


def test_a_reader_that_stops_reading_is_no_error(built: Path) -> None:
    command = f'"{sys.executable}" -c "from raregraph.cli import main; main()" claims "{built}" | head -n 1'
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, check=False)
    assert done.stderr == b""


def test_nothing_opens_a_socket(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise AssertionError("a socket was asked for")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert run(["build", "-o", str(tmp_path), "-f", "ttl,jsonld,nt,nq,trig,rdf"]) == 0
    assert run(["validate", str(tmp_path / f"{GRAPH}.jsonld")]) == 0
    assert run(["query", str(tmp_path / f"{GRAPH}.jsonld"), "symptoms"]) == 0
    assert run(["claims", str(built)]) == 0


@pytest.mark.slow
def test_the_files_are_the_same_under_any_hash_seed_locale_and_folder(tmp_path: Path) -> None:
    surroundings = ({"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"}, {"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"})
    contents = []
    for number, environment in enumerate(surroundings):
        folder = tmp_path / f"folder {number}"
        assert raregraph("build", "-o", str(folder), "-f", "ttl,jsonld,nt,nq,trig,rdf", **environment).returncode == 0
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(contents[0]) == 14
    assert contents[0] == contents[1]


def test_the_rules_alone_are_asked_for_by_an_option(tmp_path: Path) -> None:
    assert run(["build", "-o", str(tmp_path), "--rules-only"]) == 0
    rules = {row.rule for row in read_claims(tmp_path)}
    assert not [rule for rule in rules if rule.startswith("tagger")]
