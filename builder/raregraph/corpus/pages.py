"""The way of one file, from its bytes to what the output is made of. It runs wherever a worker runs."""

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from raregraph.claims import find_claims
from raregraph.corpus.parts import PackedPage, PackedSource, PageInfo, pack, pack_findings, pack_info
from raregraph.errors import RaregraphError, UnreadablePageError
from raregraph.export import claim_rows, criteria_rows, json_lines, serialize, sheet_lines
from raregraph.graph import Graph, build_graph
from raregraph.ledger import decisions, is_groundable, mapping_rows
from raregraph.model import Finding, Page, PageClaims
from raregraph.readers import read_stream
from raregraph.settings import Settings
from raregraph.validation import validate

QUADS = "nq"


@dataclass(frozen=True, slots=True)
class Work:
    """A file to build: its name, what it is made from (`key`), and its bytes; None for a large one, read at `path`."""

    name: str
    key: str
    path: Path
    content: bytes | None

    def open(self) -> BinaryIO:
        """Open the file."""
        return self.path.open("rb") if self.content is None else io.BytesIO(self.content)


def build_sources(work: Sequence[Work], formats: Sequence[str], settings: Settings) -> list[PackedSource]:
    """Build files, each whatever becomes of the others. `formats` are those in which each page is a file of its own."""
    return [build_source(each, formats, settings) for each in work]


def build_source(work: Work, formats: Sequence[str], settings: Settings) -> PackedSource:
    """Build the pages of a file. What is wrong with it is a finding, not an exception.

    Raises `RaregraphError` where the knowledge or the terminology is broken, for then every page would fail.
    """
    pages: list[PackedPage] = []
    findings: list[Finding] = []
    try:
        with work.open() as stream:
            read = read_stream(stream, work.name, settings=settings)
            pages.extend(_build_page(page, formats, settings) for page in read)
    except UnreadablePageError as error:
        findings.append(Finding("error", "unreadable-page", error.what, error.where, error.advice))
    except RaregraphError:
        raise
    except Exception as error:
        findings.append(_failure(work.name, error))
    return PackedSource(work.name, work.key, pack_findings(findings), tuple(pages))


def _failure(name: str, error: Exception) -> Finding:
    message = f"building it failed ({type(error).__name__}: {error})"
    return Finding("error", "page-failed", message, name, "report this with the page; the others are built")


def _build_page(page: Page, formats: Sequence[str], settings: Settings) -> PackedPage:
    page_claims = find_claims(page, settings=settings)
    graph = build_graph(page_claims, settings=settings)
    found = [*page.findings, *page_claims.findings, *validate(graph, settings=settings)]
    findings = tuple(dict.fromkeys(found))
    if any(finding.level == "error" for finding in findings):
        nothing = pack(b"")
        info = pack_info(PageInfo(published=False, findings=findings))
        return PackedPage(page.document, info, nothing, nothing, nothing, nothing, ())
    rows = list(claim_rows(page_claims, settings))
    return PackedPage(
        document=page.document,
        info=pack_info(_info(page_claims, findings, settings)),
        claims=pack(json_lines(rows)),
        criteria=pack(json_lines(criteria_rows(page_claims))),
        sheet=pack(sheet_lines(rows)),
        quads=pack(serialize(graph, QUADS, settings=settings)),
        files=tuple(_files(graph, formats, settings)),
    )


def _info(page_claims: PageClaims, findings: tuple[Finding, ...], settings: Settings) -> PageInfo:
    groundable = [claim for claim in page_claims.claims if is_groundable(claim)]
    return PageInfo(
        published=True,
        findings=findings,
        relations=Counter(claim.relation for claim in page_claims.claims),
        groundable=len(groundable),
        grounded=sum(claim.object is not None for claim in groundable),
        decisions=tuple(decisions(page_claims, settings=settings).items()),
        links=tuple(sorted(set(mapping_rows(page_claims, settings=settings)))),
    )


def _files(graph: Graph, formats: Iterable[str], settings: Settings) -> Iterator[tuple[str, bytes]]:
    for name in formats:
        yield f"{graph.slug}.{name}", pack(serialize(graph, name, settings=settings))
