"""Evidence: the sentences that claims rest on, shared by them, and the words of each claim in them."""

from pyoxigraph import NamedNode

from raregraph.graph.iris import Iris
from raregraph.graph.statements import Statements
from raregraph.model import Evidence, Page, Span

# Characters before and after a quote, enough to find it again in a page that has changed a little.
CONTEXT = 32


class EvidenceNodes:
    """Makes the node of each sentence and of each span, and describes it once."""

    def __init__(self, statements: Statements, page: Page, iris: Iris) -> None:
        """Write descriptions to the page's graph."""
        self._statements = statements
        self._page = page
        self._iris = iris
        self._known: set[NamedNode] = set()

    def sentence(self, evidence: Evidence) -> NamedNode:
        """Return the node of a sentence, with its section, its selectors and what it cites."""
        node = NamedNode(self._iris.characters(evidence.start, evidence.end))
        statements = self._statements
        if node not in self._known:
            self._known.add(node)
            statements.add_types(node, "rg:Evidence", "oa:SpecificResource")
            statements.add(node, "oa:hasSource", NamedNode(self._iris.version))
            statements.add(node, "dcterms:isPartOf", NamedNode(self._iris.section(evidence.section_index)))
            statements.add(node, "oa:hasSelector", self._quote(evidence))
            statements.add(node, "oa:hasSelector", self._position(evidence))
        for number in evidence.citations:
            statements.add(node, "cito:citesAsEvidence", NamedNode(self._iris.reference(number)))
        return node

    def spans(self, evidence: Evidence) -> list[NamedNode]:
        """Return the nodes of a claim's own words in a sentence."""
        return [self._span(span, evidence) for span in evidence.spans]

    def _span(self, span: Span, evidence: Evidence) -> NamedNode:
        node = NamedNode(self._iris.selector("span", span.start, span.end))
        statements = self._statements
        statements.add_types(node, "rg:Span")
        statements.add(node, "oa:start", span.start)
        statements.add(node, "oa:end", span.end)
        statements.add(node, "oa:exact", self._page.text[span.start : span.end])
        statements.add(node, "dcterms:isPartOf", NamedNode(self._iris.characters(evidence.start, evidence.end)))
        return node

    def _quote(self, evidence: Evidence) -> NamedNode:
        node = NamedNode(self._iris.selector("quote", evidence.start, evidence.end))
        text = self._page.text
        self._statements.add_types(node, "oa:TextQuoteSelector")
        self._statements.add(node, "oa:prefix", text[max(evidence.start - CONTEXT, 0) : evidence.start])
        self._statements.add(node, "oa:exact", evidence.quote)
        self._statements.add(node, "oa:suffix", text[evidence.end : evidence.end + CONTEXT])
        return node

    def _position(self, evidence: Evidence) -> NamedNode:
        node = NamedNode(self._iris.selector("position", evidence.start, evidence.end))
        self._statements.add_types(node, "oa:TextPositionSelector")
        self._statements.add(node, "oa:start", evidence.start)
        self._statements.add(node, "oa:end", evidence.end)
        return node
