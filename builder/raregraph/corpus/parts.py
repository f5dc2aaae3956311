"""What is kept of a page between two runs: everything that the output folder is made of, packed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import zstandard

from raregraph.export import SssomRow
from raregraph.ledger import Count, Decision
from raregraph.model import Finding

_LEVEL = 1


class PackedPage(NamedTuple):
    """A page as it is kept; all but the document's name is compressed."""

    document: str
    info: bytes
    claims: bytes
    criteria: bytes
    sheet: bytes
    quads: bytes
    files: tuple[tuple[str, bytes], ...]
    """Name and content of each file that the page has of its own."""


class PackedSource(NamedTuple):
    """A file of pages as it is kept; `key` says what it was made from."""

    name: str
    key: str
    findings: bytes
    """Of the file as a whole: that it cannot be read."""
    pages: tuple[PackedPage, ...]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """What is to be known of a page beside its claims. A page with an error is read, not published."""

    published: bool
    findings: tuple[Finding, ...]
    relations: Mapping[str, int] = field(default_factory=dict)
    groundable: int = 0
    grounded: int = 0
    decisions: tuple[tuple[Decision, Count], ...] = ()
    links: tuple[SssomRow, ...] = ()


def pack(content: bytes) -> bytes:
    """Compress; equal contents give equal bytes."""
    return zstandard.ZstdCompressor(level=_LEVEL).compress(content)


def unpack(content: bytes) -> bytes:
    """Return what was packed."""
    return zstandard.ZstdDecompressor().decompress(content)


def pack_info(info: PageInfo) -> bytes:
    """Pack what is known of a page."""
    values = {
        "published": info.published,
        "findings": [_values(finding) for finding in info.findings],
        "relations": dict(info.relations),
        "groundable": info.groundable,
        "grounded": info.grounded,
        "decisions": info.decisions,
        "links": info.links,
    }
    return pack(json.dumps(values, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def unpack_info(content: bytes) -> PageInfo:
    """Return what `pack_info` packed."""
    values: dict[str, Any] = json.loads(unpack(content))
    return PageInfo(
        values["published"],
        tuple(Finding(*each) for each in values["findings"]),
        values["relations"],
        values["groundable"],
        values["grounded"],
        tuple((_decision(decision), Count(*count)) for decision, count in values["decisions"]),
        tuple(SssomRow(*each) for each in values["links"]),
    )


def pack_findings(findings: Iterable[Finding]) -> bytes:
    """Pack the findings of a file."""
    return pack(json.dumps([_values(finding) for finding in findings]).encode("utf-8", "surrogatepass"))


def unpack_findings(content: bytes) -> tuple[Finding, ...]:
    """Return what `pack_findings` packed."""
    return tuple(Finding(*each) for each in json.loads(unpack(content)))


def _values(finding: Finding) -> list[str]:
    return [getattr(finding, name) for name in Finding.__slots__]


def _decision(values: list[Any]) -> Decision:
    words, asked_for, branches, *term = values
    return Decision(words, asked_for, tuple(branches), *term)
