"""Writing what was found: the graph in the formats that databases load, the claims as tables to review."""

from raregraph.export.claim_rows import (
    CLAIMS,
    CRITERIA,
    ClaimRow,
    EvidenceRow,
    WordsRow,
    claim_rows,
    criteria_rows,
    json_lines,
    read_claims,
)
from raregraph.export.claim_sheet import SHEET, sheet_header, sheet_lines
from raregraph.export.formats import FORMATS, serialize, write

__all__ = [
    "CLAIMS",
    "CRITERIA",
    "FORMATS",
    "SHEET",
    "ClaimRow",
    "EvidenceRow",
    "WordsRow",
    "claim_rows",
    "criteria_rows",
    "json_lines",
    "read_claims",
    "serialize",
    "sheet_header",
    "sheet_lines",
    "write",
]
