"""Claims: what a page says about its disease."""

from raregraph.claims.criteria import CRITERION_BRANCHES
from raregraph.claims.eligibility import is_eligible
from raregraph.claims.finding import find_claims

__all__ = ["CRITERION_BRANCHES", "find_claims", "is_eligible"]
