"""Plain tables: a column of ids, one of labels, and further ones, under any of their usual names."""

from collections.abc import Iterator, Mapping

from raregraph.terms.formats.lines import rows
from raregraph.terms.records import Entry, Record, Report, Synonym

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "curie", "identifier", "subject_id"),
    "label": ("label", "name", "subject_label"),
    "names": ("synonyms", "names", "synonym"),
    "parents": ("parents", "parent"),
    "obsolete": ("obsolete", "is_obsolete", "deprecated", "is_deprecated"),
    "excluded": ("is_excluded",),
    "replaced_by": ("replaced_by",),
    "branch": ("branch",),
}


def read_plain_table(content: bytes, report: Report) -> Iterator[Record]:
    """Yield the terms of a table; several names in a cell are parted by `|`."""
    for number, row in rows(content, report):
        cells = _cells(row)
        if "id" not in cells or "label" not in cells:
            report(number, "no column for ids (id) or for labels (label); nothing of the file is used")
            return
        if not cells["id"] or not cells["label"]:
            report(number, "no id or no label; the row is left out")
            continue
        yield _entry(cells)


def _cells(row: Mapping[str, str]) -> dict[str, str]:
    given = {column.casefold(): cell for column, cell in row.items()}
    found = {}
    for name, columns in _COLUMNS.items():
        column = next((column for column in columns if column in given), None)
        if column is not None:
            found[name] = given[column]
    return found


def _entry(cells: Mapping[str, str]) -> Entry:
    excluded = cells.get("excluded", "").casefold() == "true"
    return Entry(
        cells["id"],
        cells["label"],
        tuple(Synonym(name) for name in _split(cells.get("names", ""))),
        _split(cells.get("parents", "")),
        obsolete=cells.get("obsolete", "").casefold() == "true",
        replaced_by=cells.get("replaced_by", ""),
        branch="-" if excluded else cells.get("branch") or None,
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
