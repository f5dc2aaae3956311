"""The lexicon's own rules, and what it must know of the reference page."""

import csv
import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from raregraph.resources import knowledge_folder
from raregraph.tables import read_table
from raregraph.terms import Lexicon, Name, load_lexicon
from raregraph.terms.identifiers import PrefixRow
from raregraph.terms.lexicon import MappingRow, ModifierRow, PhraseRow, TermRow

ONTOLOGY = knowledge_folder("ontology")
SEED = Path(__file__).parents[2] / "shared" / "seed" / "terms.tsv"

# GARD calls it a synonym of the page's disease, MONDO a disease of its own: the page's word stays a word.
DISPUTED = {"Infantile polymyoclonus"}
# The slash joins two phrases, and "sitting" has no term.
SPLIT = {"difficulty sitting/standing": "difficulty standing"}


class BranchRow(NamedTuple):
    """A row of `branches.tsv`."""

    branch: str
    root: str
    category: str
    label: str


class SeedRow(NamedTuple):
    """A row of the seed's phrases with the ids found for them."""

    phrase: str
    category: str
    id: str
    label: str
    seen_in: str
    grade: str
    note: str


class LabelledRow(NamedTuple):
    """An id with the label it is written with."""

    where: str
    id: str
    label: str


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(ONTOLOGY)


@pytest.fixture(scope="module")
def terms() -> list[TermRow]:
    files = sorted((ONTOLOGY / "lexicon" / "terms").glob("*.tsv"))
    return [row for path in files for row in read_table(path, TermRow)]


@pytest.fixture(scope="module")
def seed() -> list[SeedRow]:
    if not SEED.is_file():
        pytest.skip("the seed's phrases are not beside this repository")
    with SEED.open(encoding="utf-8", newline="") as file:
        return [SeedRow(*(cell or "" for cell in row.values())) for row in csv.DictReader(file, delimiter="\t")]


def labelled_ids() -> list[LabelledRow]:
    """Every id of the tables that stands with its label."""
    files = sorted((ONTOLOGY / "lexicon" / "terms").glob("*.tsv"))
    found = [LabelledRow(path.name, row.id, row.label) for path in files for row in read_table(path, TermRow)]
    for mapping in read_table(ONTOLOGY / "lexicon" / "mappings.tsv", MappingRow):
        found.append(LabelledRow("mappings.tsv", mapping.subject_id, mapping.subject_label))
        found.append(LabelledRow("mappings.tsv", mapping.object_id, mapping.object_label))
    modifiers = read_table(ONTOLOGY / "lexicon" / "trigger-modifiers.tsv", ModifierRow)
    found.extend(LabelledRow("trigger-modifiers.tsv", row.modifier_id, row.modifier_label) for row in modifiers)
    for name in ("age-groups.tsv", "frequencies.tsv", "frequency-bands.tsv", "severities.tsv"):
        with (ONTOLOGY / name).open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
            found.extend(LabelledRow(name, row["id"], row["label"]) for row in rows if row["id"] or row["label"])
    return found


def equal_names(lexicon: Lexicon, phrase: str) -> list[Name]:
    """The names that equate a phrase with a term."""
    return [name for name in lexicon.find_names(phrase) if name.predicate == "skos:exactMatch"]


def same_ids(lexicon: Lexicon, phrase: str) -> list[set[str]]:
    """For each term a phrase equates with: its id and those that exact mappings equate with it."""
    found = {str(name.term.id): {str(name.term.id)} for name in equal_names(lexicon, phrase)}
    for mapping in lexicon.mappings:
        if mapping.subject.id in found and mapping.predicate == "skos:exactMatch":
            found[mapping.subject.id].add(str(mapping.object.id))
    return list(found.values())


def test_every_id_has_the_form_of_its_prefix() -> None:
    forms = {row.prefix: row.pattern for row in read_table(ONTOLOGY / "prefixes.tsv", PrefixRow)}
    wrong = []
    for row in labelled_ids():
        prefix, _, local = row.id.partition(":")
        if prefix not in forms or not re.fullmatch(forms[prefix], local):
            wrong.append(row)
    assert not wrong


def test_an_id_has_one_label_in_all_tables() -> None:
    labels: dict[str, set[str]] = {}
    for row in labelled_ids():
        labels.setdefault(row.id, set()).add(row.label)
    assert {identifier: found for identifier, found in labels.items() if len(found) > 1 or "" in found} == {}


def test_every_branch_of_a_term_is_declared(terms: list[TermRow]) -> None:
    assert {row.branch for row in terms} <= {row.branch for row in read_table(ONTOLOGY / "branches.tsv", BranchRow)}


def test_every_term_names_its_source(terms: list[TermRow]) -> None:
    assert [row.id for row in terms if not re.search(r"\d", row.source)] == []


def test_parents_are_terms_of_the_lexicon_and_no_term_is_its_own_ancestor(lexicon: Lexicon) -> None:
    above = {parent for parents in lexicon.parents.values() for parent in parents}
    assert above <= lexicon.terms.keys()
    assert [i for i, up in lexicon.parents.items() if any(i in lexicon.ancestors(parent) for parent in up)] == []


def test_a_name_equates_with_one_term_of_a_branch(lexicon: Lexicon) -> None:
    twice = {}
    for words, names in lexicon.by_words.items():
        found = {(name.term.branch, name.term.id) for name in names if name.predicate == "skos:exactMatch"}
        if len({branch for branch, _ in found}) < len(found):
            twice[words] = found
    assert twice == {}


def test_a_phrase_is_linked_once_in_a_branch(lexicon: Lexicon) -> None:
    seen: dict[tuple[str, str], str] = {}
    for row in read_table(ONTOLOGY / "lexicon" / "phrases.tsv", PhraseRow):
        key = (lexicon.terms[row.id].branch, " ".join(lexicon.normalizer.words(row.phrase)))
        assert seen.setdefault(key, row.id) == row.id, row


def test_no_abbreviation_of_the_lexicon_is_an_everyday_word(lexicon: Lexicon) -> None:
    everyday = {"aid", "rage", "fall", "back", "cold", "lead", "sole", "all", "met", "large", "pain of", "can"}
    short = {name.text for names in lexicon.by_words.values() for name in names if name.text.isupper()}
    assert {text for text in short if lexicon.normalizer.words(text)[0] in everyday} == set()


def test_triggers_have_modifiers_of_the_branch_of_their_variant(lexicon: Lexicon) -> None:
    rows = read_table(ONTOLOGY / "lexicon" / "trigger-modifiers.tsv", ModifierRow)
    opening = {
        "relapse": ("Triggered by",),
        "worsening": ("Aggravated by", "Exacerbated by", "Postpartum exacerbation"),
    }
    assert [row for row in rows if not row.modifier_label.startswith(opening[row.variant])] == []
    # HP:6000777 Posterior vertebral body notching sits in the branch by mistake.
    assert "HP:6000777" not in {row.modifier_id for row in rows} | lexicon.terms.keys()


def test_the_disputed_disease_is_nowhere(lexicon: Lexicon) -> None:
    # MONDO:0009896 polymyoclonus, infantile; MESH:C535524 Infantile polymyoclonus
    disputed = {"MONDO:0009896", "MESH:C535524"}
    assert not disputed & lexicon.terms.keys()
    assert not disputed & {mapping.object.id for mapping in lexicon.mappings}


def test_words_find_their_term_in_american_and_british_spelling_and_in_the_plural(lexicon: Lexicon) -> None:
    assert {name.term.id for name in equal_names(lexicon, "tumours")} == {"MONDO:0005070"}  # neoplasm
    assert {name.term.id for name in equal_names(lexicon, "anaemia")} == {"HP:0001903"}  # Anemia
    assert {name.term.id for name in equal_names(lexicon, "vertebrae")} == {"UBERON:0002412"}  # vertebra


def test_ids_graded_exact_are_reached_from_their_phrase(lexicon: Lexicon, seed: list[SeedRow]) -> None:
    wanted: set[str] = set()
    allowed: dict[str, set[str]] = {}
    for row in seed:
        if row.grade in ("exact", "near"):
            allowed.setdefault(row.phrase, set()).add(row.id.replace("gard:", "GARD:"))
        if row.grade == "exact":
            wanted.add(row.phrase)
    found = {phrase: same_ids(lexicon, SPLIT.get(phrase, phrase)) for phrase in wanted - DISPUTED}
    missed = {phrase: terms for phrase, terms in found.items() if not any(ids & allowed[phrase] for ids in terms)}
    assert missed == {}


def test_no_phrase_equates_with_an_id_outside_its_exact_and_near_ones(lexicon: Lexicon, seed: list[SeedRow]) -> None:
    allowed: dict[str, set[str]] = {}
    for row in seed:
        ids = allowed.setdefault(row.phrase, set())
        if row.grade in ("exact", "near"):
            ids.add(row.id.replace("gard:", "GARD:"))
    equated = {phrase: [ids for ids in same_ids(lexicon, phrase) if not ids & allowed[phrase]] for phrase in allowed}
    assert {phrase: found for phrase, found in equated.items() if found} == {}


def test_ids_graded_wrong_or_disputed_are_no_object_for_their_phrase(lexicon: Lexicon, seed: list[SeedRow]) -> None:
    for row in seed:
        if row.grade in ("wrong", "conflict"):
            assert row.id not in {name.term.id for name in lexicon.find_names(row.phrase)}, row


def test_phrases_with_only_broader_ids_are_linked_and_never_equated(lexicon: Lexicon, seed: list[SeedRow]) -> None:
    grades: dict[str, set[str]] = {}
    for row in seed:
        grades.setdefault(row.phrase, set()).add(row.grade)
    broad = {phrase for phrase, found in grades.items() if "broad" in found and not found & {"exact", "near"}}
    ids = {(row.phrase, row.id) for row in seed if row.grade == "broad"}
    # The agent stands on the page only as the disease; its own label would equate it.
    for phrase in broad - {"Influenza A virus"}:
        names = lexicon.find_names(phrase)
        assert names, phrase
        assert {name.predicate for name in names} == {"skos:broadMatch"}, phrase
        assert all((phrase, name.term.id) in ids for name in names), phrase


def test_percentages_of_the_bands_do_not_overlap() -> None:
    with (ONTOLOGY / "frequency-bands.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    bands = sorted((int(row["low"]), int(row["high"])) for row in rows)
    assert bands[0] == (0, 0)
    assert bands[-1] == (100, 100)
    assert all(low <= high for low, high in bands)
    assert all(before[1] < after[0] for before, after in pairwise(bands))


def test_kinds_of_cause_name_terms_of_the_lexicon(lexicon: Lexicon) -> None:
    with (ONTOLOGY / "cause-kinds.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))
    assert {row["id"] for row in rows if row["id"]} <= lexicon.terms.keys()
    kinds = {row["id"]: row["kind"] for row in rows}
    # neuroblastoma is a neoplasm; influenza is a viral infectious disease
    assert {kinds.get(i) for i in lexicon.ancestors("MONDO:0005072")} - {None} >= {"paraneoplastic"}
    assert {kinds.get(i) for i in lexicon.ancestors("MONDO:0005812")} - {None} >= {"post-infectious"}
