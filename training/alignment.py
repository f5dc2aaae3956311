"""Where the facts that were read on a page stand in its text, as labels of the words of its lines."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from raregraph.model import Page, Section
from raregraph.tagging import OUTSIDE, Line

Fact = Mapping[str, Any]


# A fact is written down once for each page, though the page says it again: its words mean it elsewhere too. Not so
# the name of an organ, of a class or of the disease.
_ONCE = frozenset({"affects", "subtype_of", "synonym"})
_SHORTEST = 4


class Place(NamedTuple):
    """Words of a fact: `page.text[start:end]`; `again` says that they were found beyond where it was read."""

    start: int
    end: int
    relation: str
    again: bool = False


def find_places(page: Page, facts: Iterable[Fact]) -> Iterator[Place]:
    """Yield the places of the facts' words: in the section they were read in, else anywhere on the page."""
    for fact in facts:
        own = [section for section in page.sections if section.index == fact["section"]]
        relation = fact["relation"]
        for start, end in _find(page, fact["text"], own) or _find(page, fact["text"], page.sections):
            yield Place(start, end, relation)
        if len(fact["text"]) == 1 and len(fact["text"][0]) >= _SHORTEST and relation not in _ONCE:
            for match in _words(fact["text"][0]).finditer(page.text):
                yield Place(*match.span(), relation, again=True)


def _words(fragment: str) -> re.Pattern[str]:
    words = r"\s+".join(map(re.escape, fragment.split()))
    return re.compile(rf"(?<!\w){words}(?!\w)")


def _find(page: Page, fragments: Sequence[str], sections: Iterable[Section]) -> list[tuple[int, int]]:
    for section in sections:
        at = section.start
        found = []
        for fragment in fragments:
            match = _words(fragment).search(page.text, at, section.end)
            if match is None:
                break
            found.append(match.span())
            at = match.end()
        else:
            return found
    return []


def label_words(line: Line, places: Iterable[Place]) -> list[str]:
    """Return a label for each word of a line: outside, or the first or a further word of a relation's object."""
    labels = [OUTSIDE] * len(line.words)
    here = [place for place in places if line.sentence.start <= place.start < line.sentence.end]
    for place in sorted(here, key=lambda place: (place.again, place.start - place.end)):
        inside = [at for at, span in enumerate(line.spans) if span.start < place.end and place.start < span.end]
        if all(labels[at] == OUTSIDE for at in inside):
            for at in inside:
                labels[at] = f"{'B' if at == inside[0] else 'I'}-{place.relation}"
    return labels
