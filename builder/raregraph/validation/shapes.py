"""The shapes: reading all files of the folder, once."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import rdflib

from raregraph.errors import KnowledgeError

PATTERN = "*.shacl.ttl"


def read_shapes(folder: Path) -> rdflib.Graph:
    """Return the shapes of all files of a folder. Raises `KnowledgeError` for a missing or broken file."""
    files = tuple(shape_files(folder))
    return _read(files, tuple(path.stat().st_mtime_ns for path in files))


def shape_files(folder: Path) -> Iterator[Path]:
    """Yield the files of shapes in the order of their names."""
    files = sorted(folder.glob(PATTERN))
    if not files:
        raise KnowledgeError(str(folder), f"no file {PATTERN}", "restore the shapes, or name another folder")
    return iter(files)


def read_shape_file(path: Path, target: rdflib.Graph) -> None:
    """Add the shapes of one file to a graph."""
    try:
        target.parse(path, format="turtle")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(str(path), f"cannot be read ({error})", "restore the file") from error
    # rdflib's parser has no base class for what it raises: a broken file can end in an IndexError, too.
    except Exception as error:
        what = " ".join(str(error).split())[:300] or type(error).__name__
        raise KnowledgeError(str(path), f"no Turtle ({what})", "correct the syntax of the shapes") from error


@lru_cache(maxsize=4)
def _read(files: tuple[Path, ...], _changed: tuple[int, ...]) -> rdflib.Graph:
    shapes = rdflib.Graph(bind_namespaces="none")
    for path in files:
        read_shape_file(path, shapes)
    return shapes
