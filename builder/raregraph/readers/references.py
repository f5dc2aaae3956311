"""The numbered references of a page."""

import re
from collections.abc import Iterable, Iterator

from raregraph.model import Reference, Section, Sentence
from raregraph.readers.layout import plain


def find_references(text: str, sections: Iterable[Section]) -> tuple[Reference, ...]:
    """Return the listed references, and a placeholder for each one that is cited but not listed."""
    sections = tuple(sections)
    listed: dict[str, str | None] = {}
    for section in sections:
        if section.kind == "references":
            for number, block in enumerate(section.blocks, 1):
                marker = re.sub(r"\D", "", block.marker) or str(number)
                listed[marker] = plain(text[block.sentences[0].start : block.sentences[-1].end])
    for sentence in _all_sentences(sections):
        for citation in sentence.citations:
            listed.setdefault(citation, None)
    return tuple(Reference(number, listed[number]) for number in sorted(listed, key=int))


def _all_sentences(sections: Iterable[Section]) -> Iterator[Sentence]:
    for section in sections:
        if section.kind != "references":
            for block in section.blocks:
                yield from block.sentences
