"""The tables that mention finding works by, compiled once for each ontology folder."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar, cast

from raregraph.errors import KnowledgeError
from raregraph.mentions.grammar import Grammar, load_grammar
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.sieve import Sifted, load_sieve
from raregraph.mentions.word_pattern import WordPattern
from raregraph.model import Term
from raregraph.tables import numbered_rows, read_table
from raregraph.terms import Lexicon, load_lexicon

Becomes = Literal[
    "drop", "negation", "hedge", "frequency", "severity", "age_group", "population", "condition", "clause"
]
# Results remembered for each kind of question about words: pages say the same again and again.
REMEMBERED = 20_000
BECOMES = ("drop", "negation", "hedge", "frequency", "severity", "age_group", "population", "condition", "clause")


class TrimRow(NamedTuple):
    """A row of `trims.tsv`."""

    side: str
    pattern: str
    becomes: str


class ListEndRow(NamedTuple):
    """A row of `list-ends.tsv`."""

    pattern: str
    note: str


class SharedHeadRow(NamedTuple):
    """A row of `shared-heads.tsv`."""

    side: str
    words: str
    other: str


class GenericRow(NamedTuple):
    """A row of `generic-words.tsv` or `modifiers.tsv`."""

    words: str


class LeadInRow(NamedTuple):
    """A row of `lead-ins.tsv`."""

    becomes: str
    pattern: str


class KindRow(NamedTuple):
    """A row of `negations.tsv`."""

    kind: str
    pattern: str


class LevelRow(NamedTuple):
    """A row of `hedges.tsv`."""

    level: str
    pattern: str


class TypeRow(NamedTuple):
    """A row of `subjects.tsv`."""

    type: str
    pattern: str


class WordsRow(NamedTuple):
    """A row of `age-groups.tsv` or `severities.tsv`: words, and the term they stand for where there is one."""

    words: str
    id: str
    label: str


class FrequencyRow(NamedTuple):
    """A row of `frequencies.tsv`."""

    words: str
    id: str
    label: str
    note: str


class BandRow(NamedTuple):
    """A row of `frequency-bands.tsv`: percentages, both ends included, and HPO's term for them."""

    low: str
    high: str
    id: str
    label: str


class CauseKindRow(NamedTuple):
    """A row of `cause-kinds.tsv`."""

    kind: str
    id: str
    words: str


class SectionRow(NamedTuple):
    """A row of `sections.tsv`."""

    kind: str
    pattern: str
    relations: str


class Pattern(NamedTuple):
    """A compiled row: what a match means."""

    meaning: str
    pattern: WordPattern


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What the mention finder knows. Rules are equal only to themselves, so that results by them can be remembered."""

    ontology: Path
    lexicon: Lexicon
    start_trims: tuple[Pattern, ...]
    end_trims: Sifted[Pattern]
    list_end: WordPattern
    shared_starts: tuple[Pattern, ...]
    shared_end: WordPattern
    generic: frozenset[str]
    modifiers: frozenset[str]
    lead_ins: tuple[Pattern, ...]
    subjects: Sifted[Pattern]
    negations: Sifted[Pattern]
    hedges: Sifted[Pattern]
    ages: dict[str, WordsRow]
    severities: dict[str, WordsRow]
    frequencies: dict[str, FrequencyRow]
    bands: tuple[tuple[float, float, Term], ...]
    cause_kinds: tuple[CauseKindRow, ...]
    section_relations: dict[str, frozenset[str]]
    not_genes: frozenset[str]
    everyday: frozenset[str]
    non_objects: frozenset[str]
    grammar: Grammar


@lru_cache(maxsize=8)
def load_rules(ontology: Path, terms: Path | None = None) -> Rules:
    """Read and compile the tables, with a full terminology if one is named.

    Raises `KnowledgeError` with file and line for a broken row.
    """
    trims = list(numbered_rows(ontology / "trims.tsv", TrimRow))
    heads = list(numbered_rows(ontology / "shared-heads.tsv", SharedHeadRow))
    ends = [row.pattern for row in read_table(ontology / "list-ends.tsv", ListEndRow)]
    lexicon = load_lexicon(ontology, terms)
    sieve = load_sieve(ontology)
    generic = " ".join(row.words for row in read_table(ontology / "generic-words.tsv", GenericRow))
    return Rules(
        ontology,
        lexicon,
        tuple(_trims(ontology, trims, "start")),
        Sifted(_trims(ontology, trims, "end"), sieve),
        compile_pattern("|".join(ends), ontology, str(ontology / "list-ends.tsv")),
        tuple(_shared_starts(ontology, heads)),
        _shared_end(ontology, heads),
        frozenset(lexicon.normalizer.words(generic)),
        frozenset(row.words for row in read_table(ontology / "modifiers.tsv", GenericRow)),
        _patterns(ontology, "lead-ins.tsv", LeadInRow, "becomes", BECOMES),
        Sifted(_patterns(ontology, "subjects.tsv", TypeRow, "type", ()), sieve),
        Sifted(load_negations(ontology), sieve),
        Sifted(_patterns(ontology, "hedges.tsv", LevelRow, "level", ("doubt", "modal")), sieve),
        _by_words(read_table(ontology / "age-groups.tsv", WordsRow)),
        _by_words(read_table(ontology / "severities.tsv", WordsRow)),
        _by_words(read_table(ontology / "frequencies.tsv", FrequencyRow)),
        tuple(_bands(ontology)),
        tuple(read_table(ontology / "cause-kinds.tsv", CauseKindRow)),
        _section_relations(ontology),
        frozenset(_word_list(ontology / "not-genes.tsv")),
        frozenset(lexicon.normalizer.words(" ".join(_word_list(ontology / "everyday-words.tsv")))),
        frozenset(lexicon.normalizer.words(" ".join(_word_list(ontology / "non-objects.tsv")))),
        load_grammar(ontology),
    )


def load_negations(ontology: Path) -> tuple[Pattern, ...]:
    """Read the words that deny."""
    return _patterns(ontology, "negations.tsv", KindRow, "kind", ("pseudo", "before", "after"))


def _word_list(path: Path) -> list[str]:
    return [word for row in read_table(path, GenericRow) for word in row.words.split()]


def _bands(ontology: Path) -> Iterator[tuple[float, float, Term]]:
    for row in read_table(ontology / "frequency-bands.tsv", BandRow):
        yield float(row.low), float(row.high), Term(row.id, row.label, "frequency")


def _section_relations(ontology: Path) -> dict[str, frozenset[str]]:
    relations: dict[str, frozenset[str]] = {}
    for row in read_table(ontology / "sections.tsv", SectionRow):
        relations[row.kind] = relations.get(row.kind, frozenset()) | frozenset(filter(None, row.relations.split("|")))
    return relations


Words = TypeVar("Words", WordsRow, FrequencyRow)


def _by_words(rows: list[Words]) -> dict[str, Words]:
    return {row.words.casefold(): row for row in rows}


def _trims(ontology: Path, rows: list[tuple[int, TrimRow]], side: str) -> Iterator[Pattern]:
    for number, row in rows:
        where = f"{ontology / 'trims.tsv'}:{number}"
        _check(row.side, ("start", "end"), where)
        _check(row.becomes, BECOMES, where)
        if row.side == side:
            # "\Z" binds the end: an edge trim reaches the edge.
            edge = rf"(?:{row.pattern})\s*" if side == "start" else rf"(?:{row.pattern.removesuffix('$')})\Z"
            yield Pattern(row.becomes, compile_pattern(edge, ontology, where))


def _shared_starts(ontology: Path, rows: list[tuple[int, SharedHeadRow]]) -> Iterator[Pattern]:
    for number, row in rows:
        if row.side == "start":
            longest_first = "|".join(sorted(row.words.split("|"), key=len, reverse=True))
            yield Pattern(
                row.other,
                compile_pattern(rf"(?:{longest_first})(?=\s)", ontology, f"{ontology / 'shared-heads.tsv'}:{number}"),
            )


def _shared_end(ontology: Path, rows: list[tuple[int, SharedHeadRow]]) -> WordPattern:
    words = "|".join(row.words for _, row in rows if row.side == "end")
    return compile_pattern(rf"\b(?:{words})\Z", ontology, str(ontology / "shared-heads.tsv"))


def _patterns(
    ontology: Path,
    name: str,
    row_type: type[LeadInRow | KindRow | LevelRow | TypeRow],
    field: str,
    allowed: tuple[str, ...],
) -> tuple[Pattern, ...]:
    found = []
    for number, row in numbered_rows(ontology / name, row_type):
        where = f"{ontology / name}:{number}"
        meaning = cast("str", getattr(row, field))
        if allowed:
            _check(meaning, allowed, where)
        found.append(Pattern(meaning, compile_pattern(row.pattern, ontology, where)))
    return tuple(found)


def _check(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise KnowledgeError(where, f"{value!r} is not known here", f"use one of {', '.join(allowed)}")
