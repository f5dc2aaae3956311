"""What readers know about layouts: headings, furniture, sentences. All of it is read from `ontology/`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.model import Span
from raregraph.readers.profile import Profile, load_profile
from raregraph.readers.site import Site, load_site
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
    """A row of `collections.tsv`: who publishes a collection, under what licence, and the addresses of its pages."""

    collection: str
    publisher: str
    license: str
    address: str


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


OTHERS = "pages"
"""The row of `collections.tsv` for collections without one."""


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

_NOT_IN_IDS = re.compile(r"[^\w.-]+")
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
    site: Site
    home: str = OTHERS
    """The collection of pages whose address tells none."""

    @staticmethod
    def load(settings: Settings) -> "Layout":
        """Read the tables of the ontology folder, and the profile if there is one; each is read once."""
        return _load(settings.ontology, settings.profile)

    def is_furniture(self, line: str) -> bool:
        """Say whether a line belongs to the site, not to the page's text."""
        return self.furniture.fullmatch(plain(line)) is not None

    def collection(self, name: str) -> CollectionRow:
        """Return what is known of a collection; of an unknown one its name, and what holds for all others."""
        return self.collections.get(name) or self.collections[OTHERS]._replace(collection=name)

    def collection_at(self, address: str) -> str:
        """Return the collection that a page's address belongs to."""
        known = self.collections.values()
        found = (row.collection for row in known if row.address and re.match(row.address, address))
        return next(found, self.home)

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


def identifier(text: str) -> str:
    """Return an id of a source as part of a document's name: letters, digits, dots and hyphens."""
    return _NOT_IN_IDS.sub("-", plain(text)).strip("-")


def plain(line: str) -> str:
    """Return a line with its white space folded: no-break spaces and tabs are spaces."""
    return " ".join(line.split())


@lru_cache(maxsize=8)
def _load(ontology: Path, profile: Path | None) -> Layout:
    layout = _read_tables(ontology)
    if profile is None:
        return layout
    kinds = {kind for kind, _ in layout.headings} | {"other"}
    known = load_profile(profile, kinds=kinds, roles={role for role, _ in layout.columns})
    return _with_profile(layout, known)


def _with_profile(layout: Layout, profile: Profile) -> Layout:
    """Return the layout with a profile's rows before its own."""
    where = profile.where
    home = profile.collection or layout.home
    row = layout.collection(home)._replace(
        publisher=profile.publisher or layout.collection(home).publisher,
        license=profile.license or layout.collection(home).license,
    )
    return replace(
        layout,
        headings=(*_compiled(profile.headings, where), *layout.headings),
        columns=(*_compiled(profile.columns, where), *layout.columns),
        furniture=_compile("|".join((*profile.furniture, layout.furniture.pattern)), where),
        collections={**layout.collections, home: row},
        site=replace(layout.site, names=layout.site.names | frozenset(profile.leave_out)),
        home=home,
    )


def _read_tables(ontology: Path) -> Layout:
    furniture = "|".join(row.pattern for row in read_table(ontology / "furniture.tsv", FurnitureRow))
    abbreviations = read_table(ontology / "abbreviations.tsv", AbbreviationRow)
    return Layout(
        tuple(_headings(ontology / "sections.tsv")),
        _compile(furniture, str(ontology / "furniture.tsv")),
        SentenceSplitter(frozenset(row.abbreviation for row in abbreviations)),
        _collections(ontology / "collections.tsv"),
        tuple(_columns(ontology / "columns.tsv")),
        tuple(_flat_tables(ontology / "flat-tables.tsv")),
        {row.type: row.kind for row in read_table(ontology / "question-types.tsv", QuestionTypeRow)},
        dict(_formats(ontology / "formats.tsv")),
        load_site(ontology),
    )


def _headings(path: Path) -> Iterator[tuple[str, re.Pattern[str]]]:
    for number, row in numbered_rows(path, SectionRow):
        yield row.kind, _compile(row.pattern, f"{path}:{number}")


def _compiled(rows: Iterable[tuple[str, str]], where: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    return ((meaning, _compile(pattern, where)) for meaning, pattern in rows)


def _collections(path: Path) -> dict[str, CollectionRow]:
    rows = {row.collection: row for row in read_table(path, CollectionRow)}
    if OTHERS not in rows:
        raise KnowledgeError(str(path), f"no row for {OTHERS}", "restore it")
    return rows


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
