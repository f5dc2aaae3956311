"""From the names of terms to the bags of words that a text may hold instead of them."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from raregraph.mentions.name_tables import NameTables
from raregraph.terms.keys import ANY, NEVER
from raregraph.terms.keys import EXACT as LITERAL
from raregraph.terms.named_terms import NamedTerm, TermName

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|[/&]")
# A name with these is found in no text: brackets and commas part names there.
_SYSTEMATIC = re.compile(r"[()\[\]{}]|,(?! )")
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z0-9][A-Za-z0-9]*[A-Z0-9]")
FINDING = "phenotype"
"""The branch whose names are said in other words: what the tables know is how findings are told."""

CHEMICAL = "chemical"

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


class Symbol(NamedTuple):
    """A name that counts letter for letter, as the symbol of a gene does; an alias only where genes are asked for."""

    words: tuple[str, ...]
    heads: tuple[str, ...]
    written: tuple[str, ...]
    alias: bool


def is_acronym(text: str) -> bool:
    """Say whether a name is one word in capitals: "GERD", "CMT1A"."""
    return text.isalnum() and _ACRONYM.fullmatch(text) is not None


class NameWords:
    """Reads the words of names; remembers each word it has met."""

    def __init__(self, tables: NameTables) -> None:
        """Take what English does with names."""
        self._forms = _Forms(tables)

    def __call__(self, text: str) -> tuple[str, ...]:
        """Return the normal forms of a name's words without those that it may lack; `&` for what joins."""
        forms = self._forms
        words = [form for word in _TOKEN.findall(text) if (form := forms[word])]
        if JOIN in words:
            words = [word for word, before in zip(words, [JOIN, *words], strict=False) if not word == before == JOIN]
        return tuple(words)


class _Forms(dict[str, str]):
    """Words to their normal forms, "" for those that a name may lack."""

    def __init__(self, tables: NameTables) -> None:
        super().__init__({"/": JOIN, "&": JOIN})
        self._tables = tables

    def __missing__(self, word: str) -> str:
        self[word] = form = self._form(word)
        return form

    def _form(self, word: str) -> str:
        role = self._tables.roles.get(word.lower())
        if role in ("skip", "article"):
            return ""
        return JOIN if role == "join" else self._tables.normalizer.word(word)


class OwnNames:
    """Reads the names of terms, each in the words of the ontology."""

    def __init__(self, tables: NameTables) -> None:
        """Take what English does with names."""
        self._words = NameWords(tables)
        self._tables = tables

    def of(self, term: NamedTerm) -> Iterator[Variant]:
        """Yield the names of a term that count in any letters, without acronyms."""
        systematic = _SYSTEMATIC if term.branch == CHEMICAL else None
        for text, rank in _texts(term):
            if systematic is None or systematic.search(text) is None:
                yield from self.make(text, term.id, rank)

    def make(self, text: str, term: str, rank: int) -> Iterator[Variant]:
        """Yield the one variant of a text, none where it is no name that can be looked for."""
        if len(text) < _SHORTEST or is_acronym(text):
            return
        words = self._words(text)
        if not 0 < len(words) <= _LONGEST or self._is_no_name(words, term):
            return
        of_class = self._tables.heads
        heads = tuple([of_class.get(word, word) for word in words])
        if not self._tables.weak.issuperset(heads):
            yield Variant(words, heads, term, rank)

    def symbols_of(self, term: NamedTerm) -> Iterator[Symbol]:
        """Yield the names of a term that count letter for letter."""
        for name in term.names:
            written = tuple(_TOKEN.findall(name.text)) if name.condition == LITERAL else ()
            words = self._words(name.text) if written else ()
            # A name that is short of a word names something else: "HLA-A" is not "HLA".
            if words and len(words) == len(written) and JOIN not in words:
                heads = tuple([self._tables.head(word) for word in words])
                yield Symbol(words, heads, written, name.text != term.label or len(name.text) < _SHORTEST)

    def _is_no_name(self, words: tuple[str, ...], term: str) -> bool:
        key = " ".join(words)
        dropped = self._tables.not_names
        return (key, "*") in dropped or (key, term) in dropped


def _texts(term: NamedTerm) -> Iterator[tuple[str, int]]:
    if all(name.condition != LITERAL for name in term.names if name.text == term.label):
        yield term.label, LABEL
    for name in term.names:
        if name.text != term.label and (name.condition == ANY or " " in name.text):
            yield name.text, EXACT if name.scope == "EXACT" else OTHER


def derive_variants(
    names: Sequence[Variant], parents: Mapping[str, Sequence[str]], tables: NameTables
) -> Iterator[Variant]:
    """Yield what else findings may be called: with an ancestor's other name inside, and said in other words."""
    yield from _substituted(names, Ancestors(lambda term: parents.get(term, ())))
    for name in names:
        yield from _rephrased(name, tables)


def _substituted(names: Sequence[Variant], ancestors: "Ancestors[str]") -> Iterator[Variant]:
    """Put another name of an ancestor in the place of its name inside a name: "mild mental retardation"."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    others: dict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for name in names:
        if name.rank <= EXACT:
            owners[name.heads].add(name.term)
            others[name.term][name.heads] = None
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


class Acronyms:
    """Collects acronyms, and tells which of them mean one term wherever they stand. No symbol is one."""

    def __init__(self) -> None:
        """Start with none."""
        self._holders: dict[str, set[int]] = defaultdict(set)
        self._symbols = set[tuple[str, int]]()

    def add(self, term: NamedTerm, number: int) -> None:
        """Add those of the term at a position."""
        for name in (TermName(term.label), *term.names):
            if name.condition != NEVER and name.scope == "EXACT" and is_acronym(name.text):
                self._holders[name.text].add(number)
                if name.condition == LITERAL:
                    self._symbols.add((name.text, number))

    def names(self, numbers: Mapping[str, int], tables: NameTables) -> dict[str, int]:
        """Return the positions of the terms that they mean."""
        found = {
            name: min(held)
            for name, held in self._holders.items()
            if len(held) == 1 and len(name) >= _SHORTEST and (name, min(held)) not in self._symbols
        }
        for row in tables.acronyms:
            found.pop(row.acronym, None)
            if row.use == "alone" and row.id in numbers:
                found[row.acronym] = numbers[row.id]
        return dict(sorted(found.items()))


Key = TypeVar("Key", bound=Hashable)


class Ancestors(Generic[Key]):
    """Ancestors of terms, each found once; cycles end nothing but themselves."""

    def __init__(self, parents: Callable[[Key], Iterable[Key]]) -> None:
        """Take what tells the parents of a term."""
        self._parents = parents
        self._known: dict[Key, frozenset[Key]] = {}

    def of(self, term: Key) -> frozenset[Key]:
        """Return what stands above a term."""
        if term not in self._known:
            found: set[Key] = set()
            waiting = list(self._parents(term))
            while waiting:
                parent = waiting.pop()
                if parent not in found:
                    found.add(parent)
                    waiting.extend(self._parents(parent))
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
