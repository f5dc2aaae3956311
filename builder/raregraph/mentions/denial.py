"""Whether the words around a finding deny it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from raregraph.errors import KnowledgeError
from raregraph.mentions.clauses import is_negated
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.rules import KindRow, Pattern, load_negations
from raregraph.mentions.sieve import Sifted, load_sieve
from raregraph.mentions.word_pattern import WordPattern
from raregraph.tables import numbered_rows

_KINDS = ("before", "after", "end")
# A denial speaks for its clause; no clause that does has more characters before or after the name.
_BEFORE = 160
_AFTER = 48
_BREAK = re.compile(r"[.;:!?](?=\s|$)|[.](?=[A-Z])|\n\s*\n")
_BREAK_AFTER = re.compile(r"[.;:,!?()](?=\s|$)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Denials:
    """The patterns of `negations.tsv` and `recognition/denials.tsv`."""

    negations: Sifted[Pattern]
    ends: tuple[WordPattern, ...]
    """What ends the reach of a denial."""
    before: re.Pattern[str]
    after: re.Pattern[str]
    """All that denies, from either side: most names have nothing of it around them."""

    def denied(self, text: str, start: int, end: int) -> bool:
        """Say whether `text[start:end]` is denied in its clause."""
        first = max(0, start - _BEFORE)
        # A full stop is the commonest break, and the one that is quickly found.
        before = text[max(first, text.rfind(". ", first, start) + 1) : start]
        after = text[end : end + _AFTER]
        if not (self.before.search(before) or self.after.search(after)):
            return False
        for pattern in (_BREAK, *(end.exact for end in self.ends)):
            before = _after_last(pattern, before)
        for pattern in (_BREAK_AFTER, *(end.exact for end in self.ends)):
            after = pattern.split(after, 1)[0]
        return is_negated(before, after, self.negations)


@lru_cache(maxsize=8)
def load_denials(ontology: Path) -> Denials:
    """Read the tables. Raises `KnowledgeError` for a broken row, with file and line."""
    path = ontology / "recognition" / "denials.tsv"
    patterns = []
    for number, row in numbered_rows(path, KindRow):
        if row.kind not in _KINDS:
            raise KnowledgeError(f"{path}:{number}", f"{row.kind!r} is no kind", f"use one of {', '.join(_KINDS)}")
        patterns.append(Pattern(row.kind, compile_pattern(row.pattern, ontology, f"{path}:{number}")))
    negations = (*load_negations(ontology), *(pattern for pattern in patterns if pattern.meaning != "end"))
    ends = tuple(pattern.pattern for pattern in patterns if pattern.meaning == "end")
    return Denials(
        Sifted(negations, load_sieve(ontology)), ends, *(_any_of(negations, side) for side in ("before", "after"))
    )


def _any_of(patterns: Iterable[Pattern], meaning: str) -> re.Pattern[str]:
    found = [f"(?:{pattern.pattern.exact.pattern})" for pattern in patterns if pattern.meaning == meaning]
    return re.compile("|".join(found), re.IGNORECASE)


def _after_last(pattern: re.Pattern[str], text: str) -> str:
    end = 0
    for match in pattern.finditer(text):
        end = match.end()
    return text[end:].lstrip() if end else text
