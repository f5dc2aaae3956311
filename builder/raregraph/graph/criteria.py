"""Criteria sets: at least so many of these."""

from raregraph.graph.evidence import EvidenceNodes
from raregraph.graph.iris import Iris
from raregraph.graph.statements import Statements, node
from raregraph.graph.terms import TermNodes
from raregraph.model import CriteriaSet


def add_criteria(
    statements: Statements, criteria: CriteriaSet, *, iris: Iris, terms: TermNodes, evidence: EvidenceNodes
) -> None:
    """State a criteria set and its criteria, each a node with its position."""
    group = node(iris.criteria(criteria.id))
    statements.add_types(group, "rg:CriteriaSet")
    statements.state(group, "rg:combination", criteria.combination)
    statements.state(group, "rg:threshold", criteria.threshold)
    members = [node(iris.criteria(criteria.id, criterion.position)) for criterion in criteria.criteria]
    statements.link_all(group, "rg:criterion", members)
    statements.link(group, "biolink:has_evidence", evidence.sentence(criteria.evidence))
    statements.state(group, "rg:rule", criteria.rule)
    for member, criterion in zip(members, criteria.criteria, strict=True):
        statements.add_types(member, "rg:Criterion")
        statements.state(member, "rg:position", criterion.position)
        statements.state(member, "rdfs:label", criterion.text)
        statements.state(member, "rg:combination", criterion.combination)
        statements.link_all(member, "rg:term", map(terms.node, criterion.terms))
        statements.link(member, "biolink:has_evidence", evidence.sentence(criterion.evidence))
