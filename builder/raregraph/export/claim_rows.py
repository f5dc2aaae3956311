"""The rows of `claims.jsonl` and `criteria.jsonl`, which are reviewed and scored.

The fields of a row are the keys of a line, in their order.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from raregraph.errors import UsageError
from raregraph.model import Claim, CriteriaSet, Criterion, Evidence, PageClaims, Qualifier, Term
from raregraph.settings import Settings
from raregraph.terms import RelationRow, get_relation

_ENCODER = json.JSONEncoder(ensure_ascii=False)
_NESTED = (tuple, list)
CLAIMS = "claims.jsonl"
CRITERIA = "criteria.jsonl"


class EvidenceRow(NamedTuple):
    """A sentence that says it; `spans` are `[start, end]` pairs of the page's text."""

    section: str
    section_index: int
    start: int
    end: int
    quote: str
    spans: list[list[int]]
    citations: list[str]


class WordsRow(NamedTuple):
    """Words with the term they stand for, where there is one."""

    text: str
    id: str | None
    label: str | None


class ClaimRow(NamedTuple):
    """One claim; `object` is None where it is not grounded, `object_text` a list where the words are split."""

    claim: str
    document: str
    disease: str | None
    disease_label: str
    relation: str
    predicate: str
    object: str | None
    object_label: str | None
    object_text: str | list[str]
    synonym_type: str | None
    cause_kind: str | None
    negated: bool
    hedge: str | None
    age_group: WordsRow | None
    population: WordsRow | None
    frequency: WordsRow | None
    severity: WordsRow | None
    condition: WordsRow | None
    target: WordsRow | None
    modifier: WordsRow | None
    confidence: float | None
    rule: str
    evidence: list[EvidenceRow]


QUALIFIERS = ("age_group", "population", "frequency", "severity", "condition", "target", "modifier")


class TermRow(NamedTuple):
    """A term of a criterion; `id` is None for the project's own."""

    id: str | None
    label: str


class CriterionRow(NamedTuple):
    """One criterion of a set."""

    position: int
    text: str
    combination: str
    terms: list[TermRow]
    evidence: EvidenceRow


class CriteriaRow(NamedTuple):
    """A set of criteria of which at least `threshold` must be met."""

    criteria_set: str
    document: str
    disease: str | None
    disease_label: str
    combination: str
    threshold: int
    criteria: list[CriterionRow]
    rule: str
    evidence: EvidenceRow


def claim_rows(page_claims: PageClaims, settings: Settings) -> Iterator[ClaimRow]:
    """Yield the page's claims as rows, in their order."""
    for claim in page_claims.claims:
        relation = get_relation(claim.relation, claim.variant, ontology=settings.ontology)
        yield _claim_row(claim, page_claims.disease, relation)


def criteria_rows(page_claims: PageClaims) -> Iterator[CriteriaRow]:
    """Yield the page's criteria sets as rows, in their order."""
    return (_criteria_row(criteria, page_claims.disease) for criteria in page_claims.criteria)


def json_line(row: NamedTuple) -> bytes:
    """Return a row as one line of JSON, UTF-8, that every reader of lines sees as one."""
    text = _ENCODER.encode(_plain(row))
    for separator in ("\x85", "\u2028", "\u2029"):
        text = text.replace(separator, f"\\u{ord(separator):04x}")
    return text.encode("utf-8") + b"\n"


def read_claims(path: Path) -> list[ClaimRow]:
    """Read `claims.jsonl`, or the one in an output folder.

    Raises `UsageError` for a file that is missing or that holds something else.
    """
    return list(stream_claims(path))


def stream_claims(path: Path) -> Iterator[ClaimRow]:
    """Yield the claims of a file, or of the one in an output folder, as it is read; it fails as `read_claims` does."""
    file = path / CLAIMS if path.is_dir() else path
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _read_line(f"{file}:{number}", line.decode("utf-8"))
    except FileNotFoundError as error:
        raise UsageError(f"{file}: no such file; build it first: raregraph build -o {file.parent}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error}); name a {CLAIMS} or its folder") from error


def _read_line(where: str, line: str) -> ClaimRow:
    try:
        values: dict[str, Any] = json.loads(line)
        values["evidence"] = [EvidenceRow(**evidence) for evidence in values["evidence"]]
        for name in QUALIFIERS:
            values[name] = values[name] and WordsRow(**values[name])
        return ClaimRow(**values)
    except (ValueError, TypeError, KeyError) as error:
        raise UsageError(f"{where}: no claim ({error}); name a {CLAIMS} that raregraph build wrote") from error


def _claim_row(claim: Claim, disease: Term, relation: RelationRow) -> ClaimRow:
    limits = {name: _words(getattr(claim.qualifiers, name)) for name in QUALIFIERS}
    hedge = claim.qualifiers.hedge
    return ClaimRow(
        claim=claim.id,
        document=claim.document,
        disease=disease.id,
        disease_label=disease.label,
        relation=claim.relation,
        predicate=relation.predicate,
        object=claim.object.id if claim.object else None,
        object_label=claim.object.label if claim.object else None,
        object_text=claim.object_text[0] if len(claim.object_text) == 1 else list(claim.object_text),
        synonym_type=claim.synonym_type,
        cause_kind=claim.cause_kind,
        negated=claim.negated,
        hedge=hedge.text if hedge else None,
        **limits,
        confidence=claim.confidence,
        rule=claim.rule,
        evidence=[_evidence_row(evidence) for evidence in claim.evidence],
    )


def _criteria_row(criteria: CriteriaSet, disease: Term) -> CriteriaRow:
    return CriteriaRow(
        criteria_set=criteria.id,
        document=criteria.document,
        disease=disease.id,
        disease_label=disease.label,
        combination=criteria.combination,
        threshold=criteria.threshold,
        criteria=[_criterion_row(criterion) for criterion in criteria.criteria],
        rule=criteria.rule,
        evidence=_evidence_row(criteria.evidence),
    )


def _criterion_row(criterion: Criterion) -> CriterionRow:
    return CriterionRow(
        position=criterion.position,
        text=criterion.text,
        combination=criterion.combination,
        terms=[TermRow(term.id, term.label) for term in criterion.terms],
        evidence=_evidence_row(criterion.evidence),
    )


def _evidence_row(evidence: Evidence) -> EvidenceRow:
    return EvidenceRow(
        section=evidence.section,
        section_index=evidence.section_index,
        start=evidence.start,
        end=evidence.end,
        quote=evidence.quote,
        spans=[list(span) for span in evidence.spans],
        citations=list(evidence.citations),
    )


def _words(qualifier: Qualifier | None) -> WordsRow | None:
    if qualifier is None:
        return None
    term = qualifier.term
    return WordsRow(qualifier.text, term.id if term else None, term.label if term else None)


def _plain(value: object) -> object:
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        # Most values of a row are plain as they stand.
        return {
            name: _plain(part) if isinstance(part, _NESTED) else part
            for name, part in zip(value._fields, value, strict=True)
        }
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


def json_lines(rows: Iterable[NamedTuple]) -> bytes:
    """Return rows as JSON lines."""
    return b"".join(map(json_line, rows))
