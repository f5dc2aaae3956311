"""The ledger of grounding: what each thing was grounded to, what was rejected and why, and what found nothing.

A decision is made for words and for what may stand there, wherever they are said; so the ledger has it once, with the
number of claims and pages that rest on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from raregraph.claims import CRITERION_BRANCHES
from raregraph.export import NO_TERM, OWN, VALUE, SssomRow, sssom_table, table_lines
from raregraph.graph import own_name, value_id, value_of
from raregraph.mentions import CURATED_RANK, Candidate, Rules, find_candidates, ground, load_rules
from raregraph.model import Claim, Match, PageClaims, Term
from raregraph.settings import Settings
from raregraph.terms import get_relation

LEDGER = "grounding.sssom.tsv"
MAPPINGS = "mappings.sssom.tsv"
UNGROUNDED = "ungrounded.tsv"
CRITERION = "criterion"
_LEDGER_TITLE = "What words of the pages were grounded to, what was rejected, and what found nothing"
_MAPPINGS_TITLE = "Links between the terms that the graph uses"
_EXACT = "skos:exactMatch"
_LEXICAL, _CURATED = "semapv:LexicalMatching", "semapv:ManualMappingCuration"
# What kind of name each rank is, in the words of the vocabularies.
_FIELDS = ("rdfs:label", "oboInOwl:hasExactSynonym", "skos:altLabel", "oboInOwl:hasRelatedSynonym")


class Decision(NamedTuple):
    """What words were grounded to, where a term of one of the branches may stand; `id` is "" where none was found."""

    words: str
    asked_for: str
    branches: tuple[str, ...]
    id: str
    label: str
    source: str


class Count(NamedTuple):
    """How many claims and pages rest on a decision, and one of the claims (of a page, where there is none)."""

    claims: int
    pages: int
    example: str

    def plus(self, other: "Count") -> "Count":
        """Return the sum; of the examples, the first by name."""
        return Count(self.claims + other.claims, self.pages + other.pages, min(self.example, other.example))


class ToDo(NamedTuple):
    """Words that no term was found for; `link` is what they were linked to instead, "" if nothing."""

    branch: str
    words: str
    claims: int
    pages: int
    link: str
    link_id: str
    link_label: str
    example: str


def decisions(page_claims: PageClaims, *, settings: Settings) -> dict[Decision, Count]:
    """Return the decisions that the claims of a page rest on."""
    found: dict[Decision, Count] = {}
    for decision, example in _decisions(page_claims, settings):
        claims = 1 + (found[decision].claims if decision in found else 0)
        known = found[decision].example if decision in found else example
        found[decision] = Count(claims, 1, min(known, example))
    return found


def ledger_rows(counts: Mapping[Decision, Count], *, settings: Settings) -> Iterator[SssomRow]:
    """Yield what was chosen and what was rejected, with the reasons, in the order of the words."""
    rules = load_rules(settings.ontology, settings.terms)
    for decision in sorted(counts):
        yield from _rows(decision, counts[decision], rules)


def to_do(counts: Mapping[Decision, Count], *, settings: Settings) -> list[ToDo]:
    """Return what found no term, the most frequent first."""
    rules = load_rules(settings.ontology, settings.terms)
    waiting = [_to_do(decision, count, rules) for decision, count in counts.items() if not decision.id]
    return sorted(waiting, key=lambda row: (-row.claims, row))


@dataclass(slots=True)
class Ledger:
    """What the pages of a build rest on, gathered page by page."""

    counts: dict[Decision, Count] = field(default_factory=dict)
    mappings: set[SssomRow] = field(default_factory=set)

    def add(self, decisions: Iterable[tuple[Decision, Count]], links: Iterable[SssomRow]) -> None:
        """Add what a page rests on."""
        for decision, count in decisions:
            known = self.counts.get(decision)
            self.counts[decision] = known.plus(count) if known else count
        self.mappings.update(links)

    def files(self, *, settings: Settings) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield the name of each file with its lines."""
        rows = ledger_rows(self.counts, settings=settings)
        yield LEDGER, sssom_table(rows, name="grounding", title=_LEDGER_TITLE, settings=settings)
        yield MAPPINGS, sssom_table(sorted(self.mappings), name="links", title=_MAPPINGS_TITLE, settings=settings)
        yield UNGROUNDED, iter([table_lines([ToDo._fields, *to_do(self.counts, settings=settings)])])


def mapping_rows(page_claims: PageClaims, *, settings: Settings) -> Iterator[SssomRow]:
    """Yield the links between ontologies that a page's graph states, and those of the project's own terms."""
    for mapping in page_claims.mappings:
        yield _mapping(
            _id(mapping.subject),
            mapping.subject.label,
            mapping.predicate,
            mapping.object,
            mapping.justification,
            mapping.source,
        )
    for claim in page_claims.claims:
        for match in claim.matches if claim.relation != "synonym" else ():
            words = " ".join(claim.object_text)
            identifier, label = _object(claim, words, settings)
            yield _mapping(identifier, label, match.predicate, match.term, match.justification, match.term.source)


def _object(claim: Claim, words: str, settings: Settings) -> tuple[str, str]:
    """Return id and label of what the object of a claim is in the graph."""
    if claim.object is not None:
        return _id(claim.object), claim.object.label
    branch = _allowed(claim, settings)[0]
    if branch == VALUE:
        value = value_of(claim)
        return f"{VALUE}:{value_id(value)}", value.label
    return _own_id(branch, words), words


def _id(term: Term) -> str:
    return term.id or _own_id(term.branch, term.label)


def _decisions(page_claims: PageClaims, settings: Settings) -> Iterator[tuple[Decision, str]]:
    page = page_claims.page
    yield _decision(page.title, "disease", ("disease",), page_claims.disease), page.document
    for claim in filter(is_groundable, page_claims.claims):
        words = " ".join(claim.object_text)
        yield _decision(words, claim.relation, _allowed(claim, settings), claim.object), claim.id
    for group in page_claims.criteria:
        for criterion in group.criteria:
            for term in criterion.terms:
                words = criterion.text if term.id else term.label
                yield _decision(words, CRITERION, CRITERION_BRANCHES, term), group.id


def is_groundable(claim: Claim) -> bool:
    """Say whether the object may be a term: a name is its own object, and a value is none."""
    return claim.relation != "synonym" and claim.value is None


def _allowed(claim: Claim, settings: Settings) -> tuple[str, ...]:
    return get_relation(claim.relation, claim.variant, ontology=settings.ontology).allowed


def _decision(words: str, asked_for: str, branches: tuple[str, ...], term: Term | None) -> Decision:
    if term is None or term.id is None:
        return Decision(words, asked_for, branches, "", "", "")
    return Decision(words, asked_for, branches, term.id, term.label, term.source)


def _rows(decision: Decision, count: Count, rules: Rules) -> Iterator[SssomRow]:
    candidates = _candidates(decision, rules)
    said = f"asked for={decision.asked_for}; claims={count.claims}; pages={count.pages}; example={count.example}"
    for candidate in candidates:
        yield _candidate_row(decision, candidate, said)
    if not decision.id:
        link = _link(decision, rules)
        if link and link.term.id not in {candidate.term.id for candidate in candidates}:
            comment = f"linked by {link.predicate}, not put in its place"
            yield _row(decision, link.term, link.predicate, comment, said, justification=link.justification)
        nothing = Term(NO_TERM, "", "")
        yield _row(decision, nothing, _EXACT, f"no term of {', '.join(decision.branches)} has this name", said)
    elif not any(candidate.taken for candidate in candidates):
        chosen = Term(decision.id, decision.label, decision.branches[0], decision.source)
        yield _row(decision, chosen, _EXACT, "taken: named by the words around, not by these alone", said)


def _candidates(decision: Decision, rules: Rules) -> list[Candidate]:
    """Return one candidate for each term, the one taken first."""
    found: dict[str, Candidate] = {}
    names = find_candidates(decision.words, decision.branches, decision.id, rules, asked_for=decision.asked_for)
    for candidate in names:
        if candidate.term.id:
            found.setdefault(candidate.term.id, candidate)
    # A criterion may name several things, each a decision of its own: what one takes another does not reject.
    shown = (each for each in found.values() if each.taken or decision.asked_for != CRITERION)
    return sorted(shown, key=lambda candidate: not candidate.taken)


def _candidate_row(decision: Decision, candidate: Candidate, said: str) -> SssomRow:
    return _row(
        decision,
        candidate.term,
        _EXACT if candidate.taken else candidate.predicate,
        candidate.verdict,
        said,
        justification=_CURATED if candidate.rank == CURATED_RANK else _LEXICAL,
        rejected=not candidate.taken and candidate.predicate == _EXACT,
        field=_FIELDS[candidate.rank],
        match=candidate.name,
    )


def _row(
    decision: Decision,
    term: Term,
    predicate: str,
    comment: str,
    said: str,
    *,
    justification: str = _LEXICAL,
    rejected: bool = False,
    field: str = "",
    match: str = "",
) -> SssomRow:
    return SssomRow(
        subject_id=_own_id(decision.branches[0], decision.words),
        subject_label=decision.words,
        predicate_id=predicate,
        predicate_modifier="Not" if rejected else "",
        object_id=term.id or "",
        object_label=term.label,
        mapping_justification=justification,
        object_source_version=term.source,
        object_match_field=field,
        match_string=match,
        comment=comment,
        other=said,
    )


def _mapping(
    subject_id: str, subject_label: str, predicate: str, target: Term, justification: str, source: str
) -> SssomRow:
    return SssomRow(
        subject_id=subject_id,
        subject_label=subject_label,
        predicate_id=predicate,
        predicate_modifier="",
        object_id=target.id or "",
        object_label="" if target.label == target.id else target.label,
        mapping_justification=justification,
        comment=f"stands in {source}" if source else "",
    )


def _own_id(branch: str, words: str) -> str:
    return f"{OWN}{branch}:{own_name(words)}"


def _link(decision: Decision, rules: Rules) -> Match | None:
    return next(iter(ground(decision.words, decision.branches, rules).matches), None)


def _to_do(decision: Decision, count: Count, rules: Rules) -> ToDo:
    link = _link(decision, rules)
    linked = (link.predicate, link.term.id or "", link.term.label) if link else ("", "", "")
    return ToDo(decision.branches[0], decision.words, count.claims, count.pages, *linked, count.example)
