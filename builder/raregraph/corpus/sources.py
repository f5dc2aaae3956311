"""The files to build: named, found in folders, or matched by a pattern; each with a name that outlives its folder."""

import glob
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from raregraph.errors import UsageError

TEXTS = (".txt",)
"""What plain texts are called in a folder; a file that is named itself may be called anything."""


class SourceFile(NamedTuple):
    """A file of pages; `name` is its path below the folder that was asked for, or its own name."""

    name: str
    path: Path


class Shard(NamedTuple):
    """One of several parts of the work; every file falls into one part by its name alone."""

    number: int
    of: int

    def has(self, name: str) -> bool:
        """Say whether a file belongs to this part."""
        digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1


def read_shard(text: str) -> Shard:
    """Read "2/8": the second of eight parts. Raises `UsageError` for anything else."""
    number, slash, of = text.partition("/")
    if slash and number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of):
        return Shard(int(number), int(of))
    raise UsageError(f"--shard {text}: no part of a whole; write the part and the number of parts, such as 2/8")


def find_sources(paths: Iterable[Path | str], suffixes: Sequence[str] = TEXTS) -> list[SourceFile]:
    """Return the files, those of the folders that are called like pages, and those of patterns, sorted by name.

    A pattern has `*`, `**` or `?`. Hidden files are left out. Two files of one name, from two folders, are told apart
    by their folders' names. Raises `UsageError` for a folder or a pattern without a page.
    """
    found = {path.resolve(): (name, path) for given in paths for name, path in _find(Path(given), suffixes)}
    names: dict[str, list[Path]] = {}
    for name, path in found.values():
        names.setdefault(name, []).append(path)
    sources = (
        SourceFile(name if len(paths) == 1 else path.as_posix(), path)
        for name, paths in names.items()
        for path in paths
    )
    return sorted(sources)


def find_files(paths: Iterable[Path], suffixes: Sequence[str] = TEXTS) -> Iterator[Path]:
    """Yield the files and those of the folders that are called so, sorted; hidden ones are left out.

    Raises `UsageError` for a folder without a page.
    """
    for path in paths:
        yield from (file for _, file in _find(path, suffixes))


def _find(path: Path, suffixes: Sequence[str]) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if _is_page(file, path, suffixes))
        if not files:
            known = " or ".join(suffixes)
            raise UsageError(f"{path}: there is no page in this folder; name a file, or a folder with {known} files")
        yield from ((file.relative_to(path).as_posix(), file) for file in files)
    elif glob.has_magic(str(path)) and not path.exists():
        # A pattern may be absolute, which Path.glob refuses.
        names = glob.glob(str(path), recursive=True)  # noqa: PTH207 - as above
        matched = sorted(file for file in map(Path, names) if file.is_file())
        if not matched:
            raise UsageError(f"{path}: no file matches this pattern; correct it, or put it in quotes")
        yield from ((file.name, file) for file in matched)
    else:
        yield path.name, path


def _is_page(file: Path, folder: Path, suffixes: Sequence[str]) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in suffixes and not hidden and file.is_file()
