"""Names of the vocabularies: CURIEs made IRIs by `prefixes.tsv`, kinds of thing by `branches.tsv`."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from pyoxigraph import NamedNode

from raregraph.errors import KnowledgeError
from raregraph.settings import Settings
from raregraph.tables import numbered_rows, read_table
from raregraph.terms import RelationRow, load_relations
from raregraph.terms.lexicon import BranchRow


class Prefix(NamedTuple):
    """A prefix with its namespace; `pattern` checks the part after the colon, `-` accepts any."""

    prefix: str
    namespace: str
    pattern: str


class Code(NamedTuple):
    """A term that stands for a word of ours: the word "acronym" of the kind "synonym-type"."""

    kind: str
    word: str
    id: str
    label: str


class Vocabulary:
    """What the tables say about names: prefixes, kinds of thing, relations."""

    def __init__(self, ontology: Path) -> None:
        """Read the tables of a folder. Raises `KnowledgeError` for a broken one."""
        self.ontology = ontology
        self.prefixes = _prefixes(ontology / "prefixes.tsv")
        self.branches = {row.branch: row for row in read_table(ontology / "branches.tsv", BranchRow)}
        self.codes = {(row.kind, row.word): row.id for row in read_table(ontology / "codes.tsv", Code)}
        self.relations = load_relations(ontology)
        self.names = _Names(self)
        self._iris: dict[str, str] = {}

    def iri(self, curie: str) -> str:
        """Return the IRI of a CURIE. Raises `KnowledgeError` for a prefix that `prefixes.tsv` has not."""
        known = self._iris.get(curie)
        if known is None:
            known = self._iris[curie] = self._expand(curie)
        return known

    def namespace(self, prefix: str) -> str:
        """Return what the IRIs of a prefix start with. Raises `KnowledgeError` for one that `prefixes.tsv` has not."""
        return self._row(prefix, prefix).namespace

    def category(self, branch: str) -> str:
        """Return the Biolink class of a kind of thing. Raises `KnowledgeError` for an unknown kind."""
        row = self.branches.get(branch)
        if row is None:
            where = str(self.ontology / "branches.tsv")
            raise KnowledgeError(where, f"no row for the branch {branch!r}", "add one, or correct the term's branch")
        return row.category

    def code(self, kind: str, word: str) -> str:
        """Return the CURIE that stands for a word. Raises `KnowledgeError` for one that `codes.tsv` has not."""
        found = self.codes.get((kind, word))
        if found is None:
            where = str(self.ontology / "codes.tsv")
            raise KnowledgeError(where, f"no row for {word!r} of the kind {kind}", "add one")
        return found

    def _expand(self, curie: str) -> str:
        prefix, colon, local = curie.partition(":")
        return self._row(prefix if colon else "", curie).namespace + quote(local, safe="/#-._~:")

    def _row(self, prefix: str, curie: str) -> Prefix:
        row = self.prefixes.get(prefix)
        if row is None:
            where = str(self.ontology / "prefixes.tsv")
            raise KnowledgeError(where, f"no prefix for the id {curie!r}", "add the prefix, or correct the id")
        return row


class _Names(dict[str, str]):
    """CURIE -> its IRI as N-Triples write it. Raises `KnowledgeError` as `Vocabulary.iri` does."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, curie: str) -> str:
        name = self[curie] = str(NamedNode(self._vocabulary.iri(curie)))
        return name


@lru_cache(maxsize=8)
def read_vocabulary(ontology: Path) -> Vocabulary:
    """Return the names that a folder of knowledge defines."""
    return Vocabulary(ontology)


def read_relations(settings: Settings) -> Mapping[tuple[str, str], RelationRow]:
    """Return the rows of `relations.tsv` by relation and variant."""
    return load_relations(settings.ontology)


def claim_class(relation: str) -> str:
    """Return the class of a relation's claims: `subtype_of` -> `rg:SubtypeOfClaim`."""
    return "rg:" + "".join(part.capitalize() for part in relation.split("_")) + "Claim"


def _prefixes(path: Path) -> dict[str, Prefix]:
    prefixes = {}
    for number, row in numbered_rows(path, Prefix):
        if row.prefix in prefixes or not re.match(r"[a-z]+:", row.namespace):
            where = f"{path}:{number}"
            raise KnowledgeError(where, f"the prefix {row.prefix} is given twice or has no IRI", "correct the row")
        prefixes[row.prefix] = row
    return prefixes
