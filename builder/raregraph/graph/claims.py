"""Claims, and the direct edges that the eligible ones earn."""

from raregraph.claims.eligibility import is_eligible
from raregraph.graph.evidence import EvidenceNodes
from raregraph.graph.iris import Iris
from raregraph.graph.statements import Node, Statements, decimal, literal, node
from raregraph.graph.terms import VALUE, TermNodes
from raregraph.graph.vocabulary import Vocabulary, claim_class
from raregraph.model import Claim, Page, Qualifiers, Term, Value
from raregraph.terms import RelationRow

SYNONYM = "synonym"
# Qualifier -> property of its words, property of its term.
QUALIFIER_PROPERTIES = {
    "age_group": ("rg:ageGroup", "biolink:population_context_qualifier"),
    "population": ("rg:population", "rg:populationTerm"),
    "frequency": ("rg:frequency", "biolink:frequency_qualifier"),
    "severity": ("rg:severity", "rg:severityTerm"),
    "condition": ("rg:condition", "rg:conditionTerm"),
    "target": ("rg:target", "rg:targetTerm"),
    "modifier": ("rg:modifier", "rg:modifierTerm"),
}
NAME_EDGE = "skos:altLabel"


class ClaimNodes:
    """Writes the claims of one page and the edges that stand for them."""

    def __init__(
        self,
        statements: Statements,
        *,
        iris: Iris,
        page: Page,
        disease: Node,
        terms: TermNodes,
        evidence: EvidenceNodes,
        vocabulary: Vocabulary,
    ) -> None:
        """Write to the page's graph about the disease."""
        self._statements = statements
        self._iris = iris
        self._listed = {reference.number for reference in page.references if reference.text is not None}
        self._disease = disease
        self._terms = terms
        self._evidence = evidence
        self._vocabulary = vocabulary

    def add_edge(self, claim: Claim) -> None:
        """State the direct edge of a claim, if the claim may have one."""
        if not is_eligible(claim):
            return
        target = self._object(claim)
        self._statements.link(self._disease, self._relation(claim).predicate, target)
        if claim.relation == SYNONYM:
            self._statements.link(self._disease, NAME_EDGE, target)

    def add_pointer(self, claim: Claim) -> None:
        """Point from the disease to the claim: queries that start there are several times faster."""
        self._statements.link(self._disease, "rg:claim", node(self._iris.claim(claim.id)))

    def add(self, claim: Claim) -> None:
        """State a claim with everything that is known about it."""
        statements, itself = self._statements, node(self._iris.claim(claim.id))
        target = self._object(claim)
        statements.add_types(itself, "rg:Claim", claim_class(claim.relation), self._association(claim))
        statements.link(itself, "rdf:subject", self._disease)
        statements.link(itself, "rdf:predicate", statements.name(self._relation(claim).predicate))
        statements.link(itself, "rdf:object", target)
        statements.state_all(itself, "rg:objectText", claim.object_text)
        statements.state(itself, "biolink:negated", claim.negated)
        self._add_qualifiers(itself, claim.qualifiers)
        self._add_kind(itself, claim)
        self._add_provenance(itself, claim)
        if claim.relation != SYNONYM:
            for match in claim.matches:
                self._terms.add_match(target, match)

    def _add_qualifiers(self, itself: Node, qualifiers: Qualifiers) -> None:
        if qualifiers.hedge:
            self._statements.state(itself, "rg:hedge", qualifiers.hedge.text)
            self._statements.state(itself, "rg:certainty", qualifiers.hedge.level)
        for field, (words, term) in QUALIFIER_PROPERTIES.items():
            qualifier = getattr(qualifiers, field)
            if qualifier:
                self._statements.state(itself, words, qualifier.text)
                self._statements.link(itself, term, self._terms.node(qualifier.term) if qualifier.term else None)

    def _add_kind(self, itself: Node, claim: Claim) -> None:
        statements = self._statements
        statements.state(itself, "rg:causeKind", claim.cause_kind)
        if claim.synonym_type:
            statements.link(itself, "oboInOwl:hasSynonymType", self._code("synonym-type", claim.synonym_type))

    def _add_provenance(self, itself: Node, claim: Claim) -> None:
        statements = self._statements
        statements.link_all(itself, "biolink:has_evidence", map(self._evidence.sentence, claim.evidence))
        for evidence in claim.evidence:
            statements.link_all(itself, "rg:span", self._evidence.spans(evidence))
        traceable = any(number in self._listed for evidence in claim.evidence for number in evidence.citations)
        statements.link(itself, "rg:evidenceCode", self._code("evidence", "traceable" if traceable else "untraceable"))
        # The page asserts it and a program read it there.
        statements.state(itself, "biolink:knowledge_level", "knowledge_assertion")
        statements.state(itself, "biolink:agent_type", "text_mining_agent")
        score = claim.confidence
        statements.link(itself, "biolink:has_confidence_score", None if score is None else decimal(score))
        statements.state(itself, "rg:rule", claim.rule)

    def _relation(self, claim: Claim) -> RelationRow:
        return self._vocabulary.relations[claim.relation, claim.variant]

    def _code(self, kind: str, word: str) -> Node:
        return self._statements.name(self._vocabulary.code(kind, word))

    def _association(self, claim: Claim) -> str:
        # A narrower Biolink class says what its object is, so it holds for the relation's first branch only.
        relation = self._relation(claim)
        narrow = claim.object is None or claim.object.branch == relation.allowed[0]
        return relation.association if narrow else "biolink:Association"

    def _object(self, claim: Claim) -> Node:
        words = " ".join(claim.object_text)
        if claim.relation == SYNONYM:
            return literal(words)
        if claim.object is not None:
            return self._terms.node(claim.object)
        branch = self._relation(claim).allowed[0]
        if claim.value is not None or branch == VALUE:
            return self._terms.value_node(value_of(claim))
        return self._terms.node(Term(None, words, branch))


def value_of(claim: Claim) -> Value:
    """Return the value that is a claim's object; where it has no parts, its words are all of it."""
    if claim.value is not None:
        return claim.value
    match claim.relation:
        case "onset" | "prevalence" | "prognosis":
            return Value(" ".join(claim.object_text), claim.relation)
        case _:
            raise ValueError(f"claim {claim.id}: a value cannot be the object of {claim.relation}")
