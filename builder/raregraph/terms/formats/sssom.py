"""SSSOM TSV. Not read by sssom-py, which loads a schema and a data frame, in more time than a whole build needs."""

from collections.abc import Iterator

from raregraph.terms.formats.lines import numbered_lines, rows
from raregraph.terms.records import Header, Link, Record, Report

_REQUIRED = ("subject_id", "predicate_id", "object_id")


def read_sssom(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the header and the links of a file. A row without subject, predicate or object is reported."""
    yield _header(content, report)
    for number, row in rows(content, report):
        missing = [slot for slot in _REQUIRED if slot not in row]
        if missing:
            report(number, f"no column {', '.join(missing)}, which SSSOM requires; nothing of the file is used")
            return
        empty = [slot for slot in _REQUIRED if not row[slot]]
        if empty:
            report(number, f"no {', '.join(empty)}; the row is left out")
            continue
        yield Link(
            row["subject_id"],
            row["predicate_id"],
            row["object_id"],
            row.get("subject_label", ""),
            row.get("object_label", ""),
            row.get("mapping_justification", ""),
        )


def _header(content: bytes, report: Report) -> Header:
    found: dict[str, str] = {}
    for _, line in numbered_lines(content, report):
        if not line.startswith("#"):
            break
        name, colon, value = line.lstrip("# ").partition(":")
        if colon and value.strip():
            found.setdefault(name.strip(), value.strip())
    return Header(found.get("mapping_set_version", ""), found.get("license", ""))
