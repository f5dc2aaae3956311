"""What the finder finds."""

from typing import NamedTuple


class Found(NamedTuple):
    """A term that words of a text name; `spans` are its words' places, one for each stretch."""

    start: int
    end: int
    spans: tuple[tuple[int, int], ...]
    id: str
    label: str
    negated: bool
    branch: str
