"""Values: an onset, prevalence or outlook that is no ontology term, taken apart as far as it is stated."""

import re

from raregraph.mentions.grammar import Grammar
from raregraph.model import Value

_SCALES = {"million": 1_000_000, "thousand": 1_000}


def read_value(relation: str, text: str, grammar: Grammar) -> Value | None:
    """Return the parts of an onset, prevalence or outlook; None for another relation."""
    if relation == "onset":
        return _onset(text, grammar)
    if relation == "prevalence":
        return _prevalence(text, grammar)
    return Value(text, "prognosis") if relation == "prognosis" else None


def _onset(text: str, grammar: Grammar) -> Value:
    match = grammar.ages.search(text)
    if match is None:
        return Value(text, "onset")
    low = float(match["low"])
    high = float(match["high"]) if match["high"] else None
    return Value(text, "onset", low=low, high=high, unit=(match["unit"] or "year").lower())


def _prevalence(text: str, grammar: Grammar) -> Value:
    place = grammar.place.search(text)
    where = place["place"] if place else None
    rate = grammar.rate.search(text)
    if rate:
        denominator = _number(rate["denominator"]) * _SCALES.get((rate["scale"] or "").lower(), 1)
        high = _number(rate["high"]) if rate["high"] else None
        return Value(
            text, "prevalence", numerator=_number(rate["low"]), denominator=denominator, high=high, place=where
        )
    count = grammar.count_.search(text)
    if count:
        return Value(text, "prevalence", numerator=_number(count["count"]), unit=count["unit"].lower(), place=where)
    return Value(text, "prevalence", place=where)


def _number(text: str | None) -> float:
    digits = (text or "").replace(",", "").rstrip(".")
    return float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 1.0
