"""A broken table of rules is told in one sentence with file and line."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from raregraph.claims.cues import load_cues
from raregraph.claims.tagged import load_tagged
from raregraph.errors import KnowledgeError
from raregraph.mentions import load_rules
from raregraph.mentions.patterns import fill
from raregraph.readers.layout import Layout
from raregraph.settings import Settings

ONTOLOGY = Settings().ontology
Load = Callable[[Path], object]


def load_layout(ontology: Path) -> Layout:
    return Layout.load(Settings(ontology=ontology))


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    """Return a copy of the ontology folder, to break."""
    return Path(shutil.copytree(ONTOLOGY, tmp_path / "ontology"))


def append(file: Path, row: str) -> int:
    """Append a row and return the number of its line."""
    text = file.read_text(encoding="utf-8").rstrip("\n")
    file.write_text(f"{text}\n{row}\n", encoding="utf-8")
    return text.count("\n") + 2


CUE = "phenotype\tsign\tsymptoms\t*\tafter"
BROKEN = {
    "cue pattern": (load_cues, "cues.tsv", f"new\t{CUE}\t\\b(growls\tIt «growls».", "no regular expression"),
    "cue class": (load_cues, "cues.tsv", f"new\t{CUE}\t{{ANIMAL}}\tIt «growls».", "{ANIMAL} is no class of words"),
    "cue example": (load_cues, "cues.tsv", f"new\t{CUE}\tgrowls\t", "rule new has no example"),
    "cue twice": (load_cues, "cues.tsv", f"gene-called\t{CUE}\tgrowls\tx", "rule gene-called has a row already"),
    "cue group": (
        load_cues,
        "cues.tsv",
        "new\tphenotype\tsign\t*\t*\tgroup\tgrowls\tx",
        "the pattern has no group `object`",
    ),
    "cue object": (load_cues, "cues.tsv", "new\tphenotype\tsign\t*\t*\tbeside\tgrowls\tx", "object is 'beside'"),
    "cue section": (load_cues, "cues.tsv", "new\tphenotype\tsign\tzoo\t*\tafter\tgrowls\tx", "'zoo' is not known here"),
    "cue subject": (load_cues, "cues.tsv", "new\tphenotype\tsign\t*\tcats\tafter\tgrowls\tx", "'cats' is not known"),
    "cue cells": (load_cues, "cues.tsv", f"new\t{CUE}\tgrowls", "7 cells, not 8"),
    "trim pattern": (load_rules, "trims.tsv", "start\t*\tdrop", "no regular expression"),
    "trim side": (load_rules, "trims.tsv", "middle\tx\tdrop", "'middle' is not known here"),
    "trim meaning": (load_rules, "trims.tsv", "start\tx\tnonsense", "'nonsense' is not known here"),
    "negation kind": (load_rules, "negations.tsv", "around\tx", "'around' is not known here"),
    "hedge level": (load_rules, "hedges.tsv", "guess\tx", "'guess' is not known here"),
    "lead-in pattern": (load_rules, "lead-ins.tsv", "drop\t[a", "no regular expression"),
    "subject class": (load_rules, "subjects.tsv", "cats\t{CAT}", "{CAT} is no class of words"),
    "shared head": (load_rules, "shared-heads.tsv", "start\t(pain\tnoun", "no regular expression"),
    "word class": (load_rules, "word-classes.tsv", "CAT\t{DOG}", "{DOG} is no class of words"),
    "grammar name": (load_rules, "grammar.tsv", "haiku\tx", "'haiku' is used nowhere"),
    "grammar pattern": (load_rules, "grammar.tsv", "comma\t(", "no regular expression"),
    "section pattern": (load_layout, "sections.tsv", "zoo\t(\t", "no regular expression"),
}


@pytest.mark.parametrize(("load", "name", "row", "says"), BROKEN.values(), ids=BROKEN)
def test_a_broken_row_is_named_with_file_and_line(ontology: Path, load: Load, name: str, row: str, says: str) -> None:
    line = append(ontology / name, row)
    with pytest.raises(KnowledgeError) as caught:
        load(ontology)
    assert caught.value.where == f"{ontology / name}:{line}"
    assert says in caught.value.what
    assert caught.value.advice
    assert "\n" not in str(caught.value)


def test_a_relation_without_a_row_is_named_with_its_table(ontology: Path) -> None:
    append(ontology / "cues.tsv", "new\tphenotype\tsmell\t*\t*\tafter\tgrowls\tx")
    with pytest.raises(KnowledgeError, match=r"relations\.tsv: no row for phenotype smell"):
        load_cues(ontology)


def test_a_list_end_that_is_broken_is_named_with_its_table(ontology: Path) -> None:
    append(ontology / "list-ends.tsv", "(\tx")
    with pytest.raises(KnowledgeError, match=r"list-ends\.tsv: the pattern is no regular expression"):
        load_rules(ontology)


TABLES = sorted(
    file.name
    for file in ONTOLOGY.glob("*.tsv")
    # Read by the graph, or when a page has criteria or a table.
    if file.name not in ("codes.tsv", "criteria.tsv", "dataset.tsv", "former-labels.tsv", "numbers.tsv")
    and file.name != "row-relations.tsv"
    # What only a full terminology is built or asked with.
    and file.name not in ("branch-roots.tsv", "identifiers.tsv", "same-words.tsv")
)


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_named(ontology: Path, name: str) -> None:
    (ontology / name).unlink()
    with pytest.raises(KnowledgeError) as caught:
        load_layout(ontology), load_rules(ontology), load_cues(ontology), load_tagged(ontology)
    assert caught.value.where == str(ontology / name)
    assert caught.value.advice == "restore the file"


def test_a_row_of_grammar_that_is_missing_is_named(ontology: Path) -> None:
    file = ontology / "grammar.tsv"
    rows = [row for row in file.read_text(encoding="utf-8").split("\n") if not row.startswith("gerund\t")]
    file.write_text("\n".join(rows), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="no row for gerund; restore it"):
        load_rules(ontology)


def test_classes_are_filled_in_as_groups() -> None:
    assert fill("a {B} c", {"B": "x|y"}, "here") == "a (?:x|y) c"
    assert fill("a{2} {b}", {}, "here") == "a{2} {b}", "what is no class stays"


def test_a_page_with_a_new_word_class_needs_no_code(ontology: Path) -> None:
    append(ontology / "word-classes.tsv", "GROWL\tgrowls?|snarls?")
    append(
        ontology / "cues.tsv", "new\tphenotype\tsign\tsymptoms\t*\tafter\t\\b{GROWL} with\\s\tIt growls with «fever»."
    )
    assert load_cues(ontology)[-1].pattern.search("it snarls with fever")
