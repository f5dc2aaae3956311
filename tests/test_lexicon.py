import shutil
from pathlib import Path

import pytest
from raregraph.errors import KnowledgeError
from raregraph.settings import Settings
from raregraph.terms import Lexicon, load_lexicon
from raregraph.terms.keys import bag_key

ONTOLOGY = Settings().ontology
LEXICON = load_lexicon(ONTOLOGY)


def first_id(text: str, *branches: str) -> str | None:
    names = LEXICON.find_names(text, branches)
    return names[0].term.id if names else None


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Muscle weakness", "HP:0001324"),  # Muscle weakness
        ("muscle weaknesses", "HP:0001324"),
        ("weakness, muscle", "HP:0001324"),
        ("weakness of the muscles", "HP:0001324"),
        ("MUSCLE WEAKNESS", "HP:0001324"),
        ("diarrhoea", "HP:0002014"),  # Diarrhea
        ("anaemia", "HP:0001903"),  # Anemia
        ("a tumour of the brain", "MONDO:0021211"),  # brain neoplasm
    ],
    ids=["label", "plural", "order", "of the", "case", "oea", "ae", "our"],
)
def test_a_name_is_found_in_any_order_number_and_spelling(text: str, identifier: str) -> None:
    assert first_id(text) == identifier


@pytest.mark.parametrize(
    "text", ["", "…", "muscle", "weakness of the", "great muscle weakness", "muscle weakness fever"]
)
def test_a_name_is_found_whole_or_not_at_all(text: str) -> None:
    assert first_id(text) != "HP:0001324"  # Muscle weakness


def test_one_word_of_two_branches_is_told_apart_by_the_branch_asked_for() -> None:
    assert first_id("stroke", "phenotype") == "HP:0001297"  # Stroke
    assert first_id("stroke", "disease") == "MONDO:0005098"  # stroke disorder
    assert first_id("stroke", "anatomy") is None


def test_among_equal_names_the_branch_that_comes_first_wins() -> None:
    # HP:0003198 Myopathy, MONDO:0005336 myopathy
    assert first_id("myopathy", "phenotype", "disease") == "HP:0003198"
    assert first_id("myopathy", "disease", "phenotype") == "MONDO:0005336"


def test_a_label_comes_before_a_synonym_and_a_synonym_before_a_lay_phrase() -> None:
    ranks = [name.rank for name in LEXICON.find_names("high blood pressure")]
    assert ranks == sorted(ranks)
    assert {0, 1, 2} == {name.rank for names in LEXICON.by_words.values() for name in names}


def test_what_is_not_exact_comes_last() -> None:
    for names in LEXICON.by_words.values():
        exact = [name.predicate == "skos:exactMatch" for name in LEXICON.find_names(names[0].text)]
        assert exact == sorted(exact, reverse=True)


def test_word_order_and_empty_words_are_not_part_of_the_key() -> None:
    assert bag_key(("pain", "of", "the", "arm")) == bag_key(("arm", "pain"))


def test_ancestors_are_those_of_all_parents_and_the_term_itself(small: Path) -> None:
    lexicon = load_small(small, terms="HP:0000003\tmild rash\tphenotype\t\tHP:0000002 | HP:0000001\tHPO\n")
    assert lexicon.ancestors("HP:0000003") == {"HP:0000001", "HP:0000002", "HP:0000003"}
    assert lexicon.ancestors("HP:0000009") == {"HP:0000009"}


# A lexicon of three rows beside the real tables of spelling and prefixes; its ids are made up.
TERMS = """# a comment
id\tlabel\tbranch\tnames\tparents\tsource
HP:0000001\trash\tphenotype\tspots | red skin\t\tHPO
HP:0000002\titchy rash\tphenotype\t\tHP:0000001\tHPO
"""
PHRASES = "phrase\tid\tmatch\tnote\n"
MAPPINGS = "subject_id\tsubject_label\tpredicate_id\tobject_id\tobject_label\tmapping_justification\tsource\n"
MODIFIERS = "object_id\tvariant\tmodifier_id\tmodifier_label\tsource\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name in ("branches.tsv", "spelling.tsv", "inflections.tsv", "prefixes.tsv"):
        shutil.copy(ONTOLOGY / name, tmp_path)
    (tmp_path / "lexicon" / "terms").mkdir(parents=True)
    return tmp_path


def write_small(folder: Path, *, terms: str = "", phrases: str = "", mappings: str = "", modifiers: str = "") -> None:
    (folder / "lexicon/terms/signs.tsv").write_text(TERMS + terms, encoding="utf-8")
    (folder / "lexicon/phrases.tsv").write_text(PHRASES + phrases, encoding="utf-8")
    (folder / "lexicon/mappings.tsv").write_text(MAPPINGS + mappings, encoding="utf-8")
    (folder / "lexicon/trigger-modifiers.tsv").write_text(MODIFIERS + modifiers, encoding="utf-8")


def load_small(folder: Path, **rows: str) -> Lexicon:
    write_small(folder, **rows)
    return load_lexicon(folder)


def test_a_lexicon_is_its_rows(small: Path) -> None:
    lexicon = load_small(
        small,
        phrases="bumps\tHP:0000001\tbroad\t\n",
        mappings="HP:0000001\trash\tskos:closeMatch\tMONDO:0000001\tskin disease\tsemapv:X\ty\n",
        modifiers="HP:0000001\trelapse\tHP:0000009\tTriggered by rash\tHPO\n",
    )
    assert [name.term.label for name in lexicon.find_names("red skin")] == ["rash"]
    assert [name.predicate for name in lexicon.find_names("bump")] == ["skos:broadMatch"]
    assert lexicon.mappings[0].object.id == "MONDO:0000001"
    assert lexicon.modifiers["HP:0000001", "relapse"].label == "Triggered by rash"


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        ("HP:12\tfever\tphenotype\t\t\tHPO\n", "'HP:12' is no id of HP"),
        ("HP:000000A\tfever\tphenotype\t\t\tHPO\n", "is no id of HP"),
        ("XX:0000004\tfever\tphenotype\t\t\tHPO\n", "unknown prefix"),
        ("fever\tfever\tphenotype\t\t\tHPO\n", "unknown prefix"),
        ("HP:0000004\tfever\tphenotype\tHPO\n", "4 cells, not 6"),
        ("HP:0000004\tfever\tphenotype\t\t\tHPO\tmore\n", "7 cells, not 6"),
        ("HP:0000004\t\tphenotype\t\t\tHPO\n", "has no label"),
        ("HP:0000001\tspots\tphenotype\t\t\tHPO\n", "HP:0000001 has a row already"),
    ],
    ids=["short id", "letter in id", "unknown prefix", "no id", "too few", "too many", "no label", "two labels"],
)
def test_a_wrong_row_of_terms_is_named_with_file_and_line(small: Path, terms: str, says: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_small(small, terms=terms)
    assert caught.value.where == f"{small / 'lexicon/terms/signs.tsv'}:5"
    assert says in caught.value.what
    assert caught.value.advice
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "row", "says"),
    [
        ("phrases", "bumps\tHP:0000001\tnearly\t\n", "match is 'nearly'"),
        ("phrases", "bumps\tHP:0000009\texact\t\n", "HP:0000009 is no term"),
        ("phrases", "bumps\tHP:0000001\texact\n", "3 cells, not 4"),
        ("mappings", "HP:0000009\tx\tskos:closeMatch\tHP:0000001\trash\tsemapv:X\ty\n", "HP:0000009 is no term"),
        ("mappings", "HP:0000001\trash\tskos:sameMatch\tHP:0000002\tx\tsemapv:X\ty\n", "'skos:sameMatch'"),
        ("modifiers", "HP:0000009\trelapse\tHP:0000001\trash\tHPO\n", "HP:0000009 is no term"),
    ],
    ids=["unknown match", "unknown id", "cells", "mapped from nothing", "unknown predicate", "modifier of nothing"],
)
def test_a_wrong_row_elsewhere_is_named_with_file_and_line(small: Path, name: str, row: str, says: str) -> None:
    file = {"modifiers": "trigger-modifiers"}.get(name, name)
    with pytest.raises(KnowledgeError) as caught:
        load_small(small, **{name: row})
    assert caught.value.where == f"{small / 'lexicon' / file}.tsv:2"
    assert says in caught.value.what


def test_wrong_columns_are_named_with_those_expected(small: Path) -> None:
    write_small(small)
    (small / "lexicon/phrases.tsv").write_text("words\tid\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"phrases\.tsv:1: the columns are words, id; make them phrase, id, match"):
        load_lexicon(small)


def test_a_missing_table_is_named(small: Path) -> None:
    write_small(small)
    (small / "lexicon/phrases.tsv").unlink()
    with pytest.raises(KnowledgeError, match=r"phrases\.tsv: cannot be read .*; restore the file"):
        load_lexicon(small)
