"""Three pages of other diseases in the same layout: what they must claim, and what they must not."""

from functools import cache
from pathlib import Path

import pytest
from raregraph.claims import find_claims
from raregraph.model import Claim, PageClaims
from raregraph.readers import read_page
from raregraph.settings import Settings

PAGES = Path(__file__).parent / "pages"

# Relation, words, term or -, what limits or colours it ("not": a denial; of the hedges only doubts).
EXPECTED = {
    "wilson-disease": """
  synonym | Hepatolenticular degeneration | - |
  synonym | WD | - |
  synonym | Copper storage disease | - |
  affects | liver | UBERON:0002107 liver |
  affects | brain | UBERON:0000955 brain |
  affects | eyes | UBERON:0000970 eye |
  onset | between the ages of 5 and 35 | - |
  phenotype | fatigue | HP:0012378 Fatigue |
  phenotype | jaundice | HP:0000952 Jaundice |
  phenotype | abdominal pain | HP:0002027 Abdominal pain |
  phenotype | tremor | HP:0001337 Tremor |
  phenotype | difficulty swallowing | HP:0002015 Dysphagia |
  phenotype | difficulty … walking | HP:0001288 Gait disturbance |
  phenotype | Kayser-Fleischer ring | HP:0200032 Kayser-Fleischer ring |
  phenotype | depression | HP:0000716 Depression | frequency: Some
  phenotype | Seizures | HP:0001250 Seizure | hedge: rarely
  phenotype | eye findings | - | not, age_group: Children
  gene | ATP7B | - |
  inheritance | autosomal recessive | HP:0000007 Autosomal recessive inheritance |
  diagnosis | physical exam | MAXO:0000527 physical examination |
  diagnosis | 24-hour urine collection | - |
  treatment | penicillamine | CHEBI:50868 penicillamine |
  treatment | trientine | - |
  treatment | zinc acetate | CHEBI:62984 zinc acetate |
  treatment | liver transplantation | MAXO:0001175 liver transplantation | condition: people with acute liver failure
  treatment | shellfish | - | not
  treatment | mushrooms | - | not
  treatment | gabapentin | CHEBI:42797 gabapentin | target: Restless legs
  prevalence | about 1 in 30,000 people | - |
    """,
    "myasthenia-gravis": """
  synonym | MG | - |
  subtype_of | autoimmune disease | MONDO:0007179 autoimmune disease |
  phenotype | fluctuating muscle weakness | - |
  phenotype | ptosis | HP:0000508 Ptosis |
  phenotype | Double vision | HP:0000651 Diplopia |
  phenotype | Trouble chewing | - |
  phenotype | Trouble … swallowing | HP:0002015 Dysphagia |
  phenotype | Weakness of the arms | HP:0025406 Asthenia | modifier: of the arms
  phenotype | Weakness of … hands | HP:0025406 Asthenia | modifier: of hands
  phenotype | Weakness of … neck | HP:0025406 Asthenia | modifier: of neck
  phenotype | weak cry | HP:0001612 Weak cry | age_group: Newborns
  trigger | exercise | MESH:D015444 Exercise | modifier: exercise, target: Muscle weakness
  trigger | fever | HP:0001945 Fever | modifier: fever
  trigger | stress | MESH:D013315 Stress, Psychological | modifier: stress
  trigger | surgery | MAXO:0000004 surgical procedure |
  cause | thymomas | MONDO:0006456 thymoma |
  cause | viral infection | MONDO:0005108 viral infectious disease |
  diagnosis | blood test | MAXO:0000147 hematology testing | population: women
  diagnosis | anti-MuSK antibodies | - | population: women
  diagnosis | anti-MuSK antibodies | - | not, age_group: children
  treatment | pyridostigmine | CHEBI:8665 Pyridostigmine |
  treatment | corticosteroids | MAXO:0000640 corticosteroid agent therapy |
  treatment | plasma exchange | - |
  treatment | surgery | MAXO:0000004 surgical procedure | condition: When a thymoma is found
  treatment | Intravenous immunoglobulin | MAXO:0001480 immunoglobulin infusion therapy | target: sudden muscle weakness
  prognosis | normal life expectancy | - | frequency: Most
    """,
    "moyamoya-disease": """
  phenotype | headache | HP:0002315 Headache | age_group: children
  phenotype | seizures | HP:0001250 Seizure | age_group: children
  phenotype | learning problems | - | age_group: children
  phenotype | behavioural changes | HP:0000708 Atypical behavior | age_group: adults
  phenotype | irregular, jerky gait | - | condition: severe cases
  phenotype | paralysis | HP:0003470 Paralysis | age_group: children
  phenotype | brain haemorrhage | - | age_group: adults
  phenotype | Numbness | HP:0033748 Hypoesthesia |
  inheritance | autosomal dominant | HP:0000006 Autosomal dominant inheritance | frequency: In about 10% of families
  gene | RNF213 | - |
  cause | Down syndrome | MONDO:0008608 Down syndrome |
  cause | neurofibromatosis type 1 | MONDO:0018975 neurofibromatosis type 1 |
  cause | radiation to the head | MAXO:0000014 radiation therapy | modifier: to the head
  diagnosis | MRI of the brain | MAXO:0000424 magnetic resonance imaging procedure | modifier: of the brain
  diagnosis | cerebral … angiography | - |
  diagnosis | electroencephalogram | MAXO:0000932 electroencephalography |
  treatment | aspirin | CHEBI:15365 acetylsalicylic acid |
  treatment | calcium channel blockers | - |
  treatment | revascularization surgery | - |
  treatment | physical … therapy | MAXO:0000011 physical therapy |
  treatment | occupational therapy | MAXO:0001351 occupational therapy |
  treatment | Warfarin | CHEBI:10033 warfarin | not
  trigger | crying | - |
  trigger | coughing | HP:0012735 Cough |
  trigger | hyperventilation | - |
    """,
}
DISEASES = {
    "wilson-disease": "MONDO:0010200",  # Wilson disease
    "myasthenia-gravis": "MONDO:0009688",  # myasthenia gravis
    "moyamoya-disease": "MONDO:0016820",  # Moyamoya disease
}
# Words that no claim of the page may have as its object, whatever the relation.
NEVER = {
    "wilson-disease": ("copper", "Children", "Symptoms", "Wilson disease", "Patients"),
    "myasthenia-gravis": ("contagious", "diagnosis", "Signs", "Symptoms", "criteria", "Diseases", "neck"),
    "moyamoya-disease": ("unknown", "families", "cerebral", "and/or", "moyamoya disease", "Attacks", "adults"),
}


@cache
def found(page: str) -> PageClaims:
    return find_claims(read_page(PAGES / f"{page}.txt"), settings=Settings(model=None))


def words(claim: Claim) -> str:
    return " … ".join(claim.object_text)


def row(claim: Claim) -> str:
    said = claim.qualifiers
    limits = ["not"] if claim.negated else []
    if said.hedge and said.hedge.level == "doubt":
        limits.append(f"hedge: {said.hedge.text}")
    for name in ("age_group", "condition", "frequency", "modifier", "population", "target"):
        qualifier = getattr(said, name)
        limits += [f"{name}: {qualifier.text}"] if qualifier else []
    term = f"{claim.object.id} {claim.object.label}" if claim.object else "-"
    return f"{claim.relation} | {words(claim)} | {term} | {', '.join(limits)}".strip()


@pytest.mark.parametrize(
    ("page", "expected"),
    [(page, line.strip()) for page, lines in EXPECTED.items() for line in lines.strip().split("\n")],
)
def test_a_page_claims_what_it_says(page: str, expected: str) -> None:
    assert expected in [row(claim) for claim in found(page).claims]


@pytest.mark.parametrize("page", EXPECTED)
def test_a_page_is_about_its_disease(page: str) -> None:
    assert found(page).disease.id == DISEASES[page]


@pytest.mark.parametrize(("page", "never"), [(page, word) for page, listed in NEVER.items() for word in listed])
def test_a_page_claims_no_word_that_is_no_object(page: str, never: str) -> None:
    assert never.casefold() not in [words(claim).casefold() for claim in found(page).claims]


@pytest.mark.parametrize(
    ("page", "relation"),
    [("wilson-disease", "trigger"), ("moyamoya-disease", "prevalence"), ("myasthenia-gravis", "gene")],
)
def test_a_page_claims_nothing_it_does_not_speak_of(page: str, relation: str) -> None:
    assert relation not in [claim.relation for claim in found(page).claims]


@pytest.mark.parametrize("page", EXPECTED)
def test_most_of_what_a_page_claims_is_expected(page: str) -> None:
    listed = {line.strip() for line in EXPECTED[page].strip().split("\n")}
    others = [row(claim) for claim in found(page).claims if row(claim) not in listed]
    assert len(others) < len(listed) / 5, others


def test_two_of_three_criteria_with_an_alternative() -> None:
    (criteria,) = found("myasthenia-gravis").criteria
    assert (criteria.threshold, len(criteria.criteria)) == (2, 3)
    assert [term.id for term in criteria.criteria[2].terms] == ["HP:0000508", "HP:0000651"]  # Ptosis, Diplopia


def test_a_sentence_keeps_its_citations() -> None:
    (onset,) = [claim for claim in found("wilson-disease").claims if claim.relation == "onset"]
    assert onset.evidence[0].citations == ("1", "2")
    assert [reference.text for reference in found("wilson-disease").page.references] != []
    assert [reference.text for reference in found("moyamoya-disease").page.references] == [None]


def test_the_newest_date_is_that_of_the_page() -> None:
    assert found("wilson-disease").page.updated == "2020-11-20"
