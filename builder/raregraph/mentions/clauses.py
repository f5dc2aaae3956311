"""Clauses of a sentence, and what stands around a clause's statement: conditions, groups, frequency, hedges, denial."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.rules import Pattern, Rules
from raregraph.mentions.view import View

# The frame of a subject that names people: "many of the affected children with severe symptoms".
_PEOPLE = r"\b(?P<quantity>(?:{QUANTITY})\s+)?(?:of\s+)?(?:the |these |those )?(?:(?:affected|such)\s+)?(?P<who>(?:(?:older|younger|young|elderly|female|male|pregnant) )?(?:{PERSON}))\b(?P<limit>\s+(?:with|who|whose|in whom|that|having|affected by|diagnosed with)\b.*?(?=\s(?:{MODAL}|{BE}|have|has|had|do|does)\b|$))?"
_LIMIT_IS_DISEASE = r"\s+(?:with|who have|who has|that have|having|affected by|diagnosed with|who are affected by|living with)\s+(?:{DISEASE})\s*"
_SPLIT = re.compile(r",?\s+(?=(?:while|whereas|but(?! not (?:in|among)\b)|yet)\s)|,\s+(?=although\s)|;\s+(?=(?:however|therefore|they|it|this|these)\b)", re.IGNORECASE)
_CARRIES = re.compile(r",?\s+(?:but|yet)\b", re.IGNORECASE)
_CONJUNCTION = re.compile(r"(?:[,;]?\s*)(?:while|whereas|but|yet|although|and)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """Words that limit or weaken what a clause says, by the qualifier they give."""

    frequency: str | None = None
    age_group: str | None = None
    population: str | None = None
    condition: str | None = None
    hedge: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a view with one statement; `opening` is what its lead-in says."""

    start: int
    end: int
    opening: Said


def split_clauses(view: View, rules: Rules) -> Iterator[Clause]:
    """Yield the clauses of a sentence. A list in semicolons stays whole."""
    start = 0
    said = Said()
    for end in [*(match.start() for match in _SPLIT.finditer(view.text)), len(view.text)]:
        clauses = list(_clauses(view, start, end, said, rules))
        yield from clauses
        # "For those with X, A, but B": what opens the sentence holds for B too. "While" opens something else.
        carries = _CARRIES.match(view.text, end) is not None
        said = clauses[-1].opening if clauses and carries else Said()
        start = end


def _clauses(view: View, start: int, end: int, said: Said, rules: Rules) -> Iterator[Clause]:
    conjunction = _CONJUNCTION.match(view.text, start, end)
    concession = _lead_in(view.text, start, end, rules)
    if concession and concession[0] == "clause":
        _, match = concession
        yield Clause(match.start("words"), match.end("words"), Said())
        start = match.end()
    elif conjunction:
        start = conjunction.end()
    while found := _lead_in(view.text, start, end, rules):
        meaning, match = found
        if meaning == "clause":
            break
        said = _with(said, meaning, match)
        start = match.end()
    while start < end and view.text[start] in " ,":
        start += 1
    if start < end:
        yield Clause(start, end, said)


def _lead_in(text: str, start: int, end: int, rules: Rules) -> tuple[str, re.Match[str]] | None:
    while start < end and text[start] in " ,":
        start += 1
    for meaning, pattern in rules.lead_ins:
        match = pattern.match(text, start, end)
        if match:
            return meaning, match
    return None


def _with(said: Said, meaning: str, match: re.Match[str]) -> Said:
    if meaning == "drop":
        return said
    words = match["words"].strip(" ,")
    return replace(said, **{meaning: words})


@lru_cache(maxsize=8)
def _people_patterns(ontology: Path) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return (
        compile_pattern(_PEOPLE, ontology, "clauses"),
        compile_pattern(_LIMIT_IS_DISEASE, ontology, "clauses"),
        compile_pattern("{SEX}", ontology, "clauses"),
    )


def read_subject(text: str, said: Said, rules: Rules) -> Said:
    """Return `said` with what the subject "many children with severe symptoms" adds."""
    people, disease, _ = _people_patterns(rules.ontology)
    match = people.search(text.strip())
    if match is None:
        return said
    quantity = (match["quantity"] or "").strip()
    if quantity and not said.frequency:
        said = replace(said, frequency=quantity)
    limit = match["limit"] or ""
    if limit.strip() and not disease.match(limit):
        words = match[0][match.start("who") - match.start() :].strip()
        return replace(said, condition=said.condition or words)
    return _with_group(match["who"], said, rules)


def _with_group(who: str, said: Said, rules: Rules) -> Said:
    if who.casefold() in rules.ages:
        return replace(said, age_group=said.age_group or who)
    if not said.population and _people_patterns(rules.ontology)[2].fullmatch(who):
        return replace(said, population=who)
    return said


def subject_type(text: str, rules: Rules) -> str:
    """Return what a clause's subject is about: a row of `subjects.tsv`, "finding", "other", or "" where there is none."""
    if not text.strip():
        return ""
    first: tuple[int, int, str] | None = None
    for order, (meaning, pattern) in enumerate(rules.subjects):
        match = pattern.search(text)
        if match and (first is None or (match.start(), order) < first[:2]):
            first = (match.start(), order, meaning)
    return first[2] if first else "other"


def is_negated(before: str, after: str, negations: tuple[Pattern, ...]) -> bool:
    """Say whether an object is denied by the words before it, or by those after it, in its clause."""
    for kind, pattern in negations:
        if kind == "pseudo":
            before, after = pattern.sub(" ", before), pattern.sub(" ", after)
    return any(
        pattern.search(before if kind == "before" else after) is not None for kind, pattern in negations if kind != "pseudo"
    )


def find_hedge(text: str, hedges: tuple[Pattern, ...]) -> tuple[str, str] | None:
    """Return `(level, words)` of what weakens a statement; doubt outweighs the list modal."""
    for level, pattern in hedges:
        match = pattern.search(text)
        if match:
            return level, match[0]
    return None
