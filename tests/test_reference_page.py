"""What the reference page says, as a curator would check it; and that `output/` is what a build makes of it."""

from pathlib import Path

import pytest
from raregraph.claims import find_claims
from raregraph.export import ClaimRow
from raregraph.model import CriteriaSet
from raregraph.readers import read_page
from raregraph.resources import reference_page

OUTPUT = Path(__file__).parent.parent / "output"
REFRESH = "`raregraph build -o output` and commit what it wrote"
Claims = list[ClaimRow]


def words(row: ClaimRow) -> str:
    return row.object_text if isinstance(row.object_text, str) else " … ".join(row.object_text)


def of(claims: Claims, relation: str, **fields: object) -> Claims:
    """Return the claims of a relation. A qualifier is compared by its words."""
    return [
        row
        for row in claims
        if row.relation == relation and all(value_of(row, name) == fields[name] for name in fields)
    ]


def value_of(row: ClaimRow, name: str) -> object:
    value = getattr(row, name)
    return value.text if hasattr(value, "text") else value


def facts(claims: Claims) -> dict[str, str | None]:
    return {words(row): row.object for row in claims}


def one(claims: Claims, relation: str, text: str, **fields: object) -> ClaimRow:
    (row,) = (row for row in of(claims, relation, **fields) if words(row) == text)
    return row


def citations(row: ClaimRow, evidence: int = 0) -> str:
    return "".join(f"[{number}]" for number in row.evidence[evidence].citations)


def test_it_is_about_opsoclonus_myoclonus_syndrome(reference_claims: Claims) -> None:
    assert {(row.disease, row.disease_label) for row in reference_claims} == {
        ("MONDO:0015247", "opsoclonus-myoclonus syndrome")
    }
    assert {row.document for row in reference_claims} == {"GARD/opsoclonus-myoclonus-syndrome"}


def test_it_is_a_kind_of_neurologic_disorder(reference_claims: Claims) -> None:
    # MONDO:0005071 nervous system disorder
    assert facts(of(reference_claims, "subtype_of")) == {"neurologic disorder": "MONDO:0005071"}


def test_it_has_six_other_names_of_three_kinds(reference_claims: Claims) -> None:
    assert {words(row): row.synonym_type for row in of(reference_claims, "synonym")} == {
        "Polymyoclonus infantile": None,
        "Infantile polymyoclonus": None,
        "Opsoclonus myoclonus syndrome": None,
        "OMS": "acronym",
        "Kinsbourne syndrome": None,
        "dancing eyes-dancing feet syndrome": "layperson",
    }


SIGNS = {
    "opsoclonus": "HP:0010543",  # Opsoclonus
    "myoclonic jerks": "HP:0001336",  # Myoclonus
    "ataxia": "HP:0001251",  # Ataxia
    "irritability": "HP:0000737",  # Irritability
    "sleep disturbance": "HP:0002360",  # Sleep disturbance
    "unsteady, trembling gait": "HP:0002317",  # Unsteady gait
    "tremulous": "HP:0001337",  # Tremor
    "jerking movements": None,
    "sitting … difficult or impossible": None,
    "standing is difficult or impossible": None,
    "difficulty speaking": None,
    "poorly articulated speech": None,
    "inability to speak": "HP:0002300",  # Mutism
    "difficulty eating": "HP:0011968",  # Feeding difficulties
    "excessive drooling": "HP:0002307",  # Drooling
    "incoordination": "HP:0002311",  # Incoordination
    "rage attacks": None,
    "head tilt": None,
    "decrease in muscle tone": "HP:0001252",  # Hypotonia
    "malaise": "HP:0033834",  # Malaise
    "nervous": None,
    "irritable": "HP:0000737",  # Irritability
    "lethargic": "HP:0001254",  # Lethargy
    "encephalopathy": "HP:0001298",  # Encephalopathy
}


@pytest.mark.parametrize("sign", SIGNS)
def test_it_has_the_sign(reference_claims: Claims, sign: str) -> None:
    found = facts(of(reference_claims, "phenotype"))
    assert sign in found
    if SIGNS[sign]:
        assert found[sign] == SIGNS[sign]


def test_it_has_at_least_22_distinct_signs_and_denies_none(reference_claims: Claims) -> None:
    signs = of(reference_claims, "phenotype")
    assert len({row.object or words(row) for row in signs}) >= 22
    assert {row.negated for row in signs} == {False}


def test_children_may_be_nervous_irritable_or_lethargic(reference_claims: Claims) -> None:
    children = of(reference_claims, "phenotype", age_group="Children")
    assert {words(row) for row in children} == {"nervous", "irritable", "lethargic"}
    # HsapDv:0000264 pediatric stage
    assert {row.age_group.id for row in children if row.age_group} == {"HsapDv:0000264"}
    assert {citations(row) for row in children} == {"[3]"}


def test_adults_may_have_encephalopathy(reference_claims: Claims) -> None:
    (row,) = of(reference_claims, "phenotype", age_group="adults")
    # HP:0001298 Encephalopathy; HsapDv:0000258 adult stage
    assert row.age_group is not None
    assert (row.object, row.age_group.id, citations(row)) == ("HP:0001298", "HsapDv:0000258", "[3]")


def test_tumors_and_viral_infections_cause_it(reference_claims: Claims) -> None:
    assert {words(row): (row.object, row.cause_kind) for row in of(reference_claims, "cause")} == {
        "tumor": ("MONDO:0005070", "paraneoplastic"),  # neoplasm
        "neuroblastomas": ("MONDO:0005072", "paraneoplastic"),  # neuroblastoma
        "viral infection": ("MONDO:0005108", "post-infectious"),  # viral infectious disease
        "influenza": ("MONDO:0005812", "post-infectious"),  # influenza
        "Epstein-Barr": ("MONDO:0005111", "post-infectious"),  # Epstein-Barr virus infection
        "Coxsackie B": (None, "post-infectious"),
    }


def test_its_onset_is_abrupt(reference_claims: Claims) -> None:
    row = one(reference_claims, "onset", "abrupt")
    assert (row.object, citations(row)) == ("HP:0011009", "[1]")  # Acute


def test_it_affects_face_eyelids_limbs_fingers_head_and_trunk(reference_claims: Claims) -> None:
    assert set(facts(of(reference_claims, "affects"))) == {"face", "eyelids", "limbs", "fingers", "head", "trunk"}


@pytest.fixture(scope="module")
def criteria() -> CriteriaSet:
    (found,) = find_claims(read_page(reference_page())).criteria
    return found


def test_three_of_four_criteria_must_be_met(criteria: CriteriaSet) -> None:
    assert (criteria.combination, criteria.threshold, len(criteria.criteria)) == ("at-least", 3, 4)


@pytest.mark.parametrize(
    ("position", "combination", "terms"),
    [
        (1, "any-of", {"MONDO:0005072"}),  # neuroblastoma
        (2, "any-of", {"HP:0010543"}),  # Opsoclonus
        (3, "any-of", {"HP:0001336", "HP:0002311"}),  # Myoclonus, Incoordination
        (4, "any-of", {"HP:0000708", "HP:0002360"}),  # Atypical behavior, Sleep disturbance
    ],
)
def test_a_criterion_is_met_by_any_of_its_terms(
    criteria: CriteriaSet, position: int, combination: str, terms: set[str]
) -> None:
    criterion = criteria.criteria[position - 1]
    assert (criterion.position, criterion.combination) == (position, combination)
    # The page gives "ataxia" as the gloss of incoordination: either id will do beside it.
    assert {term.id for term in criterion.terms} - {"HP:0001251"} == terms  # Ataxia


def test_anti_hu_is_a_marker_in_adults_and_not_in_children(reference_claims: Claims) -> None:
    # MESH:C000632625 ANNA1 antibody
    rows = [row for row in reference_claims if row.object == "MESH:C000632625"]
    assert {(row.predicate, value_of(row, "age_group"), row.negated) for row in rows} == {
        ("biolink:has_biomarker", "adults", False),
        ("biolink:has_biomarker", "children", True),
    }


def test_a_blood_exam_is_done_in_adults(reference_claims: Claims) -> None:
    row = one(reference_claims, "diagnosis", "blood exam", age_group="adults")
    assert (row.object, row.predicate) == ("MAXO:0000147", "biolink:is_diagnosed_by")  # hematology testing


@pytest.mark.parametrize(
    ("text", "term", "modifier"),
    [
        ("MRI with contrast", "MAXO:0000424", "with contrast"),  # magnetic resonance imaging procedure
        ("helical … CT scanning", "MESH:D036542", None),  # Tomography, Spiral Computed
    ],
)
def test_imaging_is_aimed_at_the_neuroblastoma(
    reference_claims: Claims, text: str, term: str, modifier: str | None
) -> None:
    row = one(reference_claims, "diagnosis", text, target="neuroblastoma", modifier=modifier)
    assert row.target is not None
    # MONDO:0005072 neuroblastoma
    assert (row.object, row.target.id, citations(row)) == (term, "MONDO:0005072", "[4]")


def test_laboratory_tests_are_done_in_some_cases(reference_claims: Claims) -> None:
    # MAXO:0000006 clinical laboratory procedure
    rows = of(reference_claims, "diagnosis", object="MAXO:0000006")
    assert {value_of(row, "modifier") for row in rows} == {"for certain antibodies", "for abnormal white blood cells"}
    assert {(value_of(row, "frequency"), citations(row)) for row in rows} == {("In some cases", "[3]")}


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("corticosteroids", "MAXO:0000640"),  # corticosteroid agent therapy
        ("ACTH", "CHEBI:3892"),  # corticotropin
        ("human intravenous immunoglobulins", "MAXO:0001480"),  # immunoglobulin infusion therapy
        ("immunosuppressive agents", "MAXO:0000297"),  # immune suppressant agent therapy
    ],
)
def test_it_may_be_treated_with(reference_claims: Claims, text: str, term: str) -> None:
    row = one(reference_claims, "treatment", text, condition=None, target=None)
    assert (row.object, row.negated) == (term, False)
    assert citations(row, -1) == "[2][3]"


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("chemotherapy", "MAXO:0000647"),  # chemotherapy
        ("radiation", "MAXO:0000014"),  # radiation therapy
        ("surgery", "MAXO:0000004"),  # surgical procedure
        ("surgery for tumor removal", None),
    ],
)
def test_a_tumor_is_treated_where_there_is_one(reference_claims: Claims, text: str, term: str | None) -> None:
    row = one(reference_claims, "treatment", text)
    assert term in (None, row.object)
    assert str(value_of(row, "condition")).casefold() in {
        "where there is a tumor present",
        "when there is a tumor present",
    }


def test_trazodone_is_aimed_at_sleep_problems_and_rage_attacks(reference_claims: Claims) -> None:
    rows = of(reference_claims, "treatment", object="CHEBI:9654")  # trazodone
    assert {str(value_of(row, "target")) for row in rows} == {"Sleep problems", "rage attacks"}


def test_adults_are_less_likely_to_respond_to_immunological_treatment(reference_claims: Claims) -> None:
    row = one(reference_claims, "treatment", "immunological treatment")
    assert (row.hedge, value_of(row, "age_group"), citations(row)) == ("less likely", "Adults", "[5]")


@pytest.mark.parametrize("text", ["trying to move", "agitation", "stimulation"])
def test_what_worsens_the_myoclonus(reference_claims: Claims, text: str) -> None:
    row = one(reference_claims, "trigger", text)
    assert row.target is not None
    assert (row.predicate, row.target.id) == ("rg:worsenedBy", "HP:0001336")  # Myoclonus


TRIGGERS = {
    "subsequent illness": None,
    "fever": "HP:0025215",  # Triggered by febrile illness
    "stress": "HP:0025226",  # Triggered by stress
    "medication": "HP:4000101",  # Triggered by exposure to medication
    "anesthesia": "HP:0500261",  # Triggered by anesthetics
    "discontinuation of immunotherapy": None,
    "immunizations": "HP:0025219",  # Triggered by vaccination
}


def test_seven_things_bring_on_a_relapse(reference_claims: Claims) -> None:
    rows = of(reference_claims, "trigger", predicate="rg:relapseTriggeredBy")
    assert {words(row): row.modifier.id if row.modifier else None for row in rows} == TRIGGERS
    assert {row.hedge for row in rows} == {"may"}


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("Full recovery", "in cases caused by infections"),
        ("greatest chance of returning to normal", "Children with the mildest symptoms"),
        ("myoclonus tends to lessen over time", "those with moderate severity"),
        ("coordination may not fully return", "those with moderate severity"),
        ("permanent neurological problems", "Those with severe symptoms"),
    ],
)
def test_the_outlook_depends_on_cause_and_severity(reference_claims: Claims, text: str, condition: str) -> None:
    assert value_of(one(reference_claims, "prognosis", text), "condition") == condition


def test_many_keep_some_impairment(reference_claims: Claims) -> None:
    row = next(row for row in of(reference_claims, "prognosis") if "neurological impairment" in words(row))
    assert value_of(row, "frequency") == "many"


@pytest.mark.parametrize(
    ("relation", "text", "marked"),
    [
        ("cause", "viral infection", "[2][3][4]"),
        ("phenotype", "malaise", "[2][3]"),
        ("phenotype", "unsteady, trembling gait", "[2]"),
        ("prognosis", "permanent neurological problems", "[3]"),
        ("trigger", "agitation", ""),
    ],
)
def test_a_claim_cites_what_its_sentence_cites(reference_claims: Claims, relation: str, text: str, marked: str) -> None:
    assert citations(one(reference_claims, relation, text)) == marked


def test_it_names_no_gene_and_no_inheritance(reference_claims: Claims) -> None:
    assert of(reference_claims, "gene") == of(reference_claims, "inheritance") == []


def test_the_committed_output_is_what_a_build_makes(reference: Path) -> None:
    built = {path.name: path.read_bytes() for path in reference.iterdir()}
    committed = {path.name: path.read_bytes() for path in OUTPUT.iterdir() if path.name != "README.md"}
    assert sorted(committed) == sorted(built), f"run {REFRESH}"
    changed = [name for name in built if built[name] != committed[name]]
    assert changed == [], f"output/ is not what the build makes of the page: run {REFRESH}"
