"""Clauses of a sentence, and what stands around a clause's statement: conditions, groups, frequency, hedges, denial."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from operator import itemgetter

from raregraph.mentions.rules import REMEMBERED, Pattern, Rules
from raregraph.mentions.sieve import Sifted
from raregraph.mentions.view import View


@dataclass(frozen=True, slots=True)
class Said:
    """Words that limit or weaken what a clause says, by the qualifier they give."""

    frequency: str | None = None
    age_group: str | None = None
    population: str | None = None
    condition: str | None = None
    hedge: str | None = None
    negated: bool = False


NOTHING_SAID = Said()


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
    for end in [*(match.start() for match in rules.grammar.clause_end.finditer(view.text)), len(view.text)]:
        clauses = list(_clauses(view, start, end, said, rules))
        yield from clauses
        # "For those with X, A, but B": what opens the sentence holds for B too. "While" opens something else.
        carries = rules.grammar.clause_carries.match(view.text, end) is not None
        said = clauses[-1].opening if clauses and carries else Said()
        start = end


def _clauses(view: View, start: int, end: int, said: Said, rules: Rules) -> Iterator[Clause]:
    conjunction = rules.grammar.clause_start.match(view.text, start, end)
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
    return said if meaning == "drop" else add_words(said, meaning, match["words"].strip(" ,"))


def add_words(said: Said, meaning: str, words: str) -> Said:
    """Return `said` with the words under the qualifier `meaning`; words that are there already stay."""
    match meaning:
        case "frequency":
            return replace(said, frequency=said.frequency or words)
        case "age_group":
            return replace(said, age_group=said.age_group or words)
        case "population":
            return replace(said, population=said.population or words)
        case "condition":
            return replace(said, condition=said.condition or words)
        case "hedge":
            return replace(said, hedge=said.hedge or words)
    raise ValueError(f"{meaning} is no qualifier of a clause")


def read_subject(text: str, said: Said, rules: Rules) -> Said:
    """Return `said` with what the subject "many children with severe symptoms" adds."""
    match = rules.grammar.people.search(text.strip())
    if match is None:
        return said
    quantity = (match["quantity"] or "").strip()
    if quantity and not said.frequency:
        said = replace(said, frequency=quantity)
    limit = match["limit"] or ""
    if limit.strip() and not rules.grammar.people_with_disease.match(limit):
        words = match[0][match.start("who") - match.start() :].strip()
        return replace(said, condition=said.condition or words)
    return _with_group(match["who"], said, rules)


def _with_group(who: str, said: Said, rules: Rules) -> Said:
    if who.casefold() in rules.ages:
        return replace(said, age_group=said.age_group or who)
    if not said.population and rules.grammar.sex.fullmatch(who):
        return replace(said, population=who)
    return said


@lru_cache(maxsize=REMEMBERED)
def subject_type(text: str, rules: Rules) -> str:
    """Return what a clause's subject is about: a row of `subjects.tsv` or "other"; "" where there is none."""
    if not text.strip():
        return ""
    found = ((pattern.search(text), meaning) for meaning, pattern in rules.subjects.sift(text))
    # Of two that begin at the same place the first row counts.
    return min(
        ((match.start(), meaning) for match, meaning in found if match), key=itemgetter(0), default=(0, "other")
    )[1]


@lru_cache(maxsize=REMEMBERED)
def has_verb(text: str, rules: Rules) -> bool:
    """Say whether a text has a verb, but for auxiliaries and what "who ..." tells."""
    grammar = rules.grammar
    return grammar.verb.search(grammar.auxiliaries.sub(" ", grammar.relative.sub(" ", text))) is not None


def is_negated(before: str, after: str, negations: Sifted[Pattern]) -> bool:
    """Say whether an object is denied by the words before it, or by those after it, in its clause."""
    if not negations.sift(f"{before} {after}"):
        return False
    for kind, pattern in negations:
        if kind == "pseudo":
            before, after = pattern.sub(" ", before), pattern.sub(" ", after)
    return any(
        pattern.search(before if kind == "before" else after) is not None
        for kind, pattern in negations
        if kind != "pseudo"
    )


def find_hedge(text: str, hedges: Sifted[Pattern]) -> tuple[str, str] | None:
    """Return `(level, words)` of what weakens a statement; doubt outweighs the list modal."""
    for level, pattern in hedges.sift(text):
        match = pattern.search(text)
        if match:
            return level, match[0]
    return None
