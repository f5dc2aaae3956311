"""The reference page against what was found by reading it: gold facts, and the ids graded phrase by phrase."""

import csv
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyoxigraph
import pytest
from pyoxigraph import RdfFormat
from raregraph.resources import knowledge_folder
from raregraph.terms.names import load_normalizer

pytestmark = pytest.mark.slow

SHARED = Path(__file__).parents[3] / "shared"
ONTOLOGY = knowledge_folder("ontology")
LENIENT, STRICT, SHARE = 0.90, 0.80, 0.95
# A graded phrase and the words of this page for it, where those differ by more than number, case and order.
PAGE_WORDS = {
    "MRI": "MRI with contrast",
    "anti-Hu": "Hu anti-neuronal nuclear antibodies",
    "behavioural disturbance": "Behavioural disturbance",
    "contrast": "with contrast",
    "difficulty sitting/standing": "standing difficult or impossible",
    "helical CT": "helical CT scanning",
    "immunotherapy": "immunological treatment",
    "intravenous immunoglobulin": "human intravenous immunoglobulins",
    "unsteady gait": "unsteady, trembling gait",
}
SKOS = "http://www.w3.org/2004/02/skos/core#"


class Graded(NamedTuple):
    """A row of the graded phrases."""

    phrase: str
    category: str
    id: str
    label: str
    seen_in: str
    grade: str
    note: str


class Use(NamedTuple):
    """An id that the build gives to words of the page, and the place where it stands."""

    words: str
    id: str
    place: str


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside this repository")
    return path


@pytest.fixture(scope="module")
def graded() -> list[Graded]:
    with shared("seed/terms.tsv").open(encoding="utf-8", newline="") as file:
        return [Graded(*(cell or "" for cell in row.values())) for row in csv.DictReader(file, delimiter="\t")]


class Namespaces(NamedTuple):
    """Namespaces by prefix, the longest first: that of "obo" begins that of "MONDO"."""

    by_prefix: dict[str, str]

    def curie(self, iri: str) -> str:
        for prefix, namespace in self.by_prefix.items():
            if iri.startswith(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri


@pytest.fixture(scope="module")
def matches(reference: Path) -> dict[str, set[tuple[str, str]]]:
    """Return what the graph links each term to: CURIE or own IRI -> (kind of match, id)."""
    lines = (ONTOLOGY / "prefixes.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")][1:]
    ids = Namespaces({row[0]: row[1] for row in sorted(rows, key=lambda row: (-len(row[1]), row[0]))})
    found: dict[str, set[tuple[str, str]]] = {}
    (file,) = reference.glob("*.nq")
    for quad in pyoxigraph.parse(file.read_bytes(), format=RdfFormat.N_QUADS):
        subject, predicate, target = quad.subject.value, quad.predicate.value, quad.object.value
        if predicate.startswith(SKOS) and predicate.endswith("Match"):
            match = predicate.removeprefix(SKOS)
            found.setdefault(ids.curie(subject), set()).add((match, ids.curie(target)))
            if match == "exactMatch":
                found.setdefault(ids.curie(target), set()).add((match, ids.curie(subject)))
    return found


@pytest.fixture(scope="module")
def rows(reference: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (reference / "claims.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def criteria(reference: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (reference / "criteria.jsonl").read_text(encoding="utf-8").splitlines()]


NORMALIZER = load_normalizer(ONTOLOGY)


def key(words: str) -> str:
    """Return words without number, case and order, so that a phrase meets what the page writes."""
    return " ".join(sorted(set(NORMALIZER.words(words)) - {"a", "an", "the", "of", "in", "with", "for"}))


def spoken(row: dict[str, Any]) -> str:
    return row["object_text"] if isinstance(row["object_text"], str) else " ".join(row["object_text"])


@pytest.fixture(scope="module")
def uses(
    rows: list[dict[str, Any]], criteria: list[dict[str, Any]], matches: dict[str, set[tuple[str, str]]]
) -> list[Use]:
    return list(_uses(rows, criteria, matches))


def _uses(
    rows: list[dict[str, Any]], criteria: list[dict[str, Any]], matches: dict[str, set[tuple[str, str]]]
) -> Iterator[Use]:
    for row in rows:
        said = {spoken(row), *(" ".join(texts) for texts in _evidence_words(row))}
        for words in said:
            name = row["disease"] if row["relation"] == "synonym" else row["object"]
            if name:
                yield Use(words, name, "object")
                yield from (
                    Use(words, other, "mapping") for kind, other in matches.get(name, ()) if kind == "exactMatch"
                )
        for name, part in row.items():
            if isinstance(part, dict) and part["id"]:
                yield Use(part["text"], part["id"], "modifier" if name == "modifier" else "qualifier")
    for group in criteria:
        for criterion in group["criteria"]:
            for term in criterion["terms"]:
                yield Use(term["label"], term["id"], "criterion")
                yield from (Use(words, term["id"], "criterion") for words in _words_of(criterion["evidence"]))


def _words_of(piece: dict[str, Any]) -> list[str]:
    return [piece["quote"][start - piece["start"] : end - piece["start"]] for start, end in piece["spans"]]


def _evidence_words(row: dict[str, Any]) -> Iterator[list[str]]:
    for piece in row["evidence"]:
        yield _words_of(piece)


def score(gold: Path, claims: Path) -> tuple[float, float]:
    command = [sys.executable, str(shared("evaluation/score_facts.py")), str(gold), str(claims)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    print(printed)  # noqa: T201 - the figures are what the test is for
    cells = printed.splitlines()[-1].split()
    assert cells[0] == "ALL"
    return float(cells[7]), float(cells[12])


def test_the_reference_page_scores_as_promised(reference: Path) -> None:
    lenient, strict = score(shared("evaluation/gold/gard-oms.jsonl"), reference / "claims.jsonl")
    assert lenient >= LENIENT
    assert strict >= STRICT


def by_phrase(graded: list[Graded], *grades: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in graded:
        if row.grade in grades:
            found.setdefault(row.phrase, set()).add(row.id.replace("gard:", "GARD:"))
    return found


def used_for(phrase: str, uses: list[Use]) -> list[Use]:
    wanted = {key(phrase), key(PAGE_WORDS.get(phrase, phrase))}
    return [use for use in uses if key(use.words) in wanted]


def said_phrases(rows: list[dict[str, Any]]) -> set[str]:
    texts = {spoken(row) for row in rows}
    texts |= {" ".join(words) for row in rows for words in _evidence_words(row)}
    texts |= {part["text"] for row in rows for part in row.values() if isinstance(part, dict)}
    return {key(text) for text in texts}


def is_found(phrase: str, said: set[str]) -> bool:
    return key(phrase) in said or key(PAGE_WORDS.get(phrase, phrase)) in said


def test_found_phrases_carry_the_ids_that_were_graded_for_them(
    graded: list[Graded], rows: list[dict[str, Any]], uses: list[Use], capsys: pytest.CaptureFixture[str]
) -> None:
    exact, right = by_phrase(graded, "exact"), by_phrase(graded, "exact", "near")
    said = said_phrases(rows)
    found = [phrase for phrase in exact if is_found(phrase, said) or used_for(phrase, uses)]
    bad = {phrase for phrase in found if not right[phrase] & {use.id for use in used_for(phrase, uses)}}
    share = 1 - len(bad) / len(found)
    pairs = {(use.place, phrase) for phrase in found for use in used_for(phrase, uses) if use.id in right[phrase]}
    places = Counter(place for place, _ in pairs)
    with capsys.disabled():
        print(f"\n{len(found)} of {len(exact)} phrases found, {share:.1%} with a right id")  # noqa: T201 - the figure
        print(f"{dict(places)}; without: {sorted(bad)}; not found: {sorted(set(exact) - set(found))}")  # noqa: T201
    assert len(found) >= 40
    assert share >= SHARE


def test_no_phrase_carries_an_id_that_was_graded_wrong(graded: list[Graded], uses: list[Use]) -> None:
    wrong = by_phrase(graded, "wrong", "conflict")
    assert wrong
    assert [use for phrase, ids in wrong.items() for use in used_for(phrase, uses) if use.id in ids] == []


def test_an_id_that_was_only_graded_wrong_stands_nowhere(
    graded: list[Graded], uses: list[Use], reference: Path
) -> None:
    good = {row.id for row in graded if row.grade not in ("wrong", "conflict")}
    never = {row.id for row in graded if row.grade in ("wrong", "conflict")} - good
    assert len(never) >= 6
    assert never & {use.id for use in uses} == set()


def own_words(name: str) -> str:
    """Return the words of a term of the project's own by its IRI, "" for any other."""
    found = re.fullmatch(r"https://w3id\.org/raregraph/term/[a-z]+/(.+)", name)
    return found[1].replace("-", " ") if found else ""


def test_a_phrase_with_only_broader_ids_is_a_term_of_its_own_linked_to_them(
    graded: list[Graded], rows: list[dict[str, Any]], matches: dict[str, set[tuple[str, str]]]
) -> None:
    broad = by_phrase(graded, "broad")
    only = {phrase: ids for phrase, ids in broad.items() if phrase not in by_phrase(graded, "exact", "near")}
    checked = []
    for phrase, ids in only.items():
        for row in (row for row in rows if key(spoken(row)) == key(phrase) and row["relation"] != "subtype_of"):
            linked = {
                match for name, found in matches.items() if key(own_words(name)) == key(phrase) for match in found
            }
            assert row["object"] is None, (phrase, row["object"])
            assert {kind for kind, _ in linked} == {"broadMatch"}, (phrase, linked)
            assert {name for _, name in linked} & ids, (phrase, linked)
            checked.append(phrase)
    assert len(checked) >= 4, checked
