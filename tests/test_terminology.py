"""One term across sources, the file it is looked up in, and the lexicon before it."""

from pathlib import Path

import pytest
from fixtures.tiny_terms import GENES, MONDO, OBO, ONTOLOGY, SSSOM, ids, make
from raregraph.cli import run
from raregraph.errors import TerminologyError
from raregraph.mentions import ground, load_rules
from raregraph.settings import Settings
from raregraph.terms import Terminology, load_lexicon
from raregraph.terms.building import collect, make_database
from raregraph.terms.manifest import Source


@pytest.fixture
def terminology(tmp_path: Path) -> Terminology:
    return make(tmp_path / "t.sqlite", ("hp.obo", OBO), ("mondo.obo", MONDO), ("mondo.sssom.tsv", SSSOM))


def test_the_label_is_that_of_the_newest_release_whatever_the_order(tmp_path: Path) -> None:
    older = MONDO.replace("2026-05-05", "2024-01-01").replace("name: otitis media", "name: inflamed middle ear")
    for number, files in enumerate(([("a.obo", older), ("b.obo", MONDO)], [("b.obo", MONDO), ("a.obo", older)])):
        (tmp_path / str(number)).mkdir()
        found = make(tmp_path / str(number) / "t.sqlite", *files)
        assert found.get_term("MONDO:0005441").label == "otitis media"
        assert ids(found, "inflamed middle ear") == ["MONDO:0005441"], "the former label is still a name"


def test_a_term_that_a_newer_release_made_obsolete_is_obsolete(tmp_path: Path) -> None:
    newer = """data-version: releases/2026-09-01

[Term]
id: MONDO:0005441
name: obsolete otitis media
is_obsolete: true
replaced_by: MONDO:0015247
"""
    found = make(tmp_path / "t.sqlite", ("a.obo", MONDO), ("b.obo", newer))
    assert found.is_obsolete("MONDO:0005441")
    assert ids(found, "otitis media") == ["MONDO:0015247"]
    assert found.find_term("MONDO:0005441") is not None


def test_an_obsolete_name_leads_to_the_term_in_its_place(terminology: Terminology) -> None:
    assert ids(terminology, "old fever") == ["HP:0001945"]
    assert terminology.replaced_by("HP:0000222") == terminology.get_term("HP:0001945")
    assert terminology.replaced_by("HP:0000111") == terminology.get_term("HP:0001945"), "a former id"


def test_circles_of_parents_and_of_replacements_end(tmp_path: Path) -> None:
    circle = """[Term]
id: HP:0000118
name: top
is_a: HP:0000003

[Term]
id: HP:0000003
name: low
is_a: HP:0000118

[Term]
id: HP:0000004
name: a
is_obsolete: true
replaced_by: HP:0000005

[Term]
id: HP:0000005
name: b
is_obsolete: true
replaced_by: HP:0000004
"""
    found = make(tmp_path / "t.sqlite", ("x.obo", circle))
    assert found.ancestors("HP:0000003") == {"HP:0000003", "HP:0000118"}
    assert found.is_obsolete("HP:0000004")
    assert ids(found, "a", "phenotype") == ids(found, "b", "phenotype") == []
    assert ids(found, "low") == ["HP:0000003"]


def test_links_keep_the_predicate_of_their_source_and_licences_keep_words_out(terminology: Terminology) -> None:
    links = {(link.predicate, link.object) for link in terminology.mappings_of("MONDO:0015247")}
    assert links == {
        ("skos:exactMatch", "Orphanet:1183"),
        ("skos:exactMatch", "MESH:D053578"),
        ("skos:exactMatch", "SCTID:230350000"),
        ("oboInOwl:hasDbXref", "GARD:10009"),
    }
    assert terminology.get_term("Orphanet:1183").label == "OMS of Orphanet"
    assert terminology.find_term("SCTID:230350000") is None
    assert terminology.find_names("Not to be passed on") == ()


def test_a_newer_file_of_links_takes_the_place_of_an_older_one(tmp_path: Path) -> None:
    older = SSSOM.replace("2026-08-04", "2020-01-01").replace("Orphanet:1183", "Orphanet:999")
    found = make(tmp_path / "t.sqlite", ("m.obo", MONDO), ("a.sssom.tsv", older), ("b.sssom.tsv", SSSOM))
    linked = {link.object for link in found.mappings_of("MONDO:0015247")}
    assert "Orphanet:1183" in linked
    assert "Orphanet:999" not in linked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fever", ["HP:0001945"]),
        ("pyrexia", ["HP:0001945"]),
        ("temperature, high", ["HP:0001945"]),
        ("Kinsbourne's syndrome", ["MONDO:0015247"]),
        ("syndrome, opsoclonus-myoclonus", ["MONDO:0015247"]),
        ("spinocerebellar ataxia III", ["MONDO:0007182"]),
        ("Spinocerebellar ataxia type 3 (Machado)", ["MONDO:0007182"]),
        ("nothing of the kind", []),
        ("", []),
    ],
)
def test_a_text_finds_the_term_that_it_names(terminology: Terminology, text: str, expected: list[str]) -> None:
    found = ids(terminology, text)
    assert [identifier for identifier in found if identifier != "Orphanet:1183"] == expected


def test_names_have_the_predicate_of_their_scope(terminology: Terminology) -> None:
    found = {name.text: (name.predicate, name.rank) for name in terminology.names()}
    assert found["Fever"] == ("skos:exactMatch", 0)
    assert found["Pyrexia"] == ("skos:exactMatch", 1)
    assert found["High temperature"] == ("skos:exactMatch", 2)
    assert found["dancing feet disease"] == ("skos:relatedMatch", 3)


def test_only_terms_of_the_branches_are_found(terminology: Terminology) -> None:
    assert ids(terminology, "fever", "disease") == []
    assert ids(terminology, "fever", "phenotype", "disease") == ["HP:0001945"]


def test_an_abbreviation_that_two_things_share_is_found_nowhere(terminology: Terminology) -> None:
    assert ids(terminology, "OMS") == []
    assert [name.condition for name in terminology.names("disease") if name.text == "OMS"] == ["never", "never"]


def test_an_abbreviation_of_one_thing_counts_in_capitals_only(terminology: Terminology) -> None:
    assert ids(terminology, "SCA3") == ["MONDO:0007182"]
    assert ids(terminology, "sca3") == []


def test_gene_symbols_count_letter_for_letter_and_where_genes_are_asked_for(tmp_path: Path) -> None:
    source = Source("HGNC", "1", "CC0", "hgnc", "", branch="gene")
    collected = collect([(source, GENES.encode())], (), ONTOLOGY, lambda _: None)
    path = tmp_path / "t.sqlite"
    path.write_bytes(make_database(collected, ONTOLOGY, "default"))
    found = Terminology(path, ontology=ONTOLOGY)
    assert ids(found, "ELAVL4", "gene") == ["HGNC:3315"]
    assert ids(found, "Elavl4", "gene") == []
    assert ids(found, "ELAVL4") == []
    assert ids(found, "MRI") == [], "an alias of a gene, and what everyone means by it"


def test_a_title_may_be_a_related_name_of_one_term(terminology: Terminology) -> None:
    found = terminology.find_titled("Dancing feet disease", "disease")
    assert found is not None
    assert found.id == "MONDO:0015247"
    assert terminology.find_titled("OMS", "disease") is None


def test_ids_and_names_find_the_whole_record(terminology: Terminology) -> None:
    (record,) = terminology.find_records("hp:0001945")
    assert record.term.label == "Fever"
    assert [parent.id for parent in record.parents] == ["HP:0000118"]
    assert terminology.find_records("GARD:10009")[0].term.id == "MONDO:0015247", "by the link to it"
    assert {found.term.id for found in terminology.find_records("oms")} >= {"MONDO:0015247", "MONDO:0005441"}
    assert terminology.find_records("nothing of the kind") == ()


def test_an_id_that_is_not_there_is_an_error_with_the_file(terminology: Terminology) -> None:
    with pytest.raises(TerminologyError, match=r"t\.sqlite: HP:9 is no term of it"):
        terminology.get_term("HP:9")


def test_the_same_files_make_the_same_bytes(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        make(tmp_path / folder / "t.sqlite", ("hp.obo", OBO), ("mondo.obo", MONDO)).close()
    assert (tmp_path / "a" / "t.sqlite").read_bytes() == (tmp_path / "b" / "t.sqlite").read_bytes()


def test_the_lexicon_asks_the_terminology_only_for_what_it_does_not_know(terminology: Terminology) -> None:
    lexicon = load_lexicon(ONTOLOGY, terminology.path)
    assert lexicon.find_names("fever", ("phenotype",)) == load_lexicon(ONTOLOGY).find_names("fever", ("phenotype",))
    assert [name.term.id for name in lexicon.find_names("spinocerebellar ataxia 3", ("disease",))] == ["MONDO:0007182"]
    assert load_lexicon(ONTOLOGY).find_names("spinocerebellar ataxia 3") == ()


def test_links_of_the_terminology_come_after_the_lexicons_own_and_only_in_skos(terminology: Terminology) -> None:
    alone = list(load_lexicon(ONTOLOGY).mappings_of({"MONDO:0015247"}))
    joined = list(load_lexicon(ONTOLOGY, terminology.path).mappings_of({"MONDO:0015247"}))
    ids = [[(link.predicate, link.object.id, link.source) for link in links] for links in (alone, joined)]
    assert ids[1][: len(alone)] == ids[0]
    assert [(link.object.id, link.object.label) for link in joined[len(alone) :]] == [
        ("SCTID:230350000", "SCTID:230350000")
    ]


def test_a_terminology_changes_no_bytes_unless_it_is_asked_for(tmp_path: Path, terminology: Terminology) -> None:
    assert Settings().terms is None
    assert run(["build", "-o", str(tmp_path / "a")]) == 0
    assert run(["build", "-o", str(tmp_path / "b"), "--terms", str(terminology.path)]) == 0
    assert (tmp_path / "a" / "claims.jsonl").read_bytes() == (tmp_path / "b" / "claims.jsonl").read_bytes()
    names = [folder.glob("*.nq") for folder in (tmp_path / "a", tmp_path / "b")]
    plain, joined = (next(name).read_text(encoding="utf-8") for name in names)
    assert "http://snomed.info/id/230350000" in joined
    assert "http://snomed.info/id/230350000" not in plain


def test_a_finding_in_other_words_is_grounded_by_the_finder_where_there_is_a_full_terminology(tmp_path: Path) -> None:
    ears = OBO + "\n[Term]\nid: HP:0000377\nname: Abnormal pinna morphology\nis_a: HP:0000118\n"
    make(tmp_path / "t.sqlite", ("hp.obo", ears)).close()
    rules = load_rules(ONTOLOGY, tmp_path / "t.sqlite")
    found = ground("abnormality of the pinna", ("phenotype",), rules)
    assert found.term is not None
    assert found.term.id == "HP:0000377"
    assert ground("abnormality of the pinna in twins", ("phenotype",), rules).term is None
    assert ground("abnormality of the pinna", ("disease",), rules).term is None
    assert ground("abnormality of the pinna", ("phenotype",), load_rules(ONTOLOGY)).term is None


def test_a_term_whose_ids_have_no_iri_here_is_not_offered(tmp_path: Path) -> None:
    odd = OBO + "\n[Term]\nid: ODD:0000001\nname: glass tongue\nis_a: HP:0000118\n"
    make(tmp_path / "t.sqlite", ("hp.obo", odd)).close()
    rules = load_rules(ONTOLOGY, tmp_path / "t.sqlite")
    assert ground("glass tongue", ("phenotype",), rules).term is None
