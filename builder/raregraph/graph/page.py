"""The page, its version, sections and references."""

import hashlib

from raregraph.graph.iris import Iris, web_address
from raregraph.graph.statements import Node, Statements, checked_node, date, node
from raregraph.model import Page, PageClaims, Section


def text_hash(page: Page) -> str:
    """Return the SHA-256 of the canonical text in UTF-8, as hex digits."""
    return hashlib.sha256(page.text.encode("utf-8", "surrogatepass")).hexdigest()


def add_page(statements: Statements, page: Page, *, iris: Iris, disease: Node) -> None:
    """Describe the page and the version that was read."""
    itself, version = node(iris.page), node(iris.version)
    address = web_address(page.url)
    statements.add_types(itself, "fabio:WebPage", "prov:Entity")
    statements.state(itself, "dcterms:title", page.title)
    statements.state(itself, "dcterms:identifier", page.document)
    statements.state(itself, "rg:collection", page.collection or None)
    statements.state(itself, "dcterms:publisher", page.publisher or None)
    _add_license(statements, itself, page.license)
    statements.link(itself, "pav:retrievedFrom", checked_node(address) if address else None)
    statements.state(itself, "dcterms:source", page.url if page.url and not address else None)
    statements.link(itself, "dcterms:subject", disease)
    statements.link(itself, "pav:hasCurrentVersion", version)
    statements.add_types(version, "rg:PageVersion", "prov:Entity")
    statements.link(version, "prov:specializationOf", itself)
    statements.link(version, "dcterms:modified", date(page.updated) if page.updated else None)
    statements.state(version, "rg:sha256", text_hash(page))
    statements.state(version, "rg:text", page.text)


def add_sections(statements: Statements, page: Page, iris: Iris) -> None:
    """Describe the sections in their order; what stands above every heading has the page's title."""
    for section in page.sections:
        _add_section(statements, section, page, iris)


def add_references(statements: Statements, page_claims: PageClaims, iris: Iris) -> None:
    """Describe the numbered references, with a placeholder for each that is cited but not listed."""
    listed = {reference.number: reference.text for reference in page_claims.page.references}
    for number in (*listed, *_cited(page_claims)):
        reference = node(iris.reference(number))
        text = listed.get(number)
        statements.add_types(reference, "rg:Reference")
        statements.state(reference, "rg:number", number)
        statements.link(reference, "dcterms:isPartOf", node(iris.version))
        statements.state(reference, "dcterms:bibliographicCitation", text)
        statements.state(reference, "rg:placeholder", True if text is None else None)


def _add_section(statements: Statements, section: Section, page: Page, iris: Iris) -> None:
    heading = node(iris.section(section.index))
    statements.add_types(heading, "rg:Section")
    statements.state(heading, "dcterms:title", section.heading or page.title)
    statements.state(heading, "rg:position", section.index)
    statements.state(heading, "rg:sectionKind", section.kind)
    statements.state(heading, "oa:start", section.start)
    statements.state(heading, "oa:end", section.end)
    statements.link(heading, "dcterms:isPartOf", node(iris.version))


def _add_license(statements: Statements, itself: Node, text: str) -> None:
    address = web_address(text)
    if address:
        statements.link(itself, "dcterms:license", checked_node(address))
    else:
        statements.state(itself, "dcterms:rights", text or None)


def _cited(page_claims: PageClaims) -> list[str]:
    evidence = [evidence for claim in page_claims.claims for evidence in claim.evidence]
    for criteria in page_claims.criteria:
        evidence += [criteria.evidence, *(criterion.evidence for criterion in criteria.criteria)]
    cited = {number for each in evidence for number in each.citations}
    return sorted(cited, key=lambda number: (len(number), number))
