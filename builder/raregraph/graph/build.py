"""From the claims of a page to its graph."""

from dataclasses import dataclass

from pyoxigraph import Quad

from raregraph.graph.claims import ClaimNodes
from raregraph.graph.criteria import add_criteria
from raregraph.graph.dataset import add_dataset, add_run
from raregraph.graph.evidence import EvidenceNodes
from raregraph.graph.iris import Iris
from raregraph.graph.page import add_page, add_references, add_sections, text_hash
from raregraph.graph.statements import NamedStatements, Statements, iri_of, node, read_quads
from raregraph.graph.terms import TermNodes
from raregraph.graph.vocabulary import read_vocabulary
from raregraph.model import PageClaims
from raregraph.settings import Settings
from raregraph.slugs import slug


@dataclass(frozen=True, slots=True)
class Graph:
    """The graph of one page.

    The statements stand in two named graphs, the page's and `graph/meta`. `slug` is the stem of its file names;
    `disease` and `version` are the IRIs of the page's disease and of the version of the page that was read.
    """

    document: str
    slug: str
    disease: str
    version: str
    named: tuple[NamedStatements, ...]

    @property
    def quads(self) -> tuple[Quad, ...]:
        """The statements, each named graph grouped by subject in the order in which it reads well."""
        return tuple(quad for named in self.named for quad in read_quads(named))

    def text(self) -> str:
        """Return the statements without graph names as N-Triples."""
        return "".join(" .\n".join((*named.lines, "")) for named in self.named)


def build_graph(page_claims: PageClaims, *, settings: Settings | None = None) -> Graph:
    """Return the graph of a page.

    Raises `KnowledgeError` for an id, branch or relation that the tables do not have.
    """
    settings = settings or Settings()
    vocabulary = read_vocabulary(settings.ontology)
    page = page_claims.page
    iris = Iris(settings.base_iri, page.document, text_hash(page))
    statements, meta = Statements(iris.graph, vocabulary), Statements(iris.meta, vocabulary)
    terms = TermNodes(meta, iris, vocabulary)
    evidence = EvidenceNodes(statements, page, iris)
    disease = terms.node(page_claims.disease)
    claims = ClaimNodes(
        statements,
        iris=iris,
        page=page,
        disease=disease,
        terms=terms,
        evidence=evidence,
        vocabulary=vocabulary,
    )
    _add_claims(claims, page_claims)
    for criteria in page_claims.criteria:
        statements.link(disease, "rg:criteriaSet", node(iris.criteria(criteria.id)))
        add_criteria(statements, criteria, iris=iris, terms=terms, evidence=evidence)
    for mapping in page_claims.mappings:
        terms.add_mapping(mapping)
    for child, parent in page_claims.lineage:
        terms.add_parent(child, parent)
    add_page(statements, page, iris=iris, disease=disease)
    add_sections(statements, page, iris)
    add_references(statements, page_claims, iris)
    run = add_run(meta, page, iris=iris, settings=settings, sources=terms.sources)
    add_dataset(meta, page_claims, iris=iris, settings=settings, run=run, others=len(statements))
    named = (statements.gathered(), meta.gathered())
    return Graph(page.document, slug(page.document), iri_of(disease), iris.version, named)


def _add_claims(claims: ClaimNodes, page_claims: PageClaims) -> None:
    for claim in page_claims.claims:
        claims.add_edge(claim)
    for claim in page_claims.claims:
        claims.add_pointer(claim)
    for claim in page_claims.claims:
        claims.add(claim)
