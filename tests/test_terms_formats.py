"""The formats that terminologies come in, and their ids and keys."""

import json
from collections.abc import Sequence

import pytest
from fixtures.tiny_terms import GENES, OBO, ONTOLOGY, SSSOM
from raregraph.terms.formats import FORMATS, sniff_format
from raregraph.terms.identifiers import load_identifiers
from raregraph.terms.keys import is_acronym, load_loose_key
from raregraph.terms.records import Entry, Header, Link, Record, Synonym


def read(format: str, text: str | bytes) -> tuple[list[Record], list[tuple[int | None, str]]]:  # noqa: A002 - the word
    problems: list[tuple[int | None, str]] = []
    content = text.encode() if isinstance(text, str) else text
    return list(FORMATS[format](content, lambda line, message: problems.append((line, message)))), problems


def entries(records: Sequence[Record]) -> dict[str, Entry]:
    return {record.id: record for record in records if isinstance(record, Entry)}


def test_obo_gives_names_with_scope_and_type_parents_links_and_replacements() -> None:
    records, problems = read("obo", OBO)
    assert problems == []
    assert records[0] == Header("hp/releases/2026-02-16", "https://hpo.jax.org/app/license")
    fever = entries(records)["HP:0001945"]
    assert fever.synonyms == (
        Synonym("Pyrexia", "EXACT"),
        Synonym("High temperature", "EXACT", "layperson"),
        Synonym('Burning "hot"', "RELATED"),
    )
    assert (fever.parents, fever.references, fever.former_ids) == (("HP:0000118",), ("UMLS:C0015967",), ("HP:0000111",))
    old = entries(records)["HP:0000222"]
    assert (old.obsolete, old.replaced_by) == (True, "HP:0001945")
    assert "part_of" not in entries(records)


def test_a_broken_stanza_is_told_with_its_line_and_the_rest_is_read() -> None:
    broken = """[Term]
name: nothing

[Term]
id: HP:1
name: One
nonsense
synonym: "open EXACT []

[Term]
id: HP:2
name: Two
"""
    records, problems = read("obo", broken)
    assert list(entries(records)) == ["HP:1", "HP:2"]
    assert [line for line, _ in problems] == [1, 7, 8]
    assert problems[0][1] == "a term without an id; it is left out"


def test_bytes_that_are_no_utf8_are_told_and_the_rest_is_read() -> None:
    records, problems = read("obo", b"[Term]\nid: HP:1\nname: M\xe9ni\xe8re\n")
    assert entries(records)["HP:1"].label == "M\ufffdni\ufffdre"
    assert problems == [(3, "not UTF-8; the letters that cannot be read are replaced")]


GRAPHS = {
    "graphs": [
        {
            "meta": {"version": "http://x/releases/2026-01-02/x.json"},
            "nodes": [
                {
                    "id": "http://purl.obolibrary.org/obo/HP_0001945",
                    "lbl": "Fever",
                    "meta": {
                        "synonyms": [
                            {"pred": "hasExactSynonym", "val": "Pyrexia", "synonymType": "http://x/hp#layperson"}
                        ],
                        "xrefs": [{"val": "UMLS:C0015967"}],
                    },
                },
                {
                    "id": "http://purl.obolibrary.org/obo/HP_0000222",
                    "meta": {
                        "deprecated": True,
                        "basicPropertyValues": [
                            {"pred": "http://purl.obolibrary.org/obo/IAO_0100001", "val": "HP:0001945"}
                        ],
                    },
                },
                {"lbl": "no id"},
            ],
            "edges": [
                {
                    "sub": "http://purl.obolibrary.org/obo/HP_0001945",
                    "pred": "is_a",
                    "obj": "http://purl.obolibrary.org/obo/HP_0000118",
                }
            ],
        }
    ]
}


def test_obo_graphs_say_the_same_as_obo() -> None:
    records, problems = read("obographs", json.dumps(GRAPHS))
    fever = entries(records)["http://purl.obolibrary.org/obo/HP_0001945"]
    assert fever.synonyms == (Synonym("Pyrexia", "EXACT", "layperson"),)
    assert fever.parents == ("http://purl.obolibrary.org/obo/HP_0000118",)
    assert entries(records)["http://purl.obolibrary.org/obo/HP_0000222"].replaced_by == "HP:0001945"
    assert problems == [(None, "a node without an id (no id); it is left out")]


def test_json_that_is_cut_off_is_told_with_its_line() -> None:
    records, problems = read("obographs", json.dumps(GRAPHS, indent=1)[:200])
    assert records == []
    assert problems[0][0] is not None
    assert "no JSON that can be read" in problems[0][1]


def test_sssom_gives_links_and_its_header() -> None:
    records, problems = read("sssom", SSSOM)
    assert problems == []
    assert isinstance(records[0], Header)
    links = [record for record in records if isinstance(record, Link)]
    assert [link.object for link in links] == ["Orphanet:1183", "mesh:D053578", "SCTID:230350000", "GARD:0010009"]


def test_sssom_without_a_required_slot_is_told() -> None:
    records, problems = read("sssom", "subject_id\tpredicate_id\nMONDO:1\tskos:exactMatch\n")
    assert [record for record in records if isinstance(record, Link)] == []
    assert problems == [(2, "no column object_id, which SSSOM requires; nothing of the file is used")]


def test_a_row_of_sssom_without_its_object_is_left_out_alone() -> None:
    rows = "subject_id\tpredicate_id\tobject_id\nMONDO:1\tskos:exactMatch\t\nMONDO:2\tskos:exactMatch\tDOID:2\n"
    records, problems = read("sssom", rows)
    assert [record.subject for record in records if isinstance(record, Link)] == ["MONDO:2"]
    assert problems == [(2, "no object_id; the row is left out")]


def test_a_plain_table_needs_ids_and_labels() -> None:
    records, problems = read("tsv", "ID\tLABEL\tSYNONYMS\nMONDO:0000005\talopecia\tbaldness|hair loss\nMONDO:6\t\t\n")
    assert entries(records)["MONDO:0000005"].synonyms == (Synonym("baldness"), Synonym("hair loss"))
    assert problems == [(3, "no id or no label; the row is left out")]
    assert read("tsv", "a\tb\n1\t2\n")[1] == [
        (2, "no column for ids (id) or for labels (label); nothing of the file is used")
    ]


def test_genes_are_those_that_are_approved() -> None:
    records, _ = read("hgnc", GENES)
    assert list(entries(records)) == ["HGNC:22432", "HGNC:3315"]
    assert Synonym("MRI", "RELATED", "symbol") in entries(records)["HGNC:22432"].synonyms


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("x.obo", "garbage", "obo"),
        ("x.txt", "format-version: 1.2\n", "obo"),
        ("x.json", '{"graphs": []}', "obographs"),
        ("x.tsv", SSSOM, "sssom"),
        ("x.sssom.tsv", "subject_id\tpredicate_id\n", "sssom"),
        ("x.tsv", "id\tname\n", "tsv"),
        ("x.txt", "A page about a disease.\n", None),
    ],
)
def test_the_format_of_a_users_file_is_told_by_its_look(name: str, text: str, found: str | None) -> None:
    assert sniff_format(name, text.encode()) == found


@pytest.mark.parametrize(
    ("written", "curie"),
    [
        ("gard:0010009", "GARD:10009"),
        ("GARD:1", "GARD:1"),
        ("mesh:D053578", "MESH:D053578"),
        ("ORPHA:1183", "Orphanet:1183"),
        ("http://www.orpha.net/ORDO/Orphanet_1183", "Orphanet:1183"),
        ("http://purl.obolibrary.org/obo/HP_0001945", "HP:0001945"),
        ("obo:GARD_1", "GARD:1"),
        ("XYZ:1", "XYZ:1"),
        ("no id", ""),
        ("http://example.org/x", ""),
    ],
)
def test_ids_have_one_spelling(written: str, curie: str) -> None:
    assert load_identifiers(ONTOLOGY).curie(written) == curie


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ataxia type 3", "type iii ataxia", True),
        ("mucopolysaccharidosis iiia", "mucopolysaccharidosis type 3a", True),
        ("β thalassemia", "beta thalassemia", True),
        ("trisomy x", "trisomy 10", False),
        ("ataxia 3", "ataxia 4", False),
        ("type", "type", True),
    ],
)
def test_numerals_and_the_word_type_make_no_difference(one: str, other: str, same: bool) -> None:
    loose = load_loose_key(ONTOLOGY)
    assert (loose(one.split()) == loose(other.split())) is same


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("OMS", True),
        ("SCA3", True),
        ("IgA", True),
        ("NF-1", True),
        ("Fever", False),
        ("OSTEOPETROSIS", False),
        ("A", False),
    ],
)
def test_abbreviations_are_told_by_their_look(text: str, yes: bool) -> None:
    assert is_acronym(text) is yes
