"""The known traps: a real id with the wrong meaning is the commonest error of systems like this one."""

import pytest
from raregraph.claims import find_claims
from raregraph.model import Claim, PageClaims
from raregraph.readers import read_text
from raregraph.settings import Settings


def read(body: str, *, title: str = "Glass hand disease") -> PageClaims:
    return find_claims(read_text(f"{title}\n\n{body}\n", where="page.txt"), settings=Settings(model=None))


def about(relation: str, sentence: str) -> PageClaims:
    """Return the claims of a sentence in the section of a relation."""
    headings = {
        "phenotype": "What are the signs and symptoms of glass hand disease?",
        "cause": "What causes glass hand disease?",
        "diagnosis": "How is glass hand disease diagnosed?",
        "treatment": "How might glass hand disease be treated?",
    }
    return read(f"{headings[relation]}\n\n{sentence}")


def ids(page: PageClaims) -> set[str]:
    """Return every id that the claims carry: objects, links and qualifiers."""
    return {name for claim in page.claims for name in ids_of(claim)}


def ids_of(claim: Claim) -> set[str]:
    q = claim.qualifiers
    qualifiers = (q.age_group, q.population, q.frequency, q.severity, q.condition, q.target, q.modifier)
    terms = [claim.object, *(match.term for match in claim.matches), *(part.term for part in qualifiers if part)]
    return {term.id for term in terms if term and term.id}


def objects(page: PageClaims, relation: str) -> dict[str, str | None]:
    return {
        " ".join(claim.object_text): claim.object.id if claim.object else None
        for claim in page.claims
        if claim.relation == relation
    }


def test_oms_is_not_otitis_media() -> None:
    page = read("Other Names for this Disease\n  • OMS", title="Opsoclonus-myoclonus syndrome")
    assert page.disease.id == "MONDO:0015247"  # opsoclonus-myoclonus syndrome
    assert [claim.synonym_type for claim in page.claims] == ["acronym"]
    assert "MONDO:0008162" not in ids(page)  # otitis media


@pytest.mark.parametrize("title", ["OMS", "MS", "ALS", "WD"])
def test_an_abbreviation_alone_does_not_ground_a_page(title: str) -> None:
    page = read("What causes it?\n\nIt is caused by influenza.", title=title)
    assert page.disease.id is None
    assert "disease-ungrounded" in {finding.rule for finding in page.findings}


def test_the_long_name_of_an_abbreviation_grounds_the_page() -> None:
    page = read("Other Names for this Disease\n  • Opsoclonus-myoclonus syndrome", title="OMS")
    assert page.disease.id == "MONDO:0015247"  # opsoclonus-myoclonus syndrome


def test_a_listed_abbreviation_does_not_ground_a_page_of_another_name() -> None:
    page = read("Other Names for this Disease\n  • OMS\n  • MS")
    assert (page.disease.id, page.disease.label) == (None, "Glass hand disease")


@pytest.mark.parametrize(
    ("relation", "sentence", "words"),
    [
        ("diagnosis", "It is diagnosed by MRI.", "MRI"),
        ("treatment", "Treatment may include ACTH.", "ACTH"),
        ("phenotype", "Signs include RAGE and rage attacks.", "RAGE"),
        ("cause", "MRI and ACTH do not explain what causes it. RAGE is seen.", ""),
        ("cause", "It is caused by rage or cat scratches.", ""),
        ("cause", "The MRI is abnormal. The ACTH test is normal.", ""),
    ],
)
def test_tests_drugs_and_feelings_are_no_genes(relation: str, sentence: str, words: str) -> None:
    page = about(relation, sentence)
    assert objects(page, "gene") == {}
    assert not [name for name in ids(page) if name.startswith("HGNC:")]
    assert not words or words in objects(page, relation)


@pytest.mark.parametrize(
    ("sentence", "genes"),
    [
        ("It is caused by mutations in the GLAS1 gene.", {"GLAS1"}),
        ("It is caused by changes in the glas1 gene.", set()),
        ("It is caused by a defect in the repair gene.", set()),
        ("It is caused by a lack of the GLAS1 protein.", set()),
        ("GLAS1 was the name of the clinic.", set()),
        ("Changes of DNA in the MRI gene list are rare.", set()),
    ],
)
def test_a_gene_needs_its_capitals_and_a_genetic_context(sentence: str, genes: set[str]) -> None:
    assert set(objects(about("cause", sentence), "gene")) == genes


@pytest.mark.parametrize(
    ("words", "right", "wrong"),
    [
        ("surgery", "MAXO:0000004", "MESH:D013502"),  # surgical procedure, not General Surgery
        ("radiation", "MAXO:0000014", "MESH:D011827"),  # radiation therapy, not Radiation
        ("radiation therapy", "MAXO:0000014", "MESH:D011827"),
    ],
)
def test_a_treatment_is_no_discipline_and_no_physics(words: str, right: str, wrong: str) -> None:
    page = about("treatment", f"Treatment may include {words}.")
    assert objects(page, "treatment") == {words: right}
    assert wrong not in ids(page) | {mapping.object.id for mapping in page.mappings}


@pytest.mark.parametrize(
    "sentence", ["Tests are negative.", "Signs include a negative test.", "Negative people have it."]
)
def test_negative_is_no_negativism(sentence: str) -> None:
    assert "HP:0410291" not in ids(about("phenotype", sentence))  # Negativism


def test_infantile_polymyoclonus_is_a_name_of_the_page_and_equals_no_other_disease() -> None:
    names = "Other Names for this Disease\n  • Infantile polymyoclonus\n  • Polymyoclonus infantile"
    page = read(names, title="Opsoclonus-myoclonus syndrome")
    assert set(objects(page, "synonym")) == {"Infantile polymyoclonus", "Polymyoclonus infantile"}
    linked = {mapping.object.id for mapping in page.mappings if mapping.predicate == "skos:exactMatch"}
    assert linked
    # polymyoclonus, infantile (MONDO) and Infantile polymyoclonus (MeSH): diseases of their own
    assert not {"MONDO:0009896", "MESH:C535524"} & (linked | ids(page))


@pytest.mark.parametrize(
    "sentence",
    [
        "Signs include myoclonus (sudden, brief, shock-like muscle spasms).",
        "Signs include sudden muscle contractions (myoclonus).",
        "Signs include sudden muscle contractions (myoclonic jerks).",
    ],
)
def test_a_gloss_of_myoclonus_is_no_muscle_spasm(sentence: str) -> None:
    found = ids(about("phenotype", sentence))
    assert "HP:0001336" in found  # Myoclonus
    assert "HP:0003394" not in found  # Muscle spasm


def test_muscle_spasms_said_by_themselves_are_muscle_spasms() -> None:
    # HP:0003394 Muscle spasm
    assert objects(about("phenotype", "Signs include muscle spasms."), "phenotype") == {"muscle spasms": "HP:0003394"}


@pytest.mark.parametrize(
    ("words", "disease"),
    [
        ("influenza", "MONDO:0005812"),  # influenza
        ("Epstein-Barr", "MONDO:0005111"),  # Epstein-Barr virus infection
    ],
)
def test_an_infection_as_cause_is_the_disease_not_the_virus(words: str, disease: str) -> None:
    page = about("cause", f"Glass hand disease is caused by a viral infection (such as {words}).")
    claim = next(claim for claim in page.claims if claim.object_text == (words,))
    assert claim.object is not None
    assert (claim.object.id, claim.object.branch, claim.cause_kind) == (disease, "disease", "post-infectious")
    assert not [name for name in ids_of(claim) if name.startswith("NCBITaxon:")]


def test_the_agent_of_an_infection_is_related_not_the_same() -> None:
    page = about("cause", "It is caused by Epstein-Barr virus infection.")
    agents = [mapping for mapping in page.mappings if str(mapping.object.id).startswith("NCBITaxon:")]
    assert {mapping.predicate for mapping in agents} <= {"skos:relatedMatch"}


def test_the_marker_is_not_the_finding_of_it() -> None:
    page = about("diagnosis", "A blood exam may show anti-Hu antibodies.")
    marker = next(claim for claim in page.claims if claim.variant == "marker")
    assert marker.object is not None
    assert marker.object.id == "MESH:C000632625"  # ANNA1 antibody, not HP:5000016 Anti-Hu antibody positivity
    linked = {mapping.object.id: mapping.predicate for mapping in page.mappings if mapping.subject == marker.object}
    assert linked["HP:5000016"] != "skos:exactMatch"
    assert {claim.object.id for claim in page.claims if claim.variant == "test" and claim.object} == {"MAXO:0000147"}
