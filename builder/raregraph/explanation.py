"""Why a claim is what it is: the sentence, the rule, the candidates for its object, and why one won."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from raregraph.claims.cues import Cue, load_cues
from raregraph.claims.tagged import RULE as TAGGER
from raregraph.errors import UsageError
from raregraph.export import ClaimRow, EvidenceRow
from raregraph.mentions import Candidate, find_candidates, ground, load_rules
from raregraph.settings import Settings
from raregraph.terms import load_relations

SYNONYM = "synonym"


class Explanation(NamedTuple):
    """All that led to a claim. `quotes` have the object's words between « and »."""

    claim: ClaimRow
    quotes: tuple[str, ...]
    rule: str
    branches: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    conclusion: str


def get_claim(claims: Sequence[ClaimRow], name: str) -> ClaimRow:
    """Return the claim with this id, IRI or first digits of an id.

    Raises `UsageError` if no claim, or more than one, has them.
    """
    digits = name.rsplit("/", 1)[-1].removeprefix("claim:")
    found = [claim for claim in claims if digits and claim.claim.startswith(digits)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"{name}: no claim has this id; raregraph claims lists them")
    raise UsageError(f"{name}: {len(found)} claims start so; write more of {', '.join(row.claim for row in found[:5])}")


def explain(claim: ClaimRow, *, settings: Settings | None = None) -> Explanation:
    """Return what led to a claim, by the lexicon and the rules that are installed now."""
    settings = settings or Settings()
    branches = _branches(claim, settings.ontology)
    words = claim.object_text if isinstance(claim.object_text, str) else " ".join(claim.object_text)
    rules = load_rules(settings.ontology, settings.terms)
    grounding = ground(words, branches, rules)
    candidates: tuple[Candidate, ...] = ()
    if claim.relation != SYNONYM:
        candidates = find_candidates(words, branches, claim.object, rules, asked_for=claim.relation)
    return Explanation(
        claim,
        tuple(marked_quote(evidence) for evidence in claim.evidence),
        _rule(claim.rule, settings.ontology),
        branches,
        candidates,
        _conclusion(claim, words, grounding.name, grounding.modifier),
    )


def marked_quote(evidence: EvidenceRow) -> str:
    """Return the sentence with the object's words between « and »."""
    quote = evidence.quote
    for start, end in sorted(evidence.spans, reverse=True):
        first, last = start - evidence.start, end - evidence.start
        quote = f"{quote[:first]}«{quote[first:last]}»{quote[last:]}"
    return quote


def _branches(claim: ClaimRow, ontology: Path) -> tuple[str, ...]:
    rows = load_relations(ontology).values()
    for row in rows:
        if (row.relation, row.predicate) == (claim.relation, claim.predicate):
            return row.allowed
    raise UsageError(
        f"{claim.claim}: relations.tsv has no {claim.relation} with {claim.predicate}; build the claims again"
    )


def _rule(name: str, ontology: Path) -> str:
    cues = {cue.rule: cue for cue in load_cues(ontology)}
    if name.startswith(f"{TAGGER}-"):
        return "no row of cues.tsv: the trained tagger took the words for an object, and the judge let the claim stand"
    return _cue(cues[name]) if name in cues else "a rule of the program, not a row of cues.tsv"


def _cue(cue: Cue) -> str:
    sections = ", ".join(sorted(cue.sections)) or "any"
    subjects = ", ".join(sorted(subject or "nothing" for subject in cue.subjects)) or "anything"
    return (
        f"cues.tsv: {cue.relation} {cue.variant}, in sections of kind {sections}, of {subjects}; "
        f"the object is found by: {cue.object}; for example: {cue.example}"
    )


def _conclusion(claim: ClaimRow, words: str, name: str, modifier: str) -> str:
    return " ".join(_reasons(claim, words, name, modifier))


def _reasons(claim: ClaimRow, words: str, name: str, modifier: str) -> Iterator[str]:
    if claim.relation == SYNONYM:
        yield "A name is its own object; nothing is grounded."
    elif claim.object is None:
        yield f"No term of the lexicon that may stand here is exactly “{words}”."
        yield "So the words are kept, marked as ungrounded."
    elif name:
        yield f"“{name}” is a name of {claim.object} ({claim.object_label})."
        yield "A match of the whole name comes first, then a label before a synonym before a lay phrase."
    else:
        yield f"{claim.object} ({claim.object_label}) comes from the words around, not from these alone."
    if modifier:
        yield f"“{modifier}” is not part of the name."
