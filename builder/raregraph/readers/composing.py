"""From pieces to a page: the canonical text, and where everything stands in it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from raregraph.model import Block, Cell, Finding, Page, Section, Sentence, Span
from raregraph.readers.dates import find_update, is_update_line, newest
from raregraph.readers.layout import OTHERS, Layout, plain
from raregraph.readers.pieces import Heading, Item, Outline, Paragraph, Piece, Row
from raregraph.readers.references import find_references
from raregraph.slugs import slug
from raregraph.text import canonical_text

_LIST_FOLLOWS = ":"


@dataclass(slots=True)
class _Draft:
    """A section while it is being composed."""

    heading: str
    kind: str
    level: int
    start: int
    end: int
    blocks: list[Block] = field(default_factory=list)


def compose(outline: Outline, layout: Layout) -> Page:
    """Return the page of an outline. What is missing is a finding; the rest is there all the same."""
    composer = _Composer(layout)
    title = plain(canonical_text(outline.title or ""))
    composer.open_page(title)
    for piece in outline.pieces:
        composer.add(piece)
    known = layout.collection(outline.collection)
    title = title or composer.focus or outline.where.rsplit(".", 1)[0]
    text = composer.text() or title + "\n"
    sections = tuple(composer.sections())
    return Page(
        document=f"{outline.collection}/{outline.identifier or slug(title)}",
        title=title,
        text=text,
        sections=sections,
        collection=outline.collection,
        publisher=outline.publisher or known.publisher,
        license=outline.license or known.license,
        url=outline.url or None,
        updated=newest(outline.updated, composer.updated),
        references=find_references(text, sections),
        findings=(*outline.findings, *_missing(outline, title, sections), *_unlicensed(outline, layout)),
    )


class _Composer:
    """Writes the text and remembers where its sections, blocks and sentences stand."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._parts: list[str] = []
        self._length = 0
        self._drafts: list[_Draft] = []
        self._above: list[_Draft] = []
        self._in_furniture = False
        self.updated: str | None = None
        self.focus: str | None = None

    def text(self) -> str:
        return "".join(self._parts)

    def sections(self) -> Iterator[Section]:
        for index, draft in enumerate(self._drafts):
            yield Section(index, draft.heading, draft.kind, draft.start, draft.end, tuple(draft.blocks))

    def open_page(self, title: str) -> None:
        if title:
            self._write(title)

    def add(self, piece: Piece) -> None:
        match piece:
            case Heading():
                self._open_section(piece)
            case Paragraph(text):
                self._add_text("paragraph", text, "")
            case Item(text, marker):
                self._add_text("item", text, marker)
            case Row(cells):
                self._add_row(cells)
            case _:
                raise ValueError(f"{piece!r} is no piece of a page")

    def _write(self, line: str) -> Span:
        start = self._length
        self._parts.append(line + "\n")
        self._length += len(line) + 1
        return Span(start, start + len(line))

    def _open_section(self, piece: Heading) -> None:
        heading = plain(canonical_text(piece.text))
        if not heading:
            return
        if self._parts:
            self._write("")
        start, end = self._write(heading)
        while self._above and self._above[-1].level >= piece.level:
            self._above.pop()
        draft = _Draft(heading, self._kind(heading, piece), piece.level, start, end)
        self._drafts.append(draft)
        self._above.append(draft)
        self._in_furniture = False

    def _kind(self, heading: str, piece: Heading) -> str:
        """Return the kind of a section: what its format says, else its heading, else the section that it is part of."""
        known = self._layout.find_heading(heading.rstrip(": "))
        if known:
            self.focus = self.focus or known.focus
        if piece.kind or (known and known.kind != "other"):
            return piece.kind or (known.kind if known else "")
        return self._above[-1].kind if self._above else "other"

    def _draft(self) -> _Draft:
        """Return the section that is open; what stands before any heading is an overview."""
        if not self._drafts:
            if self._parts:
                self._write("")
            self._drafts.append(_Draft("", "overview", 1, self._length, self._length))
        return self._drafts[-1]

    def _add_text(self, kind: Literal["paragraph", "item"], text: str, marker: str) -> None:
        text = plain(canonical_text(text))
        if not text:
            return
        draft = self._draft()
        line = f"{marker} {text}" if marker else text
        place = self._write(line)
        draft.end = place.end
        if is_update_line(text):
            self.updated = newest(self.updated, find_update(text))
        elif not (kind == "item" and self._in_furniture):
            found = list(self._layout.splitter.split(line, len(line) - len(text), len(line)))
            kept = tuple(self._kept(line, found, place.start))
            # A list that a line of the site opens is the site's too.
            self._in_furniture = kind != "item" and not kept and line.endswith(_LIST_FOLLOWS)
            draft.blocks.extend([Block(kind, kept, marker)] if kept else [])

    def _kept(self, line: str, sentences: Iterable[Sentence], offset: int) -> Iterator[Sentence]:
        """Yield the sentences of a line that are the page's own, where they stand in the text."""
        for each in sentences:
            if not self._layout.is_furniture(line[each.start : each.end]):
                yield Sentence(each.start + offset, each.end + offset, each.citations)

    def _add_row(self, cells: Sequence[tuple[str, str]]) -> None:
        texts = [(role, plain(canonical_text(text))) for role, text in cells]
        texts = [(role, text) for role, text in texts if text]
        if not texts:
            return
        draft = self._draft()
        place = self._write(" ".join(text for _, text in texts))
        draft.end = place.end
        self._in_furniture = False
        row = Sentence(place.start, place.end)
        draft.blocks.append(Block("row", (row,), cells=tuple(_cells(texts, place.start))))


def _cells(texts: Iterable[tuple[str, str]], start: int) -> Iterator[Cell]:
    for role, text in texts:
        yield Cell(role, start, start + len(text))
        start += len(text) + 1


def _missing(outline: Outline, title: str, sections: Sequence[Section]) -> Iterator[Finding]:
    if not outline.title:
        advice = "put the disease's name on top"
        yield Finding("warning", "page-title", f"the page has no title; it is read as {title!r}", outline.where, advice)
    if not any(section.blocks for section in sections):
        yield Finding(
            "warning", "page-text", "the page has no text", outline.where, "give the whole page, or leave it out"
        )
    elif not any(section.heading for section in sections):
        advice = "add headings such as 'What causes X?', or rows to ontology/sections.tsv"
        message = "no known heading; the text is read as an overview"
        yield Finding("warning", "page-headings", message, outline.where, advice)


def _unlicensed(outline: Outline, layout: Layout) -> Iterator[Finding]:
    known = layout.collection(outline.collection).license
    if not outline.license and known == layout.collection(OTHERS).license:
        advice = "name it in the page, in a profile, or in ontology/collections.tsv"
        yield Finding("warning", "page-licence", "the page does not state its licence", outline.where, advice)
