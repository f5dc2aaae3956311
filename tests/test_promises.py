"""The promises P1 to P8, held on the reference page and on a page with hard characters."""

import ast
import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import raregraph
from hard_page import HARD_PAGE
from pyoxigraph import BlankNode, RdfFormat
from raregraph import corpus
from raregraph.claims import find_claims
from raregraph.cli import run
from raregraph.graph import Graph, build_graph
from raregraph.model import PageClaims
from raregraph.readers import read_text
from raregraph.resources import knowledge_folder, reference_page
from raregraph.settings import Settings
from raregraph.text import canonical_text

ONTOLOGY = knowledge_folder("ontology")
BASE = "https://w3id.org/raregraph/"
FORMATS = {".ttl": RdfFormat.TURTLE, ".nq": RdfFormat.N_QUADS, ".jsonld": RdfFormat.JSON_LD}
# The design's list modal; the rest of what weakens is doubt.
MODALS = {"may", "can", "could", "might"}

Triple = tuple[str, str, str]


def table(path: Path) -> list[dict[str, str]]:
    lines = (line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


NAMESPACES = {row["prefix"]: row["namespace"] for row in table(ONTOLOGY / "prefixes.tsv")}
RELATIONS = {(row["relation"], row["predicate"]): row for row in table(ONTOLOGY / "relations.tsv")}
TERMS = {row["id"]: row for path in (ONTOLOGY / "lexicon" / "terms").glob("*.tsv") for row in table(path)}


def iri(curie: str) -> str:
    prefix, _, local = curie.partition(":")
    return NAMESPACES[prefix] + local


def words(row: dict[str, Any]) -> list[str]:
    return row["object_text"] if isinstance(row["object_text"], list) else [row["object_text"]]


def folded(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True)
class Built:
    """A folder that a build of one page filled, read without the package's own code."""

    folder: Path

    def file(self, suffix: str) -> Path:
        (found,) = self.folder.glob(f"*{suffix}")
        return found

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [
            json.loads(line) for line in (self.folder / "claims.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
        ]

    @cached_property
    def criteria(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in (self.folder / "criteria.jsonl").read_text(encoding="utf-8").splitlines()]

    @cached_property
    def triples(self) -> set[Triple]:
        quads = pyoxigraph.parse(self.file(".nq").read_bytes(), format=RdfFormat.N_QUADS)
        return {(q.subject.value, q.predicate.value, q.object.value) for q in quads}

    @cached_property
    def _index(self) -> dict[tuple[str | None, str], set[str]]:
        index: dict[tuple[str | None, str], set[str]] = {}
        for subject, predicate, target in self.triples:
            index.setdefault((subject, predicate), set()).add(target)
            index.setdefault((None, predicate), set()).add(target)
        return index

    @cached_property
    def text(self) -> str:
        (text,) = self.objects(predicate="rg:text")
        return text

    def objects(self, subject: str | None = None, *, predicate: str) -> list[str]:
        return sorted(self._index.get((subject, iri(predicate)), ()))

    def claim(self, *fragments: str, **fields: object) -> dict[str, Any]:
        """Return the one claim with these words and fields."""
        (row,) = (
            row
            for row in self.rows
            if words(row) == list(fragments) and all(row[name] == value for name, value in fields.items())
        )
        return row

    def object_of(self, row: dict[str, Any]) -> str:
        (found,) = self.objects(f"{BASE}claim/{row['claim']}", predicate="rdf:object")
        return found

    @cached_property
    def disease(self) -> str:
        (found,) = {s for s, p, _ in self.triples if p == iri("rg:claim")}
        return found


@pytest.fixture(scope="module", params=["reference", "hard"])
def built(request: pytest.FixtureRequest) -> Built:
    return Built(request.getfixturevalue(request.param))


@pytest.fixture(scope="module")
def oms(reference: Path) -> Built:
    return Built(reference)


# P1: quoted


def test_p1_every_quote_and_object_word_is_its_slice_of_the_text(built: Built) -> None:
    pieces = [(row, piece) for row in built.rows for piece in row["evidence"]]
    assert len(pieces) >= len(built.rows) > 40
    for row, piece in pieces:
        assert built.text[piece["start"] : piece["end"]] == piece["quote"]
        assert piece["spans"], row
        assert all(piece["start"] <= start < end <= piece["end"] for start, end in piece["spans"])
    for row in built.rows:
        said = {tuple(folded(built.text[a:b]) for a, b in piece["spans"]) for piece in row["evidence"]}
        assert tuple(words(row)) in said, row


def test_p1_every_stretch_in_the_graph_is_its_slice_of_the_text(built: Built) -> None:
    exact = {s: o for s, p, o in built.triples if p == iri("oa:exact")}
    start = {s: int(o) for s, p, o in built.triples if p == iri("oa:start")}
    end = {s: int(o) for s, p, o in built.triples if p == iri("oa:end")}
    spans = {o for _, p, o in built.triples if p == iri("rg:span")}
    assert len(spans) > 40
    assert all(built.text[start[span] : end[span]] == exact[span] for span in spans)
    selectors: dict[str, list[str]] = {}
    for subject, predicate, target in built.triples:
        if predicate == iri("oa:hasSelector"):
            selectors.setdefault(subject, []).append(target)
    for chosen in selectors.values():
        (quote,) = (node for node in chosen if node in exact and node not in start)
        (position,) = (node for node in chosen if node in start)
        assert built.text[start[position] : end[position]] == exact[quote]
    assert len(selectors) >= 6


def test_p1_the_graph_and_the_table_quote_the_same(built: Built) -> None:
    for row in built.rows:
        sentences = built.objects(f"{BASE}claim/{row['claim']}", predicate="biolink:has_evidence")
        assert sorted(name.rsplit("#char=", 1)[1] for name in sentences) == sorted(
            {f"{piece['start']},{piece['end']}" for piece in row["evidence"]}
        )


def test_p1_the_text_is_canonical_and_offsets_count_code_points(hard: Path) -> None:
    text = Built(hard).text
    assert not re.search("[\r\x0b\x0c\x85\u2028\u2029\x01\ufffe]", text)
    assert len(text) == len(canonical_text(HARD_PAGE)) - 1  # the byte order mark is no text
    row = Built(hard).claim("tremor")
    (start, end) = row["evidence"][0]["spans"][0]
    before = text[:start]
    assert text[start:end] == "tremor"
    assert len(before) < len(before.encode("utf-16-le")) // 2 < len(before.encode())


def test_p1_qualifiers_are_words_of_the_page(built: Built) -> None:
    text = folded(built.text).casefold()
    names = ("age_group", "population", "frequency", "severity", "condition", "target")
    said = [row[name]["text"] for row in built.rows for name in names if row[name]]
    assert len(said) >= 3
    assert [words for words in said if folded(words).casefold() not in text] == []


# P2: grounded or marked


def test_p2_every_object_is_a_term_of_an_allowed_branch_or_marked_ungrounded(built: Built) -> None:
    counts: Counter[str] = Counter()
    for row in built.rows:
        allowed = RELATIONS[row["relation"], row["predicate"]]["branches"].split("|")
        target = built.object_of(row)
        if row["object"]:
            term = TERMS[row["object"]]
            assert (row["object_label"], target) == (term["label"], iri(row["object"]))
            assert term["branch"] in allowed
            assert not built.objects(target, predicate="rg:ungrounded")
            counts["grounded"] += 1
        elif allowed == ["name"]:
            assert target == " ".join(words(row))
            counts["name"] += 1
        else:
            assert target.startswith((f"{BASE}term/", f"{BASE}value/"))
            own = target.startswith(f"{BASE}term/")
            assert built.objects(target, predicate="rg:ungrounded") == (["true"] if own else [])
            counts["own"] += 1
    assert min(counts[kind] for kind in ("grounded", "name", "own")) >= 2


def test_p2_every_id_is_of_the_tables_with_its_label(built: Built) -> None:
    modifiers = {row["modifier_id"]: row["modifier_label"] for row in table(ONTOLOGY / "lexicon/trigger-modifiers.tsv")}
    bands = {row["id"]: row["label"] for row in table(ONTOLOGY / "frequency-bands.tsv")}
    known = {**{name: row["label"] for name, row in TERMS.items()}, **modifiers, **bands}
    used = [(term["id"], term["label"]) for row in built.rows for term in row.values() if isinstance(term, dict)]
    used += [(t["id"], t["label"]) for group in built.criteria for part in group["criteria"] for t in part["terms"]]
    assert [(name, label) for name, label in used if name and known.get(name) != label] == []


def test_p2_a_term_of_its_own_equals_nothing(built: Built) -> None:
    own = {s for s, p, _ in built.triples if p == iri("rg:ungrounded")}
    assert own
    assert not [(s, o) for s, p, o in built.triples if p == iri("skos:exactMatch") and own & {s, o}]


# P3: honest edges


def may_have_an_edge(row: dict[str, Any]) -> bool:
    """The design's sentence, read again: no denial, no group, no condition, no target; at most the list modal."""
    limited = any(row[name] for name in ("age_group", "population", "condition", "target"))
    outlook_at_a_severity = row["relation"] == "prognosis" and bool(row["severity"])
    doubted = row["hedge"] is not None and row["hedge"].casefold() not in MODALS
    return not (row["negated"] or limited or outlook_at_a_severity or doubted)


def test_p3_the_direct_edges_are_those_of_the_eligible_claims_and_no_others(built: Built) -> None:
    expected = {(iri(row["predicate"]), built.object_of(row)) for row in built.rows if may_have_an_edge(row)}
    predicates = {iri(predicate) for _, predicate in RELATIONS}
    edges = {(p, o) for s, p, o in built.triples if s == built.disease and p in predicates}
    assert edges == expected
    assert 5 < len(edges) < len(built.rows)


def test_p3_plain_names_are_those_that_the_page_gives(built: Built) -> None:
    assert set(built.objects(built.disease, predicate="skos:altLabel")) == {
        " ".join(words(row)) for row in built.rows if row["relation"] == "synonym"
    }


def edges_to(built: Built, target: str) -> list[str]:
    return [p for s, p, o in built.triples if (s, o) == (built.disease, target) and p != iri("rg:claim")]


@pytest.mark.parametrize(
    "term",
    [
        "MESH:C000632625",  # ANNA1 antibody: in adults, and denied for children
        "MAXO:0000147",  # hematology testing: the blood exam of adults
        "MAXO:0000424",  # magnetic resonance imaging procedure: aimed at the neuroblastoma
        "MESH:D036542",  # Tomography, Spiral Computed: likewise
        "CHEBI:9654",  # trazodone: aimed at sleep problems and rage attacks
        "MAXO:0000647",  # chemotherapy: where there is a tumor
        "MAXO:0000004",  # surgical procedure: likewise
        "MAXO:0000014",  # radiation therapy: likewise
        "HP:0001298",  # Encephalopathy: in adults
        "HP:0001254",  # Lethargy: in children
        "HP:0000713",  # Agitation: worsens the myoclonus
        "MAXO:0001002",  # immunotherapy procedure: adults are less likely to respond
    ],
)
def test_p3_what_is_limited_has_claims_and_no_edge(oms: Built, term: str) -> None:
    assert term in {row["object"] for row in oms.rows}
    assert edges_to(oms, iri(term)) == []


def test_p3_an_outlook_for_some_has_no_edge(oms: Built) -> None:
    limited = [row for row in oms.rows if row["relation"] == "prognosis" and row["condition"]]
    assert len(limited) >= 5
    # "Relapses are common" says plainly what another sentence says under a condition.
    plain = {oms.object_of(row) for row in oms.rows if row["relation"] == "prognosis" and not row["condition"]}
    assert len([row for row in limited if oms.object_of(row) in plain]) <= 1
    assert [row for row in limited if oms.object_of(row) not in plain and edges_to(oms, oms.object_of(row))] == []


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        (("influenza",), {"negated": True}),
        (("surgery",), {"relation": "treatment"}),
        (("trazodone",), {}),
        (("fever \U0001f912",), {}),
        (("ataxia \U0001f468\u200d\U0001f469\u200d\U0001f467",), {"hedge": "Rarely"}),
    ],
)
def test_p3_hard_characters_hide_no_limit(hard: Path, words: tuple[str, ...], fields: dict[str, object]) -> None:
    page = Built(hard)
    assert edges_to(page, page.object_of(page.claim(*words, **fields))) == []


def test_p3_what_is_said_plainly_has_its_edge(oms: Built) -> None:
    # HP:0010543 Opsoclonus, MONDO:0005072 neuroblastoma
    assert edges_to(oms, iri("HP:0010543")) == [iri("obo:RO_0002200")]
    assert edges_to(oms, iri("MONDO:0005072")) == [iri("biolink:caused_by")]


# P4: stable


@pytest.mark.parametrize("suffix", FORMATS)
def test_p4_no_format_has_a_blank_node(built: Built, suffix: str) -> None:
    quads = list(pyoxigraph.parse(built.file(suffix).read_bytes(), format=FORMATS[suffix]))
    assert len(quads) > 500
    assert not [q for q in quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)]


def test_p4_the_hard_page_builds_the_same_bytes_in_other_surroundings(
    hard: Path, hard_file: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "other place" / hard_file.name
    moved.parent.mkdir()
    shutil.copy(hard_file, moved)
    surroundings = {"PYTHONHASHSEED": "4711", "LC_ALL": "C", "TZ": "Pacific/Auckland", "PYTHONUTF8": "0"}
    program = f"from raregraph.cli import run; raise SystemExit(run(['build', {str(moved)!r}, '-o', 'out']))"
    command = [sys.executable, "-c", program]
    subprocess.run(command, cwd=tmp_path, env={**os.environ, **surroundings}, check=True, capture_output=True)
    assert contents(tmp_path / "out") == contents(hard)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_p4_claims_outlive_a_typo_that_is_corrected_elsewhere() -> None:
    text = reference_page().read_text(encoding="utf-8")
    corrected = text.replace("poorly articulated speech", "very poorly articulated speech") + "\nOne more line.\n"
    assert corrected.index("very poorly") < text.index("What causes")
    before, after = ({claim.id for claim in find_claims(read_text(t, where="x.txt")).claims} for t in (text, corrected))
    assert len(before - after) <= 1
    assert len(before & after) >= len(before) - 1 > 70


# P5: validated


def page(name: str) -> str:
    return f"{name} disease\n\nWhat are the signs of {name} disease?\n\nPeople with it have tremor. Fever is seen.\n"


def lose_a_letter(claims: PageClaims) -> PageClaims:
    """Shift the sentence of the first claim by one letter, but not its quote."""
    claim = claims.claims[0]
    shifted = replace(claim.evidence[0], end=claim.evidence[0].end - 1)
    return replace(claims, claims=(replace(claim, evidence=(shifted,)), *claims.claims[1:]))


def test_p5_a_page_that_breaks_a_shape_is_told_in_words_and_the_other_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("Glass", "Paper"):
        (tmp_path / f"{name}.txt").write_text(page(name), encoding="utf-8")

    def build(claims: PageClaims, *, settings: Settings | None = None) -> Graph:
        return build_graph(lose_a_letter(claims) if "glass" in claims.page.document else claims, settings=settings)

    monkeypatch.setattr(corpus.pages, "build_graph", build)
    assert run(["build", str(tmp_path), "-o", str(tmp_path / "out")]) == 1
    told = capsys.readouterr().err
    for part in ("GARD/glass-disease: ", "section: What are the signs of Glass disease?", "sentence: ", "; "):
        assert part in told
    assert "paper-disease" not in "".join(line for line in told.splitlines() if "warning" not in line)
    assert {path.name.split(".")[0] for path in (tmp_path / "out").glob("[!.]*")} == {
        "claims",
        "criteria",
        "findings",
        "graph",
        "grounding",
        "mappings",
        "ungrounded",
    }
    assert "glass" not in (tmp_path / "out" / "claims.jsonl").read_text(encoding="utf-8")


# P6: small and offline

WATCH = """
import json, sys
seen = {"open": set(), "net": set()}
def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and "w" not in str(arguments[1]):
        seen["open"].add(arguments[0])
    elif event.startswith(("socket.", "urllib.", "http.", "subprocess.", "os.system")):
        seen["net"].add(event)
sys.addaudithook(watch)
from raregraph.cli import run
page, out = sys.argv[1:]
assert run(["build", page, "-o", out]) == 0
sys.stdout.flush()
print(json.dumps({name: sorted(found) for name, found in seen.items()}), file=sys.stderr)
"""


def test_p6_a_build_opens_no_socket_and_reads_nothing_but_itself_and_its_input(tmp_path: Path) -> None:
    shutil.copy(reference_page(), tmp_path / "page.txt")
    home = tmp_path / "home"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", WATCH, "page.txt", "out"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "HOME": str(home)},
        check=True,
        capture_output=True,
        text=True,
    )
    seen = json.loads(done.stderr.splitlines()[-1])
    assert seen["net"] == []
    python = [Path(folder) for folder in (sys.prefix, sys.base_prefix, sys.exec_prefix)]
    own = [*python, Path(raregraph.__file__).parent, ONTOLOGY, knowledge_folder("shapes"), tmp_path, Path("/dev")]
    opened = [(tmp_path / name).resolve() for name in seen["open"]]
    assert any(path.name == "page.txt" for path in opened)
    # Python's own look at the system: time zone, MIME types.
    assert [path for path in opened if not any(path.is_relative_to(folder.resolve()) for folder in own)] == []
    assert list(home.iterdir()) == []


# P7: the same path for one and many


def test_p7_two_pages_give_the_files_that_each_gives_alone(
    reference: Path, hard: Path, hard_file: Path, tmp_path: Path
) -> None:
    assert run(["build", str(reference_page()), str(hard_file), "-o", str(tmp_path)]) == 0
    both = contents(tmp_path)
    first, second = contents(reference), contents(hard)
    for name in ("claims.jsonl", "criteria.jsonl"):
        # In the order of the documents: "opaline" before "opsoclonus".
        assert both.pop(name) == second.pop(name) + first.pop(name)
    for name in ("claims.tsv", "findings.tsv"):
        sheets = [files.pop(name) for files in (both, second, first)]
        assert sheets[0] == sheets[1] + sheets[2].split(b"\n", 1)[1]
    graphs = [set(files.pop("graph.nq").split(b"\n")) for files in (both, first, second)]
    assert graphs[0] == graphs[1] | graphs[2]
    for name in ("grounding.sssom.tsv", "mappings.sssom.tsv", "ungrounded.tsv"):
        # What both pages rest on is one line there, with the sum of the counts.
        tables = [files.pop(name) for files in (both, first, second)]
        named = [{line.split(b"\t")[0] for line in table.split(b"\n")} for table in tables]
        assert named[0] == named[1] | named[2]
    assert both == first | second


# P8: knowledge is data


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    return Path(shutil.copytree(ONTOLOGY, tmp_path / "ontology"))


def add_row(path: Path, row: str) -> None:
    text = path.read_text(encoding="utf-8")
    path.write_text("\n".join((text.rstrip("\n"), row, "")), encoding="utf-8")


def teach_a_term(ontology: Path) -> None:
    # The id is of HPO's form and of no term: the test's own.
    add_row(ontology / "lexicon/terms/phenotypes.tsv", "HP:9999999\tGlassy hum\tphenotype\tglass humming\t\ttest")


def teach_a_phrase(ontology: Path) -> None:
    add_row(ontology / "lexicon/phrases.tsv", "glass humming\tHP:0001337\texact\ta test")  # Tremor


def teach_a_heading(ontology: Path) -> None:
    file = ontology / "sections.tsv"
    header = "kind\tpattern\trelations\n"
    text = file.read_text(encoding="utf-8")
    assert header in text
    file.write_text(text.replace(header, f"{header}triggers\twhat wakes the glass\ttrigger\n"), encoding="utf-8")


def teach_a_cue(ontology: Path) -> None:
    file = ontology / "cues.tsv"
    columns = next(line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("rule\t"))
    cells = {"rule": "trigger-wakes", "relation": "trigger", "variant": "relapse", "sections": "*", "subject": "*"}
    cells |= {"object": "after", "pattern": r"\bis woken by\s", "example": "It is woken by fever."}
    add_row(file, "\t".join(cells[name] for name in columns.split("\t")))


@pytest.mark.parametrize(
    ("teach", "fact"),
    [
        (teach_a_term, ("glass humming", "HP:9999999")),
        (teach_a_phrase, ("glass humming", "HP:0001337")),
        (teach_a_cue, ("fever", "HP:0001945")),  # Fever
    ],
)
def test_p8_a_row_changes_what_is_found(ontology: Path, teach: Callable[[Path], None], fact: tuple[str, str]) -> None:
    text = (
        "Glass disease\n\nWhat are the signs of glass disease?\n\nSigns include glass humming. It is woken by fever.\n"
    )

    assert fact not in facts(text, Settings(model=None))
    teach(ontology)
    assert fact in facts(text, Settings(ontology=ontology, model=None))


def facts(text: str, settings: Settings) -> set[tuple[str, str | None]]:
    claims = find_claims(read_text(text, where="x.txt", settings=settings), settings=settings).claims
    return {(" ".join(claim.object_text), claim.object.id if claim.object else None) for claim in claims}


def test_p8_a_row_makes_a_heading_of_a_line(ontology: Path) -> None:
    text = "Glass disease\n\nWhat are the signs of glass disease?\n\nTremor.\n\nWhat wakes the glass\n\nFever.\n"
    assert [part.kind for part in read_text(text, where="x.txt").sections] == ["symptoms"]
    teach_a_heading(ontology)
    page = read_text(text, where="x.txt", settings=Settings(ontology=ontology))
    assert [part.kind for part in page.sections] == ["symptoms", "triggers"]


# An id of a public ontology: its prefix, and digits behind a colon or an underscore.
ONTOLOGY_ID = re.compile(r"\b[A-Za-z][A-Za-z0-9]*[:_][A-Z]?\d{3,}\b")
# Ids that may stand in code: none. An id belongs in a table, beside its label.
# The name that the OBO Graphs format itself gives its property "term replaced by".
ALLOWED_IDS = frozenset({"IAO_0100001"})


def literals(source: str) -> Iterator[tuple[int, str]]:
    """Yield the text literals of a module that are no docstrings."""
    tree = ast.parse(source)
    statements = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in statements:
            yield node.lineno, node.value


def ids_in(source: str) -> list[tuple[int, str]]:
    found = ((line, name) for line, text in literals(source) for name in ONTOLOGY_ID.findall(text))
    return [(line, name) for line, name in found if name not in ALLOWED_IDS]


@pytest.mark.parametrize("file", sorted(Path(raregraph.__file__).parent.rglob("*.py")), ids=lambda file: file.stem)
def test_p8_no_id_of_an_ontology_stands_in_code(file: Path) -> None:
    assert ids_in(file.read_text(encoding="utf-8")) == []


def test_p8_an_id_in_code_is_found_and_one_in_a_docstring_is_not() -> None:
    assert ids_in('"""Such as HP:0001337."""\nx = {"a": "see ECO:0007321"}\ny = f"obo:RO_0002200{x}"') == [
        (2, "ECO:0007321"),
        (3, "RO_0002200"),
    ]
