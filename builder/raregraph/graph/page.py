"""The page, its version, sections and references."""

import hashlib

from pyoxigraph import Literal, NamedNode

from raregraph.graph.iris import Iris, web_address
from raregraph.graph.statements import Statements, date
from raregraph.model import Page, PageClaims, Section


def text_hash(page: Page) -> str:
    """Return the SHA-256 of the canonical text in UTF-8, as hex digits."""
    return hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()


def add_page(statements: Statements, page: Page, *, iris: Iris, disease: NamedNode) -> None:
    """Describe the page and the version that was read."""
    node, version = NamedNode(iris.page), NamedNode(iris.version)
    address = web_address(page.url)
    statements.add_types(node, "fabio:WebPage", "prov:Entity")
    statements.add(node, "dcterms:title", page.title)
    statements.add(node, "dcterms:identifier", page.document)
    statements.add(node, "rg:collection", page.collection or None)
    statements.add(node, "dcterms:publisher", page.publisher or None)
    _add_license(statements, node, page.license)
    statements.add(node, "pav:retrievedFrom", NamedNode(address) if address else None)
    statements.add(node, "dcterms:source", page.url if page.url and not address else None)
    statements.add(node, "dcterms:subject", disease)
    statements.add(node, "pav:hasCurrentVersion", version)
    statements.add_types(version, "rg:PageVersion", "prov:Entity")
    statements.add(version, "prov:specializationOf", node)
    statements.add(version, "dcterms:modified", date(page.updated) if page.updated else None)
    statements.add(version, "rg:sha256", text_hash(page))
    statements.add(version, "rg:text", page.text)


def add_sections(statements: Statements, page: Page, iris: Iris) -> None:
    """Describe the sections in their order; what stands above every heading has the page's title."""
    for section in page.sections:
        _add_section(statements, section, page, iris)


def add_references(statements: Statements, page_claims: PageClaims, iris: Iris) -> None:
    """Describe the numbered references, with a placeholder for each that is cited but not listed."""
    listed = {reference.number: reference.text for reference in page_claims.page.references}
    for number in (*listed, *_cited(page_claims)):
        node = NamedNode(iris.reference(number))
        text = listed.get(number)
        statements.add_types(node, "rg:Reference")
        statements.add(node, "rg:number", number)
        statements.add(node, "dcterms:isPartOf", NamedNode(iris.version))
        statements.add(node, "dcterms:bibliographicCitation", text)
        statements.add(node, "rg:placeholder", True if text is None else None)


def _add_section(statements: Statements, section: Section, page: Page, iris: Iris) -> None:
    node = NamedNode(iris.section(section.index))
    statements.add_types(node, "rg:Section")
    statements.add(node, "dcterms:title", section.heading or page.title)
    statements.add(node, "rg:position", section.index)
    statements.add(node, "rg:sectionKind", section.kind)
    statements.add(node, "oa:start", section.start)
    statements.add(node, "oa:end", section.end)
    statements.add(node, "dcterms:isPartOf", NamedNode(iris.version))


def _add_license(statements: Statements, node: NamedNode, text: str) -> None:
    address = web_address(text)
    if address:
        statements.add(node, "dcterms:license", NamedNode(address))
    else:
        statements.add(node, "dcterms:rights", Literal(text) if text else None)


def _cited(page_claims: PageClaims) -> list[str]:
    evidence = [evidence for claim in page_claims.claims for evidence in claim.evidence]
    for criteria in page_claims.criteria:
        evidence += [criteria.evidence, *(criterion.evidence for criterion in criteria.criteria)]
    cited = {number for each in evidence for number in each.citations}
    return sorted(cited, key=lambda number: (len(number), number))
