"""The rows of `relations.tsv`: what a claim can say."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import KnowledgeError
from raregraph.tables import read_table


class RelationRow(NamedTuple):
    """A relation in one variant, with its edge, its Biolink form and the kinds of object it may have."""

    relation: str
    variant: str
    predicate: str
    biolink_predicate: str
    direction: str
    association: str
    branches: str
    label: str

    @property
    def allowed(self) -> tuple[str, ...]:
        """The branches an object may have; the first is that of the project's own terms."""
        return tuple(self.branches.split("|"))


@lru_cache(maxsize=8)
def load_relations(ontology: Path) -> Mapping[tuple[str, str], RelationRow]:
    """Return the rows by relation and variant, in the table's order."""
    return {(row.relation, row.variant): row for row in read_table(ontology / "relations.tsv", RelationRow)}


def get_relation(relation: str, variant: str, *, ontology: Path) -> RelationRow:
    """Return the row of a relation's variant. Raises `KnowledgeError` where the table has none."""
    try:
        return load_relations(ontology)[relation, variant]
    except KeyError as error:
        where = str(ontology / "relations.tsv")
        raise KnowledgeError(where, f"no row for {relation} {variant}", "add one, or correct cues.tsv") from error
