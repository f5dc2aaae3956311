"""From bytes to the canonical text that offsets count in."""

import codecs
import re

from raregraph.errors import UnreadablePageError

# A page is some kilobytes; a file beyond this is a dump or a log, and its validation would take minutes.
MAX_BYTES = 1_000_000

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)|<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE
)
_HEAD = 4096
_WEB_LATIN = ("iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 does not allow could not stand in RDF/XML.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decode(data: bytes, where: str, *, limit: int = MAX_BYTES) -> str:
    """Decode a page's bytes: UTF-8, UTF-16 with a byte order mark, or what XML or HTML declares.

    Raises `UnreadablePageError` for an empty or binary file, for one of more than `limit` bytes, and for wrong bytes.
    """
    if not data.strip():
        raise UnreadablePageError(where, "the file is empty", "give a page with text")
    if len(data) > limit:
        raise UnreadablePageError(
            where, f"the file has {len(data):,} bytes, more than a page can ({limit:,})", "split it into pages"
        )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else _declared(data, where) or "utf-8-sig"
    if encoding == "utf-8-sig" and b"\0" in data:
        raise UnreadablePageError(where, "the file is binary, not text", "give the page as text in UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        name = encoding.upper().removesuffix("-SIG")
        raise UnreadablePageError(
            where, f"byte {error.start} is not {name} text", "convert the file to UTF-8"
        ) from error


def _declared(data: bytes, where: str) -> str | None:
    """Return the encoding that an XML or HTML file says it has, None for another file and for Unicode."""
    if data.startswith(codecs.BOM_UTF8) or not data.lstrip().startswith(b"<"):
        return None
    match = _DECLARED.search(data, 0, _HEAD)
    if match is None:
        return None
    name = match[match.lastindex or 0].decode("ascii").lower()
    # The standard of HTML: what is called Latin-1 on the web is Windows-1252.
    name = "windows-1252" if match.lastindex == 2 and name in _WEB_LATIN else name
    try:
        known = codecs.lookup(name).name
        b"".decode(known)
    except LookupError as error:
        what = f"it says to be in {name!r}, which is no encoding that is known here"
        raise UnreadablePageError(where, what, "convert the file to UTF-8") from error
    return None if known.startswith("utf") else known


def canonical_text(text: str) -> str:
    """Return the text with LF line ends only, and U+FFFD for each character that XML 1.0 forbids."""
    return _NOT_XML.sub("\ufffd", _LINE_END.sub("\n", text))
