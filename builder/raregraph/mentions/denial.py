"""Whether the words around a finding deny it."""

import re
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

    def denied(self, text: str, start: int, end: int) -> bool:
        """Say whether `text[start:end]` is denied in its clause."""
        before, after = text[max(0, start - _BEFORE) : start], text[end : end + _AFTER]
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
    ends = tuple(pattern.pattern for pattern in patterns if pattern.meaning == "end")
    rows = (*load_negations(ontology), *(pattern for pattern in patterns if pattern.meaning != "end"))
    return Denials(Sifted(rows, load_sieve(ontology)), ends)


def _after_last(pattern: re.Pattern[str], text: str) -> str:
    end = 0
    for match in pattern.finditer(text):
        end = match.end()
    return text[end:].lstrip() if end else text
