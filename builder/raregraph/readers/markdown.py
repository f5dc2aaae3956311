"""Markdown: rendered, and read as HTML is."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from markdown_it import MarkdownIt

from raregraph.model import Page
from raregraph.readers.composing import compose
from raregraph.readers.dates import find_iso_date
from raregraph.readers.layout import Layout
from raregraph.readers.markup import markup_pieces, parse_html
from raregraph.readers.pieces import Outline
from raregraph.readers.sources import read_canonical
from raregraph.readers.web import title_and_body

NAME = "markdown"
_MARKED = re.compile(r"^ {0,3}#{1,6} +\S", re.MULTILINE)
_UNDERLINED = re.compile(r"^\S.*\n(?:={3,}|-{3,})[ \t]*$", re.MULTILINE)
_FRONT = re.compile(r"\A---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(?P<key>[\w-]+):[ \t]*(?P<value>.*)$", re.MULTILINE)


def recognises(head: str, _layout: Layout) -> bool:
    """Say whether a text has a heading marked in Markdown's way, several underlined ones, or its fields in front."""
    return bool(_MARKED.search(head) or len(_UNDERLINED.findall(head)) > 1 or _FRONT.match(head))


def read(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the page of a file. Fields in front of it may give title, url and updated."""
    text = read_canonical(stream, where, layout.largest(NAME))
    front = _FRONT.match(text)
    fields = (
        {match["key"].lower(): match["value"].strip("\"' ") for match in _FIELD.finditer(front["fields"])}
        if front
        else {}
    )
    body = MarkdownIt("commonmark").enable("table").render(text[front.end() :] if front else text)
    title, pieces = title_and_body(markup_pieces(parse_html(f"<body>{body}</body>", where), layout, where))
    yield compose(
        Outline(
            where=where,
            collection=layout.collection_at(fields.get("url", "")),
            title=fields.get("title") or title,
            pieces=pieces,
            url=fields.get("url"),
            updated=find_iso_date(fields.get("updated", "")),
        ),
        layout,
    )
