"""What the words of a thing could have named: every name that they are, and what became of it."""

from collections.abc import Collection
from typing import NamedTuple

from raregraph.mentions.grounding import ground
from raregraph.mentions.rules import Rules
from raregraph.model import MatchPredicate, Term
from raregraph.terms import Name

RANKS = ("label", "synonym", "lay phrase", "other name")
"""What kind of name each `Name.rank` is."""
CURATED_RANK = 2
"""That of the project's own tables."""


class Candidate(NamedTuple):
    """A name that the words are; `taken` says whether its term became the object, `verdict` why or why not."""

    name: str
    term: Term
    rank: int
    predicate: MatchPredicate
    taken: bool
    verdict: str

    @property
    def kind(self) -> str:
        """What kind of name it is."""
        return RANKS[self.rank]


def find_candidates(
    words: str, branches: Collection[str], chosen: str | None, rules: Rules, *, asked_for: str
) -> tuple[Candidate, ...]:
    """Return the names that the words are, the best first, given the id that was chosen for them.

    If the words as a whole are no name, those of the name within them are shown ("severe pain": "pain").
    `asked_for` says in one word what was looked for.
    """
    names = rules.lexicon.find_names(words)
    if not names:
        part = ground(words, tuple(branches), rules).name
        names = rules.lexicon.find_names(part) if part else ()
    return tuple(_candidate(name, branches, chosen, asked_for) for name in names)


def _candidate(name: Name, branches: Collection[str], chosen: str | None, asked_for: str) -> Candidate:
    taken = name.term.id is not None and name.term.id == chosen
    verdict = "taken" if taken else _objection(name, branches, asked_for)
    return Candidate(name.text, name.term, name.rank, name.predicate, taken, verdict)


def _objection(name: Name, branches: Collection[str], asked_for: str) -> str:
    if name.term.branch not in branches:
        return f"not taken: {name.term.branch} is no object of {asked_for}"
    if name.predicate != "skos:exactMatch":
        return f"linked by {name.predicate}, not put in its place"
    return "not taken: another stands before it"
