"""Lines of a text file with their numbers, and its first row as columns."""

import io
from collections.abc import Iterator, Sequence

from raregraph.terms.records import Report


def numbered_lines(content: bytes, report: Report) -> Iterator[tuple[int, str]]:
    """Yield (number, line) without line ends; bytes that are no UTF-8 are reported once and replaced."""
    warned = False
    with io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", errors="replace", newline=None) as lines:
        for number, line in enumerate(lines, 1):
            if not warned and "\ufffd" in line:
                warned = True
                report(number, "not UTF-8; the letters that cannot be read are replaced")
            yield number, line.rstrip("\n")


def rows(content: bytes, report: Report) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (number, cells by column) of a tab-separated file whose first row names the columns.

    Lines that start with `#` are comments. A row with too many cells is reported and left out; missing ones are "".
    """
    columns: Sequence[str] = ()
    for number, line in numbered_lines(content, report):
        if line.startswith("#") or not line.strip():
            continue
        cells = [_unquoted(cell) for cell in line.split("\t")]
        if not columns:
            columns = cells
        elif len(cells) > len(columns):
            report(number, f"{len(cells)} cells in a table of {len(columns)} columns; the row is left out")
        else:
            yield number, dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True))


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        return cell[1:-1].replace('""', '"').strip()
    return cell
