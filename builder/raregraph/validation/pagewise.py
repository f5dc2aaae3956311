"""A large file of N-Quads taken apart: each page's statements with those of the shared graphs that they rest on.

The file is read twice and dealt out to buckets on the disk, so that memory holds a bucket and a page, however many
pages there are. A graph that describes a version of a page is a page's; all others are shared.
"""

import re
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pyoxigraph
from pyoxigraph import Quad, RdfFormat

from raregraph.graph import Vocabulary
from raregraph.validation.shared import Shared

_LINE = re.compile(rb'\s*(\S+)\s+(\S+)\s+(<[^>]*>|_:\S+|".*"(?:@[\w-]+|\^\^<[^>]*>)?)\s*(<[^>]*>|_:\S+)?\s*\.\s*$')
"""Subject, property, object and graph of a line."""
_BUCKET = 32 << 20
"""Bytes of lines that are held at once."""
_MOST_BUCKETS = 256
_REST = 4000
"""Lines of shared graphs that no page rests on, checked together."""


def page_graphs(path: Path, vocabulary: Vocabulary) -> set[bytes]:
    """Return the names of the graphs that hold a page; b"" is the graph without a name."""
    kind = f"<{vocabulary.iri('rg:PageVersion')}>".encode()
    typed = f"<{vocabulary.iri('rdf:type')}>".encode()
    with path.open("rb") as file:
        found = (_LINE.match(line) for line in file if kind in line)
        return {each[4] or b"" for each in found if each and each[2] == typed and each[3] == kind}


def split_pages(path: Path, pages: set[bytes], vocabulary: Vocabulary) -> Iterator[tuple[list[Quad], bool]]:
    """Yield the statements to be checked together, and whether a page is among them.

    First come the pages, then what is left of the shared graphs. Raises `SyntaxError` for what is no N-Quads.
    """
    with tempfile.TemporaryDirectory(prefix="raregraph-") as name:
        folder = Path(name)
        with Shared(folder / "shared.sqlite", vocabulary) as shared:
            for bucket in _deal_out(path, pages, folder, shared):
                for lines in _by_graph(bucket):
                    yield _parse([*lines, *shared.closure(_nodes(lines))]), True
                bucket.unlink()
            for lines in shared.rest(_REST):
                yield _parse(lines), False


def _deal_out(path: Path, pages: set[bytes], folder: Path, shared: Shared) -> list[Path]:
    count = min(_MOST_BUCKETS, path.stat().st_size // _BUCKET + 1)
    paths = [folder / f"bucket-{number}" for number in range(count)]
    with ExitStack() as stack:
        buckets = [stack.enter_context(each.open("wb")) for each in paths]
        file = stack.enter_context(path.open("rb"))
        for number, line in enumerate(file, 1):
            found = _LINE.match(line)
            if found is None:
                _refuse(line, number)
            elif (graph := found[4] or b"") in pages:
                buckets[zlib.crc32(graph) % count].write(line)
            else:
                shared.add(found[1], found[2], found[3], line)
    return paths


def _refuse(line: bytes, number: int) -> None:
    """Raise `SyntaxError` for a line that is neither a statement nor empty nor a comment."""
    if line.strip() and not line.lstrip().startswith(b"#"):
        raise SyntaxError(f"line {number} is no statement of its own: {line[:80].decode(errors='replace').strip()}")


def _by_graph(bucket: Path) -> Iterator[list[bytes]]:
    graphs: dict[bytes, list[bytes]] = {}
    with bucket.open("rb") as file:
        for line in file:
            graphs.setdefault(_graph(line), []).append(line)
    yield from graphs.values()


def _graph(line: bytes) -> bytes:
    found = _LINE.match(line)
    return (found[4] or b"") if found else b""


def _nodes(lines: Iterable[bytes]) -> set[bytes]:
    found = (_LINE.match(line) for line in lines)
    return {node for each in found if each for node in (each[1], each[3], each[4]) if node and node[:1] != b'"'}


def _parse(lines: Sequence[bytes]) -> list[Quad]:
    return list(pyoxigraph.parse(b"".join(lines), format=RdfFormat.N_QUADS))
