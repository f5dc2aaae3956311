"""The rows of `cues.tsv`: how pages say things."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.mentions import load_rules
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.sieve import Sifted, load_sieve
from raregraph.mentions.word_pattern import WordPattern
from raregraph.tables import numbered_rows
from raregraph.terms import get_relation

OBJECTS = ("after", "before", "group", "clause", "intro")


class CueRow(NamedTuple):
    """A row of `cues.tsv`."""

    rule: str
    relation: str
    variant: str
    sections: str
    subject: str
    object: str
    pattern: str
    example: str


@dataclass(frozen=True, slots=True)
class Rule:
    """What found a claim, and the row of `relations.tsv` that it finds."""

    rule: str
    relation: str
    variant: str


@dataclass(frozen=True, slots=True)
class Cue(Rule):
    """A rule ready for use. `sections` and `subjects` are empty where any will do."""

    sections: frozenset[str]
    subjects: frozenset[str]
    object: str
    pattern: WordPattern
    example: str

    def fits_section(self, kind: str) -> bool:
        """Say whether the rule holds in sections of this kind."""
        return not self.sections or kind in self.sections

    def fits_subject(self, subject: str) -> bool:
        """Say whether the rule holds for a clause about this. What is said of others is said of no page's disease."""
        return subject in self.subjects if self.subjects else subject != "contrast"


@lru_cache(maxsize=8)
def load_cues(ontology: Path) -> tuple[Cue, ...]:
    """Read the rules in their order. Raises `KnowledgeError` with file and line for a broken row."""
    return tuple(_cues(ontology))


@lru_cache(maxsize=8)
def _load_sifted(ontology: Path) -> Sifted[Cue]:
    return Sifted(load_cues(ontology), load_sieve(ontology))


@lru_cache(maxsize=256)
def load_section_cues(ontology: Path, kind: str) -> Sifted[Cue]:
    """Return the rules that hold in sections of a kind."""
    return _load_sifted(ontology).where(lambda cue: cue.fits_section(kind))


def _cues(ontology: Path) -> Iterator[Cue]:
    path = ontology / "cues.tsv"
    sections = {*load_rules(ontology).section_relations, "other"}
    subjects = {*(row.meaning for row in load_rules(ontology).subjects), "finding", "other"}
    seen: set[str] = set()
    for number, row in numbered_rows(path, CueRow):
        where = f"{path}:{number}"
        if row.object not in OBJECTS:
            raise KnowledgeError(where, f"object is {row.object!r}", f"make it one of {', '.join(OBJECTS)}")
        if row.rule in seen:
            raise KnowledgeError(where, f"rule {row.rule} has a row already", "give it another name")
        seen.add(row.rule)
        if not row.example:
            raise KnowledgeError(where, f"rule {row.rule} has no example", "write a sentence that shows it at work")
        get_relation(row.relation, row.variant, ontology=ontology)
        pattern = compile_pattern(row.pattern, ontology, where)
        if row.object == "group" and "object" not in pattern.exact.groupindex:
            raise KnowledgeError(
                where, "the pattern has no group `object`", "name the words of the object (?P<object>...)"
            )
        yield Cue(
            row.rule,
            row.relation,
            row.variant,
            _options(row.sections, sections, where),
            _options(row.subject, subjects, where),
            row.object,
            pattern,
            row.example,
        )


def _options(cell: str, known: set[str], where: str) -> frozenset[str]:
    options = cell.split("|")
    for option in options:
        if option not in known and option not in ("*", "-"):
            raise KnowledgeError(where, f"{option!r} is not known here", f"use of {', '.join(sorted(known))}")
    return frozenset() if "*" in options else frozenset("" if option == "-" else option for option in options)
