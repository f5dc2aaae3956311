"""HTML pages structured by headings, GARD's old layout among them."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from lxml import etree

from raregraph.model import Page
from raregraph.readers.composing import compose
from raregraph.readers.dates import find_iso_date, newest
from raregraph.readers.layout import Layout
from raregraph.readers.markup import markup_pieces, parse_html, text_of_html
from raregraph.readers.pieces import Heading, Item, Outline, Paragraph, Piece
from raregraph.readers.sources import read_canonical
from raregraph.readers.xml_documents import DECLARATION

NAME = "html"
_BEGINS = re.compile(
    r"(?>\s+|<\?xml[^>]*>|<!--.*?-->)*+<(?:!doctype\s+html|html|head|body|article|main|h[1-6]|p|div)\b",
    re.I | re.S,
)
# A site's name behind the page's in <title>.
_SITE_NAME = re.compile(r"\s+[|–—]\s+|\s+-\s+|\s*::\s*")
_ADDRESS = ("link[@rel='canonical']/@href", "meta[@property='og:url']/@content")
_UPDATED = ("article:modified_time", "og:updated_time", "last-modified", "dcterms.modified", "dc.date.modified")


def recognises(head: str, _layout: Layout) -> bool:
    """Say whether a file begins like HTML, with or without its outer elements."""
    return _BEGINS.match(head) is not None


def read(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the page of a file: its headings and what stands under them, without the site's menus and boxes."""
    text = read_canonical(stream, where, layout.largest(NAME))
    root = parse_html(DECLARATION.sub("", text, count=1), where)
    url = next(chain.from_iterable(root.xpath(f"//{path}") for path in _ADDRESS), "")
    title, pieces = title_and_body(markup_pieces(root, layout, where))
    yield compose(
        Outline(
            where=where,
            collection=layout.collection_at(str(url)),
            title=title or _title(root),
            pieces=pieces,
            url=str(url),
            updated=newest(*(find_iso_date(date) for date in _meta(root, _UPDATED))),
            publisher=next(_meta(root, ("og:site_name",)), ""),
            license=next(iter(root.xpath("//link[@rel='license']/@href")), ""),
        ),
        layout,
    )


def title_and_body(pieces: Iterable[Piece]) -> tuple[str | None, list[Piece]]:
    """Return the first heading of level 1 and what follows it: what stands above it are menus.

    A page without one is all body; so is one whose first such heading has nothing below it.
    """
    above: list[Piece] = []
    rest = iter(pieces)
    for piece in rest:
        if isinstance(piece, Heading) and piece.level == 1:
            below = list(rest)
            has_text = any(isinstance(following, Paragraph | Item) for following in below)
            return piece.text, below if has_text else above + below
        above.append(piece)
    return None, above


def _title(root: etree._Element) -> str | None:
    title = next(root.iter("title"), None)
    text = "" if title is None else text_of_html(title)
    return next(iter(root.xpath("//meta[@property='og:title']/@content")), None) or _SITE_NAME.split(text)[0] or None


def _meta(root: etree._Element, names: Iterable[str]) -> Iterator[str]:
    wanted = set(names)
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or "").lower()
        if name in wanted and element.get("content"):
            yield element.get("content", "")
