"""JSON files: unpacked if need be, and read whole."""

import gzip
import json
import zlib
from typing import Any

from raregraph.terms.records import Report

_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"


def read_json(content: bytes, report: Report) -> Any:
    """Return the document of a JSON file, packed by gzip or zstd or not; None, with a report, if it is broken."""
    try:
        return json.loads(_unpack(content))
    except (OSError, EOFError, ValueError, zlib.error) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        report(line, f"no JSON that can be read ({error}); nothing of the file is used")
        return None


def _unpack(content: bytes) -> bytes:
    if content.startswith(_GZIP):
        return gzip.decompress(content)
    if content.startswith(_ZSTD):
        import zstandard  # noqa: PLC0415 - only two sources need it

        try:
            return zstandard.ZstdDecompressor().decompressobj().decompress(content)
        except zstandard.ZstdError as error:
            raise ValueError(str(error)) from error
    return content
