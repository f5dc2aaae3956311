"""What of an HTML page belongs to its site: told by tags, roles and the words of classes and ids."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from raregraph.tables import read_table


class SiteRow(NamedTuple):
    """A row of `html-furniture.tsv`."""

    where: str
    word: str
    note: str


@dataclass(frozen=True, slots=True)
class Site:
    """Tags, roles, and whole words of classes and ids that mark what is not the page's text."""

    tags: frozenset[str]
    roles: frozenset[str]
    names: frozenset[str]

    def leaves_out(self, element: etree._Element) -> bool:
        """Say whether an element belongs to the site. What holds the page's first heading never does."""
        if not isinstance(element.tag, str):
            return True
        marked = (
            element.tag.rpartition("}")[2].lower() in self.tags
            or element.get("role", "").lower() in self.roles
            or element.get("aria-hidden") == "true"
            or not self.names.isdisjoint(_words(element))
        )
        return marked and next(element.iter("h1"), None) is None


def load_site(ontology: Path) -> Site:
    """Read `html-furniture.tsv`."""
    rows = read_table(ontology / "html-furniture.tsv", SiteRow)
    tags, roles, names = (
        frozenset(row.word for row in rows if row.where == where) for where in ("tag", "role", "name")
    )
    return Site(tags, roles, names)


def _words(element: etree._Element) -> set[str]:
    """Return the names of an element: whole classes and ids, small letters, hyphens for underscores."""
    names = f"{element.get('class', '')} {element.get('id', '')}".lower().replace("_", "-")
    return set(names.split())
