"""How names are found in texts: each construction with a sentence of its own and a tiny terminology."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raregraph.mentions import Finder
from raregraph.mentions.denial import load_denials
from raregraph.mentions.name_building import build_index
from raregraph.mentions.name_store import read_index, write_index
from raregraph.mentions.name_tables import load_name_tables
from raregraph.mentions.no_findings import load_no_findings
from raregraph.resources import knowledge_folder
from raregraph.terms.keys import EXACT as LITERAL
from raregraph.terms.keys import NEVER
from raregraph.terms.named_terms import NamedTerm, TermName

ONTOLOGY = knowledge_folder("ontology")
TABLES = load_name_tables(ONTOLOGY)


def term(number: int, label: str, *names: str | TermName, parents: tuple[int, ...] = ()) -> NamedTerm:
    """A term of a made-up ontology."""
    synonyms = tuple(name if isinstance(name, TermName) else TermName(name) for name in names)
    return NamedTerm(f"T:{number}", label, synonyms, tuple(f"T:{parent}" for parent in parents))


TERMS = (
    term(1, "Seizure"),
    term(2, "Hypoplasia of the corpus callosum"),
    term(3, "Short finger", "Brachydactyly"),
    term(4, "Short toe"),
    term(5, "Abnormality of the kidney", "Renal anomaly"),
    term(6, "Cleft lip and palate", "Cleft lip with cleft palate"),
    term(7, "Cleft lip"),
    term(8, "Hearing impairment", "Hearing loss"),
    term(9, "Sensorineural hearing impairment", parents=(8,)),
    term(10, "Cone-rod dystrophy"),
    term(11, "Rod-cone dystrophy"),
    term(12, "Ventricular septal defect", TermName("VSD", "EXACT", "abbreviation", NEVER)),
    term(13, "Failure to thrive", "Poor weight gain"),
    term(14, "Increased body weight", "Weight gain"),
    term(15, "Abnormal liver morphology"),
    term(16, "Hypotonia"),
    term(17, "Muscle weakness"),
    term(18, "Preauricular pit"),
    term(19, "Intellectual disability", "Mental retardation"),
    term(20, "Intellectual disability, mild", parents=(19,)),
    term(21, "Upper limb hypertonia"),
    term(22, "Abnormality of the skin"),
    term(23, "Tremor"),
    term(24, "Osteopetrosis"),
    term(25, "Abnormality of the face"),
    term(26, "Edema"),
)
LABELS = {each.id: each.label for each in TERMS}
FINDER = Finder(build_index(TERMS, TABLES), TABLES, load_denials(ONTOLOGY))


def found(text: str, nested: str = "longest") -> list[str]:
    """The labels found in a text that are not denied."""
    return [
        each.label for each in FINDER.find(text, nested="all" if nested == "all" else "longest") if not each.negated
    ]


def denied(text: str) -> list[str]:
    return [each.label for each in FINDER.find(text) if each.negated]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("Two SEIZURES followed.", "Seizure", id="plural-and-capitals"),
        pytest.param("The corpus callosum was hypoplastic.", "Hypoplasia of the corpus callosum", id="order-and-class"),
        pytest.param("MRI showed a hypoplastic corpus callosum.", "Hypoplasia of the corpus callosum", id="adjective"),
        pytest.param("There were kidney abnormalities.", "Abnormality of the kidney", id="abnormality-of"),
        pytest.param("An abnormal left kidney was seen.", "Abnormality of the kidney", id="a-word-that-colours"),
        pytest.param("Liver malformations are common.", "Abnormal liver morphology", id="rephrased"),
        pytest.param(
            "She has mild mental retardation.", "Intellectual disability, mild", id="an-ancestor-s-other-name"
        ),
        pytest.param("Pre-auricular pits were seen.", "Preauricular pit", id="hyphen"),
        pytest.param("The baby was floppy.", "Hypotonia", id="what-people-say"),
        pytest.param(
            "Hypertonia affecting both upper limbs more than the legs.", "Upper limb hypertonia", id="affecting"
        ),
        pytest.param("A VSD was closed at two years.", "Ventricular septal defect", id="acronym-of-the-table"),
    ],
)
def test_a_name_is_found_in_other_words(text: str, label: str) -> None:
    # The everyday names of the shipped table name terms of HPO, so the tiny ontology takes their ids.
    ids = {"Hypotonia": "HP:0001252", "Ventricular septal defect": "HP:0001629"}
    terms = [each._replace(id=ids.get(each.label, each.id)) for each in TERMS]
    finder = Finder(build_index(terms, TABLES), TABLES, load_denials(ONTOLOGY))
    assert [each.label for each in finder.find(text)] == [label]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("He has weak muscle tone.", id="a-noun-that-is-not-the-name-s-last"),
        pytest.param("The renal abnormal excretion test", id="an-adjective-before-an-unmatched-noun"),
        pytest.param("An edematous and bleeding mucosa was seen.", id="an-adjective-that-is-joined-to-another"),
        pytest.param("There was no change of the callosum. Hypoplasia ...", id="not-across-sentences"),
        pytest.param("The cleft, lip and chin", id="not-across-a-comma"),
        pytest.param("VSD", id="an-ambiguous-abbreviation-alone"),
    ],
)
def test_words_that_only_happen_to_stand_together_name_nothing(text: str) -> None:
    assert FINDER.find(text) == []


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("short fingers and toes", ["Short finger", "Short toe"], id="the-first-word-is-shared"),
        pytest.param(
            "renal and hepatic anomalies", ["Abnormality of the kidney", "Abnormal liver morphology"], id="last"
        ),
        pytest.param(
            "anomalies of the kidney, liver and skin",
            ["Abnormality of the kidney", "Abnormal liver morphology", "Abnormality of the skin"],
            id="three",
        ),
        pytest.param("cleft lip and palate", ["Cleft lip and palate"], id="a-name-with-and"),
        pytest.param("skin anomaly and a flat face", ["Abnormality of the skin"], id="an-article-opens-anew"),
        pytest.param("abnormal growth, tremor and skin", ["Tremor"], id="a-name-between-ends-the-sharing"),
    ],
)
def test_things_joined_by_and_share_words(text: str, labels: list[str]) -> None:
    assert sorted(found(text)) == sorted(labels)


@pytest.mark.parametrize("text", ["renal and", "anomalies of the kidney and/or", "renal, and\n"])
def test_a_text_may_end_in_what_joins(text: str) -> None:
    assert found(text) == (["Abnormality of the kidney"] if "anomalies" in text else [])


def test_the_spans_of_a_shared_name_leave_out_what_lies_between() -> None:
    text = "He had short broad fingers and toes."
    toe = next(each for each in FINDER.find(text) if each.label == "Short toe")
    assert [text[start:end] for start, end in toe.spans] == ["short", "toes"]
    assert (toe.start, toe.end) == (text.index("short"), text.index("toes") + 4)


def test_names_inside_longer_names_count_on_demand_if_the_longer_one_implies_them() -> None:
    text = "sensorineural hearing loss, cleft lip and palate, poor weight gain"
    longest = ["Sensorineural hearing impairment", "Cleft lip and palate", "Failure to thrive"]
    assert found(text) == longest
    assert sorted(found(text, "all")) == sorted([*longest, "Hearing impairment", "Cleft lip"])


def test_the_very_words_come_before_the_same_words_in_another_order() -> None:
    assert found("a cone-rod dystrophy") == ["Cone-rod dystrophy"]
    assert found("a rod-cone dystrophy") == ["Rod-cone dystrophy"]


@pytest.mark.parametrize(
    "text",
    [
        "There were no seizures.",
        "She denies tremor.",
        "Seizures were not observed.",
        "Tremor was absent.",
        "without edema of any kind",
        "She is seizure-free.",
        "Kidneys: no renal anomaly, osteopetrosis or tremor",
    ],
)
def test_what_is_denied_is_marked(text: str) -> None:
    assert denied(text)
    assert not found(text)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("He is not on treatment. He has tremor.", "Tremor"),
        ("No seizures, but tremor.", "Tremor"),
        ("Edema, which was not treated", "Edema"),
        ("Not only seizures", "Seizure"),
        ("He has no cough and has tremor.", "Tremor"),
        ("No father.A boy with tremor", "Tremor"),
    ],
)
def test_a_denial_ends_with_its_clause(text: str, label: str) -> None:
    assert label in found(text)


def test_an_abbreviation_means_what_the_text_says() -> None:
    text = "A ventricular septal defect (VSD) was seen; no VSD in the sister. Seizures (S2)."
    uses = [(text[each.start : each.end], each.negated) for each in FINDER.find(text) if each.id == "T:12"]
    assert uses == [("ventricular septal defect", False), ("VSD", False), ("VSD", True)]


def test_an_abbreviation_means_no_part_of_what_it_stands_for() -> None:
    assert [each.id for each in FINDER.find("Severe tremor syndrome edema (STSE). STSE is rare.")] == ["T:23", "T:26"]
    assert [each.id for each in FINDER.find("Severe tremor (ST). The ST went.")] == ["T:23", "T:23", "T:23"]


@pytest.mark.parametrize(
    "text",
    [
        "The National Institute of Tremor Disorders and Edema (NITDE) supports research at the NITDE.",
        "See the British Tremor and Edema Foundation.",
    ],
)
def test_a_finding_in_the_name_of_a_society_is_none(text: str) -> None:
    finder = Finder(build_index(TERMS, TABLES), TABLES, load_denials(ONTOLOGY), load_no_findings(ONTOLOGY))
    assert finder.find(text) == []
    assert len(FINDER.find(text)) > 1
    assert finder.find("The National Institute of Health sees tremor; a tremor society.") != []


@pytest.mark.parametrize(
    ("text", "count"),
    [("the tremor virus", 0), ("tremor and another virus", 1), ("isovaleric acidemia", 0), ("metabolic acidemia", 1)],
)
def test_a_finding_in_the_name_of_a_virus_or_an_excess_is_none(text: str, count: int) -> None:
    terms = [*TERMS, term(99, "Acidemia")]
    finder = Finder(build_index(terms, TABLES), TABLES, load_denials(ONTOLOGY), load_no_findings(ONTOLOGY))
    assert len(finder.find(text)) == count


def test_an_abbreviation_that_the_text_gives_another_meaning_is_left_alone() -> None:
    terms = [term(1, "Ventricular septal defect")._replace(id="HP:0001629")]
    finder = Finder(build_index(terms, TABLES), TABLES, load_denials(ONTOLOGY))
    assert [each.id for each in finder.find("The VSD was small.")] == ["HP:0001629"]
    assert finder.find("The vocal stress detector (VSD) rang. The VSD was small.") == []


def test_an_index_reads_back_as_it_was_written(tmp_path: Path) -> None:
    index = build_index(TERMS, TABLES)
    file = tmp_path / "x.names"
    file.write_bytes(b"".join(write_index(index, "key")))
    assert read_index(file, "key") == index
    assert b"".join(write_index(build_index(TERMS, TABLES), "key")) == file.read_bytes()


@pytest.mark.parametrize("damage", ["cut", "changed", "other key", "no file", "not ours"])
def test_a_broken_index_is_made_again(tmp_path: Path, damage: str) -> None:
    content = b"".join(write_index(build_index(TERMS, TABLES), "key"))
    file = tmp_path / "x.names"
    if damage != "no file":
        changed = content[:-3] + b"abc"
        file.write_bytes({"cut": content[:-9], "changed": changed, "not ours": b"PK\n{}\n"}.get(damage, content))
    assert read_index(file, "another" if damage == "other key" else "key") is None


SYMBOLS = (
    term(1, "CFTR", TermName("CFTR", "EXACT", "symbol", LITERAL), TermName("ABCC7", "EXACT", "symbol", LITERAL)),
    term(2, "C9orf72", TermName("C9orf72", "EXACT", "symbol", LITERAL)),
    term(3, "HLA-B", TermName("HLA-B", "EXACT", "symbol", LITERAL)),
    term(4, "REST", TermName("REST", "EXACT", "symbol", LITERAL), TermName("RE1 silencing transcription factor")),
)
MIXED = [*(each._replace(branch="gene") for each in SYMBOLS), term(5, "Seizure"), term(6, "Rest pain")]
MIXED.append(term(7, "seizure", "fit")._replace(branch="disease"))
MIXED_FINDER = Finder(build_index(MIXED, TABLES), TABLES, load_denials(ONTOLOGY))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("mutations of CFTR, C9orf72 and HLA-B", ["CFTR", "C9orf72", "HLA-B"]),
        ("cftr, c9ORF72, HLA, hla-b; the rest", []),
        ("RE1-silencing transcription factor", ["REST"]),
    ],
)
def test_the_symbol_of_a_gene_counts_letter_for_letter(text: str, labels: list[str]) -> None:
    assert [each.label for each in MIXED_FINDER.find(text)] == labels


def test_a_gene_s_alias_counts_only_where_genes_are_asked_for() -> None:
    assert MIXED_FINDER.find("ABCC7") == []
    assert [each.label for each in MIXED_FINDER.find("ABCC7", branches=["gene"])] == ["CFTR"]


@pytest.mark.parametrize(
    ("branches", "ids"),
    [((), ["T:4", "T:5"]), (("disease",), ["T:7"]), (("gene", "phenotype"), ["T:4", "T:5"]), (("organism",), [])],
)
def test_a_name_means_the_thing_of_the_kind_that_is_asked_for(branches: tuple[str, ...], ids: list[str]) -> None:
    found = MIXED_FINDER.find("REST, seizures", branches=branches)
    assert [each.id for each in found] == ids
    assert all(each.branch in branches for each in found if branches)


def test_a_chemical_s_systematic_name_is_not_looked_for() -> None:
    terms = [term(1, "ethanol", "ethan(1)ol")._replace(branch="chemical")]
    finder = Finder(build_index(terms, TABLES), TABLES, load_denials(ONTOLOGY))
    assert [each.id for each in finder.find("ethanol")] == ["T:1"]
    assert finder.find("ethan 1 ol") == []


@given(st.text(alphabet="short finger,and toes.()-no VSD\n renal anomaly", max_size=80))
def test_every_span_lies_in_the_text_and_in_order(text: str) -> None:
    for each in FINDER.find(text, nested="all"):
        places = [place for span in each.spans for place in span]
        assert places == sorted(places)
        assert (each.start, each.end) == (places[0], places[-1])
        assert 0 <= each.start < each.end <= len(text)


@given(st.lists(st.sampled_from(["Seizures", "short fingers and toes", "no tremor", "VSD", "renal", ",", "."])))
def test_what_is_found_does_not_depend_on_texts_read_before(words: list[str]) -> None:
    text = " ".join(words)
    fresh = Finder(build_index(TERMS, TABLES), TABLES, load_denials(ONTOLOGY))
    assert fresh.find(text) == FINDER.find(text)
