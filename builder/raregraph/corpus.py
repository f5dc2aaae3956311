"""From files to an output folder: one page or thousands, by the same path."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from raregraph.atomic import replacing, write_atomically
from raregraph.claims import find_claims
from raregraph.errors import UnreadablePageError, UsageError
from raregraph.export import (
    CLAIMS,
    CRITERIA,
    FORMATS,
    SHEET,
    claim_rows,
    criteria_rows,
    json_lines,
    serialize,
    sheet_header,
    sheet_lines,
)
from raregraph.graph import Graph, build_graph
from raregraph.model import Claim, Finding, Page, PageClaims
from raregraph.readers import page_suffixes, read_pages
from raregraph.settings import Settings
from raregraph.validation import validate

DEFAULT_FORMATS = ("ttl", "jsonld", "nq")

TEXTS = (".txt",)
"""What plain texts are called in a folder."""


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

    def count(self, level: str) -> int:
        """Return the number of findings of a level."""
        return sum(finding.level == level for finding in self.findings)

    def add(self, page_claims: PageClaims) -> None:
        """Count the claims of a published page."""
        self.published.append(page_claims.page.document)
        self.relations.update(claim.relation for claim in page_claims.claims)
        open_to_grounding = [claim for claim in page_claims.claims if _is_groundable(claim)]
        self.groundable += len(open_to_grounding)
        self.grounded += sum(claim.object is not None for claim in open_to_grounding)


def build(
    paths: Iterable[Path],
    out: Path,
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    settings: Settings | None = None,
) -> Summary:
    """Build the pages of files and folders into `out`: a graph for each page, the claims of all in tables.

    A page whose graph is broken is not published; the others are. Nothing is written if no page can be read.
    Raises `UsageError` for an unknown format or a folder without a page, `OutputError` if nothing can be written.
    """
    settings = settings or Settings()
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"{name}: unknown format; choose one of {', '.join(FORMATS)}")
    summary = Summary()
    pages = _read(find_files(paths, page_suffixes(settings)), summary, settings)
    first = next(pages, None)
    if first is not None:
        _publish(_checked(chain([first], pages), summary, settings), out, formats, summary, settings)
    return summary


def find_files(paths: Iterable[Path], suffixes: Sequence[str] = TEXTS) -> Iterator[Path]:
    """Yield the files and those of the folders that are called like pages, sorted; hidden ones are left out.

    Raises `UsageError` for a folder without a page.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        files = sorted(file for file in path.rglob("*") if _is_page(file, path, suffixes))
        if not files:
            known = " or ".join(suffixes)
            raise UsageError(f"{path}: there is no page in this folder; name a file, or a folder with {known} files")
        yield from files


def _is_page(file: Path, folder: Path, suffixes: Sequence[str]) -> bool:
    hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
    return file.suffix.lower() in suffixes and not hidden and file.is_file()


def _read(files: Iterable[Path], summary: Summary, settings: Settings) -> Iterator[Page]:
    documents: dict[str, Path] = {}
    for path in files:
        try:
            for page in read_pages(path, settings=settings):
                if page.document in documents:
                    summary.findings.append(_duplicate(page, path, documents[page.document]))
                    continue
                documents[page.document] = path
                summary.read += 1
                yield page
        except UnreadablePageError as error:
            summary.findings.append(Finding("error", "unreadable-page", error.what, error.where, error.advice))


def _duplicate(page: Page, path: Path, first: Path) -> Finding:
    message = f"this page is {page.document}, and so is {first}"
    return Finding("error", "duplicate-document", message, str(path), "leave one of the two out, or rename it")


def _checked(pages: Iterable[Page], summary: Summary, settings: Settings) -> Iterator[tuple[PageClaims, Graph]]:
    for page in pages:
        page_claims = find_claims(page, settings=settings)
        graph = build_graph(page_claims, settings=settings)
        findings = [*page.findings, *page_claims.findings, *validate(graph, settings=settings)]
        summary.findings.extend(dict.fromkeys(findings))
        if all(finding.level != "error" for finding in findings):
            yield page_claims, graph


def _publish(
    built: Iterable[tuple[PageClaims, Graph]],
    out: Path,
    formats: Sequence[str],
    summary: Summary,
    settings: Settings,
) -> None:
    tables = [out / name for name in (CLAIMS, CRITERIA, SHEET)]
    with ExitStack() as stack:
        claims, criteria, sheet = (stack.enter_context(replacing(path)) for path in tables)
        sheet.write(sheet_header())
        for page_claims, graph in built:
            files = {out / f"{graph.slug}.{name}": serialize(graph, name, settings=settings) for name in formats}
            write_atomically(files)
            rows = list(claim_rows(page_claims, settings))
            claims.write(json_lines(rows))
            criteria.write(json_lines(criteria_rows(page_claims)))
            sheet.write(sheet_lines(rows))
            summary.files.extend(files)
            summary.add(page_claims)
    summary.files.extend(tables)


def _is_groundable(claim: Claim) -> bool:
    """A name is its own object, and a value is no term, so neither can be grounded."""
    return claim.relation != "synonym" and claim.value is None
