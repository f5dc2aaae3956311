"""MedlinePlus Genetics as published for download: conditions with named texts in HTML, one in JSON, many in XML."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from lxml import etree

from raregraph.errors import UnreadablePageError
from raregraph.model import Page
from raregraph.readers.composing import compose
from raregraph.readers.dates import find_iso_date, newest
from raregraph.readers.layout import Layout, identifier
from raregraph.readers.markup import markup_pieces, parse_html
from raregraph.readers.pieces import Heading, Item, Outline, Piece
from raregraph.readers.sources import check_size, read_all
from raregraph.readers.xml_documents import broken_xml, harmless_events, refused_entities, root_name, text_of
from raregraph.text import decode

XML, JSON = "medlineplus-xml", "medlineplus-json"
COLLECTION = "MedlinePlus-Genetics"
_LOCAL_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*\Z")
_CONDITION = "health-condition-summary"


def recognises_xml(head: str, _layout: Layout) -> bool:
    """Say whether a file begins like the file of all summaries, or like one summary."""
    return root_name(head) in ("summaries", _CONDITION)


def recognises_json(head: str, _layout: Layout) -> bool:
    """Say whether a file begins like the JSON of a condition."""
    return head.lstrip()[:1] in ("{", "[") and any(key in head for key in ('"text-list"', '"ghr_page"', '"ghr-page"'))


def read_xml(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the conditions of a file, one after the other; genes and chromosomes are left out."""
    check_size(stream, where, layout.largest(XML))
    count = 0
    try:
        for _, element in harmless_events(stream, f"{{*}}{_CONDITION}"):
            if _defines_entities(element):
                raise refused_entities(where)
            _drop_namespaces(element)
            count += 1
            yield _page(_fields_of_xml(element), _texts_of_xml(element), where, layout)
            _forget(element)
    except etree.XMLSyntaxError as error:
        raise broken_xml(where, error) from error
    if not count:
        raise _no_condition(where)


def read_json(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the condition of a file, or those of a list."""
    text = decode(read_all(stream, where, layout.largest(JSON)), where, limit=layout.largest(JSON))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadablePageError(where, f"no JSON ({error})", "get the whole file again, or correct it") from error
    records = [record for record in (data if isinstance(data, list) else [data]) if _is_condition(record)]
    if not records:
        raise _no_condition(where)
    for record in records:
        texts = ((_text(part, "text-role"), _text(part, "html")) for part in _parts(record, "text-list", "text"))
        names = tuple(_names(record))
        fields = {key: _text(record, key) for key in ("name", "reviewed", "published")}
        fields["address"] = _text(record, "ghr_page") or _text(record, "ghr-page")
        yield _page(
            (fields, names), ((role, parse_html(part, where)) for role, part in texts if part.strip()), where, layout
        )


def _page(
    known: tuple[Mapping[str, str], tuple[str, ...]],
    texts: Iterable[tuple[str, etree._Element]],
    where: str,
    layout: Layout,
) -> Page:
    fields, names = known
    url = fields["address"].strip()
    name = url.rstrip("/").rpartition("/")[2]
    return compose(
        Outline(
            where=f"{COLLECTION}/{name}" if name else where,
            collection=COLLECTION,
            identifier=identifier(name) or None,
            title=fields["name"].strip() or None,
            pieces=_pieces(names, texts, layout, where),
            url=url,
            updated=newest(find_iso_date(fields["reviewed"]), find_iso_date(fields["published"])),
        ),
        layout,
    )


def _pieces(
    names: Iterable[str], texts: Iterable[tuple[str, etree._Element]], layout: Layout, where: str
) -> Iterator[Piece]:
    names = tuple(names)
    if names:
        yield Heading("Other names", kind="names")
        yield from map(Item, names)
    for role, element in texts:
        yield Heading(role.capitalize() or "Description", kind=layout.question_types.get(role, ""))
        yield from (_below(piece) for piece in markup_pieces(element, layout, where))


def _below(piece: Piece) -> Piece:
    """Put the headings inside a text under the text's own."""
    return piece._replace(level=piece.level + 2) if isinstance(piece, Heading) else piece


def _fields_of_xml(element: etree._Element) -> tuple[dict[str, str], tuple[str, ...]]:
    fields = {key: text_of(element.find(key)) for key in ("name", "reviewed", "published")}
    fields["address"] = text_of(element.find("ghr-page"))
    return fields, tuple(text_of(name) for name in element.iterfind("synonym-list/synonym"))


def _texts_of_xml(element: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for text in element.iterfind("text-list/text"):
        content = text.find("html")
        if content is not None:
            yield text_of(text.find("text-role")).strip(), content


def _drop_namespaces(element: etree._Element) -> None:
    for part in element.iter():
        if isinstance(part.tag, str):
            name = _LOCAL_NAME.search(part.tag)  # a prefix that is nowhere declared is part of the name
            part.tag = name[0] if name else "span"


def _forget(element: etree._Element) -> None:
    """Free a summary that has been read, and what stood before it: a file of thousands takes the room of one."""
    element.clear()
    above = element.getparent()
    while above is not None and element.getprevious() is not None:
        del above[0]


def _defines_entities(element: etree._Element) -> bool:
    subset = element.getroottree().docinfo.internalDTD
    return subset is not None and next(iter(subset.iterentities()), None) is not None


def _is_condition(record: Any) -> bool:
    return (
        isinstance(record, dict) and "gene-symbol" not in record and any(key in record for key in ("name", "text-list"))
    )


def _parts(record: Mapping[str, Any], plural: str, singular: str) -> Iterator[Mapping[str, Any]]:
    listed = record.get(plural)
    for part in listed if isinstance(listed, list) else [listed]:
        inner = part.get(singular, part) if isinstance(part, dict) else None
        if isinstance(inner, dict):
            yield inner


def _names(record: Mapping[str, Any]) -> Iterator[str]:
    for part in _parts(record, "synonym-list", "-"):
        if name := _text(part, "synonym"):
            yield name


def _text(record: Mapping[str, Any], key: str) -> str:
    value = record.get(key)
    return value if isinstance(value, str) else ""


def _no_condition(where: str) -> UnreadablePageError:
    return UnreadablePageError(
        where, "the file holds no condition", "give the file of a condition, or that of all summaries"
    )
