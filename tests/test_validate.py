"""Validation: findings in words, broken shapes, files of every format."""

import shutil
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from fixtures.made_up import DOCUMENT, large_claims, made_up_claims
from raregraph.errors import KnowledgeError, UsageError
from raregraph.graph import build_graph, from_quads, read_relations, to_triples
from raregraph.graph.vocabulary import claim_class
from raregraph.settings import Settings
from raregraph.validation import ENGINES, FORMATS, validate, validate_file
from raregraph.validation.shapes import read_shapes
from rdflib.namespace import SH
from rdflib.term import Node

GRAPH = build_graph(made_up_claims())
ADVICE = rdflib.URIRef("https://w3id.org/raregraph/vocab/advice")
RG = "https://w3id.org/raregraph/vocab/"


def shapes() -> rdflib.Graph:
    return from_quads(read_shapes(Settings().shapes).quads)


def broken_claims() -> list[str]:
    """Return the words of a finding about a page whose claim quotes something else."""
    page_claims = made_up_claims()
    wrong = replace(page_claims.claims[6].evidence[0], quote="Signs never include tinnitus.")
    claims = (replace(page_claims.claims[6], evidence=(wrong,)),)
    findings = validate(build_graph(replace(page_claims, claims=claims)))
    return [
        f"{finding.where}|{finding.section}|{finding.quote}|{finding.rule}|{finding.message}" for finding in findings
    ]


def test_a_finding_says_in_words_where_and_what() -> None:
    where = f"{DOCUMENT}|What are the signs?|Signs never include tinnitus.|quote-is-slice"
    what = "sentence: the quote is not what stands at its offsets in the text of the page"
    assert broken_claims() == [f"{where}|{what}"]


def test_findings_come_in_the_same_order_every_time() -> None:
    page_claims = made_up_claims()
    wrong = tuple(replace(claim, rule="") for claim in page_claims.claims)
    broken = build_graph(replace(page_claims, claims=wrong))
    first = validate(broken)
    assert first == validate(broken)
    assert [finding.rule for finding in first] == ["claim-rule"] * len(wrong)


def test_a_large_page_has_no_finding() -> None:
    assert validate(build_graph(large_claims(2))) == []


def test_a_graph_without_a_page_is_not_taken_for_a_sound_one() -> None:
    assert [finding.rule for finding in validate(rdflib.Graph())] == ["no-page"]


@pytest.mark.parametrize("ending", FORMATS)
def test_a_file_of_every_format_is_checked(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"page{ending}"
    statements = GRAPH.quads if FORMATS[ending].supports_datasets else to_triples(GRAPH)
    pyoxigraph.serialize(statements, path, format=FORMATS[ending])
    assert validate_file(path, settings=Settings(shapes=one_shape(tmp_path))) == []


def one_shape(folder: Path) -> Path:
    shapes = folder / "shapes"
    shapes.mkdir()
    shutil.copy(Settings().shapes / "term.shacl.ttl", shapes)
    return shapes


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.ttl", "no Turtle", "no Turtle"),
        ("page.docx", "", "docx"),
        ("page.ttl", "<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .", "statement about a statement"),
    ],
)
def test_a_file_that_is_no_rdf_is_refused_in_words(name: str, content: str, words: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        validate_file(tmp_path / name)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.ttl: no such file"):
        validate_file(tmp_path / "gone.ttl")


PREFIXES = "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix rg: <https://w3id.org/raregraph/vocab/> ."
BROKEN = {
    "no turtle": "shape:A a",
    "no prefix": "shape:A a sh:NodeShape .",
    "a query that is none": """rg:A a sh:NodeShape ; sh:targetClass rg:PageVersion ;
            sh:sparql [ a sh:SPARQLConstraint ; sh:select "SELECT nothing" ; sh:message "x" ] .""",
    "a count that is none": """rg:A a sh:NodeShape ; sh:targetClass rg:PageVersion ;
        sh:property [ sh:path rg:text ; sh:minCount "many" ] .""",
    "a pattern that is none": """rg:A a sh:NodeShape ; sh:targetClass rg:PageVersion ;
        sh:property [ sh:path rg:text ; sh:pattern "(" ] .""",
    "a property without path": """rg:A a sh:NodeShape ; sh:targetClass rg:PageVersion ;
        sh:property [ sh:minCount 1 ] .""",
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_shapes_file_is_named(content: str, engine: str, tmp_path: Path) -> None:
    folder = one_shape(tmp_path)
    (folder / "broken.shacl.ttl").write_text(f"{PREFIXES}\n{content}", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"broken\.shacl\.ttl"):
        validate(GRAPH, settings=Settings(shapes=folder, engine=engine))


def test_a_folder_without_shapes_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no file"):
        validate(GRAPH, settings=Settings(shapes=tmp_path))


def test_every_rule_says_what_is_wrong_and_what_to_do() -> None:
    graph = shapes()
    rules = {*graph.objects(None, SH.property), *graph.objects(None, SH.sparql)}
    named = [rule for rule in rules if isinstance(rule, rdflib.URIRef)]
    assert len(named) > 100
    assert [rule for rule in named if not graph.value(rule, SH.message) or not graph.value(rule, ADVICE)] == []


def test_every_property_that_a_shape_names_is_written_down() -> None:
    graph = shapes()
    assert [rule for rule in graph.objects(None, SH.property) if graph.value(rule, SH.path) is None] == []


def _listed(graph: rdflib.Graph, node: Node, path: str) -> list[list[str]]:
    """Return the values of `sh:in` and `sh:hasValue` of the shapes below a node whose path is the given one."""
    found = []
    for shape in graph.transitive_objects(node, SH.property):
        if graph.value(shape, SH.path) and _path(graph, graph.value(shape, SH.path)) == path:
            values = graph.value(shape, SH["in"])
            found.append(
                [str(value) for value in graph.items(values)] if values else [str(graph.value(shape, SH.hasValue))]
            )
    return found


def _path(graph: rdflib.Graph, path: Node | None) -> str:
    steps = list(graph.items(path)) if isinstance(path, rdflib.BNode) else [path]
    return " ".join(str(step) for step in steps)


RDF_OBJECT_BRANCH = f"{rdflib.RDF.object} {RG}branch"


@pytest.mark.parametrize("relation", dict.fromkeys(relation for relation, _ in read_relations(Settings())))
def test_the_shapes_allow_what_the_table_of_relations_allows(relation: str) -> None:
    graph = shapes()
    target = rdflib.URIRef(RG + claim_class(relation).removeprefix("rg:"))
    rows = [row for (name, _), row in read_relations(Settings()).items() if name == relation]
    nodes = list(graph.subjects(SH.targetClass, target))
    predicates = [found for node in nodes for found in _listed(graph, node, str(rdflib.RDF.predicate))]
    assert len(predicates) == 1
    assert [iri.replace("#", "/").split("/")[-1] for iri in predicates[0]] == [
        row.predicate.replace("obo:", ":").split(":")[1] for row in rows
    ]
    plain = [found for node in nodes for found in _listed(graph, node, RDF_OBJECT_BRANCH)]
    choices = [choice for node in nodes for options in graph.objects(node, SH["or"]) for choice in graph.items(options)]
    chosen = [found for choice in choices for found in _listed(graph, choice, RDF_OBJECT_BRANCH)]
    if relation == "synonym":
        assert plain == chosen == []
    elif chosen:
        assert chosen == [list(row.allowed) for row in rows]
    else:
        assert plain == [list(rows[0].allowed)]
        assert {row.branches for row in rows} == {rows[0].branches}


def test_the_edges_that_shapes_look_for_are_those_of_the_table() -> None:
    query = str(shapes().value(rdflib.URIRef("https://w3id.org/raregraph/shapes/edge-unfounded"), SH.select))
    listed = query.partition("IN (")[2].partition(")")[0].replace(",", " ").split()
    assert listed == [row.predicate for row in read_relations(Settings()).values()]
