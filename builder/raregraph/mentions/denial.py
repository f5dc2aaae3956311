"""Whether the words around a finding deny it."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from raregraph.mentions.clauses import is_negated
from raregraph.mentions.patterns import compile_pattern
from raregraph.mentions.rules import KindRow, Pattern, load_negations
from raregraph.tables import numbered_rows

# A denial speaks for its clause; no clause that does has more characters before or after the name.
_BEFORE = 160
_AFTER = 48
_BREAK = re.compile(r"[.;:!?](?=\s|$)|[.](?=[A-Z])|\n\s*\n")
_BREAK_AFTER = re.compile(r"[.;:,!?()](?=\s|$)|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Denials:
    """The patterns of `negations.tsv` and `recognition/denials.tsv`."""

    negations: tuple[Pattern, ...]
    ends: re.Pattern[str]
    cues: re.Pattern[str]
    """Finds any word that could deny: without one there is nothing to look at."""

    def denied(self, text: str, start: int, end: int) -> bool:
        """Say whether `text[start:end]` is denied in its clause."""
        before = _last_part(text[max(0, start - _BEFORE) : start], self.ends)
        after = _first_part(text[end : end + _AFTER], self.ends)
        return is_negated(before, after, self.negations)

    def possible(self, text: str) -> bool:
        """Say whether anything in the text could be denied."""
        return self.cues.search(text) is not None


@lru_cache(maxsize=8)
def load_denials(ontology: Path) -> Denials:
    """Read the tables. Raises `KnowledgeError` for a broken row."""
    path = ontology / "recognition" / "denials.tsv"
    patterns = [
        Pattern(row.kind, compile_pattern(row.pattern, ontology, f"{path}:{number}"))
        for number, row in numbered_rows(path, KindRow)
    ]
    negations = (*load_negations(ontology), *(pattern for pattern in patterns if pattern.meaning != "end"))
    return Denials(negations, _any_of(patterns, "end"), _any_of(negations, "before", "after"))


def _any_of(patterns: "tuple[Pattern, ...] | list[Pattern]", *kinds: str) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"(?:{found.pattern.pattern})" for found in patterns if found.meaning in kinds), re.IGNORECASE
    )


def _last_part(text: str, ends: re.Pattern[str]) -> str:
    for pattern in (_BREAK, ends):
        for match in pattern.finditer(text):
            last = match.end()
            text = " " * last + text[last:]
    return text.lstrip()


def _first_part(text: str, ends: re.Pattern[str]) -> str:
    for pattern in (_BREAK_AFTER, ends):
        match = pattern.search(text)
        if match:
            text = text[: match.start()]
    return text
