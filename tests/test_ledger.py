import csv
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures.tiny_terms import MONDO, OBO, make
from raregraph import build_graph, find_claims, read_page, reference_page
from raregraph.export import SssomRow
from raregraph.graph import to_rdflib
from raregraph.ledger import LEDGER, MAPPINGS, UNGROUNDED, Ledger, decisions, mapping_rows
from raregraph.mentions import load_rules
from raregraph.model import PageClaims
from raregraph.settings import Settings
from raregraph.validation import validate

Row = dict[str, str]
PAGE = """Genetic and Rare Diseases Information Center (GARD)

Glass hand disease

What are the signs and symptoms of glass hand disease?

People with glass hand disease have glowing.
"""


@pytest.fixture(scope="module")
def claims() -> PageClaims:
    return find_claims(read_page(reference_page()))


def files(*pages: PageClaims, settings: Settings | None = None) -> dict[str, str]:
    settings = settings or Settings()
    ledger = Ledger()
    for page in pages:
        found = decisions(page, settings=settings)
        ledger.add(found.items(), mapping_rows(page, settings=settings))
    return {name: b"".join(lines).decode() for name, lines in ledger.files(settings=settings)}


def rows(text: str) -> list[Row]:
    lines = (line for line in text.split("\n") if line and not line.startswith("#"))
    return list(csv.DictReader(lines, delimiter="\t"))


def of(words: str, found: list[Row]) -> list[Row]:
    return [row for row in found if row["subject_label"] == words]


def test_every_object_of_the_claims_has_a_line_that_says_what_it_was_grounded_to(claims: PageClaims) -> None:
    found = rows(files(claims)[LEDGER])
    for claim in claims.claims:
        if claim.relation != "synonym" and claim.value is None:
            wanted = claim.object.id if claim.object else "sssom:NoTermFound"
            told = of(" ".join(claim.object_text), found)
            assert [row for row in told if row["object_id"] == wanted and not row["predicate_modifier"]], claim


def test_the_disease_of_the_page_is_a_decision_too(claims: PageClaims) -> None:
    (row,) = of("Opsoclonus-myoclonus syndrome", rows(files(claims)[LEDGER]))
    assert (row["object_id"], row["comment"]) == ("MONDO:0015247", "taken")
    assert row["subject_id"] == "own.disease:opsoclonus-myoclonus-syndrome"


def test_a_lay_phrase_is_a_curated_name_and_a_label_a_lexical_one(claims: PageClaims) -> None:
    found = rows(files(claims)[LEDGER])
    assert {row["mapping_justification"] for row in of("difficulty eating", found)} == {"semapv:ManualMappingCuration"}
    assert {row["mapping_justification"] for row in of("ataxia", found)} == {"semapv:LexicalMatching"}


def test_what_was_rejected_stands_there_with_the_reason(tmp_path: Path) -> None:
    glow = 'synonym: "Glowing" EXACT []\nis_a'
    both = [("hp.obo", OBO.replace("is_a", glow)), ("mondo.obo", MONDO.replace("otitis media", "glowing"))]
    make(tmp_path / "t.sqlite", *both).close()
    settings = Settings(terms=tmp_path / "t.sqlite")
    page = tmp_path / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    told = of("glowing", rows(files(find_claims(read_page(page), settings=settings), settings=settings)[LEDGER]))
    assert {row["object_id"]: (row["predicate_modifier"], row["comment"]) for row in told} == {
        "HP:0001945": ("", "taken"),
        "MONDO:0005441": ("Not", "not taken: another stands before it"),
    }


def test_a_link_is_no_grounding(claims: PageClaims) -> None:
    told = of("head tilt", rows(files(claims)[LEDGER]))
    assert [(row["predicate_id"], row["object_id"]) for row in told] == [
        ("skos:relatedMatch", "HP:0000473"),
        ("skos:exactMatch", "sssom:NoTermFound"),
    ]


def test_what_found_nothing_is_counted_over_claims_and_pages(claims: PageClaims) -> None:
    again = replace(claims, page=replace(claims.page, document="GARD/other"))
    table = list(csv.DictReader(files(claims, again)[UNGROUNDED].splitlines(), delimiter="\t"))
    (tilt,) = [row for row in table if row["words"] == "head tilt"]
    assert (tilt["branch"], tilt["claims"], tilt["pages"], tilt["link_id"]) == ("phenotype", "2", "2", "HP:0000473")
    assert len(table) == len({(row["branch"], row["words"]) for row in table})
    assert [int(row["claims"]) for row in table] == sorted((int(row["claims"]) for row in table), reverse=True)


def test_the_order_of_the_pages_changes_nothing(claims: PageClaims) -> None:
    other = replace(claims, page=replace(claims.page, document="GARD/other"), claims=claims.claims[:20])
    assert files(claims, other) == files(other, claims)


def test_the_links_are_those_of_the_graph(claims: PageClaims) -> None:
    found = rows(files(claims)[MAPPINGS])
    graph = to_rdflib(build_graph(claims))
    nodes = "SELECT (COUNT(*) AS ?n) { ?m a <https://w3id.org/raregraph/vocab/Mapping> }"
    assert len(found) == int(str(next(iter(graph.query(nodes)))[0]))  # type: ignore[index]
    assert ("MONDO:0015247", "skos:exactMatch", "Orphanet:1183") in {
        (row["subject_id"], row["predicate_id"], row["object_id"]) for row in found
    }


def test_the_header_gives_the_prefix_of_every_id(claims: PageClaims) -> None:
    for name in (LEDGER, MAPPINGS):
        text = files(claims)[name]
        declared = {line.split(":")[0].strip("# ") for line in text.split("\n") if line.startswith("#   ")}
        for row in rows(text):
            assert list(row) == list(SssomRow._fields)
            assert {row["subject_id"].split(":")[0], row["object_id"].split(":")[0]} <= declared


def test_the_graph_says_what_the_disease_is_a_kind_of(claims: PageClaims) -> None:
    kinds = {(child.id, parent.id) for child, parent in claims.lineage}
    assert {("MONDO:0015247", "MONDO:0018215"), ("MONDO:0018215", "MONDO:0021073")} <= kinds
    assert all(parent.label for _, parent in claims.lineage)
    graph = to_rdflib(build_graph(claims))
    assert graph.query(
        """ASK { obo:MONDO_0015247 rdfs:subClassOf+ ?kind . ?kind rdfs:label "paraneoplastic neurologic syndrome" }"""
    )


def test_a_full_terminology_decides_what_the_disease_is_a_kind_of(tmp_path: Path) -> None:
    make(tmp_path / "t.sqlite", ("mondo.obo", MONDO)).close()
    settings = Settings(terms=tmp_path / "t.sqlite")
    found = find_claims(read_page(reference_page()), settings=settings)
    assert [(child.id, parent.id) for child, parent in found.lineage] == [("MONDO:0015247", "MONDO:0000001")]
    assert validate(build_graph(found, settings=settings), settings=settings) == []


def test_what_the_lexicon_has_as_another_kind_of_thing_is_no_parent(tmp_path: Path) -> None:
    # An injury is a disease of MeSH, and a thing that causes in the lexicon.
    terms = "".join(f"[Term]\nid: {id_}\nname: {id_}\n\n" for id_ in ("MESH:D014947", "MESH:D000001"))
    for number, (parent, expected) in enumerate((("MESH:D014947", []), ("MESH:D000001", ["MESH:D000001"]))):
        path = tmp_path / f"{number}.sqlite"
        with make(path, ("mesh.obo", f"{terms}[Term]\nid: MESH:D005627\nname: Frostbite\nis_a: {parent}\n")) as made:
            child = made.find_term("MESH:D005627")
        assert child is not None
        lexicon = load_rules(Settings().ontology, path).lexicon
        assert [kind.id for _, kind in lexicon.lineage(child)] == expected
