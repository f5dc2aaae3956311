"""Drafts of what the tagger finds: its words are trimmed, and what stands around them is read, as for the rules."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.claims.cues import Rule
from raregraph.claims.drafts import Draft
from raregraph.mentions import (
    Clause,
    Item,
    Rules,
    Said,
    View,
    add_words,
    find_hedge,
    is_negated,
    read_subject,
    split_clauses,
    split_list,
    trim,
)
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.view import BRACKET_MASK
from raregraph.mentions.word_pattern import WordPattern
from raregraph.model import Hedge, Page, Span
from raregraph.tables import numbered_rows
from raregraph.tagging import Line, Tagged
from raregraph.terms import get_relation

RULE = "tagger"
_LIMITS = ("condition", "age_group", "population", "frequency")
# What may stand between the members of a list.
_BETWEEN = re.compile(r"\s*(?:[,;/]|\band/or\b|\band\b|\bor\b|\ba\b|\ban\b|\bthe\b|\s)+\s*")
# Without a rule to say what is denied, a denial speaks for the few words beside it.
_REACH_END = re.compile(rf"[;:({BRACKET_MASK}]|\band\b|\bbut\b")
_REACH = 8
_REACH_AFTER = 4
_NEVER_DENIED = frozenset({"prognosis", "onset", "prevalence", "subtype_of", "synonym", "gene"})
# Relations whose words are an expression of their own, whole as they stand.
_WHOLE = frozenset({"onset", "prevalence", "prognosis", "synonym", "gene", "inheritance", "subtype_of"})


class TaggedRow(NamedTuple):
    """A row of `tagged.tsv`."""

    relation: str
    variant: str
    pattern: str


@lru_cache(maxsize=8)
def load_tagged(ontology: Path) -> dict[str, tuple[tuple[Rule, WordPattern], ...]]:
    """Read what the finds of each relation say. Raises `KnowledgeError` with file and line for a broken row."""
    path = ontology / "tagged.tsv"
    found: dict[str, tuple[tuple[Rule, WordPattern], ...]] = {}
    for number, row in numbered_rows(path, TaggedRow):
        get_relation(row.relation, row.variant, ontology=ontology)
        rule = Rule(f"{RULE}-{row.relation}", row.relation, row.variant)
        pattern = compile_pattern(row.pattern, ontology, f"{path}:{number}")
        found[row.relation] = (*found.get(row.relation, ()), (rule, pattern))
    return found


def draft_tagged(page: Page, tagged: Iterable[Tagged], rules: Rules) -> Iterator[Draft]:
    """Yield the drafts of words that the tagger took for objects, those of a line in their order."""
    by_line: dict[int, list[Tagged]] = {}
    for each in tagged:
        by_line.setdefault(each.line.sentence.start, []).append(each)
    for found in by_line.values():
        yield from LineReader(page, found[0].line, rules).read(found)


class LineReader:
    """Reads what stands around tagged words of one line."""

    def __init__(self, page: Page, line: Line, rules: Rules) -> None:
        self._page = page
        self._line = line
        self._view = line.view
        self._rules = rules
        self._clauses = list(split_clauses(line.view, rules))

    def read(self, tagged: list[Tagged]) -> Iterator[Draft]:
        """Yield a draft for each, and for lists whose members share a word ("difficulty eating or sleeping") theirs."""
        for each in tagged:
            yield from self._draft(each.relation, *self._stretch(each, each))
        for first, last in _lists(tagged, self._view):
            yield from self._listed(first.relation, *self._stretch(first, last))

    def _stretch(self, first: Tagged, last: Tagged) -> tuple[int, int]:
        """Return where the words stand in the view; of brackets all or nothing belongs to them."""
        spans = self._line.spans
        start, end = spans[first.first].start - self._view.start, spans[last.end - 1].end - self._view.start
        for bracket in self._view.brackets:
            if start < bracket.start < end < bracket.end:
                end = bracket.start
            elif bracket.start < start < bracket.end < end:
                start = bracket.end
        return start, end

    def _draft(self, relation: str, start: int, end: int) -> Iterator[Draft]:
        view, shift = _view_of(self._view, start, end)
        if relation in _WHOLE:
            item: Item | None = Item((self._page_span(start, end),))
        else:
            item = trim(view, start - shift, end - shift, self._rules)
        if item:
            yield self._in_clause(relation, item, start, end)

    def _page_span(self, start: int, end: int) -> Span:
        return Span(self._view.start + start, self._view.start + end)

    def _listed(self, relation: str, start: int, end: int) -> Iterator[Draft]:
        view, shift = _view_of(self._view, start, end)
        for item in split_list(view, start - shift, end - shift, self._rules):
            if len(item.fragments) > 1:
                first, last = item.fragments[0].start, item.fragments[-1].end
                yield self._in_clause(relation, item, first - self._view.start, last - self._view.start)

    def _in_clause(self, relation: str, item: Item, start: int, end: int) -> Draft:
        text = self._view.text
        clause = next((each for each in self._clauses if each.start <= start < each.end), Clause(0, len(text), Said()))
        before, after = text[clause.start : start], text[end : max(clause.end, end)]
        said = self._said(clause, before, end, max(clause.end, end))
        framing = self._rules.grammar.relative.sub(" ", before)
        negated = relation not in _NEVER_DENIED and is_negated(_near(framing), _beside(after), self._rules.negations)
        hedge = _hedge(said, f"{framing} {after}", self._rules)
        for meaning, words in item.said:
            if meaning == "negation":
                negated = True
            elif meaning == "hedge":
                hedge = Hedge(words, "doubt")
            else:
                said = add_words(said, meaning, words)
        rule = self._rule(relation, text[clause.start : clause.end])
        return Draft(
            rule,
            self._line.section,
            self._line.sentence,
            item.fragments,
            item.glosses,
            self._in_own_words(said),
            hedge,
            negated,
        )

    def _said(self, clause: Clause, before: str, start: int, end: int) -> Said:
        """Return what opens the clause, what its subject says, and what limits it after the words."""
        verb = self._rules.grammar.first_verb.search(before)
        said = read_subject(before[: verb.start()] if verb else before, clause.opening, self._rules)
        after = self._view.text[start:end]
        for meaning, pattern in self._rules.end_trims.sift(after):
            match = pattern.search(after) if meaning in _LIMITS else None
            if match:
                words = match["words"] if "words" in match.re.groupindex else match[0]
                said = add_words(said, meaning, words.split(",")[0].strip(" ;:."))
        return said

    def _rule(self, relation: str, clause: str) -> Rule:
        rows = load_tagged(self._rules.ontology)[relation]
        return next(rule for rule, pattern in rows if pattern.search(clause))

    def _in_own_words(self, said: Said) -> Said:
        """Return what is said in the page's words: the view hides names and brackets."""
        return replace(
            said,
            frequency=self._own(said.frequency),
            age_group=self._own(said.age_group),
            population=self._own(said.population),
            condition=self._own(said.condition),
        )

    def _own(self, words: str | None) -> str | None:
        found = self._view.text.find(words) if words else -1
        if not words or found < 0:
            return words
        start = self._view.start + found
        return " ".join(self._page.text[start : start + len(words)].split())


def _near(before: str) -> str:
    """Return the words before an object that a denial among them would speak of it from."""
    return " ".join(_REACH_END.split(before)[-1].split()[-_REACH:])


def _beside(after: str) -> str:
    """Return the words right after an object."""
    return " ".join(re.split("[;:,.(]", after)[0].split()[:_REACH_AFTER])


def _view_of(view: View, start: int, end: int) -> tuple[View, int]:
    """Return the view in which the stretch is not hidden: that of its brackets where it stands in some."""
    for bracket in view.brackets:
        if bracket.start <= start and end <= bracket.end:
            inner = view.inside(bracket)
            return inner, inner.start - view.start
    return view, 0


def _hedge(said: Said, framing: str, rules: Rules) -> Hedge | None:
    if said.hedge:
        return Hedge(said.hedge, "doubt")
    found = find_hedge(framing, rules.hedges)
    return Hedge(found[1], "doubt" if found[0] == "doubt" else "modal") if found else None


def _lists(tagged: list[Tagged], view: View) -> Iterator[tuple[Tagged, Tagged]]:
    """Yield the first and the last of neighbours of one relation with nothing but commas and conjunctions between."""
    first = last = tagged[0]
    for each in tagged[1:]:
        spans = each.line.spans
        between = view.text[spans[last.end - 1].end - view.start : spans[each.first].start - view.start]
        if each.relation != first.relation or not _BETWEEN.fullmatch(between):
            if last is not first:
                yield first, last
            first = each
        last = each
    if last is not first:
        yield first, last
