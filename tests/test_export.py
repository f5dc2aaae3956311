import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pyld import jsonld  # type: ignore[import-untyped]
from pyoxigraph import RdfFormat
from raregraph.errors import KnowledgeError, UsageError
from raregraph.export import FORMATS, serialize, write
from raregraph.export.context import Context
from raregraph.graph import Graph, build_graph, to_triples
from raregraph.model import PageClaims, Reference
from raregraph.settings import Settings
from rdflib.compare import isomorphic
from worked_page import DISEASE, PAGE_CLAIMS

RDFLIB_NAMES = {"ttl": "turtle", "jsonld": "json-ld", "nt": "nt", "nq": "nquads", "trig": "trig", "rdf": "xml"}
WITH_GRAPH_NAMES = ("nq", "trig")
STRANGE = (
    "\U0001f9e0 \"quoted\" 'too' \\back\\ \n line \t tab \u00a0 no-break \u2028 separator "
    "{$this} <b>&amp;</b> ]]> \u0301"
)


@pytest.fixture(scope="module")
def graph() -> Graph:
    return build_graph(with_text_everywhere(STRANGE))


def with_text_everywhere(text: str) -> PageClaims:
    page = replace(PAGE_CLAIMS.page, title=f"t{text}", references=(Reference("1", text),))
    first = replace(PAGE_CLAIMS.claims[0], object_text=(f"x{text}",))
    return replace(PAGE_CLAIMS, page=page, claims=(first, *PAGE_CLAIMS.claims[1:]))


def lines(graph: Graph) -> set[str]:
    return {str(triple) for triple in to_triples(graph)}


def read_by_rdflib(data: bytes, name: str) -> rdflib.Graph:
    if name not in WITH_GRAPH_NAMES:
        return rdflib.Graph().parse(data=data, format=RDFLIB_NAMES[name])
    merged = rdflib.Graph()
    for subject, predicate, value, _ in rdflib.Dataset().parse(data=data, format=RDFLIB_NAMES[name]).quads():
        merged.add((subject, predicate, value))
    return merged


def read_by_pyoxigraph(data: bytes, name: str) -> set[str]:
    kind = RdfFormat.from_extension(name)
    assert kind is not None
    return {str(quad.triple) for quad in pyoxigraph.parse(data, format=kind)}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's parsers of quads use what rdflib deprecates
@pytest.mark.parametrize("name", FORMATS)
def test_a_graph_comes_back_whole_in_rdflib(graph: Graph, name: str) -> None:
    expected = rdflib.Graph().parse(data=serialize(graph, "nt"), format="nt")
    assert isomorphic(read_by_rdflib(serialize(graph, name), name), expected)


@pytest.mark.parametrize("name", FORMATS)
def test_a_graph_comes_back_whole_in_pyoxigraph(graph: Graph, name: str) -> None:
    assert read_by_pyoxigraph(serialize(graph, name), name) == lines(graph)


def test_json_ld_comes_back_whole_in_pyld(graph: Graph) -> None:
    quads = jsonld.to_rdf(json.loads(serialize(graph, "jsonld")), {"format": "application/n-quads"})
    assert read_by_pyoxigraph(quads.encode(), "nq") == lines(graph)


@hypothesis_settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20))
def test_no_text_is_changed_by_any_format(text: str) -> None:
    graph = build_graph(with_text_everywhere(text))
    for name in FORMATS:
        assert read_by_pyoxigraph(serialize(graph, name), name) == lines(graph), name


@pytest.mark.parametrize("name", WITH_GRAPH_NAMES)
def test_named_graphs_are_kept_where_the_format_has_them(graph: Graph, name: str) -> None:
    kind = RdfFormat.from_extension(name)
    read = {str(quad) for quad in pyoxigraph.parse(serialize(graph, name), format=kind)}
    assert read == {str(quad) for quad in graph.quads}


@pytest.mark.parametrize("name", ["nt", "nq"])
def test_lines_are_sorted_by_bytes(graph: Graph, name: str) -> None:
    found = serialize(graph, name).removesuffix(b"\n").split(b"\n")
    assert found == sorted(set(found))


def test_turtle_declares_the_prefixes_it_uses_and_no_other(graph: Graph) -> None:
    text = serialize(graph, "ttl").decode()
    declared = [line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == sorted(declared)
    assert "Orphanet" not in declared
    for prefix in declared:
        assert text.count(f"{prefix}:") > 1, prefix
    assert "ns1:" not in text


def test_turtle_has_the_disease_first_and_claims_in_the_order_of_the_page(graph: Graph) -> None:
    text = serialize(graph, "ttl").decode()
    subjects = [line.split()[0] for line in text.splitlines() if line[:1] not in {"", "\t", "@"}]
    assert subjects[0] == DISEASE.id
    claims = [subject for subject in subjects if subject.startswith("<claim/")]
    assert claims == [f"<claim/{claim.id}>" for claim in PAGE_CLAIMS.claims]


def test_json_ld_is_a_tree_with_the_disease_at_the_top(graph: Graph) -> None:
    document = json.loads(serialize(graph, "jsonld"))
    assert document["id"] == DISEASE.id
    assert [claim["id"] for claim in document["claims"]] == [f"claim/{claim.id}" for claim in PAGE_CLAIMS.claims]
    assert document["claims"][1]["evidence"][0]["selectors"][0]["exact"].startswith("People have")
    assert document["claims"][1]["object"]["label"] == "Tremor"
    included = {kind for node in document["@included"] for kind in _listed(node.get("type", []))}
    assert {"fabio:WebPage", "Run", "Dataset", "Mapping"} <= {kind.removeprefix("rg:") for kind in included}


def _listed(value: object) -> list[str]:
    return value if isinstance(value, list) else [str(value)]


def test_json_ld_describes_every_node_once(graph: Graph) -> None:
    seen: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, dict):
            if "id" in value and len(value) > 1:
                seen.append(value["id"])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    document = json.loads(serialize(graph, "jsonld"))
    del document["@context"]
    walk(document)
    assert len(seen) == len(set(seen)) == len({triple.subject for triple in to_triples(graph)})


@pytest.mark.parametrize("name", FORMATS)
def test_another_base_reaches_every_format(name: str) -> None:
    settings = Settings(base_iri="https://example.org/kg/")
    other = build_graph(PAGE_CLAIMS, settings=settings)
    assert read_by_pyoxigraph(serialize(other, name, settings=settings), name) == lines(other)


def test_the_suffix_says_the_format(graph: Graph, tmp_path: Path) -> None:
    write(graph, tmp_path / "page.nq")
    write(graph, str(tmp_path / "page.txt"), format="nq")
    assert (tmp_path / "page.nq").read_bytes() == (tmp_path / "page.txt").read_bytes() == serialize(graph, "nq")


def test_an_unknown_format_is_refused_with_the_known_ones(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx: unknown format; choose one of ttl, jsonld, nt, nq, trig, rdf"):
        write(graph, tmp_path / "page.docx")
    assert list(tmp_path.iterdir()) == []


def test_a_broken_context_is_named(tmp_path: Path, graph: Graph) -> None:
    (tmp_path / "context.jsonld").write_text("{")
    with pytest.raises(KnowledgeError, match=r"context\.jsonld: cannot be read"):
        serialize(graph, "jsonld", settings=Settings(ontology=tmp_path))


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://x.org/data/claim/1", "claim/1"),
        ("https://x.org/data/", "https://x.org/data/"),
        ("https://x.org/data/a:b", "https://x.org/data/a:b"),
        ("https://x.org/data/#x", "https://x.org/data/#x"),
        ("https://x.org/vocab/y", "v:y"),
        ("https://x.org/vocab///y", "https://x.org/vocab///y"),
    ],
)
def test_an_iri_is_shortened_only_where_it_can_be_read_back(iri: str, short: str) -> None:
    context = Context({"v": "https://x.org/vocab/"}, "https://x.org/data/")
    assert context.identifier(iri) == short
    document = {"@context": {"@base": "https://x.org/data/", "v": "https://x.org/vocab/"}, "@id": short, "v:p": 1}
    assert f"<{iri}>" in jsonld.to_rdf(document, {"format": "application/n-quads"})


def _bytes_under(seed: str) -> bytes:
    program = (
        "import sys; from worked_page import PAGE_CLAIMS; from raregraph.export import FORMATS, serialize;"
        "from raregraph.graph import build_graph; graph = build_graph(PAGE_CLAIMS);"
        "[sys.stdout.buffer.write(serialize(graph, name)) for name in FORMATS]"
    )
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parent)}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True).stdout


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    assert _bytes_under("1") == _bytes_under("2")
