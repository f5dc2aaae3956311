"""The index of names on disk: numbers and words, nothing that runs; it is checked, and then used where it lies."""

import hashlib
import json
import mmap
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

from raregraph.atomic import replacing
from raregraph.errors import OutputError
from raregraph.mentions.name_building import build_index
from raregraph.mentions.name_index import NameIndex
from raregraph.mentions.name_tables import NameTables
from raregraph.terms.named_terms import fingerprint, read_named_terms
from raregraph.terms.terminology import Terminology

FORMAT = 7
"""Counted up when the file or the way names are read changes."""

_TABLES: dict[str, Literal["B", "I", "Q"]] = {
    "words": "Q",
    "classes": "Q",
    "sizes": "B",
    "maybe": "B",
    "bags": "Q",
    "exact": "Q",
    "orders": "Q",
    "terms": "I",
    "kinds": "B",
    "places": "I",
    "texts": "B",
}
_MAGIC = b"raregraph names\n"
# The tables beside `recognition/` that decide what a name's words are.
_SPELLING = ("spelling.tsv", "inflections.tsv")


def load_index(terminology: Terminology, root: str, ontology: Path, tables: NameTables) -> NameIndex:
    """Return the index of the names under a root, or of all; it is made once and kept beside the terminology."""
    key = _key(terminology, root, ontology)
    stem = f"{terminology.path.name}.{root.replace(':', '_') or 'all'}"
    path = terminology.path.with_name(f"{stem}.{key[:16]}.names")
    found = read_index(path, key)
    if found is None:
        found = build_index(read_named_terms(terminology, ontology, root), tables)
        _keep(path, stem, write_index(found, key))
    return found


def _key(terminology: Terminology, root: str, ontology: Path) -> str:
    # Numbers lie on disk as the processor has them.
    digest = hashlib.sha256(f"{FORMAT} {sys.byteorder} {root} {fingerprint(terminology)}".encode())
    for path in (*(ontology / name for name in _SPELLING), *sorted((ontology / "recognition").glob("*.tsv"))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _keep(path: Path, stem: str, content: Iterable[bytes]) -> None:
    try:
        with replacing(path) as file:
            file.writelines(content)
    except OutputError:
        return  # a folder that cannot be written costs some seconds at each start, nothing else
    for old in path.parent.glob(f"{stem}.*.names"):
        if old != path:
            with suppress(OSError):  # another program may have it open
                old.unlink()


def write_index(index: NameIndex, key: str) -> Iterator[bytes]:
    """Yield the parts of the file of an index. Equal indexes give equal bytes on machines of one byte order."""
    parts = [memoryview(getattr(index, name)).tobytes() for name in _TABLES]
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    sizes = list(map(len, parts))
    header = {"key": key, "branches": index.branches, "sizes": sizes, "sha256": digest.hexdigest()}
    yield _MAGIC + json.dumps(header).encode() + b"\n"
    yield from parts


def read_index(path: Path, key: str) -> NameIndex | None:
    """Open the file of an index; None where there is none, or where it is broken or was made from something else."""
    try:
        with path.open("rb") as file:
            mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, header = mapped.readline(), json.loads(mapped.readline())
    except (OSError, ValueError):
        return None
    body = memoryview(mapped)[mapped.tell() :]
    if magic != _MAGIC or header["key"] != key or hashlib.sha256(body).hexdigest() != header["sha256"]:
        return None
    parts = dict(zip(_TABLES, _split(body, header["sizes"]), strict=True))
    texts = parts.pop("texts")
    tables = {name: part.cast("B").cast(_TABLES[name]) for name, part in parts.items()}
    return NameIndex(**tables, texts=texts, branches=tuple(header["branches"]))


def _split(body: memoryview, sizes: Iterable[int]) -> Iterator[memoryview]:
    start = 0
    for size in sizes:
        yield body[start : start + size]
        start += size
