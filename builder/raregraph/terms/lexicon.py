"""The embedded lexicon: terms of public ontologies, their names, lay words, and links between them."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from raregraph.errors import KnowledgeError
from raregraph.model import Mapping as TermMapping
from raregraph.model import MatchPredicate, Term
from raregraph.tables import numbered_rows, read_table
from raregraph.text import Normalizer

# Words that a name may have or lack without naming anything else.
_EMPTY = frozenset({"a", "an", "the", "of", "in", "to", "and", "or"})

_MATCHES = ("exact", "close", "broad", "narrow", "related")


class TermRow(NamedTuple):
    """A row of `lexicon/terms/*.tsv`."""

    id: str
    label: str
    branch: str
    names: str
    parents: str
    source: str


class PhraseRow(NamedTuple):
    """A row of `lexicon/phrases.tsv`."""

    phrase: str
    id: str
    match: str
    note: str


class MappingRow(NamedTuple):
    """A row of `lexicon/mappings.tsv`."""

    subject_id: str
    subject_label: str
    predicate_id: str
    object_id: str
    object_label: str
    mapping_justification: str
    source: str


class ModifierRow(NamedTuple):
    """A row of `lexicon/trigger-modifiers.tsv`."""

    object_id: str
    variant: str
    modifier_id: str
    modifier_label: str
    source: str


class PrefixRow(NamedTuple):
    """A row of `prefixes.tsv`."""

    prefix: str
    namespace: str
    pattern: str


class SpellingRow(NamedTuple):
    """A row of `spelling.tsv`."""

    british: str
    american: str
    where: str


class InflectionRow(NamedTuple):
    """A row of `inflections.tsv`."""

    form: str
    lemma: str


class Name(NamedTuple):
    """A name and the term it stands for. `rank` is 0 for a label, 1 for a synonym, 2 for a lay phrase, 3 for others.

    `scope` and `type` are the ontology's: "EXACT", "NARROW" ... and "layperson", "abbreviation" ...; "" where not told.
    `condition` says when a name counts: "" always, "capitals" only in them, "exact" letter for letter, "never" alone.
    """

    text: str
    term: Term
    predicate: MatchPredicate
    rank: int
    scope: str = ""
    type: str = ""
    condition: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Finds the terms that words name. `by_words` and `by_bag` are keyed on normal forms."""

    normalizer: Normalizer
    terms: Mapping[str, Term]
    parents: Mapping[str, tuple[str, ...]]
    by_words: Mapping[str, tuple[Name, ...]]
    by_bag: Mapping[str, tuple[Name, ...]]
    longest: int
    mappings: tuple[TermMapping, ...]
    modifiers: Mapping[tuple[str, str], Term]

    def find_names(self, text: str, branches: Collection[str] = ()) -> tuple[Name, ...]:
        """Return the names that a text is, best first: the words in order, else in any order."""
        words = self.normalizer.words(text)
        found = self.by_words.get(" ".join(words)) or self.by_bag.get(bag_key(words), ())
        return rank_names(found, branches)

    def ancestors(self, identifier: str) -> frozenset[str]:
        """Return the ids of all ancestors that the lexicon knows, and the id itself."""
        found = {identifier}
        waiting = [identifier]
        while waiting:
            for parent in self.parents.get(waiting.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        return frozenset(found)


def bag_key(words: Iterable[str]) -> str:
    """Return the key under which word order and empty words make no difference."""
    return " ".join(sorted(word for word in words if word not in _EMPTY))


def rank_names(names: Iterable[Name], branches: Collection[str]) -> tuple[Name, ...]:
    """Return the names whose terms are of these branches (all if none are given), the best first."""
    order = {branch: position for position, branch in enumerate(branches)}
    fitting = [name for name in names if not order or name.term.branch in order]
    return tuple(
        sorted(
            fitting,
            key=lambda name: (
                name.predicate != "skos:exactMatch",
                name.rank,
                order.get(name.term.branch, 0),
                name.term.id or "",
            ),
        )
    )


@lru_cache(maxsize=8)
def load_lexicon(ontology: Path) -> Lexicon:
    """Read the lexicon of an ontology folder. Raises `KnowledgeError` for a wrong row, with file and line."""
    folder = ontology / "lexicon"
    normalizer = load_normalizer(ontology)
    terms, names, parents = _read_terms(folder, _id_checks(ontology))
    names.extend(_read_phrases(folder / "phrases.tsv", terms))
    by_words: dict[str, list[Name]] = {}
    by_bag: dict[str, list[Name]] = {}
    for name in names:
        words = normalizer.words(name.text)
        by_words.setdefault(" ".join(words), []).append(name)
        by_bag.setdefault(bag_key(words), []).append(name)
    return Lexicon(
        normalizer,
        terms,
        parents,
        {key: tuple(found) for key, found in by_words.items()},
        {key: tuple(found) for key, found in by_bag.items()},
        max((key.count(" ") + 1 for key in by_words), default=0),
        tuple(_read_mappings(folder / "mappings.tsv", terms)),
        dict(_read_modifiers(folder / "trigger-modifiers.tsv", terms)),
    )


def load_normalizer(ontology: Path) -> Normalizer:
    """Read the tables of spelling and inflection."""
    spelling = read_table(ontology / "spelling.tsv", SpellingRow)
    by_place = {
        place: {row.british: row.american for row in spelling if row.where == place}
        for place in ("part", "start", "word")
    }
    lemmas = {row.form: row.lemma for row in read_table(ontology / "inflections.tsv", InflectionRow)}
    return Normalizer(by_place["part"], by_place["start"], by_place["word"], lemmas)


def _id_checks(ontology: Path) -> dict[str, re.Pattern[str]]:
    rows = read_table(ontology / "prefixes.tsv", PrefixRow)
    return {row.prefix: re.compile(row.pattern) for row in rows if row.pattern != "-"}


def _read_terms(
    folder: Path, checks: Mapping[str, re.Pattern[str]]
) -> tuple[dict[str, Term], list[Name], dict[str, tuple[str, ...]]]:
    terms: dict[str, Term] = {}
    names: list[Name] = []
    parents: dict[str, tuple[str, ...]] = {}
    for path in sorted((folder / "terms").glob("*.tsv")):
        for number, row in numbered_rows(path, TermRow):
            where = f"{path}:{number}"
            _check_id(row.id, checks, where)
            if row.id in terms:
                raise KnowledgeError(where, f"{row.id} has a row already", "keep one row for each term")
            if not row.label:
                raise KnowledgeError(where, f"{row.id} has no label", "write the ontology's label")
            term = terms[row.id] = Term(row.id, row.label, row.branch, row.source)
            parents[row.id] = tuple(_cells(row.parents))
            names.append(Name(row.label, term, "skos:exactMatch", 0))
            names.extend(Name(text, term, "skos:exactMatch", 1) for text in _cells(row.names))
    return terms, names, parents


def _check_id(identifier: str, checks: Mapping[str, re.Pattern[str]], where: str) -> None:
    prefix, _, local = identifier.partition(":")
    if prefix not in checks:
        raise KnowledgeError(where, f"{identifier!r} has an unknown prefix", "use a prefix of prefixes.tsv")
    if not checks[prefix].fullmatch(local):
        raise KnowledgeError(where, f"{identifier!r} is no id of {prefix}", f"its form is {checks[prefix].pattern}")


def _cells(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split("|") if part.strip())


def _get_term(identifier: str, terms: Mapping[str, Term], where: str) -> Term:
    if identifier not in terms:
        raise KnowledgeError(where, f"{identifier} is no term of lexicon/terms", "add its row there, or correct the id")
    return terms[identifier]


def _read_phrases(path: Path, terms: Mapping[str, Term]) -> Iterator[Name]:
    for number, row in numbered_rows(path, PhraseRow):
        where = f"{path}:{number}"
        if row.match not in _MATCHES:
            raise KnowledgeError(where, f"match is {row.match!r}", f"make it one of {', '.join(_MATCHES)}")
        predicate = cast("MatchPredicate", f"skos:{row.match}Match")
        yield Name(row.phrase, _get_term(row.id, terms, where), predicate, 2)


def _read_mappings(path: Path, terms: Mapping[str, Term]) -> Iterator[TermMapping]:
    for number, row in numbered_rows(path, MappingRow):
        subject = _get_term(row.subject_id, terms, f"{path}:{number}")
        predicate = cast("MatchPredicate", row.predicate_id)
        target = terms.get(row.object_id) or Term(row.object_id, row.object_label, subject.branch, row.source)
        yield TermMapping(subject, predicate, target, row.mapping_justification, row.source)


def _read_modifiers(path: Path, terms: Mapping[str, Term]) -> Iterator[tuple[tuple[str, str], Term]]:
    for number, row in numbered_rows(path, ModifierRow):
        _get_term(row.object_id, terms, f"{path}:{number}")
        yield (row.object_id, row.variant), Term(row.modifier_id, row.modifier_label, "modifier", row.source)
