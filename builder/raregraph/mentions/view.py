"""A sentence as patterns see it: names of the disease, brackets and markers masked, every offset kept."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from raregraph.model import Sentence
from raregraph.text.sentences import MARKER

# Private-use characters: no page has a reason to hold them, and a run of them keeps the length of what it hides.
NAME_MASK = "\ue000"
BRACKET_MASK = "\ue001"

_BRACKETS = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)")
_QUOTES = str.maketrans("‘’“”–—\xa0\t\n", "''\"\"--   ")


class Bracket(NamedTuple):
    """What stands in brackets, the brackets included, in positions of the view."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of a page. `text` masks brackets, `open` shows them; both are as long as the stretch itself."""

    text: str
    open: str
    start: int
    """Where the view begins on the page."""
    brackets: tuple[Bracket, ...]

    def inside(self, bracket: Bracket) -> "View":
        """Return the view of what stands between the brackets."""
        start, end = bracket.start + 1, bracket.end - 1
        return _masked(self.open[start:end], self.start + start)

    def part(self, start: int, end: int) -> "View":
        """Return the view of a part."""
        return _masked(self.open[start:end], self.start + start)


def make_view(text: str, sentence: Sentence, names: re.Pattern[str] | None) -> View:
    """Return the view of a sentence. `names` matches the names of the page's disease."""
    plain = text[sentence.start : sentence.end].translate(_QUOTES)
    plain = plain.replace(NAME_MASK, "?").replace(BRACKET_MASK, "?")
    if "[" in plain:
        plain = MARKER.sub(lambda match: " " * len(match[0]), plain)
    if names is not None:
        plain = names.sub(lambda match: NAME_MASK * len(match[0]), plain)
    return _masked(plain, sentence.start)


def _masked(plain: str, start: int) -> View:
    if "(" not in plain:
        return View(plain, plain, start, ())
    brackets = tuple(Bracket(match.start(), match.end()) for match in _BRACKETS.finditer(plain))
    masked = _BRACKETS.sub(lambda match: BRACKET_MASK * len(match[0]), plain)
    return View(masked, plain, start, brackets)
