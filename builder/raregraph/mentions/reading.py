"""A text as the finder reads it: the words that names may have, and what parts them."""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

from raregraph.mentions.name_index import NameIndex
from raregraph.mentions.name_tables import NameTables
from raregraph.mentions.name_variants import JOIN, is_acronym

# In brackets, so that splitting a text gives the tokens and what lies between them.
_TOKEN = re.compile(r"([^\W_]+(?:['’][^\W_]+)?|\n[ \t]*\n|[^\w\s])")
_JOINED = re.compile(r"[-‐‑]([^\W\d_]+)")
_SILENT = frozenset("-‐‑–'\"“”‘’*")
_SEPARATOR = frozenset("/&")
# Words learnt; a text of noise must not fill the memory.
_MOST_WORDS = 500_000

WORD, STOP, ALONE, COMMA, HARD, ARTICLE, SKIP = range(7)
"""Kinds of tokens: STOP and ALONE share no word, COMMA and HARD part names, ARTICLE and SKIP are not kept."""
_KINDS = {"stop": STOP, "alone": ALONE}


class Token(NamedTuple):
    """What a word is: a member of names if it has a code."""

    kind: int
    code: int = 0
    exact: int = 0
    size: int = 0
    """The most words of a name that it is in."""
    adjective: bool = False
    join: bool = False
    light: bool = False
    """Whether it may stand inside a name that lacks it."""
    prefix: bool = False


_PREFIX = attrgetter("prefix")
_COMMA = Token(COMMA)
_HARD = Token(HARD)
_SKIP = Token(SKIP)
_ARTICLE = Token(ARTICLE)


@dataclass(slots=True)
class Reading:
    """The tokens of a text that are kept, and where each stands in it."""

    tokens: list[Token] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    """Tokens that an article opens: no word before it is understood again after it."""


class _Known(dict[str, Token]):
    """Words met before."""

    def __init__(self, make: Callable[[str], Token]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, word: str) -> Token:
        self[word] = token = self._make(word)
        return token


class Reader:
    """Turns text into tokens; remembers each word it has met."""

    def __init__(self, index: NameIndex, tables: NameTables) -> None:
        self._index = index
        self._tables = tables
        self._known = _Known(self._token)

    def read(self, text: str) -> Reading:
        """Return the tokens of a text without those that names may lack."""
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        known = self._known
        pieces = _TOKEN.split(text)
        read = [known[word] for word in pieces[1::2]]
        ends = list(accumulate(map(len, pieces)))
        if any(map(_PREFIX, read)):
            self._close_hyphens(text, pieces, read, ends)
        kept = [at for at, token in enumerate(read) if token.kind < ARTICLE]
        fresh = {bisect_left(kept, at) for at, token in enumerate(read) if token is _ARTICLE}
        spans = [(ends[2 * at], ends[2 * at + 1]) for at in kept]
        return Reading([read[at] for at in kept], spans, fresh)

    def _close_hyphens(self, text: str, pieces: list[str], read: list[Token], ends: list[int]) -> None:
        """Make "pre-auricular" the one word that names have; its further tokens are left out."""
        resume = 0
        for at, token in enumerate(read):
            if ends[2 * at] < resume:
                read[at] = _SKIP
            elif token.prefix and (joined := self._joined(text, pieces[2 * at + 1], ends[2 * at + 1])):
                read[at], resume = joined
                ends[2 * at + 1] = resume

    def _joined(self, text: str, prefix: str, end: int) -> tuple[Token, int] | None:
        """Return "pre-auricular" as the one word that names have."""
        rest = _JOINED.match(text, end)
        if rest is None:
            return None
        word = self._tables.normalizer.word(prefix + rest[1])
        return None if self._index.find_word(word) is None else (self._member(word, WORD), rest.end())

    def _token(self, word: str) -> Token:
        if not word[0].isalnum():
            return self._sign(word)
        acronym = next(self._acronyms(word), None)
        if acronym:
            return self._member(acronym, WORD)
        lower = word.lower()
        # What is in the index is a normal form already, and that of itself.
        normal = lower if self._index.find_word(lower) is not None else self._tables.normalizer.word(word)
        role = self._tables.roles.get(lower) or self._tables.roles.get(normal)
        if role == "join":
            return self._member(JOIN, WORD, join=True)
        if role in ("skip", "article"):
            return _SKIP if role == "skip" else _ARTICLE
        # An adverb that no name has colours what it stands before.
        if normal.endswith("ly") and self._index.find_word(normal) is None:
            return _SKIP
        token = self._member(normal, _KINDS.get(role or "", WORD))
        return token._replace(light=role == "light", prefix=role == "prefix")

    def _sign(self, sign: str) -> Token:
        if sign in _SILENT:
            return _SKIP
        if sign in _SEPARATOR:
            return self._member(JOIN, WORD, join=True)
        return _COMMA if sign == "," else _HARD

    def _acronyms(self, word: str) -> Iterator[str]:
        for form in (word, word.removesuffix("s")):
            if is_acronym(form) and self._index.find_word(form) is not None:
                yield form

    def _member(self, word: str, kind: int, *, join: bool = False) -> Token:
        index = self._index
        at = index.find_word(word)
        if at is None:
            return Token(kind, join=join)
        adjective = word in self._tables.adjectives
        return Token(kind, index.classes[at], index.words[at], index.sizes[at], adjective, join)
