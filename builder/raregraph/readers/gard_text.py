"""GARD's page as text: a title, a list of other names, question headings, paragraphs, lists, "Last updated" lines."""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from raregraph.model import Block, Finding, Page, Section, Span
from raregraph.readers.dates import find_update, is_update_line, newest
from raregraph.readers.layout import Layout, plain
from raregraph.readers.references import find_references
from raregraph.readers.sources import read_canonical
from raregraph.slugs import slug
from raregraph.text import SentenceSplitter

NAME = "gard-text"
COLLECTION = "GARD"

ITEM = re.compile(r"[ \t\xa0]*(?P<marker>[•·▪◦‣*–—-]|\(?\d{1,2}[.)]|\[\d{1,3}\]|\(?[a-zA-Z]\))[ \t\xa0]+(?=\S)")
_SENTENCE_END = re.compile(r"[.?!:;][\"'”’)\]]*(\s?\[[\d,; –-]+\])*\s*$")


class Line(NamedTuple):
    """A line of the page that is text: where it stands, and its list marker ("" for prose)."""

    start: int
    end: int
    marker: str


class Draft(NamedTuple):
    """A section while it is being read."""

    heading: str
    kind: str
    start: int
    lines: list[Line]


def recognises(_head: str, _layout: Layout) -> bool:
    """Take any text: this is the format of what is of no other."""
    return True


def read(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the page of a file. What is missing is a finding; the rest is read all the same."""
    yield _read(read_canonical(stream, where, layout.largest(NAME)), where, layout)


def _read(text: str, where: str, layout: Layout) -> Page:
    title, drafts, updated, focus = _outline(text, layout)
    findings = list(_missing(title, focus, drafts, where))
    title = title or focus or where.rsplit(".", 1)[0]
    known = layout.collection(COLLECTION)
    sections = tuple(_sections(text, _without_repeats(text, drafts), layout.splitter))
    return Page(
        document=f"{COLLECTION}/{slug(title)}",
        title=title,
        text=text,
        sections=sections,
        collection=COLLECTION,
        publisher=known.publisher,
        license=known.license,
        updated=updated,
        references=find_references(text, sections),
        findings=tuple(findings),
    )


def _outline(text: str, layout: Layout) -> tuple[str | None, list[Draft], str | None, str | None]:
    """Return title, sections in draft, newest date, and the disease's name as headings have it."""
    title = focus = updated = None
    drafts: list[Draft] = []
    for start, end in _line_spans(text):
        line = text[start:end]
        if not line.strip() or layout.is_furniture(line):
            continue
        if is_update_line(line):
            updated = newest(updated, find_update(line))
            continue
        item = ITEM.match(line)
        heading = None if item else layout.find_heading(line)
        if heading:
            focus = focus or heading.focus
            drafts.append(Draft(plain(line), heading.kind, start, []))
        elif title is None and not drafts and not item:
            title = _title(line)
            drafts.extend([] if title else [_opening(start, end)])
        else:
            if not drafts:
                drafts.append(_opening(start))
            drafts[-1].lines.append(_text_line(start, end, item))
    return title, drafts, updated, focus


def _title(line: str) -> str | None:
    """Return the line as a title, None where it is prose: a page may begin without one."""
    line = plain(line)
    return None if len(line) > 120 or _SENTENCE_END.search(line) else line


def _opening(start: int, end: int | None = None) -> Draft:
    """Return the section of what stands before any heading."""
    return Draft("", "overview", start, [] if end is None else [Line(start, end, "")])


def _text_line(start: int, end: int, item: re.Match[str] | None) -> Line:
    return Line(start + item.end(), end, item["marker"]) if item else Line(start, end, "")


def _line_spans(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield Span(start, end)
        start = end + 1


def _missing(title: str | None, focus: str | None, drafts: list[Draft], where: str) -> Iterator[Finding]:
    if title is None:
        named = f"its headings name {focus!r}" if focus else "the file's name stands for it"
        yield Finding(
            "warning", "page-title", f"the page has no title; {named}", where, "put the disease's name on top"
        )
    if not any(draft.heading for draft in drafts):
        yield Finding(
            "warning",
            "page-headings",
            "no known heading; the text is read as an overview",
            where,
            "add headings such as 'What causes X?', or rows to ontology/sections.tsv",
        )
    elif not any(draft.lines for draft in drafts):
        yield Finding("warning", "page-text", "the page has headings but no text", where, "give the whole page")


def _without_repeats(text: str, drafts: list[Draft]) -> Iterator[Draft]:
    """Drop a section that stands a second time, word for word: sites repeat their boxes at the foot of a page."""
    seen: set[tuple[str, ...]] = set()
    for draft in drafts:
        content = (draft.heading, *(plain(text[line.start : line.end]) for line in draft.lines))
        if content not in seen or not draft.lines:
            yield draft
        seen.add(content)


def _sections(text: str, drafts: Iterable[Draft], splitter: SentenceSplitter) -> Iterator[Section]:
    for index, draft in enumerate(drafts):
        end = draft.lines[-1].end if draft.lines else draft.start + len(draft.heading)
        blocks = tuple(_blocks(text, draft.lines, splitter))
        yield Section(index, draft.heading, draft.kind, draft.start, end, blocks)


def _blocks(text: str, lines: list[Line], splitter: SentenceSplitter) -> Iterator[Block]:
    """Yield paragraphs and list items; a line that goes on in small letters belongs to the one before."""
    joined: list[Line] = []
    for line in lines:
        if joined and not line.marker and _goes_on(text, joined[-1], line):
            joined[-1] = joined[-1]._replace(end=line.end)
        else:
            joined.append(line)
    for line in joined:
        sentences = tuple(splitter.split(text, line.start, line.end))
        if sentences:
            yield Block("item" if line.marker else "paragraph", sentences, line.marker)


def _goes_on(text: str, before: Line, line: Line) -> bool:
    adjacent = text.count("\n", before.end, line.start) == 1
    first = text[line.start : line.end].lstrip()[:1]
    return adjacent and first.islower() and not _SENTENCE_END.search(text, before.start, before.end)
