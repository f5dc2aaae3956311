"""The shapes: reading all files of the folder, once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph
from pyoxigraph import NamedNode, Quad, RdfFormat

from raregraph.errors import KnowledgeError
from raregraph.validation.data import Node, as_node

PATTERN = "*.shacl.ttl"
PREFIXES = "prefixes.shacl.ttl"
SH = "http://www.w3.org/ns/shacl#"
MESSAGE = NamedNode(f"{SH}message")
PATH = NamedNode(f"{SH}path")
PROPERTY = NamedNode(f"{SH}property")
ADVICE = NamedNode("https://w3id.org/raregraph/vocab/advice")


class Words(NamedTuple):
    """What a rule says is wrong, and what to do."""

    message: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """The statements of files of shapes, and the words of each rule. Each reading is another value."""

    files: tuple[Path, ...]
    quads: Sequence[Quad]
    words: Mapping[Node, Words]


@lru_cache(maxsize=8)
def read_shapes(folder: Path) -> Shapes:
    """Return the shapes of all files of a folder, read once. Raises `KnowledgeError` for a missing or broken file."""
    files = sorted(folder.glob(PATTERN))
    if not files:
        raise KnowledgeError(str(folder), f"no file {PATTERN}", "restore the shapes, or name another folder")
    return read_shape_files(tuple(files))


def read_shape_files(files: tuple[Path, ...]) -> Shapes:
    """Return the shapes of files. Raises `KnowledgeError` for a broken one."""
    quads = [quad for path in files for quad in _parse(path)]
    messages, advice = _texts(quads, MESSAGE), _texts(quads, ADVICE)
    words = {rule: Words(messages.get(rule, ""), advice.get(rule, "")) for rule in messages | advice}
    return Shapes(files, quads, words)


def each_file(shapes: Shapes) -> Iterator[tuple[Path, Shapes]]:
    """Yield each file alone, with nothing but the prefixes of all."""
    prefixes = tuple(path for path in shapes.files if path.name == PREFIXES)
    for path in shapes.files:
        yield path, read_shape_files(tuple({path, *prefixes}))


def _parse(path: Path) -> list[Quad]:
    try:
        content = path.read_bytes()
        content.decode()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), f"cannot be read ({error})", "restore the file") from error
    try:
        # Blank nodes are renamed because those of two files may be called alike.
        quads = list(pyoxigraph.parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        raise KnowledgeError(str(path), f"no Turtle ({error})", "correct the syntax of the shapes") from error
    _check_paths(quads, path)
    return quads


def _check_paths(quads: Sequence[Quad], path: Path) -> None:
    """Raise `KnowledgeError` for a property shape without a path, which not every engine refuses."""
    with_path = {quad.subject for quad in quads if quad.predicate == PATH}
    for quad in quads:
        if quad.predicate == PROPERTY and quad.object not in with_path:
            what = f"the property shape {quad.object} of {quad.subject} has not one sh:path"
            raise KnowledgeError(str(path), what, "correct the shape")


def _texts(quads: Sequence[Quad], predicate: NamedNode) -> dict[Node, str]:
    texts: dict[Node, str] = {}
    for quad in quads:
        if quad.predicate == predicate:
            texts.setdefault(as_node(quad.subject), as_node(quad.object).value)
    return texts
