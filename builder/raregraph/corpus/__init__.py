"""From files to an output folder: one page or thousands, by the same path."""

from raregraph.corpus.assembly import FINDINGS, GRAPH, Progress, Summary, read_findings
from raregraph.corpus.building import DEFAULT_FORMATS, build, merge
from raregraph.corpus.sources import TEXTS, Shard, find_files, find_sources, read_shard
from raregraph.corpus.state import STATE

__all__ = [
    "DEFAULT_FORMATS",
    "FINDINGS",
    "GRAPH",
    "STATE",
    "TEXTS",
    "Progress",
    "Shard",
    "Summary",
    "build",
    "find_files",
    "find_sources",
    "merge",
    "read_findings",
    "read_shard",
]
