"""Ids and labels of the lexicon, read back from the ontologies that lie beside the repository."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from raregraph.resources import knowledge_folder
from raregraph.tables import read_table
from raregraph.terms.lexicon import MappingRow, TermRow

pytestmark = pytest.mark.slow

LEXICON = knowledge_folder("ontology") / "lexicon"
SOURCES = Path(__file__).parents[3] / "shared" / "ontologies"


def source(name: str) -> str:
    path = SOURCES / name
    if not path.is_file():
        pytest.skip(f"{name} is not beside this repository")
    return path.read_text(encoding="utf-8")


def used_labels(prefix: str) -> dict[str, str]:
    """The labels that the lexicon gives to the ids of an ontology."""
    files = sorted((LEXICON / "terms").glob("*.tsv"))
    used = {row.id: row.label for path in files for row in read_table(path, TermRow)}
    for mapping in read_table(LEXICON / "mappings.tsv", MappingRow):
        used[mapping.subject_id] = mapping.subject_label
        used[mapping.object_id] = mapping.object_label
    return {identifier: label for identifier, label in used.items() if identifier.startswith(f"{prefix}:")}


def rows(text: str) -> Iterator[list[str]]:
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def maxo_stanzas() -> dict[str, str]:
    stanzas = (stanza.split("\n\n")[0] for stanza in source("maxo/maxo.obo").split("\n[Term]\n")[1:])
    return {stanza.split("\n", 1)[0].removeprefix("id: "): stanza for stanza in stanzas}


def test_maxo_has_every_procedure_under_its_label() -> None:
    stanzas = maxo_stanzas()
    used = used_labels("MAXO")
    assert len(used) > 100
    assert {i: re.findall(r"^name: (.*)", stanzas.get(i, ""), re.M)[:1] for i in used} == {
        i: [label] for i, label in used.items()
    }
    assert [i for i in used if "\nis_obsolete: true" in stanzas[i]] == []


def test_maxo_has_every_parent_above_its_procedure() -> None:
    direct = {i: set(re.findall(r"^is_a: (MAXO:\d+)", stanza, re.M)) for i, stanza in maxo_stanzas().items()}
    for row in read_table(LEXICON / "terms" / "procedures.tsv", TermRow):
        above, waiting = set[str](), [row.id]
        while waiting:
            for parent in direct.get(waiting.pop(), set()) - above:
                above.add(parent)
                waiting.append(parent)
        assert {part.strip() for part in row.parents.split("|") if part.strip()} <= above, row


def test_ncbi_taxonomy_has_every_organism_under_its_label() -> None:
    classes = re.findall(
        r'<owl:Class rdf:about="\S+/NCBITaxon_(\d+)">(.*?)</owl:Class>', source("mondo/ncbitaxon_import.owl"), re.S
    )
    labels = {f"NCBITaxon:{local}": re.findall(r"<rdfs:label[^>]*>(.*?)</rdfs:label>", body) for local, body in classes}
    used = used_labels("NCBITaxon")
    assert used
    assert {i: labels.get(i) for i in used} == {i: [label] for i, label in used.items()}


def test_the_vaccine_ontology_has_its_terms_under_their_labels() -> None:
    labels = {row[0].strip('"').replace("_", ":"): row[1].strip('"') for row in rows(source("vo/vo_terms.tsv"))}
    used = used_labels("VO")
    assert used
    assert {i: labels.get(i) for i in used} == used


def test_gard_has_its_numbers_under_their_names() -> None:
    labels = {f"GARD:{row[0]}": row[1] for row in rows(source("gard/gard.tsv"))}
    used = used_labels("GARD")
    assert used
    assert {i: labels.get(i) for i in used} == used


def test_mondo_has_orphanets_numbers_under_their_names() -> None:
    mappings = rows(source("mondo/mappings/mondo_exactmatch_orphanet.sssom.tsv"))
    labels = {row[3]: row[4] for row in mappings if len(row) > 4}
    used = used_labels("Orphanet")
    assert used
    assert {i: labels.get(i) for i in used} == used


@pytest.mark.parametrize("other", ["mesh", "doid", "orphanet"])
def test_mondo_states_the_mappings_that_name_it_as_source(other: str) -> None:
    stated = {
        (row[0], row[2], row[3].replace("mesh:", "MESH:"))
        for row in rows(source(f"mondo/mappings/mondo_exactmatch_{other}.sssom.tsv"))
    }
    ours = {
        (row.subject_id, row.predicate_id, row.object_id)
        for row in read_table(LEXICON / "mappings.tsv", MappingRow)
        if row.source.startswith("MONDO") and row.object_id.lower().startswith(f"{other}:")
    }
    assert ours
    assert ours <= stated
