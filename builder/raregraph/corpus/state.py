"""The state of an output folder: what was built of each file, so that a rerun builds only what changed.

It is one SQLite file. Whatever is in it was committed whole, so a run that is killed loses the files in hand at most.
"""

import shutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from raregraph.atomic import output_error
from raregraph.corpus.parts import PackedPage, PackedSource
from raregraph.errors import OutputError

STATE = ".raregraph.sqlite"
SORTING = ".sorting-"
"""What the folder of a run's buckets starts with."""
_FORMAT = 1
_TABLES = """
CREATE TABLE sources (name TEXT PRIMARY KEY, key TEXT NOT NULL, findings BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE pages (
    number INTEGER PRIMARY KEY, source TEXT NOT NULL, position INTEGER NOT NULL, document TEXT NOT NULL,
    info BLOB NOT NULL, claims BLOB NOT NULL, criteria BLOB NOT NULL, sheet BLOB NOT NULL, quads BLOB NOT NULL,
    UNIQUE (source, position)
);
CREATE INDEX by_document ON pages (document, source, position);
CREATE TABLE files (page INTEGER NOT NULL, name TEXT NOT NULL, content BLOB NOT NULL, PRIMARY KEY (page, name))
    WITHOUT ROWID;
CREATE TABLE written (name TEXT PRIMARY KEY) WITHOUT ROWID;
"""


class State:
    """What is kept of the files of an output folder. One run at a time holds it."""

    def __init__(self, folder: Path, *, kept: bool = True) -> None:
        """Open or make the state of a folder; one that is not `kept` lives in memory, for this run alone.

        Raises `OutputError` where the folder cannot be written or another run holds it.
        """
        self.path = folder / STATE
        self._kept = kept
        try:
            if kept:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise output_error(folder, error) from error
        with self._told():
            self._database = self._open()

    def __enter__(self) -> Self:
        """Return itself, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self._database.close()

    def _open(self) -> sqlite3.Connection:
        database = self._connect()
        try:
            database.execute("PRAGMA locking_mode = EXCLUSIVE")
            database.execute("PRAGMA synchronous = NORMAL")
            known = database.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.OperationalError:
            database.close()
            raise
        except sqlite3.DatabaseError:
            known = -1  # no database, or a torn one: what it held can be built again
        if known not in (0, _FORMAT):
            database.close()
            self.path.unlink()
            database = self._connect()
        if known != _FORMAT:
            database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")
        return database

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path if self._kept else ":memory:", timeout=1, isolation_level=None)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            text = str(error)
            if "locked" in text:
                what, advice = "another build writes to this folder", "wait for its end or choose another folder"
            elif "full" in text:
                what, advice = "the disk is full", "free some space and run it again: what is built is kept"
            else:
                what, advice = f"cannot be written ({text})", "choose another folder"
            raise OutputError(f"{self.path.parent}: {what}; {advice}") from error

    def clean(self) -> None:
        """Take away what a run that was killed left half written."""
        for path in self.path.parent.glob(f"{SORTING}*"):
            shutil.rmtree(path, ignore_errors=True)
        for path in self.path.parent.glob(".*.part"):
            path.unlink(missing_ok=True)

    def keys(self) -> dict[str, str]:
        """Return what each file was made from, by the file's name."""
        with self._told():
            return dict(self._database.execute("SELECT name, key FROM sources"))

    def keep(self, sources: Iterable[PackedSource]) -> None:
        """Keep what was built of files, in the place of what was kept of them."""
        with self._transaction():
            for source in sources:
                self._drop(source.name)
                self._database.execute("INSERT INTO sources VALUES (?, ?, ?)", source[:3])
                for position, page in enumerate(source.pages):
                    self._insert(source.name, position, page)

    def drop(self, names: Iterable[str]) -> None:
        """Forget files."""
        with self._transaction():
            for name in names:
                self._drop(name)

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._told():
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                if self._database.in_transaction:
                    self._database.execute("ROLLBACK")
                raise

    def _drop(self, name: str) -> None:
        numbers = "SELECT number FROM pages WHERE source = ?"
        self._database.execute(f"DELETE FROM files WHERE page IN ({numbers})", (name,))
        self._database.execute("DELETE FROM pages WHERE source = ?", (name,))
        self._database.execute("DELETE FROM sources WHERE name = ?", (name,))

    def _insert(self, source: str, position: int, page: PackedPage) -> None:
        row = (source, position, page.document, page.info, page.claims, page.criteria, page.sheet, page.quads)
        columns = "source, position, document, info, claims, criteria, sheet, quads"
        found = self._database.execute(f"INSERT INTO pages ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
        files = ((found.lastrowid, name, content) for name, content in page.files)
        self._database.executemany("INSERT INTO files VALUES (?, ?, ?)", files)

    def findings(self) -> Iterator[bytes]:
        """Yield the packed findings of the files, in the order of their names."""
        with self._told():
            yield from (row[0] for row in self._database.execute("SELECT findings FROM sources ORDER BY name"))

    def documents(self) -> Iterator[tuple[int, str, str, bytes]]:
        """Yield number, document, source and packed info of each page, by document and then by source."""
        query = "SELECT number, document, source, info FROM pages ORDER BY document, source, position"
        with self._told():
            yield from self._database.execute(query)

    def column(self, name: str, numbers: Iterable[int]) -> Iterator[bytes]:
        """Yield one packed column ("claims", "criteria", "sheet", "quads") of pages, in the order that is asked for."""
        with self._told():
            for number in numbers:
                yield self._database.execute(f"SELECT {name} FROM pages WHERE number = ?", (number,)).fetchone()[0]

    def files(self, number: int) -> list[tuple[str, bytes]]:
        """Return name and packed content of the files that a page has of its own."""
        with self._told():
            query = "SELECT name, content FROM files WHERE page = ? ORDER BY name"
            return self._database.execute(query, (number,)).fetchall()

    def written(self) -> set[str]:
        """Return the names of the pages' own files that the folder holds."""
        with self._told():
            return {row[0] for row in self._database.execute("SELECT name FROM written")}

    def set_written(self, names: Iterable[str]) -> None:
        """Keep the names of the pages' own files that the folder holds."""
        with self._transaction():
            self._database.execute("DELETE FROM written")
            self._database.executemany("INSERT INTO written VALUES (?)", ((name,) for name in sorted(names)))

    def copy_from(self, other: "State") -> None:
        """Keep all that another state keeps, too."""
        with self._transaction():
            for name, key, findings in other._database.execute("SELECT name, key, findings FROM sources ORDER BY name"):
                self._drop(name)
                self._database.execute("INSERT INTO sources VALUES (?, ?, ?)", (name, key, findings))
            columns = "number, source, position, document, info, claims, criteria, sheet, quads"
            for number, source, position, *rest in other._database.execute(f"SELECT {columns} FROM pages"):
                self._insert(source, position, PackedPage._make((*rest, tuple(other.files(number)))))
