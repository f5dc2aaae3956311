"""Values: an onset, prevalence or outlook that is no ontology term, taken apart as far as it is stated."""

import re

from raregraph.model import Value

_RATE = re.compile(
    r"(?P<low>\d[\d,.]*|one|a)(?:\s?(?:-|–|to|and)\s?(?P<high>\d[\d,.]*))?\s(?:in|out of|per)(?:\s(?:every|about|approximately|an estimated))*"
    r"\s(?P<denominator>\d[\d,.]*|a|one)?\s?(?P<scale>million|thousand)?",
    re.IGNORECASE,
)
_AGES = re.compile(
    r"(?P<low>\d+(?:\.\d+)?)(?:\s?(?:-|–|to|and|or)\s?(?P<high>\d+(?:\.\d+)?))?\s?(?P<unit>year|month|week|day|hour)?", re.IGNORECASE
)
_COUNT = re.compile(r"(?P<count>\d[\d,]*)\s(?:\w+\s)?(?P<unit>cases|people|individuals|families|patients|Americans)", re.IGNORECASE)
_PLACE = re.compile(r"\bin (?:the )?(?P<place>United States|world|Americas?|Europe|[A-Z]\w+)")
_SCALES = {"million": 1_000_000, "thousand": 1_000}


def read_value(relation: str, text: str) -> Value | None:
    """Return the parts of an onset, prevalence or outlook; None for another relation."""
    if relation == "onset":
        return _onset(text)
    if relation == "prevalence":
        return _prevalence(text)
    return Value(text, "prognosis") if relation == "prognosis" else None


def _onset(text: str) -> Value:
    match = _AGES.search(text)
    if match is None:
        return Value(text, "onset")
    low = float(match["low"])
    high = float(match["high"]) if match["high"] else None
    return Value(text, "onset", low=low, high=high, unit=(match["unit"] or "year").lower())


def _prevalence(text: str) -> Value:
    place = _PLACE.search(text)
    where = place["place"] if place else None
    rate = _RATE.search(text)
    if rate:
        denominator = _number(rate["denominator"]) * _SCALES.get((rate["scale"] or "").lower(), 1)
        high = _number(rate["high"]) if rate["high"] else None
        return Value(text, "prevalence", numerator=_number(rate["low"]), denominator=denominator, high=high, place=where)
    count = _COUNT.search(text)
    if count:
        return Value(text, "prevalence", numerator=_number(count["count"]), unit=count["unit"].lower(), place=where)
    return Value(text, "prevalence", place=where)


def _number(text: str | None) -> float:
    digits = (text or "").replace(",", "").rstrip(".")
    return float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 1.0
