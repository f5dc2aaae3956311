from pathlib import Path

import pytest
from fixtures.tiny_terms import ONTOLOGY, make
from pyoxigraph import Literal, NamedNode, Quad
from raregraph.claims import find_claims
from raregraph.cli import run
from raregraph.graph import build_graph, read_vocabulary
from raregraph.model import PageClaims
from raregraph.readers import read_page
from raregraph.resources import reference_page
from raregraph.terms import Terminology
from raregraph.validation import check_ids

STANZA = "[Term]\nid: {}\nname: {}\n\n"


@pytest.fixture(scope="module")
def page() -> PageClaims:
    return find_claims(read_page(reference_page()))


def release(page: PageClaims, folder: Path, old: str = "", new: str = "") -> Path:
    """Make a terminology of the MONDO terms that the page's graph uses, with one text put for another."""
    ends = [term for mapping in page.mappings for term in (mapping.subject, mapping.object)]
    ends += [parent for _, parent in page.lineage]
    terms = [page.disease, *(claim.object for claim in page.claims if claim.object), *ends]
    matches = [match.term for claim in page.claims for match in claim.matches]
    labels = {term.id: term.label for term in [*terms, *matches] if term.id and term.id.startswith("MONDO:")}
    stanzas = "".join(STANZA.format(identifier, label) for identifier, label in sorted(labels.items()))
    assert old in stanzas
    make(folder / "t.sqlite", ("mondo.obo", stanzas.replace(old, new))).close()
    return folder / "t.sqlite"


def rules(page: PageClaims, path: Path) -> list[tuple[str, str]]:
    terminology = Terminology(path, ontology=ONTOLOGY)
    return [(found.rule, found.where) for found in check_ids(build_graph(page), terminology) if found.level == "error"]


DISEASE = "MONDO:0015247"
NAME = f"id: {DISEASE}\nname: opsoclonus-myoclonus syndrome\n"


@pytest.mark.parametrize(
    ("new", "rule"),
    [
        (NAME, None),
        ("", "id-unknown"),
        (f"id: {DISEASE}\nname: dancing eyes\n", "id-label"),
        (f"{NAME}is_obsolete: true\n", "id-obsolete"),
    ],
    ids=["as it is", "gone", "renamed", "obsolete"],
)
def test_an_id_must_stand_in_its_release_under_its_label(
    page: PageClaims, tmp_path: Path, new: str, rule: str | None
) -> None:
    expected = [(rule, DISEASE)] if rule else []
    assert rules(page, release(page, tmp_path, NAME, new)) == expected


@pytest.mark.parametrize(
    ("identifier", "label", "rule"),
    [
        ("MESH:C000001", "MESH:C000001", "id-linked"),
        ("MESH:C024989", "coenzyme Q10", "id-linked"),
        ("MESH:C024989", "Wooden ear", "id-unknown"),
        ("MESH:C000001", "Wooden ear", "id-unknown"),
        ("MESH:C000002", "MESH:C000002", "id-unknown"),
    ],
    ids=[
        "linked",
        "linked by the lexicon",
        "linked by the lexicon, under another label",
        "linked, under a label",
        "neither known nor linked",
    ],
)
def test_an_id_that_is_but_the_end_of_a_link_is_told_apart_from_one_that_is_made_up(
    tmp_path: Path, identifier: str, label: str, rule: str
) -> None:
    mondo = STANZA.format("MONDO:0000009", "wood disease").strip() + "\nxref: MESH:C000001\n"
    path = tmp_path / "t.sqlite"
    make(path, ("mondo.obo", mondo), ("mesh.obo", STANZA.format("MESH:D000001", "Wood"))).close()
    vocabulary = read_vocabulary(ONTOLOGY)
    node = NamedNode(vocabulary.iri(identifier))
    quads = [
        Quad(node, NamedNode(vocabulary.iri("rg:branch")), Literal("disease")),
        Quad(node, NamedNode(vocabulary.iri("rdfs:label")), Literal(label)),
    ]
    with Terminology(path, ontology=ONTOLOGY) as terminology:
        assert [finding.rule for finding in check_ids(iter(quads), terminology)] == [rule]


def test_ontologies_that_are_not_held_are_named_once(page: PageClaims, tmp_path: Path) -> None:
    terminology = Terminology(release(page, tmp_path), ontology=ONTOLOGY)
    found = [finding.message for finding in check_ids(build_graph(page), terminology) if finding.level == "warning"]
    assert "the terminology does not hold HP, so not all of its ids are checked" in found
    assert len(found) == len(set(found))


def test_validate_asks_the_terminology_that_is_named(
    page: PageClaims, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "-o", str(tmp_path / "out"), "-f", "nq"]) == 0
    graph = tmp_path / "out" / "graph.nq"
    terms = release(page, tmp_path, NAME, f"id: {DISEASE}\nname: dancing eyes\n")
    assert run(["validate", str(graph)]) == 0
    assert run(["validate", str(graph), "--terms", str(terms)]) == 1
    assert f"{DISEASE}: its label is 'opsoclonus-myoclonus syndrome', but 'dancing eyes'" in capsys.readouterr().err
