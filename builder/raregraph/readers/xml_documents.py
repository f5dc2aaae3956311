"""XML as data from strangers: no entities, no network, no depth without bounds."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from raregraph.errors import UnreadablePageError
from raregraph.text import decode

DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
# Atomic groups: what has been read as a comment is not read again as something longer.
_ROOT = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\])?\s*+>)*+<([\w.:-]+)", re.DOTALL | re.IGNORECASE
)
_ENTITY = "<!ENTITY"


def root_name(head: str) -> str | None:
    """Return the name of the root element of what starts like an XML document, None if it does not."""
    match = _ROOT.match(head)
    return match[1] if match else None


def parse_xml(data: bytes, where: str) -> etree._Element:
    """Return the root element. Raises `UnreadablePageError` for broken XML and for XML that defines entities."""
    text = decode(data, where, limit=len(data))
    if _ENTITY in text:
        raise refused_entities(where)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(DECLARATION.sub("", text, count=1), parser)
    except etree.XMLSyntaxError as error:
        raise broken_xml(where, error) from error


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def harmless_events(stream: BinaryIO, tag: str) -> Iterator[tuple[str, etree._Element]]:
    """Yield the elements of a name as they are read. Raises `etree.XMLSyntaxError` for broken XML."""
    yield from etree.iterparse(
        stream,
        events=("end",),
        tag=tag,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def text_of(element: etree._Element | None) -> str:
    """Return all text of an element, "" where there is none."""
    return "" if element is None else "".join(str(text) for text in element.itertext())


def refused_entities(where: str) -> UnreadablePageError:
    """Return the refusal of a document that defines entities: they can hide other files, or gigabytes."""
    return UnreadablePageError(where, "the XML defines entities", "write their text in their place")


def broken_xml(where: str, error: etree.XMLSyntaxError) -> UnreadablePageError:
    """Return what is wrong with a document that is no well-formed XML."""
    what = f"line {error.lineno or 1}: no well-formed XML ({error.msg})"
    return UnreadablePageError(where, what, "get the whole file again, or correct it")
