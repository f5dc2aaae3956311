"""What readers know about layouts: headings, furniture, sentences. All of it is read from `ontology/`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.model import Span
from raregraph.settings import Settings
from raregraph.tables import numbered_rows, read_table
from raregraph.text import SentenceSplitter
from raregraph.text.canonical import MAX_BYTES


class SectionRow(NamedTuple):
    """A row of `sections.tsv`."""

    kind: str
    pattern: str
    relations: str


class FurnitureRow(NamedTuple):
    """A row of `furniture.tsv`."""

    pattern: str
    note: str


class CollectionRow(NamedTuple):
    """A row of `collections.tsv`: who publishes a collection, and under what licence it is read here."""

    collection: str
    publisher: str
    license: str


class ColumnRow(NamedTuple):
    """A row of `columns.tsv`: what a column with such a heading holds."""

    role: str
    pattern: str


class FlatTableRow(NamedTuple):
    """A row of `flat-tables.tsv`: a table that has been run into the text. The groups of `row` are roles of columns."""

    opening: str
    row: str
    closing: str


class QuestionTypeRow(NamedTuple):
    """A row of `question-types.tsv`: a question type of MedQuAD, and the kind of section its answer is."""

    type: str
    kind: str


class FormatRow(NamedTuple):
    """A row of `formats.tsv`: what files of a format are called in a folder, and how many bytes they have at most."""

    format: str
    suffixes: str
    largest: str


class AbbreviationRow(NamedTuple):
    """A row of `abbreviations.tsv`."""

    abbreviation: str
    stands_for: str


class FlatTable(NamedTuple):
    """The compiled patterns of a table that has been run into the text."""

    opening: re.Pattern[str]
    row: re.Pattern[str]
    closing: re.Pattern[str]


class Heading(NamedTuple):
    """What a heading says: the kind of section, and the disease's name where the heading has it."""

    kind: str
    focus: str | None


# "Symptoms", "What causes X?": a heading is short, and no sentence. Other lines are prose that looks like one.
_LONGEST_HEADING = 160
_MOST_WORDS = 8
_PROSE = re.compile(r"[.?!]\s|[.!,;]$|\[\d+\]$")
_QUESTION = re.compile(r"(what|how|is|are|can|who|when|where|why|does|do|which|should|will)\b[^.?!]*\?", re.IGNORECASE)

_ASKS = r"(?:What|How|Is|Are|Can|Who|Does|Do|When|Where|Why|Which|Should|Will)\b"
_LEADING_QUESTION = re.compile(rf"\s*{_ASKS}[^?]{{5,140}}\?(?=\s|\Z)")
_INNER_QUESTION = re.compile(rf"(?<=[.?!)] ){_ASKS}[^.?!]{{5,140}}\?(?= [A-Z])")


@dataclass(frozen=True, slots=True)
class Layout:
    """Knowledge of page layouts."""

    headings: tuple[tuple[str, re.Pattern[str]], ...]
    furniture: re.Pattern[str]
    splitter: SentenceSplitter
    collections: dict[str, CollectionRow]
    columns: tuple[tuple[str, re.Pattern[str]], ...]
    flat_tables: tuple[FlatTable, ...]
    question_types: dict[str, str]
    formats: dict[str, FormatRow]

    @staticmethod
    def load(settings: Settings) -> "Layout":
        """Read the tables of the ontology folder; they are read once for each folder."""
        return _load(settings.ontology)

    def is_furniture(self, line: str) -> bool:
        """Say whether a line belongs to the site, not to the page's text."""
        return self.furniture.fullmatch(plain(line)) is not None

    def collection(self, name: str) -> CollectionRow:
        """Return what is known of a collection; of an unknown one its name."""
        return self.collections.get(name) or CollectionRow(name, "", "")

    def largest(self, name: str) -> int:
        """Return how many bytes a file of a format has at most."""
        row = self.formats.get(name)
        return int(row.largest) if row else MAX_BYTES

    def leading_question(self, text: str) -> tuple[str, int]:
        """Return the question that a text begins with, and where what follows it begins; "" and 0 where none does."""
        match = _LEADING_QUESTION.match(text)
        return (plain(match[0]), match.end()) if match else ("", 0)

    def inner_questions(self, text: str) -> Iterator[Span]:
        """Yield the places of questions that begin behind a sentence of the text and have an answer behind them."""
        for match in _INNER_QUESTION.finditer(text):
            yield Span(*match.span())

    def column_role(self, heading: str) -> str:
        """Return what a column with this heading holds, "" where that is not known."""
        heading = plain(heading)
        return next((role for role, pattern in self.columns if pattern.fullmatch(heading)), "")

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
        {row.collection: row for row in read_table(ontology / "collections.tsv", CollectionRow)},
        tuple(_columns(ontology / "columns.tsv")),
        tuple(_flat_tables(ontology / "flat-tables.tsv")),
        {row.type: row.kind for row in read_table(ontology / "question-types.tsv", QuestionTypeRow)},
        dict(_formats(ontology / "formats.tsv")),
    )


def _formats(path: Path) -> Iterator[tuple[str, FormatRow]]:
    for number, row in numbered_rows(path, FormatRow):
        if not row.largest.isdigit():
            raise KnowledgeError(f"{path}:{number}", f"{row.largest!r} is no number of bytes", "write digits only")
        yield row.format, row


def _columns(path: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    for number, row in numbered_rows(path, ColumnRow):
        yield row.role, _compile(row.pattern, f"{path}:{number}")


def _flat_tables(path: Path) -> Iterator[FlatTable]:
    for number, row in numbered_rows(path, FlatTableRow):
        yield FlatTable._make(_compile(pattern, f"{path}:{number}") for pattern in row)


def _compile(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.IGNORECASE)
    except re.error as error:
        raise KnowledgeError(where, f"the pattern is no regular expression ({error})", "correct it") from error
