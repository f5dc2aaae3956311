import csv
import json
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from raregraph.errors import KnowledgeError, UsageError
from raregraph.export import FORMATS, write
from raregraph.graph import Graph, build_graph
from raregraph.query import Answer, find_queries, get_query, run_query
from raregraph.settings import Settings
from worked_page import PAGE_CLAIMS

NAMESPACES = {"obo": "http://purl.obolibrary.org/obo/", "HP": "http://purl.obolibrary.org/obo/HP_"}


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(PAGE_CLAIMS)


def column(answer: Answer, name: str) -> list[str]:
    position = answer.columns.index(name)
    return [row[position] for row in answer.texts(NAMESPACES)]


def ask(graph: Graph, tmp_path: Path, text: str) -> Answer:
    file = tmp_path / "own.rq"
    file.write_text(text, encoding="utf-8")
    return run_query(graph, str(file))


def test_at_least_fourteen_questions_ship() -> None:
    assert len(find_queries()) >= 14


@pytest.mark.parametrize("name", find_queries())
def test_every_question_has_an_answer_on_the_worked_page(graph: Graph, name: str) -> None:
    assert run_query(graph, name).rows


@pytest.mark.parametrize("name", find_queries())
def test_every_question_starts_at_the_disease(name: str) -> None:
    assert "?disease rg:c" in get_query(name).text


def test_a_denied_cause_is_told_as_denied(graph: Graph) -> None:
    answer = run_query(graph, "causes")
    assert column(answer, "label") == ["influenza"]
    assert column(answer, "negated") == ["true"]


def test_the_reasons_against_an_edge_are_said(graph: Graph) -> None:
    answer = run_query(graph, "no-direct-edge")
    reasons = dict(zip(column(answer, "label"), column(answer, "why"), strict=True))
    assert reasons["influenza"] == "denied"
    assert reasons["MRI"] == "aimed at tumors"
    assert reasons["Skin rash"] == "only Adults; only if: when it is cold; severity: mild"
    assert all(reasons.values())


def test_a_claim_is_either_an_edge_or_has_a_reason(graph: Graph) -> None:
    edges = {(row[1], row[2]) for row in run_query(graph, "direct-edges").rows}
    others = {(row[1], row[2]) for row in run_query(graph, "no-direct-edge").rows}
    assert edges
    assert others
    assert not edges & others
    assert len(edges | others) == len(PAGE_CLAIMS.claims)


def test_words_in_pieces_are_one_row(graph: Graph) -> None:
    answer = run_query(graph, "symptoms")
    assert column(answer, "words")[column(answer, "label").index("Skin rash")] == "mild ... rash"


def test_a_missing_reference_is_a_placeholder(graph: Graph) -> None:
    answer = run_query(graph, "citations")
    assert set(zip(column(answer, "number"), column(answer, "placeholder"), strict=True)) == {("1", ""), ("2", "true")}


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_file_in_any_format_gives_the_same_answer(graph: Graph, tmp_path: Path, suffix: str) -> None:
    write(graph, tmp_path / f"page.{suffix}")
    assert run_query(tmp_path / f"page.{suffix}", "symptoms").rows == run_query(graph, "symptoms").rows


def test_an_answer_is_written_as_sparql_results(graph: Graph) -> None:
    answer = run_query(graph, "causes")
    assert json.loads(answer.serialize("json"))["results"]["bindings"][0]["label"]["value"] == "influenza"
    (row,) = csv.DictReader(answer.serialize("csv").decode().splitlines())
    assert row["label"] == "influenza"


def test_the_longest_prefix_shortens_an_iri() -> None:
    # HP:0001945 Fever
    node = NamedNode("http://purl.obolibrary.org/obo/HP_0001945")
    answer = Answer(("x", "y", "z"), ((node, Literal("3"), None),), b"")
    assert answer.texts(NAMESPACES) == [("HP:0001945", "3", "")]


def test_a_question_of_yes_or_no_is_answered(graph: Graph, tmp_path: Path) -> None:
    answer = ask(graph, tmp_path, "ASK { ?s ?p ?o }")
    assert answer.texts({}) == [("true",)]
    assert json.loads(answer.serialize("json"))["boolean"] is True


def test_an_unknown_name_is_answered_with_the_known_ones(graph: Graph) -> None:
    with pytest.raises(UsageError, match=r"sympoms: no such query; .*causes, .*symptoms"):
        run_query(graph, "sympoms")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * WHERE { ?s ?p }", r"own\.rq: broken query \(.*1:\d+"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", r"own\.rq: the query makes a graph; ask with SELECT"),
        ("SELECT * WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", r"own\.rq: SERVICE asks another server"),
        ("SELECT * {service silent ?s { ?s ?p ?o } }", r"own\.rq: SERVICE asks another server"),
    ],
)
def test_a_query_that_cannot_be_run_is_refused_by_its_file(graph: Graph, tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        ask(graph, tmp_path, text)


@pytest.mark.parametrize(
    "text",
    [
        "# SERVICE in a comment\nSELECT ?service WHERE { ?service ?p ?o }",
        'SELECT * WHERE { ?s ?p "a SERVICE {" }',
        "SELECT * WHERE { ?s <http://x.org/#SERVICE> ?o }",
        "PREFIX service: <http://x.org/> SELECT * WHERE { ?s service:p ?o }",
    ],
)
def test_the_word_service_elsewhere_is_no_service(graph: Graph, tmp_path: Path, text: str) -> None:
    assert ask(graph, tmp_path, text).columns


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.ttl", b"<a> <b", r"x\.ttl: cannot be parsed \(line 1: "),
        ("x.nq", b"\x00\xff", r"x\.nq: cannot be parsed"),
        ("x.jsonld", b"{", r"x\.jsonld: cannot be parsed"),
        ("x.docx", b"", r"x\.docx: unknown format '\.docx'; name a \.ttl"),
    ],
)
def test_a_file_that_is_no_graph_is_named(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UsageError, match=words):
        run_query(tmp_path / name, "symptoms")


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none\.ttl: cannot be read \(No such file"):
        run_query(tmp_path / "none.ttl", "symptoms")
    with pytest.raises(UsageError, match="this is a folder; name one graph in it"):
        run_query(tmp_path, "symptoms")


def test_a_question_without_a_title_is_named(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "x.rq").write_text("SELECT * WHERE { ?s ?p ?o }")
    with pytest.raises(KnowledgeError, match=r"x\.rq: no title; start it with a line `# title: \.\.\.`"):
        find_queries(settings=Settings(ontology=tmp_path))
