"""What readers know about layouts: headings, furniture, sentences. All of it is read from `ontology/`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.settings import Settings
from raregraph.tables import numbered_rows, read_table
from raregraph.text import SentenceSplitter


class SectionRow(NamedTuple):
    """A row of `sections.tsv`."""

    kind: str
    pattern: str
    relations: str


class FurnitureRow(NamedTuple):
    """A row of `furniture.tsv`."""

    pattern: str
    note: str


class AbbreviationRow(NamedTuple):
    """A row of `abbreviations.tsv`."""

    abbreviation: str
    stands_for: str


class Heading(NamedTuple):
    """What a heading says: the kind of section, and the disease's name where the heading has it."""

    kind: str
    focus: str | None


# "Symptoms", "What causes X?": a heading is short, and no sentence. Other lines are prose that looks like one.
_LONGEST_HEADING = 160
_MOST_WORDS = 8
_PROSE = re.compile(r"[.?!]\s|[.!,;]$|\[\d+\]$")
_QUESTION = re.compile(r"(what|how|is|are|can|who|when|where|why|does|do|which|should|will)\b[^.?!]*\?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Knowledge of page layouts."""

    headings: tuple[tuple[str, re.Pattern[str]], ...]
    furniture: re.Pattern[str]
    splitter: SentenceSplitter

    @staticmethod
    def load(settings: Settings) -> "Layout":
        """Read the tables of the ontology folder; they are read once for each folder."""
        return _load(settings.ontology)

    def is_furniture(self, line: str) -> bool:
        """Say whether a line belongs to the site, not to the page's text."""
        return self.furniture.fullmatch(plain(line)) is not None

    def find_heading(self, line: str) -> Heading | None:
        """Return what a line says as a heading, None if it is none."""
        line = plain(line)
        if not line or _PROSE.search(line) or len(line) > _LONGEST_HEADING:
            return None
        if not line.endswith("?") and line.count(" ") >= _MOST_WORDS:
            return None
        for kind, pattern in self.headings:
            match = pattern.fullmatch(line)
            if match:
                return Heading(kind, match.groupdict().get("focus"))
        return Heading("other", None) if _QUESTION.fullmatch(line) else None


def plain(line: str) -> str:
    """Return a line with its white space folded: no-break spaces and tabs are spaces."""
    return " ".join(line.split())


@lru_cache(maxsize=8)
def _load(ontology: Path) -> Layout:
    sections = ontology / "sections.tsv"
    headings = tuple(
        (row.kind, _compile(row.pattern, f"{sections}:{number}")) for number, row in numbered_rows(sections, SectionRow)
    )
    furniture = "|".join(row.pattern for row in read_table(ontology / "furniture.tsv", FurnitureRow))
    abbreviations = read_table(ontology / "abbreviations.tsv", AbbreviationRow)
    return Layout(
        headings,
        _compile(furniture, str(ontology / "furniture.tsv")),
        SentenceSplitter(frozenset(row.abbreviation for row in abbreviations)),
    )


def _compile(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise KnowledgeError(where, f"the pattern is no regular expression ({error})", "correct it") from error
