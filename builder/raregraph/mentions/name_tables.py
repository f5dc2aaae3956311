"""What English does with the names of findings: the tables of `ontology/recognition/`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.tables import numbered_rows, read_table
from raregraph.terms.names import load_normalizer
from raregraph.text import Normalizer

Role = Literal["article", "skip", "light", "join", "prefix", "alone", "stop"]
ROLES: tuple[Role, ...] = ("article", "skip", "light", "join", "prefix", "alone", "stop")


class WordClassRow(NamedTuple):
    """A row of `word-classes.tsv`."""

    nouns: str
    adjectives: str


class FunctionWordsRow(NamedTuple):
    """A row of `function-words.tsv`."""

    role: str
    words: str


class RephrasingRow(NamedTuple):
    """A row of `rephrasings.tsv`."""

    words: str
    instead: str


class EverydayRow(NamedTuple):
    """A row of `everyday-names.tsv`."""

    name: str
    id: str
    label: str


class NotNameRow(NamedTuple):
    """A row of `not-names.tsv`."""

    name: str
    id: str
    note: str


class WeakRow(NamedTuple):
    """A row of `weak-words.tsv`."""

    words: str


class AcronymRow(NamedTuple):
    """A row of `acronyms.tsv`."""

    acronym: str
    id: str
    label: str
    use: str


class Rephrasing(NamedTuple):
    """Words of a name and what may be said instead; `place` is the row's, earlier ones are better."""

    place: int
    words: tuple[str, ...]
    instead: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameTables:
    """The tables with all words in their normal form. `heads` gives the first word of a word's class."""

    normalizer: Normalizer
    heads: Mapping[str, str]
    adjectives: frozenset[str]
    roles: Mapping[str, Role]
    rephrasings: Mapping[str, tuple[Rephrasing, ...]]
    """By their first word."""
    everyday: tuple[EverydayRow, ...]
    not_names: frozenset[tuple[str, str]]
    """Pairs of a name's words and an id, or `*` for every id."""
    weak: frozenset[str]
    acronyms: tuple[AcronymRow, ...]

    def head(self, word: str) -> str:
        """Return the word that stands for the class of a normal form."""
        return self.heads.get(word, word)

    def rephrasings_of(self, heads: Iterable[str]) -> list[Rephrasing]:
        """Return the rephrasings whose first word is among these, in their order."""
        return sorted(row for head in set(heads) for row in self.rephrasings.get(head, ()))


@lru_cache(maxsize=8)
def load_name_tables(ontology: Path) -> NameTables:
    """Read the tables. Raises `KnowledgeError` for a wrong row, with file and line."""
    folder = ontology / "recognition"
    normalizer = load_normalizer(ontology)
    heads, adjectives = _read_classes(folder / "word-classes.tsv", normalizer)
    return NameTables(
        normalizer,
        heads,
        adjectives,
        dict(_read_roles(folder / "function-words.tsv")),
        _read_rephrasings(folder / "rephrasings.tsv", normalizer, heads),
        tuple(read_table(folder / "everyday-names.tsv", EverydayRow)),
        frozenset((_key(row.name, normalizer), row.id) for row in read_table(folder / "not-names.tsv", NotNameRow)),
        frozenset(
            heads.get(word, word)
            for row in read_table(folder / "weak-words.tsv", WeakRow)
            for word in normalizer.words(row.words)
        ),
        tuple(_read_acronyms(folder / "acronyms.tsv")),
    )


def _key(name: str, normalizer: Normalizer) -> str:
    return " ".join(normalizer.words(name))


def _read_classes(path: Path, normalizer: Normalizer) -> tuple[dict[str, str], frozenset[str]]:
    heads: dict[str, str] = {}
    adjectives: set[str] = set()
    for number, row in numbered_rows(path, WordClassRow):
        words = normalizer.words(f"{row.nouns} {row.adjectives}")
        for word in dict.fromkeys(words):
            if word in heads:
                raise KnowledgeError(f"{path}:{number}", f"{word!r} is in two classes", "keep it in one row")
            heads[word] = words[0]
        adjectives.update(normalizer.words(row.adjectives))
    return heads, frozenset(adjectives)


def _read_roles(path: Path) -> Iterator[tuple[str, Role]]:
    for number, row in numbered_rows(path, FunctionWordsRow):
        for role in ROLES:
            if role == row.role:
                yield from ((word, role) for word in row.words.split())
                break
        else:
            raise KnowledgeError(f"{path}:{number}", f"{row.role!r} is no role", f"use one of {', '.join(ROLES)}")


def _read_rephrasings(
    path: Path, normalizer: Normalizer, heads: Mapping[str, str]
) -> dict[str, tuple[Rephrasing, ...]]:
    found: dict[str, tuple[Rephrasing, ...]] = {}
    for place, (number, row) in enumerate(numbered_rows(path, RephrasingRow)):
        words, instead = (
            tuple(heads.get(word, word) for word in normalizer.words(cell)) for cell in (row.words, row.instead)
        )
        if not words:
            raise KnowledgeError(f"{path}:{number}", "there are no words to say otherwise", "fill the first cell")
        found[words[0]] = (*found.get(words[0], ()), Rephrasing(place, words, instead))
    return found


def _read_acronyms(path: Path) -> Iterator[AcronymRow]:
    for number, row in numbered_rows(path, AcronymRow):
        if row.use not in ("alone", "never"):
            raise KnowledgeError(f"{path}:{number}", f"{row.use!r} is no use", "write alone or never")
        yield row
