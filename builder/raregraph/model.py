"""The values that pass between the stages: page, section, sentence, term, mention, claim, evidence.

All are frozen. Offsets are Unicode code points of `Page.text`, 0-based, end exclusive.
"""

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Level = Literal["error", "warning"]
MatchPredicate = Literal[
    "skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:narrowMatch", "skos:relatedMatch"
]


class Span(NamedTuple):
    """A stretch of a page's text: `text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with the user's data: what, where, and what to do about it."""

    level: Level
    rule: str
    message: str
    where: str
    advice: str = ""
    section: str = ""
    quote: str = ""
    claim: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or list item, with the citation markers (`[2][3]`: "2", "3") that belong to it."""

    start: int
    end: int
    citations: tuple[str, ...] = ()


class Cell(NamedTuple):
    """A cell of a table: `role` is what its column holds, a row of `columns.tsv`, "" where that is not known."""

    role: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`kind` "paragraph"), an item of a list ("item", with its marker), or a row of a table ("row")."""

    kind: Literal["paragraph", "item", "row"]
    sentences: tuple[Sentence, ...]
    """Those of the text; of a row one, which is the whole row."""
    marker: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with what stands under it. `kind` is a row of `sections.tsv`, "other" where none fits."""

    index: int
    heading: str
    kind: str
    start: int
    end: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A numbered reference of the page; `text` is None where the page cites it but does not list it."""

    number: str
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was read. `document` is collection and id in it: `GARD/opsoclonus-myoclonus-syndrome`."""

    document: str
    title: str
    text: str
    sections: tuple[Section, ...]
    collection: str
    publisher: str
    license: str
    url: str | None = None
    updated: str | None = None
    """The newest "Last updated" of the page, as an ISO date."""
    references: tuple[Reference, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """Something a claim can speak of. `id` is a CURIE of a public ontology, None for the project's own term.

    `branch` says what kind of thing it is, a row of `branches.tsv` ("phenotype", "disease", "test" ...).
    """

    id: str | None
    label: str
    branch: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A link from a term to a term elsewhere that is not used in its place."""

    predicate: MatchPredicate
    term: Term
    justification: str = "semapv:LexicalMatching"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of the text that name a term. `name` is the lexicon's name that matched, `spans` its words."""

    spans: tuple[Span, ...]
    term: Term
    predicate: MatchPredicate
    name: str


@dataclass(frozen=True, slots=True)
class Qualifier:
    """Words that limit a claim, with the term they stand for where there is one."""

    text: str
    term: Term | None = None


@dataclass(frozen=True, slots=True)
class Hedge:
    """Words that weaken a claim: the list modal ("may include"), or a doubt ("rarely"), which gives no edge."""

    text: str
    level: Literal["modal", "doubt"]


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """All that limits or colours a claim; None where the text says nothing."""

    hedge: Hedge | None = None
    age_group: Qualifier | None = None
    population: Qualifier | None = None
    frequency: Qualifier | None = None
    severity: Qualifier | None = None
    condition: Qualifier | None = None
    target: Qualifier | None = None
    modifier: Qualifier | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The sentence that says it, and in it the words of the object, one span for each fragment."""

    section: str
    section_index: int
    start: int
    end: int
    quote: str
    spans: tuple[Span, ...]
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """An onset, prevalence or outlook that is no ontology term, with its parts as far as they are stated."""

    label: str
    kind: Literal["onset", "prevalence", "prognosis"]
    numerator: float | None = None
    denominator: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a page about its disease.

    `relation` and `variant` name a row of `relations.tsv`. The object is `object` (a public ontology's term),
    or else `value`, or else the project's own term for `object_text`. `matches` are links to terms that are
    near, broader or related. `id` is 20 hex digits, see `claims.identity`.
    """

    id: str
    document: str
    relation: str
    variant: str
    object: Term | None
    object_text: tuple[str, ...]
    negated: bool
    qualifiers: Qualifiers
    rule: str
    evidence: tuple[Evidence, ...]
    matches: tuple[Match, ...] = ()
    value: Value | None = None
    synonym_type: str | None = None
    """`acronym`, `layperson` or None."""
    cause_kind: str | None = None
    """A row of `cause-kinds.tsv`: paraneoplastic, post-infectious, genetic ..."""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a set: met by any of (or all of) its terms. An own term has `id` None."""

    position: int
    text: str
    combination: Literal["any-of", "all-of"]
    terms: tuple[Term, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """Diagnostic criteria of which at least `threshold` must be met. `id` is 20 hex digits."""

    id: str
    document: str
    threshold: int
    criteria: tuple[Criterion, ...]
    evidence: Evidence
    rule: str
    combination: Literal["at-least"] = "at-least"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A link between two ontologies' terms, with where it was read."""

    subject: Term
    predicate: MatchPredicate
    object: Term
    justification: str
    source: str


@dataclass(frozen=True, slots=True)
class PageClaims:
    """All that was found on one page. `disease` is what the page is about; its `id` is None if not grounded."""

    page: Page
    disease: Term
    claims: tuple[Claim, ...]
    criteria: tuple[CriteriaSet, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    findings: tuple[Finding, ...] = field(default=())
    lineage: tuple[tuple[Term, Term], ...] = ()
    """What the disease is a kind of: each (child, parent) of its ontology, from the disease to the top."""
