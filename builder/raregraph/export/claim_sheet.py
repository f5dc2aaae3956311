"""`claims.tsv`: the claims for a spreadsheet, the first evidence in columns, ids beside the words."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from raregraph.export.claim_rows import QUALIFIERS, ClaimRow, EvidenceRow

SHEET = "claims.tsv"
# Everything that some reader of lines takes for the end of one, and the separator itself.
BREAK = re.compile("[\t\n\r\v\f\x1c-\x1f\x85\u2028\u2029]")
Cell = str | int | float | bool | None
_LIMITS = frozenset(QUALIFIERS)
_NO_LIMIT = (None, None, None)


def sheet_header() -> bytes:
    """Return the line of column names, made from the fields of the rows."""
    return table_lines([_columns()])


def sheet_lines(rows: Iterable[ClaimRow]) -> bytes:
    """Return the claims as lines of tab-separated cells, without the header."""
    return table_lines(map(_cells, rows))


def _columns() -> Iterator[str]:
    for name in ClaimRow._fields:
        if name in QUALIFIERS:
            yield from (name, f"{name}_id", f"{name}_label")
        elif name == "evidence":
            yield from (*EvidenceRow._fields, "further_evidence")
        else:
            yield name


def _cells(row: ClaimRow) -> Iterator[Cell]:
    for name, value in row._asdict().items():
        if name in _LIMITS:
            yield from value or _NO_LIMIT
        elif name == "evidence":
            yield from _evidence_cells(value)
        elif isinstance(value, list):
            yield " … ".join(value)
        else:
            yield value


def _evidence_cells(evidence: list[EvidenceRow]) -> Iterator[Cell]:
    if not evidence:
        yield from (*(None for _ in EvidenceRow._fields), 0)
        return
    first = evidence[0]
    yield from first[:5]
    yield " ".join(f"{start}-{end}" for start, end in first.spans)
    yield " ".join(first.citations)
    yield len(evidence) - 1


def table_lines(rows: Iterable[Iterable[Cell]]) -> bytes:
    """Return rows as lines of tab-separated cells that no reader of tables takes for more or fewer."""
    text = io.StringIO()
    # A quote at the start of a cell would swallow what follows in a spreadsheet, so csv doubles it.
    csv.writer(text, delimiter="\t", lineterminator="\n").writerows(
        # Most cells are empty or plain, which csv writes as it should.
        [cell if cell is None or (isinstance(cell, str) and cell.isprintable()) else _harmless(cell) for cell in cells]
        for cells in rows
    )
    return text.getvalue().encode("utf-8")


def _harmless(cell: str | float | bool) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    text = str(cell)
    return text if text.isprintable() else BREAK.sub(" ", text)
