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
    stream_claims,
)
from raregraph.export.claim_sheet import SHEET, sheet_header, sheet_lines, table_lines
from raregraph.export.formats import FORMATS, serialize, write
from raregraph.export.sssom import NO_TERM, OWN, VALUE, SssomRow, sssom_table

__all__ = [
    "CLAIMS",
    "CRITERIA",
    "FORMATS",
    "NO_TERM",
    "OWN",
    "SHEET",
    "VALUE",
    "ClaimRow",
    "EvidenceRow",
    "SssomRow",
    "WordsRow",
    "claim_rows",
    "criteria_rows",
    "json_lines",
    "read_claims",
    "serialize",
    "sheet_header",
    "sheet_lines",
    "sssom_table",
    "stream_claims",
    "table_lines",
    "write",
]
