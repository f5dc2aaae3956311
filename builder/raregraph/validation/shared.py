"""The statements that pages share (terms, links, runs, data sets), kept on the disk and asked for by node."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Self

from raregraph.graph import Vocabulary

_TABLE = "CREATE TABLE lines (number INTEGER PRIMARY KEY, subject BLOB, target BLOB, pointer INTEGER, line BLOB)"
_INDEXES = (
    "CREATE INDEX by_subject ON lines (subject)",
    "CREATE INDEX by_pointer ON lines (target) WHERE pointer",
)
# What describes a node stands at its subject, but for a link between terms and a page's data set, which point to it.
_POINTERS = ("owl:annotatedSource", "dcterms:source")


class Shared:
    """Statements of the shared graphs."""

    def __init__(self, path: Path, vocabulary: Vocabulary) -> None:
        """Make a file for them."""
        self._database = sqlite3.connect(path, isolation_level=None)
        for setting in ("journal_mode = OFF", "synchronous = OFF"):
            self._database.execute(f"PRAGMA {setting}")
        self._database.execute(_TABLE)
        self._database.execute("BEGIN")
        self._pointers = {f"<{vocabulary.iri(curie)}>".encode() for curie in _POINTERS}
        self._count = 0
        self._seen = bytearray()

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._database.close()

    def add(self, subject: bytes, name: bytes, target: bytes, line: bytes) -> None:
        """Keep a statement. All are kept before any is asked for."""
        end = None if target[:1] == b'"' else target
        row = (self._count, subject, end, end is not None and name in self._pointers, line)
        self._database.execute("INSERT INTO lines VALUES (?, ?, ?, ?, ?)", row)
        self._count += 1

    def closure(self, nodes: Iterable[bytes]) -> list[bytes]:
        """Return the statements about nodes, and about the nodes that these lead to."""
        self._prepare()
        found: dict[int, bytes] = {}
        known = set(nodes)
        waiting = list(known)
        while waiting:
            new = set(self._follow(waiting.pop(), found)) - known
            known |= new
            waiting.extend(new)
        for number in found:
            self._seen[number] = 1
        return list(found.values())

    def rest(self, size: int) -> Iterator[list[bytes]]:
        """Yield the statements that nothing has asked for yet, so many at a time, with those that they lead to."""
        self._prepare()
        waiting = (number for number in range(self._count) if not self._seen[number])
        while numbers := list(islice(waiting, size)):
            query = "SELECT subject FROM lines WHERE number = ?"
            yield self.closure({self._database.execute(query, (number,)).fetchone()[0] for number in numbers})

    def _prepare(self) -> None:
        if len(self._seen) != self._count:
            for index in _INDEXES:
                self._database.execute(index)
            self._seen = bytearray(self._count)

    def _follow(self, node: bytes, found: dict[int, bytes]) -> Iterator[bytes]:
        """Yield the nodes that a node leads to, and gather what is said of it."""
        about = "SELECT number, target, line FROM lines WHERE subject = ?"
        for number, target, line in self._database.execute(about, (node,)):
            found[number] = line
            if target is not None:
                yield target
        pointing = "SELECT subject FROM lines WHERE pointer AND target = ?"
        yield from (row[0] for row in self._database.execute(pointing, (node,)))
