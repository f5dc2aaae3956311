"""Which facts that were read on a page are which claims: the rule by which claims are scored."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_SMALL = frozenset(["a", "an", "the", "of", "and", "or", "in", "with", "to", "by", "for", "be", "is", "may", "s"])
_WORD = re.compile(r"[a-z0-9]+")
_ENDINGS = (("ies", 4, "y", 3), ("shes", 4, "sh", 4), ("ches", 4, "ch", 4), ("xes", 4, "x", 3), ("sses", 4, "ss", 4))

Bag = Counter[str]


def bag_of(fragments: Iterable[str]) -> Bag:
    """Return the words of an object, singular, without the small ones unless there are no others."""
    found = _WORD.findall(" ".join(fragments).lower())
    return Counter([_stem(word) for word in found if word not in _SMALL] or [_stem(word) for word in found])


def _stem(word: str) -> str:
    for ending, least, becomes, cut in _ENDINGS:
        if len(word) > least and word.endswith(ending):
            return word[:-cut] + becomes
    if len(word) > 6 and word.endswith("ally"):
        return word[:-4]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def likeness(one: Bag, other: Bag) -> float:
    """Return 2 for the same words, else the share of the longer that both have, 0 where that is no match."""
    if one == other:
        return 2.0
    shared = (one & other).total()
    longer, shorter = max(one.total(), other.total()), min(one.total(), other.total())
    if not shared:
        return 0.0
    share = shared / longer
    return share if share >= 0.5 or (shared == shorter and share >= 1 / 3) else 0.0


def pair(facts: Sequence[Mapping[str, Any]], claims: Sequence[tuple[str, bool, Bag]]) -> dict[int, tuple[int, float]]:
    """Return for each claim `(relation, negated, words)` that is a fact which, and how like; one to one, best first."""
    found = []
    for number, fact in enumerate(facts):
        forms = [bag_of(fact["text"]), *(bag_of([gloss]) for gloss in fact.get("alt") or [])]
        for at, (relation, negated, words) in enumerate(claims):
            if relation == fact["relation"] and negated == bool(fact.get("negated")):
                like = max(likeness(form, words) for form in forms)
                if like:
                    found.append((-like, number, at))
    facts_used: set[int] = set()
    paired: dict[int, tuple[int, float]] = {}
    for like, number, at in sorted(found):
        if number not in facts_used and at not in paired:
            facts_used.add(number)
            paired[at] = number, -like
    return paired
