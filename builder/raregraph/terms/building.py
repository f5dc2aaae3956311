"""Building the file of a terminology from its sources, and adding a user's own files to it."""

import gc
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from raregraph.terms.branches import load_branches
from raregraph.terms.database import AddedFile, write_database
from raregraph.terms.formats import FORMATS, sniff_format
from raregraph.terms.identifiers import load_identifiers
from raregraph.terms.keys import key_digest, load_loose_key
from raregraph.terms.lexicon import load_normalizer
from raregraph.terms.manifest import Source
from raregraph.terms.merging import Merger
from raregraph.terms.records import Header, Problem, Record

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
        raise ValueError(f"{file.name}: no terminology")
    return Source(file.name, "", "", found, hashlib.sha256(file.content).hexdigest()), file.content
