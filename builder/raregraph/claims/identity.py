"""What makes a claim the same claim: page, relation, words, polarity and what limits it."""

import hashlib
from collections.abc import Iterable

from raregraph.mentions import Rules
from raregraph.model import Qualifier, Qualifiers


def identity(parts: Iterable[str]) -> str:
    """Return 20 hex digits that stand for the parts."""
    return hashlib.sha256("\x1f".join(parts).encode("utf-8")).hexdigest()[:20]


def words_key(text: str, rules: Rules) -> str:
    """Return a text's words in normal form, in their order."""
    return " ".join(rules.lexicon.normalizer.words(text))


def limits_key(qualifiers: Qualifiers, rules: Rules) -> tuple[str, ...]:
    """Return what limits a claim, in normal form: two statements with the same limits are one claim.

    Frequency, severity and modifier colour a claim; they do not make another one of it. A doubt does, for it
    decides about the direct edge.
    """
    doubt = qualifiers.hedge is not None and qualifiers.hedge.level == "doubt"
    return (
        _key(qualifiers.age_group, rules),
        _key(qualifiers.population, rules),
        _key(qualifiers.condition, rules),
        _key(qualifiers.target, rules),
        "doubt" if doubt else "",
    )


def _key(qualifier: Qualifier | None, rules: Rules) -> str:
    if qualifier is None:
        return ""
    # "when there is a tumor" and "where there is a tumor" are one condition.
    return words_key(_without_subordinator(qualifier.text, rules), rules)


def _without_subordinator(text: str, rules: Rules) -> str:
    match = rules.grammar.subordinator.match(text)
    return text[match.end() :] if match else text
