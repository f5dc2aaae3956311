"""One term across sources: label and obsolescence of the newest release, the names of all, one line of ancestors."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from raregraph.terms.branches import Branches
from raregraph.terms.identifiers import Identifiers
from raregraph.terms.manifest import Source
from raregraph.terms.records import ABBREVIATION, FORMER, LINKED, OBSOLETE, Entry, Header, Link, Record

EXACT_MATCH = "skos:exactMatch"
CROSS_REFERENCE = "oboInOwl:hasDbXref"
_OBSOLETE_LABEL = "obsolete "


@dataclass(slots=True)
class MergedName:
    """A name of a term and the source (its number) that has it."""

    text: str
    scope: str
    type: str
    source: int


@dataclass(slots=True)
class MergedTerm:
    """A term with what the newest source that tells it says, and the names of all."""

    id: str
    label: str = ""
    source: int = -1
    released: str = ""
    obsolete: bool = False
    replaced_by: str = ""
    branch: str = ""
    declared: str = ""
    parents: tuple[str, ...] = ()
    parents_released: str = ""
    keep: tuple[str, ...] = ()
    names: list[MergedName] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MergedLink:
    """A link between two ids; `source` is the number of the source that states it."""

    subject: str
    predicate: str
    object: str
    justification: str
    source: int


class Merger:
    """Takes the records of one source after the other; the order of the sources makes no difference to labels."""

    def __init__(self, identifiers: Identifiers, branches: Branches) -> None:
        """Take the tables of ids and branches."""
        self._identifiers = identifiers
        self._branches = branches
        self._curies: dict[str, str] = {}
        self.sources: list[Source] = []
        self.terms: dict[str, MergedTerm] = {}
        self.links: dict[tuple[str, str, str], MergedLink] = {}
        self.disagreements: list[tuple[str, str, str]] = []
        """Id, the label that stands, the label of an older release."""

    def add(self, source: Source, records: Iterable[Record]) -> None:
        """Take all records of a source."""
        number = len(self.sources)
        self.sources.append(source)
        for record in records:
            if isinstance(record, Entry):
                self._add_entry(record, source, number)
            elif isinstance(record, Link):
                self._add_link(record, source, number)
            elif not isinstance(record, Header):
                raise TypeError(f"no record of a terminology: {record!r}")

    def _curie(self, text: str) -> str:
        known = self._curies.get(text)
        if known is None:
            known = self._curies[text] = self._identifiers.curie(text)
        return known

    def _add_entry(self, entry: Entry, source: Source, number: int) -> None:
        identifier = self._curie(entry.id)
        if not identifier:
            return
        term = self._term(identifier)
        self._take_status(term, entry, source)
        label = _plain_label(entry.label) if self._identifiers.allows_label(identifier) else ""
        if label:
            self._take_label(term, label, source, number)
            # A tuple of them would be the clearer thing, but there are a million.
            term.names.extend(
                MergedName(name.text, name.scope or source.scope, name.type, number) for name in entry.synonyms
            )
        self._take_parents(term, entry, source)
        for reference in entry.references:
            self._add_reference(identifier, self._curie(reference), number)
        for former in entry.former_ids:
            self._add_former(self._curie(former), identifier, source)

    def _term(self, identifier: str) -> MergedTerm:
        term = self.terms.get(identifier)
        if term is None:
            term = self.terms[identifier] = MergedTerm(identifier)
        return term

    def _take_status(self, term: MergedTerm, entry: Entry, source: Source) -> None:
        if term.source < 0 or source.released > term.released:
            term.obsolete = entry.obsolete
            term.replaced_by = self._curie(entry.replaced_by) if entry.replaced_by else ""
        if term.source < 0:
            term.keep = source.keep
        elif not source.keep:
            term.keep = ()
        if entry.branch is not None or source.branch:
            term.declared = entry.branch or source.branch

    def _take_label(self, term: MergedTerm, label: str, source: Source, number: int) -> None:
        if not term.label or source.released > term.released:
            older, term.label, term.source, term.released = term.label, label, number, source.released
        else:
            older = label
        if older and older != term.label:
            term.names.append(MergedName(older, "", FORMER, number))
            self.disagreements.append((term.id, term.label, older))

    def _take_parents(self, term: MergedTerm, entry: Entry, source: Source) -> None:
        if entry.parents and (not term.parents or source.released > term.parents_released):
            found = (parent if self._branches.is_tree(parent) else self._curie(parent) for parent in entry.parents)
            term.parents = tuple(parent for parent in dict.fromkeys(found) if parent and parent != term.id)
            term.parents_released = source.released

    def _add_reference(self, subject: str, target: str, number: int) -> None:
        if target and target != subject:
            key = (subject, CROSS_REFERENCE, target)
            self.links.setdefault(key, MergedLink(*key, "", number))

    def _add_former(self, former: str, identifier: str, source: Source) -> None:
        if former and former not in self.terms:
            term = self._term(former)
            term.obsolete, term.replaced_by, term.released, term.keep = True, identifier, source.released, source.keep

    def _add_link(self, link: Link, source: Source, number: int) -> None:
        subject, target = self._curie(link.subject), self._curie(link.object)
        if not subject or not target or subject == target:
            return
        key = (subject, link.predicate, target)
        known = self.links.get(key)
        if known is None or source.released > self.sources[known.source].released:
            self.links[key] = MergedLink(*key, link.justification, number)
        for identifier, label in ((subject, link.subject_label), (target, link.object_label)):
            # A file of links lends a label only to what no file of terms knows.
            if label and identifier not in self.terms and self._identifiers.allows_label(identifier):
                term = self._term(identifier)
                term.label, term.source = _plain_label(label), number

    def finish(self) -> None:
        """Settle what needs all sources: replacements, branches, and what is not to be kept."""
        self._settle_replacements()
        self._settle_branches()
        self._pass_names_on()
        self._drop_unwanted()
        self._drop_stale_links()
        self._share_names()

    def _settle_replacements(self) -> None:
        for term in self.terms.values():
            seen = {term.id}
            while term.replaced_by:
                target = self.terms.get(term.replaced_by)
                if target is None or not target.obsolete:
                    break
                if target.id in seen:  # a circle of replacements replaces nothing
                    term.replaced_by = ""
                    break
                seen.add(target.id)
                term.replaced_by = target.replaced_by

    def _settle_branches(self) -> None:
        self._branches.resolve_trees(self.terms)
        by_root = self._branches.find(self.terms)
        for term in self.terms.values():
            branch = by_root.get(term.id) or term.declared or self._identifiers.branch(term.id)
            term.branch = "" if branch == "-" else branch

    def _pass_names_on(self) -> None:
        for term in list(self.terms.values()):
            heir = self.terms.get(term.replaced_by) if term.obsolete else None
            if heir is None or heir.obsolete or not heir.label:
                continue
            if term.label:
                heir.names.append(MergedName(term.label, "", OBSOLETE, max(term.source, 0)))
            heir.names.extend(MergedName(name.text, "", OBSOLETE, name.source) for name in term.names)

    def _drop_unwanted(self) -> None:
        unwanted = [term.id for term in self.terms.values() if term.keep and term.branch not in term.keep]
        for identifier in unwanted:
            del self.terms[identifier]

    def _drop_stale_links(self) -> None:
        """Keep, for each pair of ontologies, what the newest source that links them says."""
        newest: dict[tuple[str, str], str] = defaultdict(str)
        for link in self.links.values():
            pair = _pair(link)
            newest[pair] = max(newest[pair], self.sources[link.source].released)
        kept = {key: link for key, link in self.links.items() if self._is_newest(link, newest[_pair(link)])}
        self.links = kept

    def _share_names(self) -> None:
        """Give a term the names that other ontologies have for it, where a link says that both are exactly the same."""
        own = {term.id: list(term.names) for term in self.terms.values()}
        for link in sorted(self.links.values(), key=lambda link: (link.subject, link.object)):
            term, other = self.terms.get(link.subject), self.terms.get(link.object)
            if link.predicate != EXACT_MATCH or not (term and other) or term.branch != other.branch or other.obsolete:
                continue
            if other.label:
                term.names.append(MergedName(other.label, "", LINKED, other.source))
            term.names.extend(
                MergedName(name.text, "", LINKED, name.source) for name in own[other.id] if _is_plain(name)
            )

    def _is_newest(self, link: MergedLink, newest: str) -> bool:
        return self.sources[link.source].released == newest


def _is_plain(name: MergedName) -> bool:
    return name.scope in ("EXACT", "") and name.type not in (ABBREVIATION, OBSOLETE, FORMER)


def _pair(link: MergedLink) -> tuple[str, str]:
    return link.subject.partition(":")[0], link.object.partition(":")[0]


def _plain_label(label: str) -> str:
    return label.strip().removeprefix(_OBSOLETE_LABEL)
