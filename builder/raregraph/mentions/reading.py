"""A text as the finder reads it: the words that names may have, and what parts them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from raregraph.mentions.name_index import NameIndex
from raregraph.mentions.name_tables import NameTables
from raregraph.mentions.name_variants import JOIN, is_acronym

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)?|\n[ \t]*\n|[^\w\s]")
_JOINED = re.compile(r"[-‐‑]([^\W\d_]+)")
_SILENT = frozenset("-‐‑–'\"“”‘’*")
_SEPARATOR = frozenset("/&")
# Words learnt; a text of noise must not fill the memory.
_MOST_WORDS = 500_000

WORD, STOP, ALONE, COMMA, HARD, ARTICLE, SKIP = range(7)
"""Kinds of tokens: STOP and ALONE share no word, COMMA and HARD part names, ARTICLE and SKIP are not kept."""
_KINDS = {"stop": STOP, "alone": ALONE, "skip": SKIP, "article": ARTICLE}


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


_COMMA = Token(COMMA)
_HARD = Token(HARD)
_SKIP = Token(SKIP)


@dataclass(slots=True)
class Reading:
    """The tokens of a text that are kept, and where each stands in it."""

    tokens: list[Token] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    fresh: set[int] = field(default_factory=set)
    """Tokens that an article opens: no word before it is understood again after it."""


class Reader:
    """Turns text into tokens; remembers each word it has met."""

    def __init__(self, index: NameIndex, tables: NameTables) -> None:
        self._index = index
        self._tables = tables
        self._known: dict[str, Token] = {}

    def read(self, text: str) -> Reading:
        """Return the tokens of a text without those that names may lack."""
        if len(self._known) > _MOST_WORDS:
            self._known.clear()
        known = self._known
        reading = Reading()
        tokens, spans = reading.tokens, reading.spans
        resume = 0
        for match in _TOKEN.finditer(text):
            start, end = match.span()
            if start < resume:
                continue
            word = match[0]
            token = known.get(word)
            if token is None:
                token = known[word] = self._token(word)
            if token.prefix:
                token, resume = self._joined(text, word, end) or (token, end)
                end = resume
            if token.kind == ARTICLE:
                reading.fresh.add(len(tokens))
            elif token.kind != SKIP:
                tokens.append(token)
                spans.append((start, end))
        return reading

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
            return Token(_KINDS[role])
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
