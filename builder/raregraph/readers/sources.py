"""Files as readers see them: opened once, their beginning looked at, never read beyond their bound."""

import codecs
import io
import os
from typing import BinaryIO

from raregraph.errors import UnreadablePageError
from raregraph.text import canonical_text, decode

HEAD = 16_384
"""How many bytes of a file decide which format it is."""


def read_head(stream: BinaryIO) -> str:
    """Return the beginning of a file as text, as far as that can be told, and leave the file at its start."""
    if isinstance(stream, io.BufferedReader):
        head = stream.peek(HEAD)  # a pipe cannot be wound back
    else:
        head = stream.read(HEAD)
        stream.seek(0)
    return _head_text(head[:HEAD])


def _head_text(head: bytes) -> str:
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return head.decode("utf-16", "replace")
    return head.decode("utf-8-sig", "replace")


def read_all(stream: BinaryIO, where: str, largest: int) -> bytes:
    """Return what a file holds. Raises `UnreadablePageError` for one of more than `largest` bytes."""
    check_size(stream, where, largest)
    data = stream.read(largest + 1)  # a pipe has no size
    if len(data) > largest:
        raise _too_large(where, f"more than {largest:,} bytes", largest)
    return data


def read_canonical(stream: BinaryIO, where: str, largest: int) -> str:
    """Return the text of a file in canonical form. Raises `UnreadablePageError` where there is none."""
    text = canonical_text(decode(read_all(stream, where, largest), where, limit=largest))
    if not text.strip():
        raise UnreadablePageError(where, "the file is empty", "give a page with text")
    return text


def check_size(stream: BinaryIO, where: str, largest: int) -> None:
    """Raise `UnreadablePageError` for a file of more than `largest` bytes, before any of it is read."""
    try:
        size = os.fstat(stream.fileno()).st_size
    except (OSError, AttributeError):
        return
    if size > largest:
        raise _too_large(where, f"{size:,} bytes", largest)


def _too_large(where: str, size: str, largest: int) -> UnreadablePageError:
    return UnreadablePageError(where, f"the file has {size}, more than a page can ({largest:,})", "split it into pages")
