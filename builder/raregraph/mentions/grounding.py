"""Grounding: which term of the lexicon the words of a thing name, if any, and what links there are if none does."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from raregraph.mentions.finder import Finder, load_finder
from raregraph.mentions.rules import Rules
from raregraph.model import Match, Term
from raregraph.terms import Name, root_of

_ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,6}s?")
_EXACT = "skos:exactMatch"
FINDING = "phenotype"
PARAPHRASE_RANK = 4
"""Of a name in other words: behind every name as it stands."""


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
    return _paraphrase(text, branches, rules) or _broader(text, branches, rules)


def _paraphrase(text: str, branches: Sequence[str], rules: Rules) -> Grounding | None:
    """Ground "abnormally shaped ears" by the finder of findings, if it reads the whole of it as one."""
    finder = _finder(rules) if FINDING in branches else None
    found = finder.find_whole(text) if finder else None
    if found is None or rules.lexicon.behind is None:
        return None
    own = rules.lexicon.terms.get(found.id)
    if (own and own.branch not in branches) or found.id.partition(":")[0] not in rules.lexicon.prefixes:
        return None
    return Grounding(own or rules.lexicon.behind.get_term(found.id), (), PARAPHRASE_RANK, "", found.label)


@lru_cache(maxsize=8)
def _finder(rules: Rules) -> Finder | None:
    """Return the finder of findings, where there is a full terminology that has them."""
    behind, root = rules.lexicon.behind, root_of(FINDING, rules.ontology)
    if behind is None or behind.find_term(root) is None:
        return None
    return load_finder(behind.path, root, ontology=rules.ontology)


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
    normal = rules.lexicon.normalizer.words
    for cut in range(1, min(len(words), 5)):
        name_text = " ".join(words[cut:])
        names = [
            name
            for name in rules.lexicon.find_names(name_text, branches)
            # In this order and no looser: "factor" is not "A-factor".
            if name.predicate == _EXACT and name.rank < 2 and normal(name.text) == normal(name_text)
        ]
        if names:
            return Grounding(None, (Match("skos:broadMatch", names[0].term),), 8, "", names[0].text)
    return NOTHING
