"""Grounding: which term of the lexicon the words of a thing name, if any, and what links there are if none does."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from raregraph.mentions.rules import Rules
from raregraph.model import Match, Term
from raregraph.terms import Name

_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,6}s?")
_EXACT = "skos:exactMatch"


class Grounding(NamedTuple):
    """What a text names: a term, or links to terms that are near or broader. `modifier` are words beyond the name."""

    term: Term | None
    matches: tuple[Match, ...] = ()
    rank: int = 9
    modifier: str = ""
    name: str = ""


NOTHING = Grounding(None)


def ground(text: str, branches: Sequence[str], rules: Rules) -> Grounding:
    """Ground a text to a term of one of the branches: by its whole name, else by a name and what modifies it."""
    names = rules.lexicon.find_names(text, branches)
    if names:
        return _from_names(names)
    for name_text, modifier in _readings(text, rules):
        names = rules.lexicon.find_names(name_text, branches)
        if names and names[0].predicate == _EXACT:
            return _from_names(names)._replace(modifier=modifier)
    return _broader(text, branches, rules)


def is_acronym(text: str) -> bool:
    """Say whether a text is an abbreviation, which names nothing alone where a longer form is at hand."""
    return _ACRONYM.fullmatch(text) is not None


def _from_names(names: Sequence[Name]) -> Grounding:
    best = names[0]
    if best.predicate == _EXACT:
        return Grounding(best.term, (), best.rank, "", best.text)
    links = {(name.term.id, name.predicate): Match(name.predicate, name.term) for name in names}
    return Grounding(None, tuple(links.values()), best.rank, "", best.text)


def _readings(text: str, rules: Rules) -> Iterator[tuple[str, str]]:
    """Yield (name, modifier): "severe | pain", "unsteady gait | trembling", "MRI | with contrast"."""
    for word_count in (1, 2):
        words = text.split()
        if len(words) > word_count and " ".join(words[:word_count]).casefold().strip(",") in rules.modifiers:
            yield " ".join(words[word_count:]), " ".join(words[:word_count])
    adjectives = re.fullmatch(r"([\w-]+), ([\w-]+) (.+)", text)
    if adjectives:
        first, second, noun = adjectives.groups()
        yield f"{first} {noun}", second
        yield f"{second} {noun}", first
    aside = rules.grammar.aside.search(text)
    if aside:
        yield text[: aside.start()], text[aside.start() :].strip()


def _broader(text: str, branches: Sequence[str], rules: Rules) -> Grounding:
    """Link "nerve pain" to Pain: what ends in a term's name is mostly a kind of it."""
    words = text.split()
    if rules.grammar.aside.search(text):
        return NOTHING
    for cut in range(1, min(len(words), 5)):
        name_text = " ".join(words[cut:])
        names = [
            name for name in rules.lexicon.find_names(name_text, branches) if name.predicate == _EXACT and name.rank < 2
        ]
        if names:
            return Grounding(None, (Match("skos:broadMatch", names[0].term),), 8, "", names[0].text)
    return NOTHING
