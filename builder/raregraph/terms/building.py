"""Building the file of a terminology from its sources, and adding a user's own files to it."""

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from raregraph.atomic import write_atomically
from raregraph.errors import TerminologyError
from raregraph.terms.branches import load_branches
from raregraph.terms.database import AddedFile, read_added, write_database
from raregraph.terms.fetching import Fetcher
from raregraph.terms.formats import FORMATS, sniff_format
from raregraph.terms.identifiers import load_identifiers
from raregraph.terms.keys import key_digest, load_loose_key
from raregraph.terms.manifest import Source, read_manifest
from raregraph.terms.merging import Merger
from raregraph.terms.names import load_normalizer
from raregraph.terms.records import Entry, Header, Link, Problem, Record

_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2})?")
_MOST_PROBLEMS = 50
"""Problems of one file that are kept; a file in the wrong format would have one for each line."""

Progress = Callable[[str], None]


@dataclass(slots=True)
class Collected:
    """Sources read and merged, and what was wrong in them."""

    merger: Merger
    problems: list[tuple[int, int | None, str]] = field(default_factory=list)
    added: list[AddedFile] = field(default_factory=list)

    def findings(self) -> Iterator[Problem]:
        """Yield what was wrong, with the file."""
        for number, line, message in self.problems:
            yield Problem(self.merger.sources[number].name, line, message)


def build_terminology(
    path: Path, *, profile: str, ontology: Path, fetcher: Fetcher, progress: Progress = lambda _: None
) -> Collected:
    """Make the file of a profile at `path`, with the files that were added to the one that stands there.

    Raises `TerminologyError` if a source cannot be had, `OutputError` if the file cannot be written; then the one that
    stood there is left as it was.
    """
    profile_or_none, added = read_added(path)
    return _make(path, profile or profile_or_none, added, ontology, fetcher, progress)


def add_files(
    path: Path, files: Sequence[Path], *, ontology: Path, fetcher: Fetcher, progress: Progress = lambda _: None
) -> Collected:
    """Add a user's own files to the terminology at `path`; a file takes the place of one of the same name.

    Without a terminology there, one of these files alone is made. Raises as `build_terminology`.
    """
    profile, added = read_added(path)
    by_name = {file.name: file for file in added}
    for file in files:
        try:
            by_name[file.name] = AddedFile(file.name, file.read_bytes())
        except OSError as error:
            what = f"cannot be read ({error.strerror or error})"
            raise TerminologyError(str(file), what, "name a file of terms or links") from error
    return _make(path, profile, tuple(by_name.values()), ontology, fetcher, progress)


def _make(
    path: Path, profile: str, added: Sequence[AddedFile], ontology: Path, fetcher: Fetcher, progress: Progress
) -> Collected:
    sources = read_manifest(ontology, profile) if profile else ()
    with without_cycle_search():
        collected = collect(fetcher.fetch(sources), added, ontology, progress)
        progress("writing")
        write_atomically({path: make_database(collected, ontology, profile)})
    fetcher.clean()
    return collected


def collect(
    sources: Iterable[tuple[Source, bytes]], added: Sequence[AddedFile], ontology: Path, progress: Progress
) -> Collected:
    """Read the sources, then the user's own files, and merge them."""
    collected = Collected(Merger(load_identifiers(ontology), load_branches(ontology)))
    for source, content in sources:
        progress(f"reading {source.title}")
        _read(source, content, collected)
    for file in added:
        progress(f"reading {file.name}")
        _read(*_as_source(file), collected)
        collected.added.append(file)
    progress("merging")
    collected.merger.finish()
    return collected


@contextmanager
def without_cycle_search() -> Iterator[None]:
    """Switch the search for cyclic garbage off: millions of small values are made here, none of them in a cycle."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def make_database(collected: Collected, ontology: Path, profile: str) -> bytes:
    """Return the bytes of the terminology's file."""
    return write_database(
        collected.merger,
        words=load_normalizer(ontology).words,
        loose=load_loose_key(ontology),
        meta={"keys": key_digest(ontology), "profile": profile},
        added=collected.added,
        problems=collected.problems,
    )


def _read(source: Source, content: bytes, collected: Collected) -> None:
    number = len(collected.merger.sources)
    count = 0

    def report(line: int | None, message: str) -> None:
        nonlocal count
        count += 1
        if count <= _MOST_PROBLEMS:
            collected.problems.append((number, line, message))

    records: Iterable[Record] = FORMATS[source.format](content, report)
    if source.profile == "added":
        records = list(records)
        source = _dated(source, records)
        if not any(isinstance(record, Entry | Link) for record in records):
            problem = next((f" ({message})" for at, _, message in collected.problems if at == number), "")
            raise TerminologyError(source.name, f"nothing in it can be used{problem}", "correct the file")
    collected.merger.add(source, records)
    if count > _MOST_PROBLEMS:
        collected.problems.append((number, None, f"{count - _MOST_PROBLEMS} further problems"))


def _dated(source: Source, records: Iterable[Record]) -> Source:
    header = next((record for record in records if isinstance(record, Header)), Header())
    date = _DATE.search(header.version)
    version = date[0] if date else header.version
    return replace(source, version=version or source.version, released=date[0] if date else "", license=header.license)


def _as_source(file: AddedFile) -> tuple[Source, bytes]:
    found = sniff_format(file.name, file.content)
    if found is None:
        raise TerminologyError(file.name, "no OBO, OBO Graphs JSON, SSSOM or table of terms", "name a file of those")
    return Source(file.name, "", "", found, hashlib.sha256(file.content).hexdigest()), file.content
