"""From what is kept of the pages to the files of the output folder."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from raregraph.atomic import output_error, replacing, write_atomically
from raregraph.corpus.parts import PageInfo, unpack, unpack_findings, unpack_info
from raregraph.corpus.sorting import boundaries, deal_out, sort_buckets, write_sorted
from raregraph.corpus.state import SORTING, State
from raregraph.export import CLAIMS, CRITERIA, SHEET, sheet_header, table_lines
from raregraph.ledger import Ledger
from raregraph.model import Finding
from raregraph.settings import Settings

GRAPH = "graph.nq"
FINDINGS = "findings.tsv"
_COLUMNS = ("level", "rule", "where", "section", "quote", "claim", "message", "advice")
_SAMPLED = 64
"""Pages whose lines tell how those of all are spread."""


@dataclass(slots=True)
class Summary:
    """What a build did. `read` counts pages that could be read, `published` those that were also written."""

    read: int = 0
    published: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    relations: Counter[str] = field(default_factory=Counter)
    groundable: int = 0
    grounded: int = 0
    files: list[Path] = field(default_factory=list)
    quads: int = 0
    built: int = 0
    """Files that were built in this run; the others had not changed."""
    kept: int = 0
    dropped: int = 0
    """Files that went away since the last run, with what they said."""

    def count(self, level: str) -> int:
        """Return the number of findings of a level."""
        return sum(finding.level == level for finding in self.findings)

    def _add(self, document: str, info: PageInfo) -> None:
        self.published.append(document)
        self.relations.update(info.relations)
        self.groundable += info.groundable
        self.grounded += info.grounded


def assemble_output(
    state: State, out: Path, summary: Summary, *, settings: Settings, executor: Executor | None = None
) -> None:
    """Write all files of the folder anew, in the order of the documents. Nothing is written if no page can be read."""
    for packed in state.findings():
        summary.findings.extend(unpack_findings(packed))
    ledger = Ledger()
    numbers = list(_published(state, summary, ledger))
    if not summary.read:
        return
    with ExitStack() as stack:
        # All are moved into place together, when the last one is on the disk.
        files = _Files(out, stack, summary)
        graph = stack.enter_context(_sorting(state, numbers, out, executor))
        _write_tables(state, numbers, files)
        files.write(FINDINGS, _finding_lines(summary.findings))
        for name, lines in ledger.files(settings=settings):
            files.write(name, lines)
        with _told(out / GRAPH):
            summary.quads = write_sorted(*graph, files.open(GRAPH))
    _write_own_files(state, numbers, out, summary)


class _Files:
    """The files of the folder as they are written, each under a temporary name."""

    def __init__(self, out: Path, stack: ExitStack, summary: Summary) -> None:
        self.out = out
        self._stack = stack
        self._summary = summary

    def open(self, name: str) -> BinaryIO:
        self._summary.files.append(self.out / name)
        return self._stack.enter_context(replacing(self.out / name))

    def write(self, name: str, lines: Iterable[bytes]) -> None:
        self.open(name).writelines(lines)


def _published(state: State, summary: Summary, ledger: Ledger) -> Iterator[int]:
    """Yield the numbers of the pages to be published; of one document, the first by the names of the files."""
    first: tuple[str, str] = ("", "")
    for number, document, source, packed in state.documents():
        if document == first[0]:
            summary.findings.append(_duplicate(document, source, first[1]))
            continue
        first = (document, source)
        info = unpack_info(packed)
        summary.read += 1
        summary.findings.extend(info.findings)
        if info.published:
            summary._add(document, info)
            ledger.add(info.decisions, info.links)
            yield number


def _duplicate(document: str, source: str, first: str) -> Finding:
    message = f"this page is {document}, and so is one of {first}"
    return Finding("error", "duplicate-document", message, source, "leave one of the two out, or rename it")


def _write_tables(state: State, numbers: Sequence[int], files: _Files) -> None:
    for name, column, header in (
        (CLAIMS, "claims", b""),
        (CRITERIA, "criteria", b""),
        (SHEET, "sheet", sheet_header()),
    ):
        files.write(name, chain([header], map(unpack, state.column(column, numbers))))


def _finding_lines(findings: Iterable[Finding]) -> Iterator[bytes]:
    yield table_lines([_COLUMNS])
    for finding in findings:
        yield table_lines([[getattr(finding, name) for name in _COLUMNS]])


@contextmanager
def _sorting(
    state: State, numbers: Sequence[int], out: Path, executor: Executor | None
) -> Iterator[tuple[list[Path], Iterator[int]]]:
    """Give the buckets of all statements, which an executor sorts while other files are written, and their lines."""
    step = max(1, len(numbers) // _SAMPLED)
    sample = [unpack(block) for block in state.column("quads", numbers[::step])]
    total = sum(map(len, sample)) * step
    with _told(out / GRAPH):
        out.mkdir(parents=True, exist_ok=True)
        folder = TemporaryDirectory(dir=out, prefix=SORTING)
    with folder as name:
        with _told(out / GRAPH):
            buckets = deal_out(map(unpack, state.column("quads", numbers)), boundaries(sample, total), Path(name))
        yield buckets, sort_buckets(buckets, executor)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(path, error) from error


def _write_own_files(state: State, numbers: Iterable[int], out: Path, summary: Summary) -> None:
    """Write the pages' own files, and take away those of pages that are gone."""
    before, now = state.written(), set[str]()
    for number in numbers:
        files = {name: unpack(content) for name, content in state.files(number)}
        write_atomically({out / name: content for name, content in files.items() if _differs(out / name, content)})
        now.update(files)
        summary.files.extend(out / name for name in files)
    for name in sorted(before - now):
        (out / name).unlink(missing_ok=True)
    state.set_written(now)


def _differs(path: Path, content: bytes) -> bool:
    try:
        return path.read_bytes() != content
    except OSError:
        return True


def read_findings(path: Path) -> list[Finding]:
    """Read `findings.tsv`."""
    return list(stream_findings(path))


def stream_findings(path: Path) -> Iterator[Finding]:
    """Yield the findings of `findings.tsv` as it is read."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            yield Finding(**row)  # type: ignore[arg-type]


Progress = Callable[[int, int, int], None]
"""Told (files done, files to do, findings so far)."""
