"""Criteria sets: at least so many of these."""

from pyoxigraph import NamedNode

from raregraph.graph.evidence import EvidenceNodes
from raregraph.graph.iris import Iris
from raregraph.graph.statements import Statements
from raregraph.graph.terms import TermNodes
from raregraph.model import CriteriaSet


def add_criteria(
    statements: Statements, criteria: CriteriaSet, *, iris: Iris, terms: TermNodes, evidence: EvidenceNodes
) -> None:
    """State a criteria set and its criteria, each a node with its position."""
    node = NamedNode(iris.criteria(criteria.id))
    statements.add_types(node, "rg:CriteriaSet")
    statements.add(node, "rg:combination", criteria.combination)
    statements.add(node, "rg:threshold", criteria.threshold)
    members = [NamedNode(iris.criteria(criteria.id, criterion.position)) for criterion in criteria.criteria]
    statements.add_all(node, "rg:criterion", members)
    statements.add(node, "biolink:has_evidence", evidence.sentence(criteria.evidence))
    statements.add(node, "rg:rule", criteria.rule)
    for member, criterion in zip(members, criteria.criteria, strict=True):
        statements.add_types(member, "rg:Criterion")
        statements.add(member, "rg:position", criterion.position)
        statements.add(member, "rdfs:label", criterion.text)
        statements.add(member, "rg:combination", criterion.combination)
        statements.add_all(member, "rg:term", map(terms.node, criterion.terms))
        statements.add(member, "biolink:has_evidence", evidence.sentence(criterion.evidence))
