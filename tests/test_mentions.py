"""Lists, brackets, clauses and context, one sentence of our own for each construction."""

import re

import pytest
from raregraph.mentions import (
    find_disease_names,
    find_hedge,
    ground,
    is_negated,
    load_rules,
    make_view,
    split_clauses,
    split_list,
    subject_type,
)
from raregraph.model import Sentence
from raregraph.readers import read_text
from raregraph.settings import Settings

RULES = load_rules(Settings().ontology)
NAME = re.compile("X disease")


def listed(text: str) -> list[str]:
    """Return the things listed, fragments joined by …, glosses in brackets, examples after >."""
    view = make_view(text, Sentence(0, len(text)), NAME)
    found = []
    for item in split_list(view, 0, len(text), RULES):
        words = "…".join(text[slice(*span)] for span in item.fragments)
        words += "".join(f" ({text[slice(*gloss)]})" for gloss in item.glosses)
        found.append(f"> {words}" if item.examples else words)
    return found


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("fever, cough, and rash", ["fever", "cough", "rash"]),
        ("fever, cough and rash", ["fever", "cough", "rash"]),
        ("fever; joint pain; and rash", ["fever", "joint pain", "rash"]),
        ("fever; cough, rash; and cramps", ["fever", "cough", "rash", "cramps"]),
        ("tremor and/or ataxia", ["tremor", "ataxia"]),
        ("tremor as well as ataxia", ["tremor", "ataxia"]),
        ("nausea and vomiting, and fever", ["nausea and vomiting", "fever"]),
        ("1,500 units of iron, and zinc", ["1,500 units of iron", "zinc"]),
        ("a fever, the cough, and other rashes", ["fever", "cough", "rashes"]),
        ("difficulty eating or sleeping", ["difficulty eating", "difficulty…sleeping"]),
        ("weakness of the arms, hands and neck", ["weakness of the arms", "weakness of…hands", "weakness of…neck"]),
        ("weakness in the legs, and fever", ["weakness in the legs", "fever"]),
        ("learning and behavioral issues", ["learning…issues", "behavioral issues"]),
        ("hearing or vision loss", ["hearing…loss", "vision loss"]),
        ("physical, occupational and speech therapy", ["physical…therapy", "occupational…therapy", "speech therapy"]),
        ("fever and back pain", ["fever", "back pain"]),
        ("tests for lead and/or for copper", ["tests for lead", "tests…for copper"]),
        ("an irregular, rapid gait", ["irregular, rapid gait"]),
        ("fever, cough; and a dry, itchy rash", ["fever", "cough", "dry, itchy rash"]),
        ("pale, weak, or sleepy", ["pale", "weak", "sleepy"]),
        ("ataxia (unsteadiness) and fever", ["ataxia (unsteadiness)", "fever"]),
        ("ataxia (also called unsteadiness) and fever", ["ataxia (unsteadiness)", "fever"]),
        ("fever (which may be high) and cough", ["fever", "cough"]),
        ("skin signs (such as rash or blisters), and fever", ["skin signs", "> rash", "> blisters", "fever"]),
        ("spells (e.g., staring spells (absences)), and fever", ["spells", "> staring spells (absences)", "fever"]),
        ("cough due to cold air", ["cough"]),
        ("", []),
        ("and/or", []),
    ],
)
def test_a_list_names_its_things(text: str, things: list[str]) -> None:
    assert listed(text) == things


def test_offsets_of_a_list_are_those_of_the_page() -> None:
    text = "😀 It is said: fever,\xa0cough or rash.[1]"
    start = text.index("fever")
    view = make_view(text, Sentence(2, len(text)), NAME)
    items = list(split_list(view, start - 2, len(text) - 2, RULES))
    assert [text[slice(*item.fragments[0])] for item in items] == ["fever", "cough", "rash"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sometimes fever", ("frequency", "sometimes")),
        ("fever in about half of people", ("frequency", "in about half of people")),
        ("possibly fever", ("hedge", "possibly")),
        ("fever in rare cases", ("hedge", "in rare cases")),
        ("no fever", ("negation", "no")),
        ("fever in infants", ("age_group", "infants")),
        ("fever in women", ("population", "women")),
        ("fever when it rains", ("condition", "when it rains")),
        ("fever in untreated cases", ("condition", "in untreated cases")),
    ],
)
def test_words_at_the_edge_of_a_thing_say_something_about_it(text: str, said: tuple[str, str]) -> None:
    (item,) = split_list(make_view(text, Sentence(0, len(text)), NAME), 0, len(text), RULES)
    assert text[slice(*item.fragments[0])] == "fever"
    assert [(meaning, words.removeprefix("in ")) for meaning, words in item.said] == [
        (said[0], said[1].removeprefix("in "))
    ]


@pytest.mark.parametrize(
    ("before", "after", "negated"),
    [
        ("people do not have ", "", True),
        ("it comes without ", "", True),
        ("people never have ", "", True),
        ("it is not only ", "", False),
        ("it is not uncommon to have ", "", False),
        ("it has no known cause, and people have ", "", False),
        ("people have ", "", False),
        ("people have notable ", "", False),
        ("", " is not recommended", True),
        ("", " do not occur", True),
        ("", " is not always present", False),
        ("", " may be used", False),
    ],
)
def test_a_denial_is_told_from_what_only_looks_like_one(before: str, after: str, negated: bool) -> None:
    assert is_negated(before, after, RULES.negations) is negated


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("people may have", ("modal", "may")),
        ("people can have", ("modal", "can")),
        ("people tend to have", ("modal", "tend to")),
        ("people rarely have", ("doubt", "rarely")),
        ("people may possibly have", ("doubt", "possibly")),
        ("it is thought to be", ("doubt", "thought to")),
        ("people often have", None),
        ("in May people have maybe", ("modal", "May")),
    ],
)
def test_doubt_outweighs_the_modal_of_lists(text: str, hedge: tuple[str, str] | None) -> None:
    assert find_hedge(text, RULES.hedges) == hedge


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Children have fever, while adults have cough.", ["Children have fever", "adults have cough."]),
        ("Fever is common but cough is not.", ["Fever is common", "cough is not."]),
        ("It shows in adults, but not in children.", ["It shows in adults, but not in children."]),
        ("Although rash is mild, fever is high.", ["rash is mild", "fever is high."]),
        ("However, fever is common.", ["fever is common."]),
        ("They have fever; cough; and rash.", ["They have fever; cough; and rash."]),
    ],
)
def test_a_sentence_is_parted_where_a_new_statement_begins(text: str, clauses: list[str]) -> None:
    view = make_view(text, Sentence(0, len(text)), NAME)
    assert [text[clause.start : clause.end] for clause in split_clauses(view, RULES)] == clauses


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        ("In adults, fever is common.", "age_group", "adults"),
        ("In women, fever is common.", "population", "women"),
        ("In about 30% of people, fever is seen.", "frequency", "In about 30% of people"),
        ("Sometimes, fever is seen.", "frequency", "Sometimes"),
        ("Rarely, fever is seen.", "hedge", "Rarely"),
        ("When it is hot, fever is seen.", "condition", "When it is hot"),
        ("In severe cases, fever is seen.", "condition", "severe cases"),
        ("For people with kidney stones, fever is common.", "condition", "people with kidney stones"),
    ],
)
def test_what_opens_a_clause_limits_it(text: str, field: str, words: str) -> None:
    (clause,) = split_clauses(make_view(text, Sentence(0, len(text)), NAME), RULES)
    assert getattr(clause.opening, field) == words


def test_a_condition_is_carried_over_but_and_not_over_while() -> None:
    text = "If it is hot, fever is seen, but rash is not, while cough is common."
    view = make_view(text, Sentence(0, len(text)), NAME)
    assert [clause.opening.condition for clause in split_clauses(view, RULES)] == ["If it is hot"] * 2 + [None]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("symptoms of it", "signs"),
        ("many children", "people"),
        ("treatment", "treatment"),
        ("unlike it, other disorders", "contrast"),
        ("relapses", "relapses"),
        ("this condition", "disease"),
        ("the weather", "other"),
        ("", ""),
    ],
)
def test_a_subject_has_its_type(text: str, kind: str) -> None:
    assert subject_type(text, RULES) == kind


@pytest.mark.parametrize(
    ("text", "branch", "identifier", "modifier"),
    [
        ("seizures", "phenotype", "HP:0001250", ""),  # Seizure
        ("severe headache", "phenotype", "HP:0002315", "severe"),  # Headache
        ("MRI with contrast", "procedure", "MAXO:0000424", "with contrast"),  # magnetic resonance imaging procedure
        ("fever without cough", "phenotype", "HP:0001945", "without cough"),  # Fever
        ("feverish mood", "phenotype", None, ""),
        ("seizures", "anatomy", None, ""),
    ],
)
def test_words_are_grounded_whole_else_to_a_name_and_what_modifies_it(
    text: str, branch: str, identifier: str | None, modifier: str
) -> None:
    found = ground(text, (branch,), RULES)
    assert (found.term.id if found.term else None, found.modifier) == (identifier, modifier)


def test_what_ends_in_a_name_is_linked_to_the_broader_term_and_not_equated() -> None:
    found = ground("nightly headache", ("phenotype",), RULES)
    assert found.term is None
    # HP:0002315 Headache
    assert [(link.predicate, link.term.id) for link in found.matches] == [("skos:broadMatch", "HP:0002315")]


def test_the_names_of_a_disease_are_title_list_and_defined_abbreviations() -> None:
    page = read_text(
        "Glass ear\n\nOther Names for this Disease\n- Brittle ear disease\n\nWhat is glass ear?\n"
        "Brittle ear disease (BED, see note) is rare. A computer (PC) is not.",
        where="x",
    )
    names = find_disease_names(page)
    assert names.names == ("Glass ear", "Brittle ear disease", "BED")
    assert [match[0] for match in names.pattern.finditer("GLASS EARS, BED; bed, glass ear-like, Glass  ear")] == [
        "GLASS EARS",
        "BED",
        "Glass  ear",
    ]
