"""The graph of a page: what stands in it, that it is safe for every input, and that it is always the same."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from fixtures.made_up import DISEASE, made_up_claims
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat
from raregraph.claims.eligibility import is_eligible
from raregraph.errors import KnowledgeError, UsageError
from raregraph.graph import (
    Graph,
    build_graph,
    from_quads,
    read_vocabulary,
    to_networkx,
    to_rdflib,
    to_rdflib_dataset,
    to_triples,
)
from raregraph.graph.iris import Iris, web_address
from raregraph.model import Claim, Hedge, PageClaims, Qualifier, Qualifiers, Reference, Term
from raregraph.settings import Settings
from rdflib.compare import isomorphic

PAGE_CLAIMS = made_up_claims()
GRAPH = build_graph(PAGE_CLAIMS)
VOCABULARY = read_vocabulary(Settings().ontology)


def node(curie: str) -> NamedNode:
    return NamedNode(VOCABULARY.iri(curie))


def text(term: object) -> str:
    assert isinstance(term, NamedNode | Literal)
    return term.value


def values(graph: Graph, subject: str, curie: str) -> list[str]:
    found = (quad for quad in graph.quads if quad.subject == NamedNode(subject) and quad.predicate == node(curie))
    return [text(quad.object) for quad in found]


def claim(words: str) -> Claim:
    return next(claim for claim in PAGE_CLAIMS.claims if words in claim.object_text)


def only(*claims: Claim) -> PageClaims:
    return replace(PAGE_CLAIMS, claims=claims, criteria=(), mappings=())


def edges(graph: Graph) -> set[str]:
    predicates = {node(row.predicate) for row in VOCABULARY.relations.values()}
    return {text(quad.object) for quad in graph.quads if quad.predicate in predicates}


def test_no_blank_node_stands_in_the_graph() -> None:
    assert not any(isinstance(term, BlankNode) for quad in GRAPH.quads for term in (quad.subject, quad.object))


def test_no_quad_stands_twice() -> None:
    assert len(set(GRAPH.quads)) == len(GRAPH.quads)
    assert len(to_triples(GRAPH)) == len(GRAPH.quads)


def test_each_subject_stands_in_one_place_of_the_triples() -> None:
    subjects = [triple.subject for triple in to_triples(GRAPH)]
    changes = [new for old, new in zip([None, *subjects], subjects, strict=False) if old != new]
    assert len(changes) == len(set(changes))
    assert changes[0] == NamedNode(GRAPH.disease)


def test_every_quote_and_every_span_is_the_slice_at_its_offsets() -> None:
    whole = PAGE_CLAIMS.page.text
    found = 0
    for quad in GRAPH.quads:
        if quad.predicate == node("oa:exact") and "/span/" in text(quad.subject):
            start, end = (int(values(GRAPH, text(quad.subject), curie)[0]) for curie in ("oa:start", "oa:end"))
            assert whole[start:end] == text(quad.object)
            found += 1
    assert found == sum(len(evidence.spans) for each in PAGE_CLAIMS.claims for evidence in each.evidence)


@pytest.mark.parametrize("kind", [RdfFormat.N_QUADS, RdfFormat.TRIG], ids=str)
def test_the_quads_come_back_from_a_file_as_they_were(kind: RdfFormat) -> None:
    written = pyoxigraph.serialize(GRAPH.quads, format=kind)
    assert set(pyoxigraph.parse(written, format=kind)) == set(GRAPH.quads)


@pytest.mark.parametrize("kind", ["turtle", "nt", "xml"])
def test_rdflib_reads_what_pyoxigraph_writes_as_the_same_graph(kind: str) -> None:
    formats = {"turtle": RdfFormat.TURTLE, "nt": RdfFormat.N_TRIPLES, "xml": RdfFormat.RDF_XML}
    written = pyoxigraph.serialize(to_triples(GRAPH), format=formats[kind])
    assert isomorphic(rdflib.Graph().parse(data=written, format=kind), to_rdflib(GRAPH))


def test_rdflib_and_back_is_the_same_graph() -> None:
    written = to_rdflib(GRAPH).serialize(format="nt", encoding="utf-8")
    assert set(pyoxigraph.parse(written, format=RdfFormat.N_TRIPLES)) == {Quad(*triple) for triple in to_triples(GRAPH)}


def test_a_dataset_keeps_the_named_graphs() -> None:
    dataset = to_rdflib_dataset(GRAPH)
    sizes = {str(part.identifier): len(part) for part in dataset.graphs() if len(part)}
    assert len(sizes) == 2
    assert sum(sizes.values()) == len(GRAPH.quads)


def test_the_data_set_counts_its_triples_and_claims() -> None:
    dataset = f"https://w3id.org/raregraph/dataset/{PAGE_CLAIMS.page.document}"
    assert values(GRAPH, dataset, "void:triples") == [str(len(GRAPH.quads))]
    assert values(GRAPH, dataset, "rg:claimCount") == [str(len(PAGE_CLAIMS.claims))]
    assert (
        "Not for clinical use; information extracted from the named page"
        in values(GRAPH, dataset, "dcterms:description")[0]
    )


def test_dates_come_from_the_page_or_the_settings_alone() -> None:
    dates = {text(quad.object) for quad in GRAPH.quads if "date" in str(getattr(quad.object, "datatype", ""))}
    assert dates == {"2024-02-29"}
    told = build_graph(PAGE_CLAIMS, settings=Settings(source_date="2025-01-01"))
    dataset = f"https://w3id.org/raregraph/dataset/{PAGE_CLAIMS.page.document}"
    assert values(told, dataset, "dcterms:modified") == ["2025-01-01"]


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_the_graph_does_not_depend_on_the_hash_seed(seed: str) -> None:
    program = (
        "import hashlib; from fixtures.made_up import made_up_claims; from raregraph.graph import build_graph;"
        "print(hashlib.sha256(repr(build_graph(made_up_claims()).quads).encode()).hexdigest())"
    )
    environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
    run = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    here = subprocess.run(
        [sys.executable, "-c", program],
        env=environment | {"PYTHONHASHSEED": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == here.stdout


def test_a_claim_carries_words_qualifiers_and_their_terms() -> None:
    iri = f"https://w3id.org/raregraph/claim/{claim('🎧 fatigue').id}"
    assert values(GRAPH, iri, "rg:ageGroup") == ["Adults"]
    # HsapDv:0000258 adult stage
    assert values(GRAPH, iri, "biolink:population_context_qualifier") == [VOCABULARY.iri("HsapDv:0000258")]
    assert values(GRAPH, iri, "rg:hedge") == ["may include"]
    assert values(GRAPH, iri, "rg:certainty") == ["modal"]


@pytest.mark.parametrize(
    ("words", "code"), [("tinnitus", "ECO:0007321"), ("Loud noise", "ECO:0007320"), ("GES", "ECO:0007320")]
)
def test_the_evidence_code_says_whether_a_listed_reference_is_cited(words: str, code: str) -> None:
    assert values(GRAPH, f"https://w3id.org/raregraph/claim/{claim(words).id}", "rg:evidenceCode") == [
        VOCABULARY.iri(code)
    ]


def test_a_reference_that_is_cited_but_not_listed_is_a_placeholder() -> None:
    references = {text(quad.subject) for quad in GRAPH.quads if quad.predicate == node("rg:placeholder")}
    assert [iri.rpartition("/")[2] for iri in references] == ["2"]


def test_what_is_not_grounded_has_the_projects_own_iri_and_its_near_terms() -> None:
    own = "https://w3id.org/raregraph/term/phenotype/difficulty-chewing"
    assert values(GRAPH, own, "rg:ungrounded") == ["true"]
    # HP:0002033 Poor suck
    assert values(GRAPH, own, "skos:broadMatch") == [VOCABULARY.iri("HP:0002033")]
    mappings = [
        text(quad.subject)
        for quad in GRAPH.quads
        if quad.predicate == node("owl:annotatedSource") and text(quad.object) == own
    ]
    assert len(mappings) == 1


def test_two_spellings_of_an_own_term_are_one_term_with_one_label() -> None:
    loud = claim("Loud noise")
    shouted = replace(loud, id="f" * 20, object_text=("LOUD NOISE",))
    graph = build_graph(only(loud, shouted))
    assert values(graph, "https://w3id.org/raregraph/term/trigger/loud-noise", "rdfs:label") == ["Loud noise"]


ADULTS = Qualifier("adults", Term("HsapDv:0000258", "adult stage", "age"))
VERTIGO = claim("vertigo")
LIMITED = {
    "negated": replace(VERTIGO, negated=True),
    "age group": replace(VERTIGO, qualifiers=Qualifiers(age_group=ADULTS)),
    "population": replace(VERTIGO, qualifiers=Qualifiers(population=Qualifier("women"))),
    "condition": replace(VERTIGO, qualifiers=Qualifiers(condition=Qualifier("when it rains"))),
    "target": replace(VERTIGO, qualifiers=Qualifiers(target=Qualifier("itching"))),
    "doubt": replace(VERTIGO, qualifiers=Qualifiers(hedge=Hedge("rarely", "doubt"))),
}
FREE = {
    "modal hedge": Qualifiers(hedge=Hedge("may include", "modal")),
    "frequency": Qualifiers(frequency=Qualifier("often")),
    "severity": Qualifiers(severity=Qualifier("mild")),
    "modifier": Qualifiers(modifier=Qualifier("triggered by noise")),
}


@pytest.mark.parametrize("limited", LIMITED.values(), ids=LIMITED.keys())
def test_a_claim_that_is_limited_or_doubted_has_no_edge(limited: Claim) -> None:
    assert not is_eligible(limited)
    assert edges(build_graph(only(limited))) == set()


@pytest.mark.parametrize("qualifiers", FREE.values(), ids=FREE.keys())
def test_a_claim_that_is_only_coloured_keeps_its_edge(qualifiers: Qualifiers) -> None:
    coloured = replace(claim("vertigo"), qualifiers=qualifiers)
    # HP:0002321 Vertigo
    assert edges(build_graph(only(coloured))) == {VOCABULARY.iri("HP:0002321")}


def test_an_outlook_at_one_severity_has_no_edge() -> None:
    assert not is_eligible(replace(claim("mostly good"), qualifiers=Qualifiers(severity=Qualifier("mild"))))


def test_one_eligible_claim_is_enough_for_the_edge() -> None:
    denied = replace(claim("vertigo"), id="f" * 20, negated=True)
    assert edges(build_graph(only(denied, claim("vertigo")))) == {VOCABULARY.iri("HP:0002321")}


def test_a_disease_that_is_not_grounded_gets_an_own_term() -> None:
    graph = build_graph(replace(PAGE_CLAIMS, disease=Term(None, "glass-ear syndrome", "disease")))
    assert graph.disease == "https://w3id.org/raregraph/term/disease/glass-ear-syndrome"


def test_an_unknown_prefix_is_named() -> None:
    with pytest.raises(KnowledgeError, match="NOPE:1"):
        build_graph(replace(PAGE_CLAIMS, disease=replace(DISEASE, id="NOPE:1")))


def test_an_unknown_branch_is_named() -> None:
    with pytest.raises(KnowledgeError, match="'planet'"):
        build_graph(replace(PAGE_CLAIMS, disease=replace(DISEASE, branch="planet")))


@pytest.mark.parametrize("base", ["", "raregraph/", "https://example.org/with space/", "https://example.org/x"])
def test_a_base_that_is_no_iri_is_refused(base: str) -> None:
    with pytest.raises(UsageError, match="base"):
        build_graph(PAGE_CLAIMS, settings=Settings(base_iri=base))


def test_another_base_moves_all_data_and_no_vocabulary() -> None:
    moved = build_graph(PAGE_CLAIMS, settings=Settings(base_iri="https://example.org/mine/"))
    subjects = {text(quad.subject) for quad in moved.quads if "raregraph" in text(quad.subject)}
    assert subjects == set()
    assert len(moved.quads) == len(GRAPH.quads)


@given(label=st.text(max_size=40), document=st.text(max_size=20), number=st.text(max_size=5))
def test_every_input_makes_iris_that_every_format_can_carry(label: str, document: str, number: str) -> None:
    iris = Iris("https://example.org/", document, "0" * 64)
    made = [
        iris.page,
        iris.version,
        iris.graph,
        iris.own_term("phenotype", label),
        iris.reference(number),
        iris.claim(label),
    ]
    quads = [Quad(NamedNode(iri), NamedNode(iri), NamedNode(iri)) for iri in made]
    written = pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS)
    assert list(pyoxigraph.parse(written, format=RdfFormat.N_QUADS)) == quads
    assert all(iri.isascii() for iri in made)


@pytest.mark.parametrize(("one", "other"), [("<5 years", ">5 years"), ("α", "β"), ("", "?")])
def test_labels_that_differ_in_what_ascii_cannot_say_are_two_terms(one: str, other: str) -> None:
    iris = Iris("https://example.org/", "a/b", "0" * 64)
    assert iris.own_term("value", one) != iris.own_term("value", other)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/glass ear", "https://example.org/glass%20ear"),
        ("https://example.org/ä?a=b#c", "https://example.org/%C3%A4?a=b#c"),
        ("http://[broken", None),
        ("C:\\pages\\x.txt", None),
        ("mailto", None),
        ("", None),
    ],
)
def test_only_a_web_address_becomes_an_iri(text: str, address: str | None) -> None:
    assert web_address(text) == address


def test_a_page_with_odd_words_everywhere_still_makes_a_graph() -> None:
    page = replace(
        PAGE_CLAIMS.page,
        document='a b/../é<>"{}|\\^`',
        url="not a url",
        license="as is",
        references=(Reference("½ 3", None),),
    )
    graph = build_graph(replace(PAGE_CLAIMS, page=page))
    assert isomorphic(from_quads(graph.quads), to_rdflib(graph))


def test_networkx_has_terms_as_nodes_and_claims_as_edges() -> None:
    view = to_networkx(GRAPH)
    assert view.number_of_edges() == len(PAGE_CLAIMS.claims)
    seizure = VOCABULARY.iri("HP:0001250")
    assert view.nodes[seizure] == {"label": "Seizure", "branch": "phenotype", "ungrounded": False}
    data = view.edges[GRAPH.disease, seizure, f"https://w3id.org/raregraph/claim/{claim('Seizures').id}"]
    assert data["negated"] is True
    assert data["quotes"] == ["Seizures are not seen."]
    fatigue = view.get_edge_data(GRAPH.disease, VOCABULARY.iri("HP:0012378"))
    assert [each["age_group"] for each in fatigue.values()] == ["Adults"]
