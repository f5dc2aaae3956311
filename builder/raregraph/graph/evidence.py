"""Evidence: the sentences that claims rest on, shared by them, and the words of each claim in them."""

from raregraph.graph.iris import Iris
from raregraph.graph.statements import Node, Statements, node
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
        self._version = node(iris.version)
        self._known: set[Node] = set()

    def sentence(self, evidence: Evidence) -> Node:
        """Return the node of a sentence, with its section, its selectors and what it cites."""
        sentence = node(self._iris.characters(evidence.start, evidence.end))
        statements = self._statements
        if sentence not in self._known:
            self._known.add(sentence)
            statements.add_types(sentence, "rg:Evidence", "oa:SpecificResource")
            statements.link(sentence, "oa:hasSource", self._version)
            statements.link(sentence, "dcterms:isPartOf", node(self._iris.section(evidence.section_index)))
            statements.link(sentence, "oa:hasSelector", self._quote(evidence))
            statements.link(sentence, "oa:hasSelector", self._position(evidence))
        for number in evidence.citations:
            statements.link(sentence, "cito:citesAsEvidence", node(self._iris.reference(number)))
        return sentence

    def spans(self, evidence: Evidence) -> list[Node]:
        """Return the nodes of a claim's own words in a sentence."""
        sentence = node(self._iris.characters(evidence.start, evidence.end))
        return [self._span(span, sentence) for span in evidence.spans]

    def _span(self, words: Span, sentence: Node) -> Node:
        span = node(self._iris.selector("span", words.start, words.end))
        statements = self._statements
        statements.add_types(span, "rg:Span")
        statements.state(span, "oa:start", words.start)
        statements.state(span, "oa:end", words.end)
        statements.state(span, "oa:exact", self._page.text[words.start : words.end])
        statements.link(span, "dcterms:isPartOf", sentence)
        return span

    def _quote(self, evidence: Evidence) -> Node:
        quote = node(self._iris.selector("quote", evidence.start, evidence.end))
        text = self._page.text
        self._statements.add_types(quote, "oa:TextQuoteSelector")
        self._statements.state(quote, "oa:prefix", text[max(evidence.start - CONTEXT, 0) : evidence.start])
        self._statements.state(quote, "oa:exact", evidence.quote)
        self._statements.state(quote, "oa:suffix", text[evidence.end : evidence.end + CONTEXT])
        return quote

    def _position(self, evidence: Evidence) -> Node:
        position = node(self._iris.selector("position", evidence.start, evidence.end))
        self._statements.add_types(position, "oa:TextPositionSelector")
        self._statements.state(position, "oa:start", evidence.start)
        self._statements.state(position, "oa:end", evidence.end)
        return position
