"""Which of the candidate claims of a page stand: those of the rules and those of the tagger, weighed by one model."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter

from raregraph.claims.assemble import Statement
from raregraph.mentions import Rules
from raregraph.model import Span
from raregraph.tagging import SCALE, Line, Model, Tagging, Weights

# What the words of another candidate are to those of this one, the closest first.
_NEARNESS = ("same", "part", "whole", "head", "some")
# The margin of a word that is not there.
_FAR = -999
_SURE = 10**6
# The weight (in 1/64 of a logit) at which nineteen of twenty claims should be wrong.
_REFUTED = -192


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A statement, with how its words look to the tagger: `best` is the relation that fits them best."""

    statement: Statement
    relation: str
    tagged: bool
    """Whether the tagger found it, not a rule."""
    line: int
    first: int
    end: int
    margin: int
    lowest: int
    best: str
    best_margin: int
    around: tuple[int, int]
    words: tuple[str, ...]
    bag: frozenset[str]

    def covers(self, other: "Candidate") -> bool:
        """Say whether both have words of one stretch of a line."""
        return self.line == other.line and self.first < other.end and other.first < self.end


def weigh(statements: Iterable[Statement], tagging: Tagging, rules: Rules) -> list[Candidate]:
    """Return the statements with what the tagger makes of their words; without those that stand in no line."""
    starts = [line.sentence.start for line in tagging.lines]
    found = []
    for statement in statements:
        at = bisect_right(starts, statement.claim.evidence[0].spans[0].start) - 1
        if at >= 0:
            found.append(_weighed(statement, at, tagging, rules))
    return found


def _weighed(statement: Statement, at: int, tagging: Tagging, rules: Rules) -> Candidate:
    line, margins = tagging.lines[at], tagging.margins[at]
    claim = statement.claim
    places = _places(line, claim.evidence[0].spans)
    rows = margins[places]
    totals = rows.sum(axis=0)
    best = int(totals.argmax())
    column = tagging.relations.get(claim.relation)
    first, end = places[0], places[-1] + 1
    words = rules.lexicon.normalizer.words(" ".join(claim.object_text))
    return Candidate(
        statement,
        claim.relation,
        statement.tagged,
        at,
        first,
        end,
        int(totals[column]) // len(places) if column is not None else 0,
        int(rows[:, column].min()) if column is not None else 0,
        tuple(tagging.relations)[best],
        int(totals[best]) // len(places),
        (
            int(margins[first - 1, column]) if column is not None and first else _FAR,
            int(margins[end, column]) if column is not None and end < len(margins) else _FAR,
        ),
        words,
        frozenset(words),
    )


def _places(line: Line, spans: Sequence[Span]) -> list[int]:
    """Return which words of a line the spans have; at least one."""
    found: list[int] = []
    for span in spans:
        first = bisect_right(line.spans, span.start, key=attrgetter("end"))
        found += range(first, bisect_left(line.spans, span.end, key=attrgetter("start")))
    return sorted(set(found)) or [0]


def candidate_features(candidates: Sequence[Candidate], tagging: Tagging) -> Iterator[list[str]]:
    """Yield for each candidate what the judge looks at."""
    by_word: dict[tuple[str, str], list[Candidate]] = {}
    by_line: dict[int, list[Candidate]] = {}
    for candidate in candidates:
        by_line.setdefault(candidate.line, []).append(candidate)
        for word in candidate.bag:
            by_word.setdefault((candidate.relation, word), []).append(candidate)
    for candidate in candidates:
        sharing = {id(other): other for word in candidate.bag for other in by_word[candidate.relation, word]}
        sharing.pop(id(candidate), None)
        yield [
            *_own_features(candidate, tagging),
            *_features_beside(candidate, sharing.values()),
            *_features_of_place(candidate, by_line[candidate.line]),
        ]


def _own_features(candidate: Candidate, tagging: Tagging) -> list[str]:
    claim, line = candidate.statement.claim, tagging.lines[candidate.line]
    relation, kind = claim.relation, line.section.kind
    margin, lowest = _bin(candidate.margin), _bin(candidate.lowest)
    words = candidate.words or ("",)
    hedge = claim.qualifiers.hedge.level if claim.qualifiers.hedge else ""
    before = line.words[candidate.first - 1] if candidate.first else "^"
    after = line.words[candidate.end] if candidate.end < len(line.words) else "$"
    tagged = candidate.tagged
    return [
        "bias",
        f"r={relation}",
        f"rule={claim.rule}",
        f"rule={claim.rule}|{kind}",
        f"kind={relation}|{kind}",
        f"m={margin}",
        f"m={relation}|{margin}",
        f"m={claim.rule}|{margin}",
        f"low={relation}|{lowest}",
        f"low={tagged}|{lowest}",
        f"best={relation}|{candidate.best}|{_bin(candidate.best_margin)}",
        f"lead={tagged}|{_bin(candidate.best_margin - candidate.margin)}",
        f"left={tagged}|{_bin(candidate.around[0])}",
        f"right={tagged}|{_bin(candidate.around[1])}",
        f"n={relation}|{min(len(words), 8)}",
        f"n={tagged}|{min(len(words), 8)}",
        f"first={relation}|{words[0]}",
        f"last={relation}|{words[-1]}",
        f"last={words[-1]}",
        f"all={relation}|{' '.join(words)}",
        f"before={relation}|{before}",
        f"after={relation}|{after}",
        f"not={relation}|{claim.negated}",
        f"hedge={relation}|{hedge}",
        f"parts={len(claim.evidence[0].spans)}|{tagged}",
        f"limits={relation}|{claim.qualifiers.condition is not None}|{claim.qualifiers.age_group is not None}",
        f"home={candidate.statement.at_home}|{relation}",
        f"place={relation}|{line.place[1]}",
        f"known={relation}|{claim.object is not None}",
    ]


def _features_beside(candidate: Candidate, sharing: Iterable[Candidate]) -> list[str]:
    """Return what candidates of the relation that share words say of it: elsewhere before and after it, and here."""
    near: dict[str, int] = {}
    for other in sharing:
        if candidate.covers(other):
            key = f"here|{other.margin > candidate.margin}|{other.tagged}"
        else:
            earlier = (other.line, other.first) < (candidate.line, candidate.first)
            key = f"{'earlier' if earlier else 'later'}|{other.margin > 0 or not other.tagged}"
        near[key] = min(near.get(key, len(_NEARNESS)), _nearness(candidate, other))
    found = [f"{key}={_NEARNESS[nearness]}" for key, nearness in sorted(near.items())]
    return [f"{each}|{kind}" for kind in (candidate.relation, candidate.tagged) for each in found]


def _features_of_place(candidate: Candidate, others: Iterable[Candidate]) -> list[str]:
    """Return which other relations candidates with words of the same stretch have."""
    return sorted(
        {
            f"also={candidate.relation}|{other.relation}|{other.margin > candidate.margin}"
            for other in others
            if other.relation != candidate.relation and candidate.covers(other)
        }
    )


def _nearness(own: Candidate, other: Candidate) -> int:
    """Return how near the words of two that share some are, as a place in `_NEARNESS`."""
    if own.bag == other.bag:
        return 0
    if own.bag < other.bag:
        return 1
    if other.bag < own.bag:
        return 2
    return 3 if own.words[-1] == other.words[-1] else 4


def _bin(margin: int) -> str:
    """Return a margin in steps that grow: it matters most near none."""
    edges = (-8, -5, -3, -2, -1, -0.5, 0, 0.5, 1, 2, 3, 5, 8)
    return str(sum(margin > edge * SCALE for edge in edges))


def judge(candidates: Sequence[Candidate], tagging: Tagging, model: Model) -> list[Statement]:
    """Return the statements that stand: each weighs enough, and of those that share words the heaviest.

    What a rule says stands, unless the model is all but sure that it is wrong.
    """
    least = model.settings["least"]
    features = candidate_features(candidates, tagging)
    scores = [_score(found, model.judge) for found in features]
    weights = [_weight(candidate, score) for candidate, score in zip(candidates, scores, strict=True)]
    order = sorted(range(len(candidates)), key=lambda at: (-weights[at], at))
    taken: list[int] = []
    for at in order:
        if weights[at] >= least and not any(_clash(candidates[at], candidates[other]) for other in taken):
            taken.append(at)
    return [_told(candidates[at], scores[at], model) for at in sorted(taken)]


def _weight(candidate: Candidate, score: int) -> int:
    return score if candidate.tagged or score < _REFUTED else _SURE


def _told(candidate: Candidate, score: int, model: Model) -> Statement:
    """Return a statement with the share of claims so weighed that were right, if the model has met its rule."""
    statement = candidate.statement
    if not candidate.tagged and statement.claim.rule not in model.rules:
        return statement
    confidence = round(1 / (1 + math.exp(-score / SCALE)), 2)
    return replace(statement, claim=replace(statement.claim, confidence=confidence))


def _clash(one: Candidate, other: Candidate) -> bool:
    if one.relation != other.relation or not one.covers(other):
        return False
    mine, theirs = one.statement.claim, other.statement.claim
    spans, their_spans = mine.evidence[0].spans, theirs.evidence[0].spans
    if spans == their_spans and mine.rule == theirs.rule:
        return False  # the same words said of two groups
    shared = any(a.start < b.end and b.start < a.end for a in spans for b in their_spans)
    # "Difficulty" in "difficulty eating or sleeping" is in both.
    return shared and (len(spans) == len(their_spans) == 1 or spans[-1] == their_spans[-1])


def _score(features: Sequence[str], weights: Weights) -> int:
    rows = [row for row in map(weights.rows.get, features) if row is not None]
    no, yes = weights.table[rows].sum(axis=0).tolist() if rows else (0, 0)
    return int(yes - no)
