"""Reading the tables of `ontology/`: tab-separated, one typed row a line, errors with file and line."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, TypeVar

from raregraph.errors import KnowledgeError

Row = TypeVar("Row", bound=NamedTuple)


def read_table(path: Path, row_type: type[Row]) -> list[Row]:
    """Read a table whose header names the fields of `row_type`, in their order.

    Lines that start with `#` and empty lines are comments. Cells are stripped; all are strings.
    Raises `KnowledgeError` for a missing file, another header, or a row of another length.
    """
    return [row for _, row in numbered_rows(path, row_type)]


def numbered_rows(path: Path, row_type: type[Row]) -> Iterator[tuple[int, Row]]:
    """Yield `(line number, row)` as `read_table` reads them, for checks that name the line."""
    fields = row_type._fields
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), f"cannot be read ({error})", "restore the file") from error
    header_seen = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not header_seen:
            header_seen = True
            if tuple(cells) != fields:
                raise KnowledgeError(
                    f"{path}:{number}", f"the columns are {', '.join(cells)}", f"make them {', '.join(fields)}"
                )
            continue
        if len(cells) != len(fields):
            raise KnowledgeError(
                f"{path}:{number}", f"{len(cells)} cells, not {len(fields)}", "separate the cells with single tabs"
            )
        yield number, row_type._make(cells)
    if not header_seen:
        raise KnowledgeError(str(path), "no header line", f"start it with the columns {', '.join(fields)}")
