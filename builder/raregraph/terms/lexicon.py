"""The embedded lexicon: terms of public ontologies, their names, lay words, and links between them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, cast

from raregraph.errors import KnowledgeError
from raregraph.model import Mapping as TermMapping
from raregraph.model import MatchPredicate, Term
from raregraph.tables import numbered_rows, read_table
from raregraph.terms.identifiers import PrefixRow
from raregraph.terms.keys import bag_key
from raregraph.terms.names import Name, load_normalizer, rank_names
from raregraph.terms.terminology import CrossReference, Terminology
from raregraph.text import Normalizer

_REMEMBERED = 20_000
_MATCHES = ("exact", "close", "broad", "narrow", "related")
_PREDICATES = tuple(f"skos:{match}Match" for match in _MATCHES)


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


class BranchRow(NamedTuple):
    """A row of `branches.tsv`: a kind of thing, the root of its branch in the ontology, its Biolink class."""

    branch: str
    root: str
    category: str
    label: str


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
    prefixes: frozenset[str] = frozenset()
    """Those that ids may have."""
    behind: Terminology | None = None
    """The full terminology, asked for what the lexicon does not know."""
    _remembered: Callable[[str, tuple[str, ...]], tuple[Name, ...]] = field(init=False, repr=False, compare=False)
    _known_links: Callable[[str], tuple[TermMapping, ...]] = field(init=False, repr=False, compare=False)
    _known_parents: Callable[[Term], tuple[Term, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Remember what was found: pages name the same things again and again."""
        object.__setattr__(self, "_remembered", lru_cache(maxsize=_REMEMBERED)(self._find_names))
        object.__setattr__(self, "_known_links", lru_cache(maxsize=_REMEMBERED)(self._links_behind))
        object.__setattr__(self, "_known_parents", lru_cache(maxsize=_REMEMBERED)(self._parents))

    def find_names(self, text: str, branches: Collection[str] = ()) -> tuple[Name, ...]:
        """Return the names that a text is, best first: the words in order, else in any order."""
        return self._remembered(text, tuple(branches))

    def _find_names(self, text: str, branches: tuple[str, ...]) -> tuple[Name, ...]:
        names = self.own_names(text, branches)
        if names or self.behind is None:
            return names
        return tuple(self._in_own_words(self.behind.find_names(text, branches), branches))

    def own_names(self, text: str, branches: Collection[str] = ()) -> tuple[Name, ...]:
        """Return the names that the lexicon itself has, whatever terminology stands behind it."""
        words = self.normalizer.words(text)
        found = self.by_words.get(" ".join(words)) or self.by_bag.get(bag_key(words), ())
        return rank_names(found, branches)

    def find_titled(self, title: str, branch: str) -> Term | None:
        """Return the term that a page's title names: the lexicon's own, else as `Terminology.find_titled` has it."""
        own = [name.term for name in self.own_names(title, (branch,)) if name.predicate == "skos:exactMatch"]
        if own or self.behind is None:
            return own[0] if own else None
        found = self.behind.find_titled(title, branch)
        return self.terms.get(found.id or "", found) if found else None

    def _in_own_words(self, names: Iterable[Name], branches: Collection[str]) -> Iterator[Name]:
        """Give terms that the lexicon has too the branch it has them in, so that a term is of one kind.

        Ids that have no IRI here, as a file that was added may hold, are left out.
        """
        for name in names:
            own = self.terms.get(name.term.id or "")
            if own is None:
                if (name.term.id or "").partition(":")[0] in self.prefixes:
                    yield name
            elif not branches or own.branch in branches:
                yield name._replace(term=own)

    def ancestors(self, identifier: str) -> frozenset[str]:
        """Return the ids of all ancestors that the lexicon knows, and the id itself."""
        found = {identifier}
        waiting = [identifier]
        while waiting:
            for parent in self.parents.get(waiting.pop(), ()):
                if parent not in found:
                    found.add(parent)
                    waiting.append(parent)
        if self.behind is not None:
            found.update(*(self.behind.ancestors(known) for known in sorted(found)))
        return frozenset(found)

    def lineage(self, term: Term) -> Iterator[tuple[Term, Term]]:
        """Yield each (child, parent) from a term up to the top of its own ontology's branch, in the order of ids."""
        waiting, seen = [term], {term.id}
        while waiting:
            child = waiting.pop(0)
            for parent in self._known_parents(child):
                yield child, parent
                if parent.id not in seen:
                    seen.add(parent.id)
                    waiting.append(parent)

    def _parents(self, child: Term) -> tuple[Term, ...]:
        """Return the terms right above one; the full terminology knows best."""
        identifier = child.id or ""
        if self.behind is not None and self.behind.find_term(identifier):
            found = self.behind.parents(identifier)
        else:
            found = tuple(self.terms[each] for each in sorted(self.parents.get(identifier, ())) if each in self.terms)
        prefix = identifier.partition(":")[0]
        # The lexicon may have a term under another branch than its ontology: an injury as a thing that causes.
        own = (self.terms.get(parent.id or "", parent) for parent in found)
        return tuple(
            parent
            for parent in own
            if parent.branch == child.branch and (parent.id or "").partition(":")[0] == prefix in self.prefixes
        )

    def mappings_of(self, identifiers: Collection[str]) -> Iterator[TermMapping]:
        """Yield the links that start from these ids: the lexicon's, then those of the terminology behind it."""
        seen = set()
        for mapping in self.mappings:
            if mapping.subject.id in identifiers:
                seen.add((mapping.subject.id, mapping.object.id))
                yield mapping if self.behind is None else self._of_its_kind(mapping, self.behind)
        if self.behind is not None:
            for identifier in sorted(identifiers):
                links = self._known_links(identifier)
                yield from (link for link in links if (identifier, link.object.id) not in seen)

    def _links_behind(self, identifier: str) -> tuple[TermMapping, ...]:
        """Return the links that start from an id in the terminology behind."""
        if self.behind is None:
            return ()
        links = (link for link in self.behind.mappings_of(identifier) if link.subject == identifier)
        return tuple(mapping for link in links for mapping in self._mapping(link, self.behind))

    def _of_its_kind(self, mapping: TermMapping, behind: Terminology) -> TermMapping:
        """Return a link of the lexicon to the term as the terminology has it: with its label, and of its kind."""
        identifier = mapping.object.id or ""
        known = None if identifier in self.terms else behind.find_term(identifier)
        return replace(mapping, object=known) if known and known.label and known.branch else mapping

    def _mapping(self, link: CrossReference, behind: Terminology) -> Iterator[TermMapping]:
        """Yield a link in SKOS's words; a mere cross reference, or one to ids that have no IRI here, is left out."""
        predicate = next((f"skos:{match}Match" for match in _MATCHES if link.predicate == f"skos:{match}Match"), None)
        subject = self.terms.get(link.subject) or behind.find_term(link.subject)
        if predicate is None or subject is None or link.object.partition(":")[0] not in self.prefixes:
            return
        target = self.terms.get(link.object) or behind.find_term(link.object)
        if target is None or not target.label or not target.branch:
            # What the licence keeps to ids has its id for a label.
            label = target.label if target and target.label else link.object
            target = Term(link.object, label, subject.branch, link.source)
        justification = link.justification or "semapv:UnspecifiedMatching"
        yield TermMapping(subject, cast("MatchPredicate", predicate), target, justification, link.source)


@lru_cache(maxsize=8)
def load_lexicon(ontology: Path, terms: Path | None = None) -> Lexicon:
    """Read the lexicon of an ontology folder, with a full terminology behind it if one is named.

    Raises `KnowledgeError` for a wrong row, with file and line, `TerminologyError` for a terminology that is not there.
    """
    lexicon = _read_lexicon(ontology)
    return lexicon if terms is None else replace(lexicon, behind=Terminology(terms, ontology=ontology))


def _read_lexicon(ontology: Path) -> Lexicon:
    folder = ontology / "lexicon"
    normalizer = load_normalizer(ontology)
    branches = {row.branch for row in read_table(ontology / "branches.tsv", BranchRow)}
    checks = _id_checks(ontology)
    terms, names, parents = _read_terms(folder, checks, branches)
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
        frozenset(checks),
    )


def _id_checks(ontology: Path) -> dict[str, re.Pattern[str]]:
    rows = read_table(ontology / "prefixes.tsv", PrefixRow)
    return {row.prefix: re.compile(row.pattern) for row in rows if row.pattern != "-"}


def _read_terms(
    folder: Path, checks: Mapping[str, re.Pattern[str]], branches: Collection[str]
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
            if row.branch not in branches:
                raise KnowledgeError(where, f"{row.branch!r} is no branch", "use one of branches.tsv")
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
        if row.predicate_id not in _PREDICATES:
            allowed = ", ".join(_PREDICATES)
            raise KnowledgeError(f"{path}:{number}", f"predicate is {row.predicate_id!r}", f"make it one of {allowed}")
        predicate = cast("MatchPredicate", row.predicate_id)
        target = terms.get(row.object_id) or Term(row.object_id, row.object_label, subject.branch, row.source)
        yield TermMapping(subject, predicate, target, row.mapping_justification, row.source)


def _read_modifiers(path: Path, terms: Mapping[str, Term]) -> Iterator[tuple[tuple[str, str], Term]]:
    for number, row in numbered_rows(path, ModifierRow):
        _get_term(row.object_id, terms, f"{path}:{number}")
        yield (row.object_id, row.variant), Term(row.modifier_id, row.modifier_label, "modifier", row.source)


def root_of(branch: str, ontology: Path) -> str:
    """Return the root term of a kind of thing of `branches.tsv`; an id stands for itself, and "all" for no root."""
    roots = {row.branch: row.root for row in read_table(ontology / "branches.tsv", BranchRow)}
    return "" if branch == "all" else roots.get(branch, branch)
