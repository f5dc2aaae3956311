"""Places of a text where words of findings are part of something else: the names of societies, of proteins."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from raregraph.mentions.patterns import compile_exact_pattern
from raregraph.tables import numbered_rows


class NoFindingRow(NamedTuple):
    """A row of `no-findings.tsv`."""

    cue: str
    pattern: str
    note: str


class NoFinding(NamedTuple):
    """A pattern, and words of which one is in each match."""

    cues: tuple[str, ...]
    pattern: re.Pattern[str]


@lru_cache(maxsize=8)
def load_no_findings(ontology: Path) -> tuple[NoFinding, ...]:
    """Read the table. Raises `KnowledgeError` for a broken row, with file and line."""
    path = ontology / "recognition" / "no-findings.tsv"
    return tuple(
        NoFinding(tuple(row.cue.split()), compile_exact_pattern(row.pattern, ontology, f"{path}:{number}"))
        for number, row in numbered_rows(path, NoFindingRow)
    )


def find_places(text: str, table: tuple[NoFinding, ...]) -> Iterator[tuple[int, int]]:
    """Yield where the patterns match."""
    for cues, pattern in table:
        if any(cue in text for cue in cues):
            yield from (match.span() for match in pattern.finditer(text))
