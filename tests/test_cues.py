"""Each rule of `cues.tsv` at work on its own example."""

import re

import pytest
from raregraph.claims import find_claims
from raregraph.claims.cues import Cue, load_cues
from raregraph.model import Claim
from raregraph.readers import read_text
from raregraph.settings import Settings

CUES = load_cues(Settings().ontology)
# The heading under which a rule is shown, by the kind of section.
HEADINGS = {
    "overview": "What is X disease?",
    "symptoms": "What are the signs and symptoms of X disease?",
    "cause": "What causes X disease?",
    "inheritance": "Is X disease inherited?",
    "diagnosis": "How is X disease diagnosed?",
    "treatment": "How might X disease be treated?",
    "prognosis": "What is the outlook for people with X disease?",
    "frequency": "How common is X disease?",
}
HOME = {
    "synonym": "overview",
    "subtype_of": "overview",
    "affects": "overview",
    "phenotype": "symptoms",
    "onset": "symptoms",
    "trigger": "symptoms",
    "cause": "cause",
    "gene": "cause",
    "inheritance": "inheritance",
    "diagnosis": "diagnosis",
    "treatment": "treatment",
    "prognosis": "prognosis",
    "prevalence": "frequency",
}
MARKED = re.compile("«(.*?)»")


def heading(cue: Cue) -> str:
    kinds = sorted({HOME[cue.relation]} & cue.sections or cue.sections) or [HOME[cue.relation]]
    return HEADINGS[kinds[0]]


def example_claims(cue: Cue) -> list[Claim]:
    first, *items = re.sub("[«»]", "", cue.example).split(" / ")
    lines = ["X disease", "", heading(cue), first, *(f"- {item}" for item in items)]
    return list(find_claims(read_text("\n".join(lines), where="example"), settings=Settings(model=None)).claims)


@pytest.mark.parametrize("cue", CUES, ids=[cue.rule for cue in CUES])
def test_a_rule_finds_the_marked_words_of_its_example_and_no_others(cue: Cue) -> None:
    claims = [claim for claim in example_claims(cue) if claim.rule == cue.rule]
    assert {claim.relation for claim in claims} == {cue.relation}
    assert [words for claim in claims for words in claim.object_text] == MARKED.findall(cue.example)


@pytest.mark.parametrize("cue", CUES, ids=[cue.rule for cue in CUES])
def test_an_example_is_about_a_made_up_disease_in_one_sentence(cue: Cue) -> None:
    assert cue.example.count("«") == cue.example.count("»") == len(MARKED.findall(cue.example))
    assert len(cue.example) < 120
    assert not re.search(r"(?i)opsoclonus|myoclonus|neuroblastoma", cue.example)


def test_the_examples_say_what_their_rules_are_for() -> None:
    by_rule = {cue.rule: example_claims(cue) for cue in CUES}
    assert [claim.negated for claim in by_rule["treatment-avoid"]] == [True]
    assert [claim.negated for claim in by_rule["inheritance-not"]] == [True]
    assert {claim.qualifiers.target.text for claim in by_rule["diagnosis-detects"] if claim.qualifiers.target} == {
        "tumor"
    }
    assert {claim.variant for claim in by_rule["trigger-worsens"]} == {"worsening"}
    assert {claim.variant for claim in by_rule["cause-associated"]} == {"associated"}
