"""Names of terms, and the tables that bring them to one form."""

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.model import MatchPredicate, Term
from raregraph.tables import read_table
from raregraph.text import Normalizer


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


def rank_names(names: Collection[Name], branches: Collection[str]) -> tuple[Name, ...]:
    """Return the names whose terms are of these branches (all if none are given), the best first."""
    if not names:
        return ()
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
def load_normalizer(ontology: Path) -> Normalizer:
    """Read the tables of spelling and inflection."""
    spelling = read_table(ontology / "spelling.tsv", SpellingRow)
    by_place = {
        place: {row.british: row.american for row in spelling if row.where == place}
        for place in ("part", "start", "word")
    }
    lemmas = {row.form: row.lemma for row in read_table(ontology / "inflections.tsv", InflectionRow)}
    return Normalizer(by_place["part"], by_place["start"], by_place["word"], lemmas)
