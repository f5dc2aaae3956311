"""Claims: what a page says about its disease."""

from raregraph.claims.eligibility import is_eligible
from raregraph.claims.finding import find_claims

__all__ = ["find_claims", "is_eligible"]
