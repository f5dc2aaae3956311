"""From the names of terms to the bags of words that a text may hold instead of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from raregraph.mentions.name_tables import NameTables
from raregraph.terms.keys import ANY, NEVER
from raregraph.terms.named_terms import NamedTerm, TermName

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[/&]")
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9][A-Za-z0-9]*[A-Z0-9]")
FINDING = "phenotype"
"""The branch whose names are said in other words: what the tables know is how findings are told."""

JOIN = "&"
"""Stands for "and", "or" and "/" in a name."""

EVERYDAY, LABEL, EXACT, OTHER, SUBSTITUTED, REPHRASED = range(6)
"""How well a name speaks for its term; less is better."""

# Longer names are definitions, which no text repeats word for word.
_LONGEST = 10
_MOST_VARIANTS = 24
# More than the places that two rephrasings can have.
_MOST_PLACES = 1_000
# "S4" is a heart sound, a vertebra and a figure.
_SHORTEST = 3


class Variant(NamedTuple):
    """Words that name a term: the words themselves, the heads of their classes, and how well they speak for it."""

    words: tuple[str, ...]
    heads: tuple[str, ...]
    term: str
    rank: int


def is_acronym(text: str) -> bool:
    """Say whether a name is one word in capitals: "GERD", "CMT1A"."""
    return _ACRONYM.fullmatch(text) is not None


def name_words(text: str, tables: NameTables) -> tuple[str, ...]:
    """Return the normal forms of a name's words without those that it may lack; `&` for what joins."""
    words: list[str] = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        role = "join" if word in "/&" else tables.roles.get(word.lower())
        if role == "join":
            if words and words[-1] != JOIN:
                words.append(JOIN)
        elif role not in ("skip", "article"):
            words.append(tables.normalizer.word(word))
    return tuple(words)


def make_variants(terms: Sequence[NamedTerm], tables: NameTables) -> Iterator[Variant]:
    """Yield the names of terms and what else these may be called. Acronyms are left out."""
    names = list(_own_names(terms, tables))
    yield from names
    findings = {term.id for term in terms if term.branch == FINDING}
    names = [name for name in names if name.term in findings]
    yield from _substituted(names, terms)
    for name in names:
        yield from _rephrased(name, tables)


def _own_names(terms: Iterable[NamedTerm], tables: NameTables) -> Iterator[Variant]:
    known = {term.id for term in terms}
    for term in terms:
        yield from _named(term.label, term.id, LABEL, tables)
        for name in term.names:
            if name.condition == ANY or len(name.text.split()) > 1:
                yield from _named(name.text, term.id, EXACT if name.scope == "EXACT" else OTHER, tables)
    for row in tables.everyday:
        if row.id in known:
            yield from _named(row.name, row.id, EVERYDAY, tables)


def _named(text: str, term: str, rank: int, tables: NameTables) -> Iterator[Variant]:
    if is_acronym(text) or len(text) < _SHORTEST:
        return
    words = name_words(text, tables)
    key = " ".join(words)
    if 0 < len(words) <= _LONGEST and not {(key, term), (key, "*")} & tables.not_names:
        heads = tuple(tables.head(word) for word in words)
        if not tables.weak.issuperset(heads):
            yield Variant(words, heads, term, rank)


def _substituted(names: Sequence[Variant], terms: Sequence[NamedTerm]) -> Iterator[Variant]:
    """Put another name of an ancestor in the place of its name inside a name: "mild mental retardation"."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    others: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for name in names:
        if name.rank <= EXACT:
            owners[name.heads].add(name.term)
            others[name.term][name.heads] = None
    ancestors = Ancestors({term.id: term.parents for term in terms})
    for name in names:
        if name.rank > EXACT:
            continue
        seen = 0
        for start, end in _inner_spans(len(name.heads)):
            for owner in sorted(owners.get(name.heads[start:end], set()) & ancestors.of(name.term)):
                for other in others[owner]:
                    heads = name.heads[:start] + other + name.heads[end:]
                    if other != name.heads[start:end] and len(heads) <= _LONGEST and seen < _MOST_VARIANTS:
                        seen += 1
                        yield Variant(heads, heads, name.term, SUBSTITUTED)


def _inner_spans(length: int) -> Iterator[tuple[int, int]]:
    for size in range(length - 1, 0, -1):
        for start in range(length - size + 1):
            yield start, start + size


def acronym_names(terms: Sequence[NamedTerm], tables: NameTables) -> dict[str, int]:
    """Return the acronyms that mean one term wherever they stand, with its position."""
    holders: dict[str, set[int]] = defaultdict(set)
    numbers = {term.id: number for number, term in enumerate(terms)}
    for number, term in enumerate(terms):
        for name in (TermName(term.label), *term.names):
            if name.condition != NEVER and name.scope == "EXACT" and is_acronym(name.text):
                holders[name.text].add(number)
    found = {name: min(held) for name, held in holders.items() if len(held) == 1 and len(name) >= _SHORTEST}
    for row in tables.acronyms:
        found.pop(row.acronym, None)
        if row.use == "alone" and row.id in numbers:
            found[row.acronym] = numbers[row.id]
    return dict(sorted(found.items()))


class Ancestors:
    """Ancestors of terms, each found once; cycles end nothing but themselves."""

    def __init__(self, parents: Mapping[str, Sequence[str]]) -> None:
        self._parents = parents
        self._known: dict[str, frozenset[str]] = {}

    def of(self, term: str) -> frozenset[str]:
        """Return the ids above a term."""
        if term not in self._known:
            found: set[str] = set()
            waiting = list(self._parents.get(term, ()))
            while waiting:
                parent = waiting.pop()
                if parent not in found:
                    found.add(parent)
                    waiting.extend(self._parents.get(parent, ()))
            self._known[term] = frozenset(found - {term})
        return self._known[term]


def _rephrased(name: Variant, tables: NameTables) -> Iterator[Variant]:
    """Yield the name with each rephrasing, and with two of them. Earlier rows of the table rank better."""
    best = {name.heads: 0}
    latest = [name.heads]
    for _ in range(2):
        found = [
            (heads, best[before] + place)
            for before in latest
            for place, heads in _rephrase_once(before, tables)
            if heads and heads not in best
        ][:_MOST_VARIANTS]
        best.update(reversed(found))
        latest = list(dict.fromkeys(heads for heads, _ in found))
    for heads, place in best.items():
        # A single word that is left over says too little.
        if heads != name.heads and not tables.weak.issuperset(heads) and len(heads) >= min(2, len(name.heads)):
            yield Variant(heads, heads, name.term, REPHRASED + place + _MOST_PLACES * (name.rank == OTHER))


def _rephrase_once(heads: tuple[str, ...], tables: NameTables) -> Iterator[tuple[int, tuple[str, ...]]]:
    for place, words, instead in tables.rephrasings_of(heads):
        positions = _in_sequence(words, heads)
        if positions:
            kept: list[tuple[str, ...]] = [() if at in positions else (head,) for at, head in enumerate(heads)]
            kept[positions[0]] = instead
            yield place, tuple(chain.from_iterable(kept))


def _in_sequence(words: Sequence[str], heads: Sequence[str]) -> tuple[int, ...]:
    """Return where the words stand in this order, nothing if they do not."""
    positions: list[int] = []
    for word in words:
        start = positions[-1] + 1 if positions else 0
        if word not in heads[start:]:
            return ()
        positions.append(heads.index(word, start))
    return tuple(positions)
