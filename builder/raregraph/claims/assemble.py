"""From drafts to claims: grounding, filtering, and one claim for what is said more than once."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from raregraph.claims.causes import find_cause_kind
from raregraph.claims.cues import Cue
from raregraph.claims.drafts import Draft
from raregraph.claims.identity import identity, limits_key, words_key
from raregraph.claims.naming import Reading, is_nameable, is_something, read_objects
from raregraph.claims.qualifiers import make_qualifiers
from raregraph.claims.values import read_value
from raregraph.mentions import Rules
from raregraph.mentions.names import make_evidence
from raregraph.model import Claim, Evidence, Page, Qualifiers

TAGGER = "tagger"
"""What the names of the tagger's rules start with."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with one piece of evidence; `at_home` says that its section is about its relation."""

    claim: Claim
    at_home: bool

    @property
    def tagged(self) -> bool:
        """Whether the tagger found it, not a rule."""
        return self.claim.rule.startswith(TAGGER)


def assemble(page: Page, drafts: Iterable[Draft], rules: Rules) -> Iterator[Statement]:
    """Yield what the drafts say, with what their objects were grounded to, in the drafts' order."""
    for draft in drafts:
        for reading in read_objects(page, draft, rules):
            if is_nameable(reading, rules) if isinstance(draft.cue, Cue) else is_something(reading, rules):
                yield _statement(page, draft, reading, rules)


def merge_same(statements: Iterable[Statement], rules: Rules) -> Iterator[Claim]:
    """Yield one claim for all statements of the same, in the order in which they are first said."""
    groups: dict[Hashable, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(_same(statement.claim, rules), []).append(statement)
    # The same words are the same claim, though a table's "Leukemia" be a sign and a sentence's a disease.
    same_words: dict[str, list[Statement]] = {}
    for group in groups.values():
        same_words.setdefault(claim_id(_best(_by_rules(group)).claim, rules), []).extend(group)
    for group in same_words.values():
        yield _merge(group, rules)


def _statement(page: Page, draft: Draft, reading: Reading, rules: Rules) -> Statement:
    relation, variant, grounding = reading.relation, reading.variant, reading.grounding
    text = " ".join(reading.text)
    claim = Claim(
        id="",
        document=page.document,
        relation=relation,
        variant=variant,
        object=grounding.term,
        object_text=reading.text,
        negated=draft.negated,
        qualifiers=make_qualifiers(draft, reading, rules),
        rule=draft.cue.rule,
        evidence=(make_evidence(page, draft.section, draft.sentence, reading.spans),),
        matches=grounding.matches,
        value=None if grounding.term else read_value(relation, text, rules.grammar),
        cause_kind=find_cause_kind(grounding, text, rules) if relation == "cause" else None,
    )
    return Statement(claim, relation in rules.section_relations.get(draft.section.kind, ()))


def _same(claim: Claim, rules: Rules) -> Hashable:
    thing = claim.object.id if claim.object else words_key(" ".join(claim.object_text), rules)
    return (
        claim.relation,
        claim.variant,
        thing,
        _aside(claim, rules),
        claim.negated,
        limits_key(claim.qualifiers, rules),
    )


def _aside(claim: Claim, rules: Rules) -> str:
    """Return the words that tell "tests for antibodies" from "tests for lead"; "severe" tells nothing apart."""
    modifier = claim.qualifiers.modifier
    if modifier is None or modifier.text.casefold() in rules.modifiers:
        return ""
    if modifier.term and modifier.term.branch == "modifier":
        return ""  # HPO's "Triggered by fever" says nothing that fever does not
    return words_key(modifier.text, rules)


def _by_rules(statements: list[Statement]) -> list[Statement]:
    """Return what rules say of statements of the same, all if only the tagger says it."""
    return [each for each in statements if not each.tagged] or statements


def _best(statements: Sequence[Statement]) -> Statement:
    return next((statement for statement in statements if statement.at_home), statements[0])


def _merge(statements: list[Statement], rules: Rules) -> Claim:
    """Return one claim for statements of the same. The section that is about it has the best words for it.

    Where a rule says it, only what rules say is its evidence: the tagger may find the words where it is not said.
    """
    statements = _by_rules(statements)
    best = _best(statements).claim
    claims = [best, *(statement.claim for statement in statements if statement.claim is not best)]
    evidence = _merge_evidence(piece for claim in claims for piece in claim.evidence)
    qualifiers = best.qualifiers
    for claim in claims[1:]:
        qualifiers = _fill(qualifiers, claim.qualifiers)
    confidence = max((claim.confidence for claim in claims if claim.confidence is not None), default=None)
    return replace(best, id=claim_id(best, rules), evidence=evidence, qualifiers=qualifiers, confidence=confidence)


def claim_id(claim: Claim, rules: Rules) -> str:
    """Return the id of a claim: neither its place on the page nor its grounding is part of it."""
    words = words_key(" ".join(claim.object_text), rules)
    polarity = "not" if claim.negated else ""
    return identity(
        (claim.document, claim.relation, claim.variant, words, polarity, *limits_key(claim.qualifiers, rules))
    )


def _merge_evidence(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence in the order of the page, one for a sentence, with all its spans."""
    by_sentence: dict[tuple[int, int], Evidence] = {}
    for piece in evidence:
        known = by_sentence.get((piece.start, piece.end))
        by_sentence[piece.start, piece.end] = (
            piece if known is None else replace(known, spans=tuple(sorted({*known.spans, *piece.spans})))
        )
    return tuple(by_sentence[place] for place in sorted(by_sentence))


def _fill(qualifiers: Qualifiers, other: Qualifiers) -> Qualifiers:
    """Return the qualifiers, with those of another statement of the same claim where there are none.

    A hedge is gone once the page says the same without one.
    """
    return replace(
        qualifiers,
        hedge=qualifiers.hedge if other.hedge else None,
        frequency=qualifiers.frequency or other.frequency,
        severity=qualifiers.severity or other.severity,
        modifier=qualifiers.modifier or other.modifier,
    )
