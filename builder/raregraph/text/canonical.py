"""From bytes to the canonical text that offsets count in."""

import re

from raregraph.errors import UnreadablePageError

# A page is some kilobytes; a file beyond this is a dump or a log, and its validation would take minutes.
MAX_BYTES = 1_000_000

_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# What XML 1.0 does not allow could not stand in RDF/XML.
_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def decode(data: bytes, where: str) -> str:
    """Decode a page's bytes: UTF-8, or UTF-16 with a byte order mark. Raises `UnreadablePageError`."""
    if not data.strip():
        raise UnreadablePageError(where, "the file is empty", "give a page with text")
    if len(data) > MAX_BYTES:
        raise UnreadablePageError(
            where, f"the file has {len(data):,} bytes, more than a page can ({MAX_BYTES:,})", "split it into pages"
        )
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding == "utf-8-sig" and b"\0" in data:
        raise UnreadablePageError(where, "the file is binary, not text", "give the page as text in UTF-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadablePageError(
            where, f"byte {error.start} is not {encoding[:6].upper().rstrip('-')} text", "convert the file to UTF-8"
        ) from error


def canonical_text(text: str) -> str:
    """Return the text with LF line ends only, and U+FFFD for each character that XML 1.0 forbids."""
    return _NOT_XML.sub("\ufffd", _LINE_END.sub("\n", text))
