from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from raregraph.claims import find_claims
from raregraph.model import Claim, Page
from raregraph.readers import read_text

TABLE = (
    "The Human Phenotype Ontology provides the following list of signs and symptoms for Glass ear syndrome. If the "
    "information is available, the table below includes how often the symptom is seen in people with this condition. "
    "Signs and Symptoms Approximate number of patients (when available) {rows} The Human Phenotype Ontology (HPO) has "
    "collected information on how often a sign or symptom occurs in a condition. The frequency may also be listed as "
    "a fraction."
)


def read(*pairs: tuple[str, str, str], names: tuple[str, ...] = ()) -> Page:
    """Return the page of (type, question, answer)."""
    listed = "".join(f"<Synonym>{escape(name)}</Synonym>" for name in names)
    answers = "".join(
        f'<QAPair><Question qtype="{kind}">{escape(question)}</Question><Answer>{escape(answer)}</Answer></QAPair>'
        for kind, question, answer in pairs
    )
    return read_text(
        f'<Document id="0000001" source="GARD" url="https://example.org/1"><Focus>Glass ear syndrome</Focus>'
        f"<FocusAnnotations><UMLS><CUIs><CUI>C0000001</CUI></CUIs></UMLS><Synonyms>{listed}</Synonyms>"
        f"</FocusAnnotations><QAPairs>{answers}</QAPairs></Document>",
        where="page.xml",
    )


def symptoms(answer: str) -> Page:
    return read(("symptoms", "What are the symptoms of Glass ear syndrome ?", answer))


def blocks(page: Page, section: int = 0) -> list[tuple[str, str]]:
    return [
        (block.kind, page.text[block.sentences[0].start : block.sentences[-1].end])
        for block in page.sections[section].blocks
    ]


def rows(page: Page) -> list[tuple[str, ...]]:
    return [
        tuple(page.text[cell.start : cell.end] for cell in block.cells)
        for section in page.sections
        for block in section.blocks
        if block.kind == "row"
    ]


def row_claims(page: Page) -> list[Claim]:
    return [claim for claim in find_claims(page).claims if claim.rule == "table-row"]


def test_a_page_has_the_id_title_address_and_licence_of_its_file() -> None:
    page = read(("information", "What is (are) Glass ear syndrome ?", "It is rare."))
    assert (page.document, page.title, page.url) == ("GARD/0000001", "Glass ear syndrome", "https://example.org/1")
    assert (page.collection, page.license) == ("GARD", "https://creativecommons.org/licenses/by/4.0/")
    assert page.findings == ()


def test_names_are_listed_and_concept_ids_left_aside() -> None:
    page = read(("information", "What is it ?", "It is rare."), names=("Brittle ear", "GES"))
    assert page.sections[0].kind == "names"
    assert blocks(page) == [("item", "Brittle ear"), ("item", "GES")]
    assert "C0000001" not in page.text


@pytest.mark.parametrize(
    ("kind", "section"),
    [
        ("information", "overview"),
        ("symptoms", "symptoms"),
        ("exams and tests", "diagnosis"),
        ("genetic changes", "cause"),
        ("outlook", "prognosis"),
        ("research", "boilerplate"),
        ("unheard of", "other"),
    ],
)
def test_the_type_of_a_question_is_the_kind_of_its_section(kind: str, section: str) -> None:
    page = read((kind, "Of what use is it ?", "Of none."))
    assert [(found.kind, found.heading) for found in page.sections] == [(section, "Of what use is it ?")]


def test_the_question_at_the_start_of_an_answer_is_the_heading() -> None:
    page = symptoms("What are the signs and symptoms of glass ear? Ears hurt.")
    assert [section.heading for section in page.sections] == ["What are the signs and symptoms of glass ear?"]
    assert blocks(page) == [("paragraph", "Ears hurt.")]


def test_a_question_inside_an_answer_opens_a_section_of_its_own() -> None:
    page = symptoms("Ears hurt. How is glass ear treated? Rest helps. Is it loud? It is.")
    assert [(section.kind, section.heading) for section in page.sections] == [
        ("symptoms", "What are the symptoms of Glass ear syndrome ?"),
        ("treatment", "How is glass ear treated?"),
        ("symptoms", "Is it loud?"),
    ]


def test_an_answer_without_text_is_no_section() -> None:
    assert read(("symptoms", "What ?", " "), ("treatment", "How ?", "Rest.")).sections[0].heading == "How ?"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            "They include:  - Deafness  - Pain - loud   Rest helps.",
            ["They include:", "Deafness", "Pain - loud", "Rest helps."],
        ),
        (
            "They include:\n   \n- Deafness - Pain\n  \nRest helps.",
            ["They include:", "Deafness", "Pain", "Rest helps."],
        ),
        ("One ends.  Two ends.  three", ["One ends.", "Two ends.", "three"]),
        ("Pain - a bad one - hurts.", ["Pain - a bad one - hurts."]),
    ],
    ids=["double blanks", "lines", "paragraphs", "dashes in a sentence"],
)
def test_lists_and_paragraphs_are_taken_apart_again(answer: str, expected: list[str]) -> None:
    assert [text for _, text in blocks(symptoms(answer))] == expected


def test_what_a_site_says_of_itself_is_no_text_nor_the_list_below_it() -> None:
    page = symptoms(
        "Rest.   These resources address the diagnosis or management of glass ear:  - A Registry  - B   Sleep."
    )
    assert blocks(page) == [("paragraph", "Rest."), ("paragraph", "Sleep.")]


def test_a_flattened_table_is_rows_and_what_stands_around_it_is_text() -> None:
    page = symptoms(
        "Ears hurt. "
        + TABLE.format(rows="2-3 toe syndactyly 90% Wilms tumor (nephroblastoma) 3/5 Pain -")
        + " They itch."
    )
    assert rows(page) == [("2-3 toe syndactyly", "90%"), ("Wilms tumor (nephroblastoma)", "3/5"), ("Pain", "-")]
    assert [text for kind, text in blocks(page) if kind != "row"] == ["Ears hurt.", "They itch."]


@pytest.mark.parametrize("frequency", ["90%", "7.5%", "3/5", "13 of 23", "-"])
def test_the_frequency_of_a_row_is_written_in_these_ways(frequency: str) -> None:
    assert rows(symptoms(TABLE.format(rows=f"Fever {frequency} Pain -"))) == [("Fever", frequency), ("Pain", "-")]


def test_a_table_without_a_row_and_one_without_an_end_are_read_as_far_as_they_go() -> None:
    assert rows(symptoms(TABLE.format(rows=""))) == []
    cut = TABLE.format(rows="Fever 90% Pain").partition(" The Human Phenotype Ontology (HPO)")[0]
    page = symptoms(cut)
    assert rows(page) == [("Fever", "90%")]
    assert blocks(page)[-1] == ("paragraph", "Pain")


def test_a_row_is_a_claim_of_its_sign_with_its_frequency_and_its_whole_row_as_evidence() -> None:
    page = symptoms(TABLE.format(rows="Fever 90% Deafness 3/5 Ear pain -"))
    claims = row_claims(page)
    assert [(claim.relation, claim.object_text, claim.evidence[0].quote) for claim in claims] == [
        ("phenotype", ("Fever",), "Fever 90%"),
        ("phenotype", ("Deafness",), "Deafness 3/5"),
        ("phenotype", ("Ear pain",), "Ear pain -"),
    ]
    fever, deafness, pain = claims
    assert fever.object is not None
    assert fever.object.id == "HP:0001945"
    assert fever.qualifiers.frequency is not None
    assert (
        fever.qualifiers.frequency.text,
        fever.qualifiers.frequency.term and fever.qualifiers.frequency.term.id,
    ) == (
        "90%",
        "HP:0040281",
    )
    # Three of five patients of one study are no band.
    assert deafness.qualifiers.frequency is not None
    assert (deafness.qualifiers.frequency.text, deafness.qualifiers.frequency.term) == ("3/5", None)
    assert pain.qualifiers.frequency is None


@pytest.mark.parametrize("frequency", ["0%", "0.0%", "0/12", "0 of 12"])
def test_a_sign_that_nobody_has_is_denied(frequency: str) -> None:
    fever, pain = row_claims(symptoms(TABLE.format(rows=f"Fever {frequency} Headache 0.5%")))
    assert (fever.negated, pain.negated) == (True, False)


def test_a_row_of_inheritance_is_a_claim_of_inheritance() -> None:
    (claim,) = row_claims(symptoms(TABLE.format(rows="Autosomal dominant inheritance -")))
    assert claim.relation == "inheritance"
    assert claim.object is not None
    assert claim.object.id == "HP:0000006"


def test_what_prose_and_table_say_is_one_claim_with_two_pieces_of_evidence() -> None:
    page = symptoms("Symptoms include fever and headache. " + TABLE.format(rows="Fever 90%"))
    (claim,) = [claim for claim in find_claims(page).claims if claim.object and claim.object.id == "HP:0001945"]
    assert [piece.quote for piece in claim.evidence] == ["Symptoms include fever and headache.", "Fever 90%"]
    assert claim.qualifiers.frequency is not None
    assert claim.qualifiers.frequency.text == "90%"


def test_the_words_of_a_row_that_name_nothing_stay_the_projects_own_object() -> None:
    (claim,) = row_claims(symptoms(TABLE.format(rows="Glassy ears 90%")))
    assert (claim.relation, claim.object, claim.object_text) == ("phenotype", None, ("Glassy ears",))


def test_no_rule_for_prose_reads_a_row() -> None:
    page = symptoms(TABLE.format(rows="Symptoms include fever 90%"))
    assert {claim.rule for claim in find_claims(page).claims} <= {"table-row"}


def test_a_table_without_a_column_of_signs_says_nothing() -> None:
    table = "<table><tr><th>Drug</th><th>Dose</th></tr><tr><td>Fever</td><td>5</td></tr></table>"
    page = read_text(f"<h1>Glass ear</h1><h2>Symptoms</h2><p>A.</p>{table}", where="page.html")
    assert rows(page)
    assert row_claims(page) == []


def test_a_hundred_rows_are_read_at_once(tmp_path: Path) -> None:
    page = symptoms(TABLE.format(rows=" ".join(f"Sign {n} {n}%" for n in range(1, 101))))
    assert len(row_claims(page)) == 100


def test_tables_without_end_are_read_one_after_the_other() -> None:
    page = symptoms((TABLE.format(rows="Fever 90% Pain -") + " ") * 1_200)
    assert len(rows(page)) == 2_400
