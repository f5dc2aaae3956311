"""Patterns that ignore case, looked for in small letters: that takes a quarter of the time."""

import re
import sys
from collections.abc import Iterator
from functools import lru_cache

# Letters that match "i" and "s" where case is ignored, though their small letters are others.
_LIKE_ASCII = (("\u0130", "i"), ("\u0131", "i"), ("\u017f", "s"))
_CAPITALS = re.compile(r"(\\.|\(\?P[<=]\w+)|[A-Z]+", re.DOTALL)
# Parts in which case counts, and letters that may have more than two forms, also where they are escaped.
_KEEPS_CASE = re.compile(r"\(\?[a-z]*-[a-z]*i|[^\x00-\x7f\W]|\\(?!ue00[01])[0NUux]")


@lru_cache(maxsize=1024)
def small_letters(text: str) -> str:
    """Return the text in small letters, each where it was: what ignores case finds in the text, case finds here."""
    if not text.isascii():
        for letter, other in _LIKE_ASCII:
            text = text.replace(letter, other)
    return text.lower()


class WordPattern:
    """A regular expression that ignores case, with the methods of `re.Pattern` that readers of sentences use."""

    __slots__ = ("_folds", "_small", "exact", "fullmatch", "match")

    def __init__(self, pattern: str) -> None:
        """Compile a pattern. Raises `re.error` for one that is broken."""
        self.exact = re.compile(pattern, re.IGNORECASE)
        self.match = self.exact.match
        self.fullmatch = self.exact.fullmatch
        self._folds = not _KEEPS_CASE.search(pattern)
        self._small: re.Pattern[str] | None = None

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """Return the first match in `text[start:end]`."""
        if self._folds:
            found = (self._small or self._compile()).search(small_letters(text), start, end)
            if found is None:
                return None
            start = found.start()
        return self.exact.search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """Yield the matches in `text[start:end]`."""
        if not self._folds:
            return self.exact.finditer(text, start, end)
        found = (self._small or self._compile()).finditer(small_letters(text), start, end)
        return filter(None, (self.match(text, match.start(), end) for match in found))

    def _compile(self) -> re.Pattern[str]:
        # Many are never looked for in a page, and compiling them is most of the start.
        self._small = re.compile(_CAPITALS.sub(_lower, self.exact.pattern))
        return self._small

    def sub(self, by: str, text: str) -> str:
        """Return the text with the matches replaced."""
        found = self.search(text)
        return self.exact.sub(by, text) if found else text


def _lower(match: re.Match[str]) -> str:
    return match[1] or match[0].lower()
