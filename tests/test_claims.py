"""What a sentence claims, with its qualifiers: one sentence of our own for each construction."""

import shutil
from dataclasses import fields
from pathlib import Path

import pytest
from raregraph.claims import find_claims, is_eligible
from raregraph.model import Claim, PageClaims
from raregraph.readers import read_text
from raregraph.settings import Settings

HEADINGS = {
    "overview": "What is X disease?",
    "symptoms": "What are the signs and symptoms of X disease?",
    "cause": "What causes X disease?",
    "diagnosis": "How is X disease diagnosed?",
    "treatment": "How might X disease be treated?",
    "prognosis": "What is the outlook for people with X disease?",
}

# What the model decides is tested with it.
RULES_ALONE = Settings(model=None)


def read(kind: str, text: str, *, settings: Settings = RULES_ALONE) -> PageClaims:
    return find_claims(read_text(f"X disease\n\n{HEADINGS[kind]}\n{text}\n", where="x"), settings=settings)


def claims(kind: str, text: str) -> list[Claim]:
    return list(read(kind, text).claims)


def words(claim: Claim) -> str:
    return " … ".join(claim.object_text)


def qualifiers(claim: Claim) -> dict[str, str]:
    """Return the qualifiers that are there, by name, in their words."""
    found = {field.name: getattr(claim.qualifiers, field.name) for field in fields(claim.qualifiers)}
    return {name: value.text for name, value in found.items() if value is not None}


def one(kind: str, text: str) -> Claim:
    (claim,) = claims(kind, text)
    return claim


@pytest.mark.parametrize(
    ("text", "objects"),
    [
        ("Symptoms include fever, cough, and skin rash.", ["fever", "cough", "skin rash"]),
        ("People may have difficulty eating or sleeping.", ["difficulty eating", "difficulty … sleeping"]),
        ("Children may have learning and behavioral issues.", ["behavioral issues", "learning … issues"]),
        ("People often have an irregular, rapid gait.", ["irregular, rapid gait"]),
        ("Symptoms include spells (such as seizures), and fever.", ["spells", "seizures", "fever"]),
        ("Symptoms include uncoordinated gait (ataxia) and fever.", ["ataxia", "fever"]),
        ("Symptoms include other abnormalities, various problems and fever.", ["fever"]),
        ("Symptoms include fever. Doctors and other specialists are needed.", ["fever"]),
        ("Symptoms may include normal hearing.", []),
        ("Unlike X disease, measles causes a rash.", []),
        ("Other disorders with similar symptoms include Lyme disease.", []),
        ("Many people with X disease have X disease for life.", []),
    ],
)
def test_a_sentence_claims_its_objects_and_nothing_else(text: str, objects: list[str]) -> None:
    assert [words(claim) for claim in claims("symptoms", text) if claim.relation == "phenotype"] == objects


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("symptoms", "People may have fever.", {"hedge": "may"}),
        ("symptoms", "People rarely have fever.", {"hedge": "rarely"}),
        ("symptoms", "People may possibly have fever.", {"hedge": "possibly"}),
        ("symptoms", "Rarely, people have fever.", {"hedge": "Rarely"}),
        ("symptoms", "Infants have fever.", {"age_group": "Infants"}),
        ("symptoms", "In adults, symptoms include fever.", {"age_group": "adults"}),
        ("symptoms", "Fever is present in adults.", {"age_group": "adults"}),
        ("symptoms", "Women develop fever.", {"population": "Women"}),
        ("symptoms", "Some people have fever.", {"frequency": "Some"}),
        ("symptoms", "When untreated, people develop fever.", {"condition": "When untreated"}),
        ("symptoms", "People develop fever when it is hot.", {"condition": "when it is hot"}),
        ("treatment", "Aspirin is used to treat headache.", {"target": "headache"}),
        ("treatment", "Headache is treated with aspirin.", {"target": "Headache"}),
        ("treatment", "Surgery is needed when the cyst is large.", {"condition": "when the cyst is large"}),
        ("diagnosis", "Methods for detecting a cyst include ultrasound.", {"target": "cyst"}),
        ("symptoms", "Symptoms include severe headache.", {"severity": "severe", "modifier": "severe"}),
    ],
)
def test_what_limits_or_colours_a_claim_is_its_qualifier(kind: str, text: str, expected: dict[str, str]) -> None:
    assert qualifiers(one(kind, text)) == expected


@pytest.mark.parametrize(
    ("text", "eligible"),
    [
        ("People have fever.", True),
        ("People may have fever.", True),
        ("Some people have fever.", True),
        ("Rarely, people have fever.", False),
        ("Infants have fever.", False),
        ("Women have fever.", False),
        ("When untreated, people develop fever.", False),
        ("People do not have fever.", False),
    ],
)
def test_only_what_is_said_of_the_disease_as_such_gives_an_edge(text: str, eligible: bool) -> None:
    assert is_eligible(one("symptoms", text)) is eligible


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("Fever occurs in 85% of people.", "HP:0040281"),  # Very frequent
        ("Fever occurs in 40% of people.", "HP:0040282"),  # Frequent
        ("Fever occurs in 10 percent of people.", "HP:0040283"),  # Occasional
        ("Most people have fever.", None),
    ],
)
def test_a_frequency_has_a_band_only_where_one_is_published(text: str, identifier: str | None) -> None:
    frequency = one("symptoms", text).qualifiers.frequency
    assert frequency is not None
    assert (frequency.term.id if frequency.term else None) == identifier


@pytest.mark.parametrize(
    ("kind", "text", "negated"),
    [
        ("symptoms", "People do not have fever.", True),
        ("symptoms", "People never develop fever.", True),
        ("treatment", "Surgery is not recommended.", True),
        ("treatment", "People should avoid alcohol.", True),
        ("symptoms", "People have not only fever.", False),
        ("symptoms", "People who do not sleep may develop fever.", False),
    ],
)
def test_a_denial_is_a_claim_that_says_so(kind: str, text: str, negated: bool) -> None:
    assert one(kind, text).negated is negated


def test_but_not_in_children_is_a_claim_of_its_own() -> None:
    found = claims("symptoms", "Cataracts are present in adults, but not in children.")
    assert [(claim.negated, qualifiers(claim)) for claim in found] in (
        [(False, {"age_group": "adults"}), (True, {"age_group": "children"})],
        [(True, {"age_group": "children"}), (False, {"age_group": "adults"})],
    )


def test_a_marker_is_told_from_the_test_that_shows_it() -> None:
    found = claims("diagnosis", "A blood test may show anti-Zed antibodies in adults, but not in children.")
    assert sorted((claim.variant, words(claim), claim.negated) for claim in found) == [
        ("marker", "anti-Zed antibodies", False),
        ("marker", "anti-Zed antibodies", True),
        ("test", "blood test", False),
    ]


def test_a_condition_is_carried_over_but() -> None:
    text = "For people with kidney stones, symptoms include pain, but fever may also occur."
    assert [claim.qualifiers.condition for claim in claims("symptoms", text)] == [
        claims("symptoms", text)[0].qualifiers.condition
    ] * 2


def test_tests_for_a_and_for_b_are_two_tests() -> None:
    found = claims("diagnosis", "Tests for lead and/or for copper may be done.")
    assert [words(claim) for claim in found] == ["Tests for lead", "Tests … for copper"]


def test_what_is_said_again_or_glossed_is_more_evidence_of_one_claim() -> None:
    claim = one("symptoms", "Symptoms include fever.[1] Fever (pyrexia) is common.[2]")
    assert [piece.citations for piece in claim.evidence] == [("1",), ("2",)]
    for piece in claim.evidence:
        assert [piece.quote[start - piece.start : end - piece.start].lower() for start, end in piece.spans] == ["fever"]


def test_a_hedge_is_gone_once_the_page_says_it_plainly() -> None:
    assert qualifiers(one("symptoms", "Symptoms may include fever. People have fever.")) == {}
    assert qualifiers(one("symptoms", "Symptoms may include fever. People can have fever.")) == {"hedge": "may"}


def test_what_is_said_of_children_is_not_merged_with_what_is_said_of_all() -> None:
    assert len(claims("symptoms", "Symptoms include fever. Infants have fever.")) == 2


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("People hve a cat.[1] Symptoms include fever.", "People have a cat.[1] Symptoms include fever."),
        ("Symptoms include fever.", "It is a rare thing. 😀\n\nSymptoms include fever."),
        ("Symptoms include fever.", "Some symptoms include fever.[3]"),
        ("Symptoms include fever.", "Symptoms can include a Fever."),
    ],
    ids=["typo elsewhere", "text moved", "words around", "form of the words"],
)
def test_the_id_of_a_claim_outlives_changes_elsewhere(before: str, after: str) -> None:
    assert {claim.id for claim in claims("symptoms", before) if words(claim).lower() == "fever"} == {
        claim.id for claim in claims("symptoms", after) if words(claim).lower() == "fever"
    }


@pytest.mark.parametrize(
    "text", ["Symptoms include cough.", "Infants have fever.", "Rarely, people have fever.", "There is no fever."]
)
def test_another_object_limit_or_polarity_is_another_id(text: str) -> None:
    assert one("symptoms", "Symptoms include fever.").id not in {claim.id for claim in claims("symptoms", text)}


def test_the_id_of_a_claim_does_not_depend_on_its_grounding(tmp_path: Path) -> None:
    ontology = Path(shutil.copytree(Settings().ontology, tmp_path / "ontology"))
    terms = ontology / "lexicon/terms/phenotypes.tsv"
    # HP:0002315 Headache
    rows = terms.read_text(encoding="utf-8").replace("\tHeadache\t", "\tHead thunder\t")
    terms.write_text(rows, encoding="utf-8")
    text = "Symptoms include headache."
    (ungrounded,) = read("symptoms", text, settings=Settings(ontology=ontology, model=None)).claims
    assert (ungrounded.object, ungrounded.id) == (None, one("symptoms", text).id)


def criteria(*lines: str) -> list[tuple[int, list[tuple[str, str, list[str]]]]]:
    found = read("diagnosis", "\n".join(lines)).criteria
    return [
        (group.threshold, [(one.text, one.combination, [term.label for term in one.terms]) for one in group.criteria])
        for group in found
    ]


def test_a_criterion_is_met_by_any_or_by_all_of_its_terms() -> None:
    assert criteria(
        "The diagnosis requires at least two of the following 3 criteria:",
        "a) Fever or cough",
        "b) Ataxia and seizures, and",
        "c) Skin rash",
    ) == [
        (
            2,
            [
                ("Fever or cough", "any-of", ["Fever", "Cough"]),
                ("Ataxia and seizures", "all-of", ["Ataxia", "Seizure"]),
                ("Skin rash", "any-of", ["Skin rash"]),
            ],
        )
    ]


@pytest.mark.parametrize(
    ("line", "threshold"),
    [
        ("3 out of the 4 following criteria are needed:", 3),
        ("Two of the following features must be present:", 2),
        ("Three or more of these signs are needed:", 3),
        ("At least 1 of the following is needed:", 1),
    ],
)
def test_the_threshold_is_told_in_words_or_digits(line: str, threshold: int) -> None:
    assert [group[0] for group in criteria(line, "- Fever", "- Cough", "- Ataxia")] == [threshold]


@pytest.mark.parametrize(
    "lines",
    [
        ("At least four of the following criteria must be met:", "- Fever", "- Cough"),
        ("At least two of the following criteria must be met.",),
        ("The criteria are:", "- Fever", "- Cough"),
    ],
    ids=["more than there are", "no items", "no number"],
)
def test_what_cannot_be_met_or_counted_is_no_set(lines: tuple[str, ...]) -> None:
    assert criteria(*lines) == []


def test_the_items_of_a_set_are_no_tests() -> None:
    found = read("diagnosis", "At least two of the following criteria must be met:\n- Fever\n- Cough")
    assert [claim.relation for claim in found.claims] == []


def test_every_quote_and_span_is_a_slice_of_the_page() -> None:
    found = read(
        "symptoms", "😀 Symptoms\xa0include fever,\tcough and “difficulty eating” or sleeping.\r\nPeople have fever."
    )
    assert found.claims
    for claim in found.claims:
        for piece in claim.evidence:
            assert found.page.text[piece.start : piece.end] == piece.quote
            assert all(piece.start <= start < end <= piece.end for start, end in piece.spans)


def test_a_page_about_no_disease_of_the_lexicon_has_a_finding() -> None:
    assert [finding.rule for finding in read("symptoms", "Symptoms include fever.").findings] == ["disease-ungrounded"]
    assert "page-claims" in {finding.rule for finding in read("symptoms", "It is late.").findings}


@pytest.mark.parametrize(
    "sentence",
    ["Fragile nails may respond to biotin.", "Severe sleep problems (insomnia) may respond to biotin."],
    ids=["no-sign-of-the-lexicon", "a-sign-with-a-gloss"],
)
def test_what_helps_one_problem_has_it_as_target_and_no_edge(sentence: str) -> None:
    page = read_text(f"X disease\n\nHow is X disease treated?\n{sentence}", where="x.txt")
    (claim,) = find_claims(page, settings=RULES_ALONE).claims
    assert claim.qualifiers.target is not None
    assert not is_eligible(claim)


def test_what_helps_the_symptoms_helps_the_disease() -> None:
    page = read_text("X disease\n\nHow is X disease treated?\nMost symptoms respond to biotin.", where="x.txt")
    (claim,) = find_claims(page, settings=RULES_ALONE).claims
    assert claim.qualifiers.target is None
    assert is_eligible(claim)
