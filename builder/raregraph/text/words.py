"""Words of a text and their normal form, in which a name and a mention of it are the same."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_POSSESSIVE = re.compile(r"['’]s?$")


class Word(NamedTuple):
    """A word where it stands: `text[start:end]`."""

    start: int
    end: int
    text: str


def find_words(text: str, start: int = 0, end: int | None = None) -> Iterator[Word]:
    """Yield the words of `text[start:end]`: runs of letters and digits; hyphens part words."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield Word(match.start(), match.end(), match[0])


class Normalizer:
    """Brings words to one form: case, accents, possessive, British spelling, plural."""

    def __init__(
        self, parts: Mapping[str, str], starts: Mapping[str, str], words: Mapping[str, str], lemmas: Mapping[str, str]
    ) -> None:
        """Take replacements inside words, at their start, of whole words, and irregular form -> lemma."""
        self._parts = dict(parts)
        self._starts = dict(starts)
        self._words = dict(words)
        self._lemmas = dict(lemmas)
        self._known: dict[str, str] = {}
        # Most words have nothing to replace: one search says so.
        inside, first = ("|".join(map(re.escape, table)) for table in (parts, starts))
        self._replaceable = re.compile(f"{inside}|^(?:{first})")

    def word(self, word: str) -> str:
        """Return the normal form of a word. Applying it twice changes nothing."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._settle(word)
        return known

    def words(self, text: str) -> tuple[str, ...]:
        """Return the normal forms of a text's words."""
        return tuple(map(self.word, _WORD.findall(text)))

    def _settle(self, word: str) -> str:
        # A replacement can make room for another ("haemorrhoids"); no word takes more rounds than it has letters.
        for _ in range(len(word) + 1):
            normal = self._once(word)
            if normal == word:
                break
            word = normal
        return word

    def _once(self, word: str) -> str:
        word = _POSSESSIVE.sub("", _plain(word))
        word = self._words.get(word, word)
        if self._replaceable.search(word):
            word = self._replace(word)
        return self._lemmas.get(word) or _singular(word)

    def _replace(self, word: str) -> str:
        for british, american in self._parts.items():
            word = word.replace(british, american)
        for british, american in self._starts.items():
            if word.startswith(british):
                word = american + word[len(british) :]
        return word


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ous")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "xes", "sses")):
        return word[:-2]
    return word[:-1]
