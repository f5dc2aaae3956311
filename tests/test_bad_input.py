"""Bad input through the command line: one clear sentence, the right exit status, nothing half-written."""

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from raregraph.cli import run
from raregraph.export import read_claims
from raregraph.resources import knowledge_folder, reference_page
from raregraph.settings import Settings

PAGE = """Glass hand disease

What are the signs and symptoms of glass hand disease?

Signs may include tremor; fever; and difficulty eating or sleeping.[1] Adults may have ataxia.

How might glass hand disease be treated?

Treatment may include surgery.
"""


class Told(NamedTuple):
    """What a command left: its status, its sentences on stderr, the files it wrote."""

    status: int
    sentences: list[str]
    files: list[str]


@pytest.fixture
def build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Told]:
    """Build pages into `tmp_path/out`, and return what is told and left."""

    def act(*pages: Path, out: Path = tmp_path / "out") -> Told:
        status = run(["build", *map(str, pages), "-o", str(out)])
        return told(status, capsys.readouterr().err, tmp_path)

    return act


def told(status: int, stderr: str, folder: Path) -> Told:
    assert "Traceback" not in stderr
    sentences = [line for line in stderr.splitlines() if not line.startswith("    ")]
    assert all(line.startswith("raregraph: ") for line in sentences), sentences
    left = [path for path in folder.rglob("*") if path.is_file()]
    assert not [path for path in left if path.suffix == ".part"]
    return Told(status, sentences, sorted(path.name for path in left if path.parent.name == "out"))


def page(folder: Path, content: str | bytes = PAGE, name: str = "page.txt") -> Path:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


# Pages that cannot be read


@pytest.mark.parametrize(
    ("content", "what", "advice"),
    [
        (b"", "the file is empty", "give a page with text"),
        (b" \n\t\r\n  \n", "the file is empty", "give a page with text"),
        ("\ufeff\u00a0\u2028\u3000\n".encode(), "the file is empty", "give a page with text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "the file is binary, not text", "give the page as text in UTF-8"),
        ("Maladie de l'été\n".encode("latin-1"), "byte 13 is not UTF-8 text", "convert the file to UTF-8"),
        (PAGE.encode("utf-16-le"), "the file is binary, not text", "give the page as text in UTF-8"),
        (b"\xff\xfea", "byte 2 is not UTF-16 text", "convert the file to UTF-8"),
    ],
    ids=[
        "empty",
        "white space",
        "other white space",
        "binary",
        "Latin-1",
        "UTF-16 without its mark",
        "half a character",
    ],
)
def test_a_page_that_cannot_be_read_is_told_with_what_and_advice(
    tmp_path: Path, build: Callable[..., Told], content: bytes, what: str, advice: str
) -> None:
    result = build(page(tmp_path, content))
    assert result.status == 2
    (sentence,) = result.sentences
    assert "page.txt: " in sentence
    assert f"{what}; {advice}" in sentence
    assert result.files == []


def test_a_missing_page_is_told(tmp_path: Path, build: Callable[..., Told]) -> None:
    result = build(tmp_path / "none.txt")
    assert (result.status, result.files) == (2, [])
    assert result.sentences == [f"raregraph: {tmp_path}/none.txt: there is no such file; check the path"]


def test_a_folder_without_a_page_is_told(tmp_path: Path, build: Callable[..., Told]) -> None:
    (tmp_path / "in").mkdir()
    page(tmp_path / "in", name="notes.doc")
    result = build(tmp_path / "in")
    assert (result.status, result.files) == (2, [])
    (sentence,) = result.sentences
    assert "in: there is no page in this folder; name a file, or a folder with .htm or .html or " in sentence


def test_one_unreadable_page_among_others_is_a_data_error_and_the_others_are_built(
    tmp_path: Path, build: Callable[..., Told]
) -> None:
    result = build(page(tmp_path, b"\x00", name="bad.txt"), page(tmp_path))
    assert result.status == 1
    (error,) = (sentence for sentence in result.sentences if "warning" not in sentence)
    assert "bad.txt: the file is binary" in error
    assert "gard-glass-hand-disease.ttl" in result.files


def test_a_page_given_twice_is_built_once_and_told(tmp_path: Path, build: Callable[..., Told]) -> None:
    once, twice = build(page(tmp_path)), build(page(tmp_path), page(tmp_path, name="again.txt"))
    assert (once.status, twice.status) == (0, 1)
    (error,) = (sentence for sentence in twice.sentences if "warning" not in sentence)
    assert "page.txt: this page is GARD/glass-hand-disease, and so is one of again.txt" in error
    assert error.endswith("; leave one of the two out, or rename it")
    assert once.files == twice.files


def test_a_huge_page_is_refused_at_once(tmp_path: Path, build: Callable[..., Told]) -> None:
    file = page(tmp_path, PAGE.encode() * (20_000_000 // len(PAGE)))
    start = time.perf_counter()
    result = build(file)
    assert time.perf_counter() - start < 3
    (sentence,) = result.sentences
    assert (result.status, result.files) == (2, [])
    assert "more than a page can (1,000,000); split it into pages" in sentence


# Pages that are read as far as they go


def claims(folder: Path) -> list[tuple[object, ...]]:
    return [(row.claim, row.relation, row.object, row.object_text) for row in read_claims(folder)]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-16"),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("fever", "\tfever").replace("may include", "may\u00a0include").encode(),
        lambda text: text.replace("\n\n", "\n\x0c\n").encode(),
    ],
    ids=["CRLF", "CR", "UTF-16 with its mark", "UTF-8 with a mark", "tabs and no-break spaces", "form feeds"],
)
def test_the_same_page_in_other_bytes_says_the_same(
    tmp_path: Path, build: Callable[..., Told], change: Callable[[str], bytes]
) -> None:
    build(page(tmp_path), out=tmp_path / "plain")
    assert build(page(tmp_path, change(PAGE))).status == 0
    assert len(claims(tmp_path / "plain")) >= 6
    assert claims(tmp_path / "out") == claims(tmp_path / "plain")


def test_a_page_with_windows_line_ends_is_the_same_page(tmp_path: Path, build: Callable[..., Told]) -> None:
    build(page(tmp_path), out=tmp_path / "plain")
    build(page(tmp_path, PAGE.replace("\n", "\r\n")))
    for file in (tmp_path / "plain").iterdir():
        assert (tmp_path / "out" / file.name).read_bytes() == file.read_bytes()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            PAGE.split("\n", 2)[2],
            "the page has no title; its headings name 'glass hand disease'; put",
        ),
        (
            "Glass hand disease\n\nPeople have tremor.\n",
            "no known heading; the text is read as an overview; add",
        ),
        (
            "Glass hand disease\n\nWhat causes glass hand disease?\n\nHow is glass hand disease diagnosed?\n",
            "the page has headings but no text; give the whole page",
        ),
    ],
    ids=["no title", "no known heading", "headings only"],
)
def test_what_a_page_lacks_is_one_warning(tmp_path: Path, build: Callable[..., Told], text: str, words: str) -> None:
    result = build(page(tmp_path, text))
    assert result.status == 0
    assert [sentence for sentence in result.sentences if words in sentence and ": warning: page.txt: " in sentence]
    assert all(": warning: " in sentence for sentence in result.sentences)
    assert len(result.files) == 10


def test_the_order_of_the_sections_does_not_matter(tmp_path: Path, build: Callable[..., Told]) -> None:
    title, *sections = PAGE.split("\n\n")
    turned = "\n\n".join((title, *sections[2:], *sections[:2]))
    build(page(tmp_path), out=tmp_path / "plain")
    build(page(tmp_path, turned))
    assert sorted(map(str, claims(tmp_path / "out"))) == sorted(map(str, claims(tmp_path / "plain")))


@pytest.mark.slow
def test_a_page_that_repeats_itself_takes_time_by_its_length_not_by_its_square(
    tmp_path: Path, build: Callable[..., Told]
) -> None:
    heading, said = PAGE.split("\n\n")[1:3]
    file = page(tmp_path, "\n\n".join(("Glass hand disease", heading, *[said] * 120)))
    start = time.process_time()
    assert build(file).status == 0
    assert time.process_time() - start < 8  # 2 s; with every span against every sentence of its claim 13 s
    assert len(read_claims(tmp_path / "out")[0].evidence) == 120


@pytest.mark.slow
@pytest.mark.slow
def test_a_long_page_of_repeated_text_is_built(tmp_path: Path, build: Callable[..., Told]) -> None:
    body = PAGE.split("\n", 2)[2]
    file = page(tmp_path, "Glass hand disease\n\n" + body * (990_000 // len(body)))
    assert build(file).status == 0
    assert 5 <= len(claims(tmp_path / "out")) <= 8


# Output that cannot be written


def test_a_file_in_place_of_the_output_folder_is_told_and_kept(tmp_path: Path, build: Callable[..., Told]) -> None:
    (tmp_path / "out").write_text("keep me")
    result = build(page(tmp_path))
    assert result.status == 2
    assert "a file stands where a folder should be; move it away" in result.sentences[-1]
    assert (tmp_path / "out").read_text() == "keep me"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="only Linux has /proc, where even root may not write")
def test_a_folder_that_nobody_may_write_to_is_told(tmp_path: Path, build: Callable[..., Told]) -> None:
    result = build(page(tmp_path), out=Path("/proc/raregraph"))
    assert result.status == 2
    (error,) = (sentence for sentence in result.sentences if "warning" not in sentence)
    assert error.startswith("raregraph: /proc/raregraph/")
    assert "; choose another folder" in error


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "no permission to write; choose a folder that you may write to"),
        (errno.EROFS, "no permission to write; choose a folder that you may write to"),
        (errno.ENOSPC, "the disk is full; free some space or choose another folder"),
        (errno.EIO, "cannot be written (Input/output error); choose another folder"),
    ],
    ids=errno.errorcode.get,
)
def test_a_write_that_fails_leaves_what_stood_there_before(
    tmp_path: Path, build: Callable[..., Told], monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    assert build(page(tmp_path)).status == 0
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}

    def fail(descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    result = build(page(tmp_path, PAGE.replace("fever", "malaise")))
    assert result.status == 2
    (error,) = (sentence for sentence in result.sentences if "warning" not in sentence)
    assert words in error
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before


@pytest.mark.slow
def test_a_disk_that_fills_up_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    script = (
        f"mkdir -p {tmp_path}/out && mount -t tmpfs -o size=200k tmpfs {tmp_path}/out || exit 77;"
        f'"{sys.executable}" -c "from raregraph.cli import main; main()" build -o {tmp_path}/out; status=$?;'
        f"ls -A {tmp_path}/out; exit $status"
    )
    done = subprocess.run(["unshare", "-rm", "sh", "-c", script], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1, 2) or "mount" in done.stderr:
        pytest.skip("this machine gives no small disk of its own to a test")
    assert done.returncode == 2
    (sentence,) = done.stderr.splitlines()
    assert "the disk is full; free some space or choose another folder" in sentence
    assert done.stdout == ""


# Knowledge that is broken


@pytest.fixture
def knowledge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of `ontology/` and `shapes/` that the command line uses."""
    for name in ("ontology", "shapes"):
        shutil.copytree(knowledge_folder(name), tmp_path / name)
    copies = Settings(ontology=tmp_path / "ontology", shapes=tmp_path / "shapes")
    monkeypatch.setattr("raregraph.cli.build.Settings", lambda: copies)
    return tmp_path


def put(file: Path, *lines: str | bytes) -> None:
    text = file.read_bytes().rstrip(b"\n")
    file.write_bytes(b"\n".join((text, *(line.encode() if isinstance(line, str) else line for line in lines), b"")))


TERMS = "ontology/lexicon/terms/phenotypes.tsv"


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        (TERMS, "HP:123\tTremor\tphenotype\t\t\tx", "'HP:123' is no id of HP; its form is "),
        (
            TERMS,
            "XX:0001337\tTremor\tphenotype\t\t\tx",
            "'XX:0001337' has an unknown prefix; use a prefix of",
        ),
        (TERMS, "HP:0009999\tTremor\tphenotype", "3 cells, not 6; separate the cells with single tabs"),
        (TERMS, "HP:0001337\tTremor\tphenotype\t\t\tx", "HP:0001337 has a row already; keep one row for each term"),
        (TERMS, "HP:0009999\t\tphenotype\t\t\tx", "HP:0009999 has no label; write the ontology's label"),
        (TERMS, b"HP:0009999\tcaf\xe9\tphenotype\t\t\tx", "cannot be read"),
        (
            "ontology/lexicon/phrases.tsv",
            "hum\tHP:0009998\texact\t",
            "HP:0009998 is no term of lexicon/terms; add",
        ),
        ("ontology/lexicon/phrases.tsv", "hum\tHP:0001337\tequal\t", "match is 'equal'; make it one of exact"),
        ("ontology/sections.tsv", "cause\twhat (\tcause", "the pattern is no regular expression"),
        ("ontology/cues.tsv", "CUE", "the pattern is no regular expression"),
        ("shapes/claim.shacl.ttl", "rg:broken sh:path ( .", "no Turtle"),
        ("shapes/claim.shacl.ttl", b"\xff", "cannot be read"),
    ],
    ids=[
        "id of a wrong form",
        "unknown prefix",
        "too few cells",
        "second row",
        "no label",
        "wrong encoding",
        "phrase of no term",
        "unknown match",
        "broken heading",
        "broken cue",
        "broken shapes",
        "shapes of a wrong encoding",
    ],
)
def test_broken_knowledge_is_one_sentence_with_file_and_advice(
    knowledge: Path, build: Callable[..., Told], file: str, line: str | bytes, words: str
) -> None:
    path = knowledge / file
    put(path, broken_cue(path) if line == "CUE" else line)
    number = path.read_bytes().count(b"\n")
    result = build(page(knowledge))
    assert result.status == 1
    (sentence,) = result.sentences
    placed = f"{path}:{number}: " if path.suffix == ".tsv" and words != "cannot be read" else f"{path}: "
    assert sentence.startswith(f"raregraph: {placed}")
    assert words in sentence
    assert "; " in sentence
    assert result.files == []


def broken_cue(file: Path) -> str:
    """Return the last row of the cues with a bracket that nothing closes."""
    header, *_, last = (line for line in file.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    row = dict(zip(header.split("\t"), last.split("\t"), strict=True))
    return "\t".join((row | {"rule": "test-broken", "pattern": r"\b(is"}).values())


def test_a_missing_table_is_one_sentence(knowledge: Path, build: Callable[..., Told]) -> None:
    (knowledge / "ontology/cues.tsv").unlink()
    result = build(page(knowledge))
    assert (result.status, result.files) == (1, [])
    (sentence,) = result.sentences
    assert "cues.tsv: cannot be read" in sentence
    assert sentence.endswith("; restore the file")


# Graphs and claims that are broken, and things that are not there


@pytest.fixture(scope="module")
def graph(reference: Path) -> Path:
    (file,) = reference.glob("*.ttl")
    return file


@pytest.mark.parametrize("command", [["validate"], ["query", "symptoms"]], ids=["validate", "query"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("cut.ttl", None),
        ("binary.nq", b"\x00\xff"),
        ("latin.ttl", '<a:b> <c:d> "é" .'.encode("latin-1")),
        ("list.jsonld", b"{"),
        ("open.rdf", b"<rdf:RDF"),
        ("page.txt", b"text"),
        ("nothing", b""),
    ],
)
def test_a_broken_graph_is_one_sentence(
    graph: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    command: list[str],
    name: str,
    content: bytes | None,
) -> None:
    file = tmp_path / name
    file.write_bytes(graph.read_bytes()[:-200] if content is None else content)
    assert run([command[0], str(file), *command[1:]]) == 2
    result = told(2, capsys.readouterr().err, tmp_path)
    (sentence,) = result.sentences
    assert sentence.startswith(f"raregraph: {file}: ")
    assert "; " in sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "GRAPH", "nonsense"], "nonsense: no such query; name a .rq file or one of "),
        (["query", "GRAPH", "none.rq"], "none.rq: cannot be read (No such file or directory); name a file of SPARQL"),
        (["query", "GRAPH", "BROKEN"], "broken query"),
        (["explain", "ffffffffffffffffffff", "--in", "FOLDER"], "no claim has this id; raregraph claims lists them"),
        (["claims", "BAD"], "claims.jsonl"),
        (["validate", "FOLDER"], "; "),
    ],
    ids=["unknown question", "missing file", "broken query", "unknown claim", "broken claims", "folder"],
)
def test_what_is_not_there_is_one_sentence(
    graph: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (tmp_path / "broken.rq").write_text("SELECT ?x WHERE {", encoding="utf-8")
    (tmp_path / "claims.jsonl").write_text('{"claim": ', encoding="utf-8")
    places = {"GRAPH": graph, "FOLDER": graph.parent, "BROKEN": tmp_path / "broken.rq", "BAD": tmp_path}
    assert run([str(places.get(argument, argument)) for argument in arguments]) == 2
    (sentence,) = told(2, capsys.readouterr().err, tmp_path).sentences
    assert words in sentence
    assert ";" in sentence


def test_a_program_that_fails_leaves_its_status_to_the_shell(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "raregraph", "build", "none.txt"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "raregraph: none.txt: there is no such file; check the path\n"
    assert list(tmp_path.iterdir()) == []


def test_the_page_that_ships_has_no_finding(tmp_path: Path, build: Callable[..., Told]) -> None:
    result = build(reference_page())
    assert (result.status, result.sentences, len(result.files)) == (0, [], 10)
