"""The index of names on disk: numbers and words, nothing that runs, checked before it is used."""

import hashlib
import json
import sys
from array import array
from collections.abc import Iterable
from pathlib import Path

from raregraph.atomic import write_atomically
from raregraph.errors import OutputError
from raregraph.mentions.name_index import NameIndex, build_index, first_entries
from raregraph.mentions.name_tables import NameTables
from raregraph.terms.named_terms import fingerprint, read_named_terms
from raregraph.terms.terminology import Terminology

FORMAT = 5
"""Counted up when the file or the way names are read changes."""

_ARRAYS = {"class_codes": "Q", "word_codes": "Q", "sizes": "B", "keys": "Q", "exact": "Q", "orders": "Q", "terms": "I"}
_TEXTS = ("words", "ids", "labels", "parents")
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
    digest = hashlib.sha256(f"{FORMAT} {root} {fingerprint(terminology)}".encode())
    for path in (*(ontology / name for name in _SPELLING), *sorted((ontology / "recognition").glob("*.tsv"))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _keep(path: Path, stem: str, content: bytes) -> None:
    try:
        write_atomically({path: content})
    except OutputError:
        return  # a folder that cannot be written costs some seconds at each start, nothing else
    for old in path.parent.glob(f"{stem}.*.names"):
        if old != path:
            old.unlink(missing_ok=True)


def write_index(index: NameIndex, key: str) -> bytes:
    """Return the file of an index. Equal indexes give equal bytes on every machine."""
    parts = [_little(getattr(index, name)) for name in _ARRAYS]
    parts += ["\n".join(getattr(index, name)).encode() for name in _TEXTS]
    body = b"".join(parts)
    header = {"key": key, "sizes": [len(part) for part in parts], "sha256": hashlib.sha256(body).hexdigest()}
    return _MAGIC + json.dumps(header).encode() + b"\n" + body


def read_index(path: Path, key: str) -> NameIndex | None:
    """Read the file of an index; None where there is none, or where it is broken or was made from something else."""
    try:
        magic, header_line, body = path.read_bytes().split(b"\n", 2)
        header = json.loads(header_line)
    except (OSError, ValueError):
        return None
    if magic + b"\n" != _MAGIC or header["key"] != key or hashlib.sha256(body).hexdigest() != header["sha256"]:
        return None
    parts = list(_split(body, header["sizes"]))
    arrays = {name: _read(kind, part) for (name, kind), part in zip(_ARRAYS.items(), parts, strict=False)}
    words, ids, labels, parents = (part.decode().split("\n") for part in parts[len(_ARRAYS) :])
    return NameIndex(
        words={word: number for number, word in enumerate(words)},
        bags=first_entries(arrays["keys"]),
        ids=ids,
        labels=labels,
        parents=parents,
        **arrays,
    )


def _split(body: bytes, sizes: Iterable[int]) -> Iterable[bytes]:
    start = 0
    for size in sizes:
        yield body[start : start + size]
        start += size


def _little(numbers: "array[int]") -> bytes:
    if sys.byteorder == "big":
        numbers = array(numbers.typecode, numbers)
        numbers.byteswap()
    return numbers.tobytes()


def _read(kind: str, content: bytes) -> "array[int]":
    numbers = array(kind)
    numbers.frombytes(content)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
