"""The vocabulary: what is used is declared, what is declared is labelled and defined, and has a short key."""

import json
import re
from pathlib import Path

import pytest
import rdflib
from fixtures.made_up import made_up_claims
from raregraph.errors import KnowledgeError
from raregraph.graph import build_graph, read_vocabulary, to_rdflib
from raregraph.graph.vocabulary import claim_class
from raregraph.settings import Settings
from rdflib.namespace import OWL, RDF, RDFS, SKOS

SETTINGS = Settings()
NAMESPACE = "https://w3id.org/raregraph/vocab/"
CONTEXT = json.loads((SETTINGS.ontology / "context.jsonld").read_text(encoding="utf-8"))["@context"]
VOCABULARY = rdflib.Graph().parse(SETTINGS.ontology / "raregraph.ttl")
DECLARED = {str(term) for term in VOCABULARY.subjects(RDFS.isDefinedBy, rdflib.URIRef(NAMESPACE))}
PACKAGE = Path(__file__).parent.parent / "builder" / "raregraph"


def expand(key: str) -> str:
    """Return the IRI of a key or CURIE of the context."""
    definition = CONTEXT.get(key, key)
    iri: str = definition["@id"] if isinstance(definition, dict) else definition
    prefix, colon, local = iri.partition(":")
    return expand(prefix) + local if colon and prefix in CONTEXT else iri


def names_in(*paths: Path) -> set[str]:
    """Return the rg: terms that files mention by prefix."""
    found = (re.findall(r"(?<![\w/])rg:(\w+)", path.read_text(encoding="utf-8")) for path in paths)
    return {NAMESPACE + name for names in found for name in names}


USES = {
    "graph": {str(term) for triple in to_rdflib(build_graph(made_up_claims())) for term in triple},
    "context": {expand(key) for key in CONTEXT if not key.startswith("@")},
    "shapes": names_in(*SETTINGS.shapes.glob("*.ttl")),
    "queries": names_in(*SETTINGS.ontology.glob("queries/*.rq")),
    "tables": names_in(*SETTINGS.ontology.glob("*.tsv")),
    "code": names_in(*PACKAGE.rglob("*.py")),
    "relations": {
        NAMESPACE + claim_class(relation)[3:] for relation, _ in read_vocabulary(SETTINGS.ontology).relations
    },
}


@pytest.mark.parametrize("place", USES)
def test_every_term_that_is_used_is_declared(place: str) -> None:
    used = {term for term in USES[place] if term.startswith(NAMESPACE) and term != NAMESPACE}
    assert used - DECLARED == set()


def test_every_declared_term_is_used() -> None:
    assert DECLARED - USES["context"] - USES["graph"] - USES["shapes"] - USES["relations"] - USES["code"] == set()


@pytest.mark.parametrize("term", sorted(DECLARED))
def test_every_declared_term_has_one_label_a_definition_and_a_kind(term: str) -> None:
    node = rdflib.URIRef(term)
    assert len(list(VOCABULARY.objects(node, RDFS.label))) == 1
    assert len(str(VOCABULARY.value(node, SKOS.definition))) > 20
    kinds = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty}
    assert len(kinds & set(VOCABULARY.objects(node, RDF.type))) == 1


def test_nothing_is_said_of_a_term_that_is_not_declared() -> None:
    said = {str(term) for triple in VOCABULARY for term in triple if str(term).startswith(NAMESPACE)}
    assert said - DECLARED == {NAMESPACE}


def test_every_literal_of_a_graph_fits_the_declared_kind_of_its_property() -> None:
    for quad in build_graph(made_up_claims()).quads:
        kinds = set(VOCABULARY.objects(rdflib.URIRef(quad.predicate.value), RDF.type))
        is_literal = hasattr(quad.object, "datatype")
        assert not (is_literal and OWL.ObjectProperty in kinds), quad
        assert not (not is_literal and OWL.DatatypeProperty in kinds), quad


def test_every_predicate_of_a_graph_has_a_key_in_the_context() -> None:
    keys = {expand(key) for key in CONTEXT if not key.startswith("@")}
    written = {quad.predicate.value for quad in build_graph(made_up_claims()).quads}
    edges = {
        read_vocabulary(SETTINGS.ontology).iri(row.predicate)
        for row in read_vocabulary(SETTINGS.ontology).relations.values()
    }
    assert (written | edges) - keys == {str(RDF.type)}


def test_no_two_keys_of_the_context_mean_the_same() -> None:
    iris = [expand(key) for key in CONTEXT if not key.startswith("@")]
    assert len(iris) == len(set(iris))


def test_the_context_has_the_prefixes_of_the_table() -> None:
    table = {prefix: row.namespace for prefix, row in read_vocabulary(SETTINGS.ontology).prefixes.items()}
    assert {prefix: expand(prefix) for prefix in table} == table


def test_both_triggers_stand_under_condition_exacerbated_by() -> None:
    # RO:0003311 condition exacerbated by
    exacerbated = rdflib.URIRef("http://purl.obolibrary.org/obo/RO_0003311")
    under = {str(term).removeprefix(NAMESPACE) for term in VOCABULARY.subjects(RDFS.subPropertyOf, exacerbated)}
    assert under == {"relapseTriggeredBy", "worsenedBy"}


def test_every_branch_of_the_relations_is_a_row_of_the_table_of_branches() -> None:
    vocabulary = read_vocabulary(SETTINGS.ontology)
    allowed = {branch for row in vocabulary.relations.values() for branch in row.allowed}
    assert allowed - vocabulary.branches.keys() == {"name", "value"}


def test_a_prefix_that_is_given_twice_is_reported_with_its_line(tmp_path: Path) -> None:
    for name in ("branches", "relations"):
        (tmp_path / f"{name}.tsv").write_bytes((SETTINGS.ontology / f"{name}.tsv").read_bytes())
    (tmp_path / "prefixes.tsv").write_text(
        "prefix\tnamespace\tpattern\nHP\thttp://a/\t-\nHP\thttp://b/\t-\n", encoding="utf-8"
    )
    with pytest.raises(KnowledgeError, match=r"prefixes\.tsv:3"):
        read_vocabulary(tmp_path)
