"""Planted faults: each breaks one promise of the graph, is found by its shape, and is reported in words."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib
from fixtures.made_up import DISEASE, DOCUMENT, made_up_claims
from raregraph.graph import build_graph, read_vocabulary, to_rdflib
from raregraph.model import Finding
from raregraph.settings import Settings
from raregraph.validation import ENGINES, validate
from rdflib import BNode, Literal, URIRef
from rdflib.namespace import RDF, XSD
from rdflib.term import Node

OTHER = URIRef("https://example.org/other")
YES = Literal("true", datatype=XSD.boolean)


@dataclass
class Page:
    """The graph of the made-up page, and ways to find and break things in it."""

    graph: rdflib.Graph

    def iri(self, curie: str) -> URIRef:
        return URIRef(read_vocabulary(Settings().ontology).iri(curie))

    def of(self, kind: str) -> list[Node]:
        return sorted(self.graph.subjects(RDF.type, self.iri(kind)), key=str)

    def with_value(self, curie: str, value: str) -> Node:
        return next(s for s, o in self.graph.subject_objects(self.iri(curie)) if str(o) == value)

    def claim(self, words: str) -> Node:
        return self.with_value("rg:objectText", words)

    def value(self, node: Node, curie: str) -> Node:
        return next(self.graph.objects(node, self.iri(curie)))

    def follow(self, node: Node, *curies: str) -> Node:
        for curie in curies:
            node = self.value(node, curie)
        return node

    def add(self, node: Node, curie: str, value: Node | str | int) -> None:
        self.graph.add(
            (node, self.iri(curie), value if isinstance(value, URIRef | Literal | BNode) else Literal(value))
        )

    def drop(self, node: Node | None, curie: str, value: Node | None = None) -> None:
        self.graph.remove((node, self.iri(curie), value))

    def put(self, node: Node, curie: str, value: Node | str | int) -> None:
        self.drop(node, curie)
        self.add(node, curie, value)

    @property
    def disease(self) -> URIRef:
        return self.iri(DISEASE.id or "")

    @property
    def version(self) -> Node:
        return self.of("rg:PageVersion")[0]

    def sentence(self, words: str) -> Node:
        return self.value(self.claim(words), "biolink:has_evidence")

    def selector(self, words: str, kind: str) -> Node:
        return next(
            node
            for node in self.graph.objects(self.sentence(words), self.iri("oa:hasSelector"))
            if (node, RDF.type, self.iri(kind)) in self.graph
        )


class Fault(NamedTuple):
    """What is broken, how, the rule that finds it; the sentence's words that the report must show."""

    name: str
    rule: str
    plant: Callable[[Page], None]
    quote: str = ""


def _move_sentence(page: Page) -> None:
    position = page.selector("ear", "oa:TextPositionSelector")
    for curie in ("oa:start", "oa:end"):
        page.put(position, curie, int(str(page.value(position, curie))) + 1)


def _other_page(page: Page) -> None:
    page.add(OTHER, "rdf:type", page.iri("rg:PageVersion"))
    page.put(page.sentence("ear"), "oa:hasSource", OTHER)


def _span_outside(page: Page) -> None:
    span, sentence = page.follow(page.claim("ear"), "rg:span"), page.sentence("GES")
    page.put(span, "dcterms:isPartOf", sentence)


def _span_of_another_claim(page: Page) -> None:
    page.add(page.claim("ear"), "rg:span", page.follow(page.claim("GES"), "rg:span"))


def _same_position(page: Page) -> None:
    for criterion in page.of("rg:Criterion"):
        page.put(criterion, "rg:position", 1)


def _self_mapping(page: Page) -> None:
    mapping = page.of("rg:Mapping")[0]
    page.put(mapping, "owl:annotatedTarget", page.value(mapping, "owl:annotatedSource"))


def _ungrounded_id(page: Page) -> None:
    page.add(page.value(page.claim("ear"), "rdf:object"), "rg:ungrounded", YES)


def _edge(page: Page, words: str) -> None:
    claim = page.claim(words)
    predicate, target = page.value(claim, "rdf:predicate"), page.value(claim, "rdf:object")
    page.graph.add((page.disease, URIRef(str(predicate)), target))


def _no_edge(page: Page) -> None:
    page.drop(page.disease, "obo:RO_0004026")


def _two_conditions(page: Page) -> None:
    for words in ("when it rains", "when it snows"):
        page.add(page.claim("ear"), "rg:condition", words)


def _no_license(page: Page) -> None:
    page.drop(page.of("fabio:WebPage")[0], "dcterms:license")


EAR = "The ear is involved."
TWO_OF_THREE = "Two of three must be met: tinnitus; vertigo or nausea; ear pain."
FAULTS = [
    Fault("wrong offset", "quote-is-slice", _move_sentence, EAR),
    Fault("missing quote", "evidence-quote", lambda p: p.drop(p.selector("ear", "oa:TextQuoteSelector"), "oa:exact")),
    Fault(
        "changed quote", "quote-is-slice", lambda p: p.put(p.selector("ear", "oa:TextQuoteSelector"), "oa:exact", "x")
    ),
    Fault(
        "missing end of a sentence",
        "evidence-end",
        lambda p: p.drop(p.selector("ear", "oa:TextPositionSelector"), "oa:end"),
        EAR,
    ),
    Fault(
        "changed words of a span",
        "span-is-slice",
        lambda p: p.put(p.follow(p.claim("ear"), "rg:span"), "oa:exact", "eye"),
        EAR,
    ),
    Fault(
        "offsets of a span in the wrong order",
        "span-is-slice",
        lambda p: p.put(p.follow(p.claim("ear"), "rg:span"), "oa:end", 1),
        EAR,
    ),
    Fault("span outside its sentence", "span-inside-sentence", _span_outside),
    Fault("span in a sentence that is no evidence", "span-of-own-evidence", _span_of_another_claim, EAR),
    Fault(
        "evidence without its words",
        "evidence-has-span",
        lambda p: p.add(p.claim("ear"), "biolink:has_evidence", p.sentence("GES")),
        "GES",
    ),
    Fault(
        "object words that are not quoted",
        "object-text-is-quoted",
        lambda p: p.add(p.claim("ear"), "rg:objectText", "eye"),
        EAR,
    ),
    Fault("evidence of another page", "evidence-same-page", _other_page, EAR),
    Fault(
        "evidence without a section", "evidence-section", lambda p: p.drop(p.sentence("ear"), "dcterms:isPartOf"), EAR
    ),
    Fault(
        "citation of no reference",
        "evidence-reference",
        lambda p: p.add(p.sentence("ear"), "cito:citesAsEvidence", OTHER),
        EAR,
    ),
    Fault(
        "reference with text and placeholder",
        "reference-text",
        lambda p: p.add(p.with_value("rg:number", "1"), "rg:placeholder", YES),
    ),
    Fault("section without heading", "section-heading", lambda p: p.drop(p.of("rg:Section")[0], "dcterms:title")),
    Fault("section without position", "section-position", lambda p: p.drop(p.of("rg:Section")[0], "rg:position")),
    Fault(
        "own term in an ontology's hierarchy",
        "kind-own",
        lambda p: p.add(p.with_value("rg:ungrounded", "true"), "rdfs:subClassOf", p.disease),
    ),
    Fault(
        "parent that is not described",
        "kind-parent",
        lambda p: p.add(p.disease, "rdfs:subClassOf", OTHER),
    ),
    Fault("page without licence", "page-license", _no_license),
    Fault(
        "page about two diseases",
        "page-subject",
        lambda p: p.add(p.of("fabio:WebPage")[0], "dcterms:subject", p.iri("DOID:2742")),
    ),
    Fault("hash that does not fit", "version-hash-fits", lambda p: p.put(p.version, "rg:sha256", "0" * 64)),
    Fault("hash that is none", "version-hash", lambda p: p.put(p.version, "rg:sha256", "0")),
    Fault("carriage return in the text", "version-text", lambda p: p.put(p.version, "rg:text", "a\r\nb")),
    Fault(
        "object outside its branch",
        "affects-object",
        lambda p: p.put(p.value(p.claim("ear"), "rdf:object"), "rg:branch", "gene"),
        EAR,
    ),
    Fault(
        "marker that is a test",
        "diagnosis-object",
        lambda p: p.put(p.claim("hearing test"), "rdf:predicate", p.iri("biolink:has_biomarker")),
        "It is diagnosed by a hearing test.",
    ),
    Fault(
        "predicate of another relation",
        "affects-predicate",
        lambda p: p.put(p.claim("ear"), "rdf:predicate", p.iri("obo:RO_0002200")),
        EAR,
    ),
    Fault(
        "claim with two objects",
        "claim-object",
        lambda p: p.add(p.claim("ear"), "rdf:object", p.iri("HP:0000360")),
        EAR,
    ),
    Fault("claim without evidence", "claim-evidence", lambda p: p.drop(p.claim("ear"), "biolink:has_evidence"), EAR),
    Fault(
        "claim that its disease does not know",
        "claim-pointer",
        lambda p: p.drop(p.disease, "rg:claim", p.claim("ear")),
        EAR,
    ),
    Fault(
        "text where negated is a boolean",
        "claim-negated",
        lambda p: p.put(p.claim("ear"), "biolink:negated", "false"),
        EAR,
    ),
    Fault(
        "negated said twice",
        "claim-negated",
        lambda p: p.add(p.claim("ear"), "biolink:negated", YES),
        EAR,
    ),
    Fault(
        "unknown evidence code",
        "claim-code",
        lambda p: p.put(p.claim("ear"), "rg:evidenceCode", p.iri("ECO:0000000")),
        EAR,
    ),
    Fault("claim without rule", "claim-rule", lambda p: p.drop(p.claim("ear"), "rg:rule"), EAR),
    Fault(
        "confidence above one",
        "claim-confidence",
        lambda p: p.put(p.claim("Loud noise"), "biolink:has_confidence_score", Literal("1.5", datatype=XSD.decimal)),
        "Loud noise brings new attacks of it.",
    ),
    Fault(
        "hedge without level",
        "hedge-level",
        lambda p: p.drop(p.claim("prednisone"), "rg:certainty"),
        "Treatment may include prednisone.",
    ),
    Fault(
        "level without hedge",
        "hedge-words",
        lambda p: p.drop(p.claim("prednisone"), "rg:hedge"),
        "Treatment may include prednisone.",
    ),
    Fault(
        "age group without words",
        "age-group-words",
        lambda p: p.drop(p.claim("🎧 fatigue"), "rg:ageGroup"),
        "Adults may have 🎧 fatigue.",
    ),
    Fault(
        "two conditions",
        "claim-condition",
        _two_conditions,
        EAR,
    ),
    Fault("edge of a negated claim", "edge-unfounded", lambda p: _edge(p, "Seizures"), "Seizures are not seen."),
    Fault(
        "edge of a claim about adults",
        "edge-unfounded",
        lambda p: _edge(p, "🎧 fatigue"),
        "Adults may have 🎧 fatigue.",
    ),
    Fault(
        "edge of a claim with a target",
        "edge-unfounded",
        lambda p: _edge(p, "Ear drops"),
        "Ear drops are used for itching.",
    ),
    Fault(
        "edge of no claim at all", "edge-unfounded", lambda p: p.add(p.disease, "obo:RO_0002200", p.iri("HP:0002018"))
    ),
    Fault(
        "edge of a doubted claim",
        "edge-unfounded",
        lambda p: p.put(p.claim("prednisone"), "rg:certainty", "doubt"),
        "Treatment may include prednisone.",
    ),
    Fault(
        "outlook at one severity",
        "edge-unfounded",
        lambda p: p.add(p.claim("mostly good"), "rg:severity", "mild"),
        "The outlook is mostly good.",
    ),
    Fault("missing edge", "edge-missing", _no_edge, EAR),
    Fault("other name of no claim", "disease-names", lambda p: p.add(p.disease, "skos:altLabel", "Wooden ear")),
    Fault("disease of another class", "disease-class", lambda p: p.drop(p.disease, "rdf:type")),
    Fault(
        "second label",
        "term-one-label",
        lambda p: p.add(p.value(p.claim("ear"), "rdf:object"), "rdfs:label", "auris"),
        EAR,
    ),
    Fault("missing label", "term-label", lambda p: p.drop(p.value(p.claim("ear"), "rdf:object"), "rdfs:label"), EAR),
    Fault("term without class", "term-class", lambda p: p.drop(p.value(p.claim("ear"), "rdf:object"), "rdf:type"), EAR),
    Fault("ungrounded term with an ontology's id", "OwnTermShape", _ungrounded_id, EAR),
    Fault(
        "ungrounded term with an exact match",
        "own-term-match",
        lambda p: p.add(p.value(p.claim("hearing test"), "rdf:object"), "skos:exactMatch", OTHER),
        "It is diagnosed by a hearing test.",
    ),
    Fault(
        "range upside down",
        "value-range",
        lambda p: p.put(p.value(p.claim("3 to 5 years"), "rdf:object"), "rg:low", Literal("9.0", datatype=XSD.decimal)),
        "It starts at 3 to 5 years.",
    ),
    Fault(
        "rate of nobody",
        "value-denominator",
        lambda p: p.put(
            p.value(p.claim("1 in 50,000"), "rdf:object"), "rg:denominator", Literal("0.0", datatype=XSD.decimal)
        ),
        "It affects 1 in 50,000 people.",
    ),
    Fault("synonym without name", "synonym-name", lambda p: p.put(p.claim("GES"), "rdf:object", OTHER), "GES"),
    Fault(
        "synonym of unknown type",
        "synonym-type",
        lambda p: p.put(p.claim("GES"), "oboInOwl:hasSynonymType", OTHER),
        "GES",
    ),
    Fault(
        "threshold above the number of criteria",
        "criteria-threshold-reachable",
        lambda p: p.put(p.of("rg:CriteriaSet")[0], "rg:threshold", 4),
        TWO_OF_THREE,
    ),
    Fault("two criteria with the same position", "criteria-positions", _same_position, TWO_OF_THREE),
    Fault(
        "criterion without term", "criterion-terms", lambda p: p.drop(p.of("rg:Criterion")[0], "rg:term"), TWO_OF_THREE
    ),
    Fault(
        "criteria set of one",
        "criteria-members",
        lambda p: p.put(p.of("rg:CriteriaSet")[0], "rg:criterion", p.of("rg:Criterion")[0]),
        TWO_OF_THREE,
    ),
    Fault(
        "mapping without justification",
        "mapping-justification",
        lambda p: p.drop(p.of("rg:Mapping")[0], "sssom:mapping_justification"),
    ),
    Fault(
        "unknown mapping predicate",
        "mapping-predicate",
        lambda p: p.put(p.of("rg:Mapping")[0], "owl:annotatedProperty", p.iri("owl:sameAs")),
    ),
    Fault("mapping to itself", "mapping-self", _self_mapping),
    Fault("mapping without its plain triple", "mapping-plain", lambda p: p.drop(None, "skos:broadMatch")),
    Fault("plain mapping without a reason", "mapping-described", lambda p: p.add(p.disease, "skos:exactMatch", OTHER)),
    Fault("run without version", "run-version", lambda p: p.drop(p.of("rg:Run")[0], "schema:softwareVersion")),
    Fault("run on another input", "run-input-fits", lambda p: p.put(p.of("rg:Run")[0], "rg:inputHash", "0" * 64)),
    Fault(
        "data set without the disclaimer",
        "dataset-disclaimer",
        lambda p: p.put(p.of("rg:Dataset")[0], "dcterms:description", "Statements."),
    ),
    Fault("data set without licence", "dataset-license", lambda p: p.drop(p.of("rg:Dataset")[0], "dcterms:license")),
    Fault(
        "data set with a wrong count", "dataset-claims-fit", lambda p: p.put(p.of("rg:Dataset")[0], "rg:claimCount", 3)
    ),
    Fault("page without data set", "page-dataset", lambda p: p.drop(p.of("rg:Dataset")[0], "dcterms:source")),
    Fault("blank node", "no-blank-node", lambda p: p.add(p.claim("ear"), "dcterms:source", BNode()), EAR),
]


@pytest.fixture(scope="module")
def sound() -> rdflib.Graph:
    return to_rdflib(build_graph(made_up_claims()))


@pytest.fixture
def page(sound: rdflib.Graph) -> Iterator[Page]:
    """Give the sound graph, and undo afterwards what was planted: a copy for each fault would be slow."""
    before = set(sound)
    yield Page(sound)
    for triple in set(sound) - before:
        sound.remove(triple)
    for triple in before - set(sound):
        sound.add(triple)


def _found(graph: rdflib.Graph, rule: str, folder: Path) -> list[Finding]:
    """Return what the file of shapes that holds the rule finds, the same by every engine.

    One file alone is several times faster than all.
    """
    for path in Settings().shapes.glob("*.shacl.ttl"):
        if path.name == "prefixes.shacl.ttl" or f"\nshape:{rule} " in path.read_text(encoding="utf-8"):
            shutil.copy(path, folder)
    by_engine = [validate(graph, settings=Settings(shapes=folder, engine=engine)) for engine in ENGINES]
    assert all(findings == by_engine[0] for findings in by_engine)
    return [finding for finding in by_engine[0] if finding.rule == rule]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_planted_fault_is_found_and_reported_with_page_sentence_and_advice(
    page: Page, fault: Fault, tmp_path: Path
) -> None:
    fault.plant(page)
    findings = _found(page.graph, fault.rule, tmp_path)
    assert findings, f"{fault.rule} did not fire"
    assert all(finding.where == DOCUMENT and finding.advice and finding.message for finding in findings)
    assert all("{" not in finding.message for finding in findings)
    if fault.quote:
        told = [finding for finding in findings if finding.quote == fault.quote]
        assert told, [finding.quote for finding in findings]
        assert told[0].section or fault.rule == "evidence-section"


def test_the_sound_graph_has_no_finding(sound: rdflib.Graph) -> None:
    assert validate(sound) == []


def test_every_fault_is_of_a_kind_of_its_own() -> None:
    assert len({fault.name for fault in FAULTS}) == len(FAULTS)
    assert len({fault.rule for fault in FAULTS}) >= 28
