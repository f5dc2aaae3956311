"""PDF with a layer of text, through pypdf (an extra): its lines are read as plain text is."""

import io
import logging
import re
from collections.abc import Iterator
from typing import BinaryIO

from raregraph.errors import UnreadablePageError, UsageError
from raregraph.model import Page
from raregraph.readers.layout import Layout
from raregraph.readers.plain_text import page_of_lines
from raregraph.readers.sources import read_all
from raregraph.text import canonical_text

NAME = "pdf"
_HYPHENATED = re.compile(r"(?<=[a-z])-\n(?=[a-z])")
_PAGE_NUMBER = re.compile(
    r"^[ \t]*(?:page[ \t]+)?\d{1,3}(?:[ \t]*(?:/|of)[ \t]*\d{1,3})?[ \t]*$", re.IGNORECASE | re.MULTILINE
)


def recognises(head: str, _layout: Layout) -> bool:
    """Say whether a file begins with PDF's mark."""
    return head.lstrip("\ufeff \r\n").startswith("%PDF-")


def read(stream: BinaryIO, where: str, layout: Layout) -> Iterator[Page]:
    """Yield the page of a file, which is all its sheets; of a scan it is a page without text.

    Raises `UsageError` where the extra is not installed.
    """
    try:
        import pypdf  # noqa: PLC0415 - an extra
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ImportError as error:
        raise UsageError(f"{where}: PDF needs a further package; pip install 'raregraph[pdf]'") from error
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it can mend is no news
    data = io.BytesIO(read_all(stream, where, layout.largest(NAME)))
    try:
        sheets = [sheet.extract_text() for sheet in pypdf.PdfReader(data).pages]
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError) as error:
        what = f"the PDF cannot be read ({type(error).__name__}: {error})"
        raise UnreadablePageError(where, what, "give the page as text or HTML") from error
    text = canonical_text("\n\n".join(sheets))
    yield page_of_lines(_PAGE_NUMBER.sub("", _HYPHENATED.sub("", text)), where, layout)
