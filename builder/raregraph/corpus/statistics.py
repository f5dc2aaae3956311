"""What is in an output folder, counted as its files are read, so that memory does not grow with the pages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from raregraph.claims.eligibility import LIMITED_BY_SEVERITY, LIMITS
from raregraph.corpus.assembly import FINDINGS, GRAPH, stream_findings
from raregraph.errors import UsageError
from raregraph.export import VALUE, ClaimRow, stream_claims
from raregraph.graph import read_vocabulary
from raregraph.mentions import Rules, find_hedge, load_rules
from raregraph.settings import Settings
from raregraph.terms import load_relations

FREQUENT = 10
"""Terms that are named for each relation."""
_NAME = "name"
"""What is asked for where the words themselves are the object."""


@dataclass(frozen=True, slots=True)
class RelationCount:
    """The claims of a relation; an edge stands for each that is `eligible`; `groundable` objects may be terms."""

    relation: str
    claims: int
    eligible: int
    negated: int
    groundable: int
    grounded: int


@dataclass(frozen=True, slots=True)
class BranchCount:
    """The claims that ask for one kind of thing, if it is no value, and those of them whose object is a term."""

    branch: str
    groundable: int
    grounded: int


@dataclass(frozen=True, slots=True)
class TermCount:
    """A term with the claims of a relation that have it as their object."""

    relation: str
    id: str
    label: str
    claims: int


@dataclass(frozen=True, slots=True)
class CollectionCount:
    """The pages of a collection that are published, and their claims."""

    collection: str
    pages: int
    claims: int


@dataclass(frozen=True, slots=True)
class FindingCount:
    """Findings of a rule, and the pages or files that have them."""

    level: str
    rule: str
    findings: int
    pages: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What is in an output folder. Rows are ordered by name, terms by relation and from the most frequent down."""

    pages: int
    statements: int
    claims: int
    collections: tuple[CollectionCount, ...]
    relations: tuple[RelationCount, ...]
    branches: tuple[BranchCount, ...]
    ontologies: Mapping[str, int]
    """The claims whose object is a term of each ontology."""
    terms: tuple[TermCount, ...]
    findings: tuple[FindingCount, ...]


def gather_statistics(folder: Path, *, frequent: int = FREQUENT, settings: Settings | None = None) -> Statistics:
    """Count what is in the folder of a build, with so many terms for each relation.

    Raises `UsageError` for a folder that no build wrote.
    """
    settings = settings or Settings()
    missing = [name for name in (GRAPH, FINDINGS) if not (folder / name).is_file()]
    if missing:
        raise UsageError(f"{folder}: there is no {missing[0]} in it; name the folder that raregraph build wrote")
    counts = _Claims(settings)
    for row in stream_claims(folder):
        counts.add(row)
    statements, pages = _read_graph(folder / GRAPH, settings)
    return Statistics(
        pages=pages.total(),
        statements=statements,
        claims=counts.collections.total(),
        collections=tuple(
            CollectionCount(name, pages[name], counts.collections[name]) for name in sorted(pages | counts.collections)
        ),
        relations=tuple(counts.relations()),
        branches=tuple(counts.branches()),
        ontologies=dict(sorted(counts.ontologies.items())),
        terms=tuple(counts.frequent(frequent)),
        findings=tuple(_count_findings(folder / FINDINGS)),
    )


class _Claims:
    """Counts claims."""

    def __init__(self, settings: Settings) -> None:
        self.collections: Counter[str] = Counter()
        self.ontologies: Counter[str] = Counter()
        self._relations: Counter[tuple[str, str]] = Counter()
        self._branches: Counter[tuple[str, bool]] = Counter()
        self._terms: Counter[tuple[str, str, str]] = Counter()
        self._rules = load_rules(settings.ontology)
        rows = load_relations(settings.ontology).values()
        self._asked_for = {(row.relation, row.predicate): row.allowed[0] for row in rows}

    def add(self, row: ClaimRow) -> None:
        self.collections[row.document.partition("/")[0]] += 1
        self._relations.update((row.relation, kind) for kind in self._kinds(row))
        if row.object:
            self.ontologies[row.object.partition(":")[0]] += 1
            self._terms[row.relation, row.object, row.object_label or ""] += 1

    def _kinds(self, row: ClaimRow) -> Iterator[str]:
        yield "claims"
        if row.negated:
            yield "negated"
        if _is_eligible(row, self._rules):
            yield "eligible"
        branch = self._asked_for.get((row.relation, row.predicate), _NAME)
        # What is no term may be a value, where one may stand.
        if branch != _NAME and (row.object or branch != VALUE):
            if branch != VALUE:
                self._branches[branch, row.object is not None] += 1
            yield "groundable"
            if row.object:
                yield "grounded"

    def relations(self) -> Iterator[RelationCount]:
        kinds = ("claims", "eligible", "negated", "groundable", "grounded")
        for relation in sorted({relation for relation, _ in self._relations}):
            yield RelationCount(relation, *(self._relations[relation, kind] for kind in kinds))

    def branches(self) -> Iterator[BranchCount]:
        for branch in sorted({branch for branch, _ in self._branches}):
            grounded = self._branches[branch, True]
            yield BranchCount(branch, grounded + self._branches[branch, False], grounded)

    def frequent(self, most: int) -> Iterator[TermCount]:
        shown: Counter[str] = Counter()
        for term, claims in sorted(self._terms.items(), key=lambda each: (each[0][0], -each[1], each[0])):
            relation, identifier, label = term
            shown[relation] += 1
            if shown[relation] <= most:
                yield TermCount(relation, identifier, label, claims)


def _is_eligible(row: ClaimRow, rules: Rules) -> bool:
    if row.negated or any(getattr(row, limit) for limit in LIMITS):
        return False
    if row.relation == LIMITED_BY_SEVERITY and row.severity:
        return False
    found = find_hedge(row.hedge, rules.hedges) if row.hedge else None
    return row.hedge is None or (found is not None and found[0] == "modal")


def _read_graph(path: Path, settings: Settings) -> tuple[int, Counter[str]]:
    """Return the number of statements, and of pages by collection."""
    vocabulary = read_vocabulary(settings.ontology)
    named = f'> <{vocabulary.iri("dcterms:identifier")}> "'.encode()
    statements, pages = 0, Counter[str]()
    with path.open("rb") as file:
        for line in file:
            statements += 1
            if named in line:
                pages[line.partition(named)[2].partition(b"/")[0].decode()] += 1
    return statements, pages


def _count_findings(path: Path) -> Iterable[FindingCount]:
    findings: Counter[tuple[str, str]] = Counter()
    pages: Counter[tuple[str, str]] = Counter()
    last: dict[tuple[str, str], str] = {}
    for finding in stream_findings(path):
        rule = finding.level, finding.rule
        findings[rule] += 1
        # Those of one page stand together.
        pages[rule] += last.get(rule) != finding.where
        last[rule] = finding.where
    return [FindingCount(*rule, findings[rule], pages[rule]) for rule in sorted(findings)]


def share(part: int, whole: int) -> str:
    """Return a part in percent, "" of nothing."""
    return f"{part / whole:.1%}" if whole else ""


def table_rows(rows: Sequence[RelationCount]) -> Iterator[tuple[str, ...]]:
    """Yield relation, claims, and the shares of edges, denials and grounded objects."""
    for row in rows:
        shares = (row.eligible, row.claims), (row.negated, row.claims), (row.grounded, row.groundable)
        yield row.relation, str(row.claims), *(share(*each) for each in shares)
