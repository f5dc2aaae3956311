"""Which claims may have a direct edge: the one place that decides it (SHACL decides it again)."""

from raregraph.model import Claim

# A claim with one of these speaks of some patients, some moment or another thing, not of the disease as such.
LIMITS = ("age_group", "population", "condition", "target")
# What is said of the outlook at one severity is said of those patients only.
LIMITED_BY_SEVERITY = "prognosis"


def is_eligible(claim: Claim) -> bool:
    """Tell whether a reader of plain edges may be told the claim without its qualifiers."""
    qualifiers = claim.qualifiers
    if claim.negated or any(getattr(qualifiers, limit) is not None for limit in LIMITS):
        return False
    if claim.relation == LIMITED_BY_SEVERITY and qualifiers.severity is not None:
        return False
    return qualifiers.hedge is None or qualifiers.hedge.level == "modal"
