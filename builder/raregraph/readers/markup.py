"""HTML taken apart: headings, paragraphs, list items and table rows of a tree, without what belongs to the site."""

import re
from collections.abc import Iterator, Sequence

from lxml import etree, html

from raregraph.errors import UnreadablePageError
from raregraph.readers.layout import Layout, plain
from raregraph.readers.pieces import Heading, Item, Paragraph, Piece, Row

_HEADING = re.compile(r"h[1-6]")
_SENTENCE_END = re.compile(r"[.?!:;][\"'”’)\]]*(?:\s?\[[\d,; –-]+\])*\s*$")
_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    r"|header|hr|html|li|main|menu|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_LISTS = frozenset(("ul", "ol", "menu"))
# libxml2 stops at 256 by itself and says nothing; deeper trees are no pages.
_DEEPEST = 200


def parse_html(text: str, where: str) -> html.HtmlElement:
    """Return the root of an HTML document or fragment. Raises `UnreadablePageError` for a tree without bounds."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadablePageError(where, f"no HTML ({error})", "give the page as its site sends it") from error
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        raise too_deep(where)
    return root


def too_deep(where: str) -> UnreadablePageError:
    """Return the refusal of a document whose elements stand one in the other without end."""
    return UnreadablePageError(
        where, f"elements stand more than {_DEEPEST} deep in each other", "give the page's text as a simple document"
    )


def text_of_html(element: etree._Element) -> str:
    """Return the text of an element on one line."""
    return plain("".join(str(text) for text in element.itertext()))


def markup_pieces(root: etree._Element, layout: Layout, where: str) -> Iterator[Piece]:
    """Yield what an element holds. Heading levels are those of the tags."""
    return _Walker(layout, where).walk(root)


class _Walker:
    """Goes through a tree and gathers the text of a line until a block begins or ends."""

    def __init__(self, layout: Layout, where: str) -> None:
        self._layout = layout
        self._where = where
        self._line: list[str] = []
        self._markers: list[str] = []

    def walk(self, root: etree._Element) -> Iterator[Piece]:
        yield from self._element(root, 0)
        yield from self._flush()

    def _element(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        tag = str(element.tag).rpartition("}")[2].lower()
        if depth > _DEEPEST:
            raise too_deep(self._where)
        if self._layout.site.leaves_out(element):
            return
        if _HEADING.fullmatch(tag):
            yield from self._flush()
            yield Heading(text_of_html(element), int(tag[1]))
        elif tag == "br":
            yield from self._break()
        elif tag == "table" and _is_data(element):
            yield from self._flush()
            yield from self._table(element)
        elif tag in _LISTS:
            yield from self._list(element, depth)
        else:
            yield from self._inside(element, tag, depth)

    def _inside(self, element: etree._Element, tag: str, depth: int) -> Iterator[Piece]:
        is_block = _BLOCK.fullmatch(tag) is not None
        if is_block:
            yield from self._flush()
        self._line.append(element.text or "")
        for child in element:
            yield from self._element(child, depth + 1)
            self._line.append(child.tail or "")
        if is_block:
            yield from self._flush()

    def _list(self, element: etree._Element, depth: int) -> Iterator[Piece]:
        yield from self._flush()
        number = _first_number(element)
        for child in element:
            self._markers.append("•" if number is None else f"{number}.")
            yield from self._element(child, depth + 1)
            yield from self._flush()
            self._markers.pop()
            number = None if number is None else number + 1

    def _break(self) -> Iterator[Piece]:
        """End the line where a sentence ends too; elsewhere the break is only for the eye."""
        if _SENTENCE_END.search("".join(self._line)):
            yield from self._flush()
        self._line.append(" ")

    def _flush(self) -> Iterator[Piece]:
        text = plain("".join(self._line))
        self._line.clear()
        if text:
            yield Item(text, self._markers[-1]) if self._markers else Paragraph(text)

    def _table(self, table: etree._Element) -> Iterator[Piece]:
        roles: Sequence[str] = ()
        for caption in table.iterchildren("caption"):
            yield Paragraph(text_of_html(caption))
        for row in table.iter("tr"):
            cells = [(cell.tag, text_of_html(cell)) for cell in row.iterchildren("td", "th")]
            is_head = bool(cells) and (all(tag == "th" for tag, _ in cells) or _stands_in_head(row))
            found = [self._layout.column_role(text) for _, text in cells]
            if is_head or (not roles and sum(map(bool, found)) == len(found)):
                roles = found
            yield Row(
                tuple(
                    ("" if is_head else _role(roles, place, len(cells)), text) for place, (_, text) in enumerate(cells)
                )
            )


def _role(roles: Sequence[str], place: int, count: int) -> str:
    """Return the role of a cell; a row with another number of cells than the head has none."""
    return roles[place] if len(roles) == count else ""


def _stands_in_head(row: etree._Element) -> bool:
    above = row.getparent()
    return above is not None and above.tag == "thead"


def _is_data(table: etree._Element) -> bool:
    """Say whether a table holds data: one that holds headings, tables or a single column is there for the looks."""
    if next(table.iter("h1", "h2", "h3", "h4", "h5", "h6"), None) is not None:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return any(len(row) > 1 for row in table.iter("tr"))


def _first_number(element: etree._Element) -> int | None:
    if element.tag != "ol":
        return None
    start = element.get("start", "")
    return int(start) if start.isdecimal() and len(start) < 4 else 1
