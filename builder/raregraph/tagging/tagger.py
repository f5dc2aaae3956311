"""Tagging a page: which words its sentences' readers would take for objects of which relation, and how surely."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from raregraph.tagging.decoding import best_through
from raregraph.tagging.features import (
    EDGE,
    LEFT,
    REACH,
    RIGHT,
    RIGHT_REACH,
    hint_tags,
    line_features,
    place_features,
    word_features,
)
from raregraph.tagging.lines import Hint, Line
from raregraph.tagging.model import OUTSIDE, Array, Model

# From how many places away a word is seen.
_REACH = 2
# Words remembered; a text of noise must not fill the memory.
_MOST_WORDS = 60_000


class Tagged(NamedTuple):
    """Words taken for an object of a relation: `line.spans[first:end]`. `margin` is above 0 for what is likelier so."""

    line: Line
    first: int
    end: int
    relation: str
    margin: int


@dataclass(frozen=True, slots=True, eq=False)
class Tagging:
    """The lines of a page with each word's margins: by how much being of a relation beats being of none."""

    relations: Mapping[str, int]
    lines: tuple[Line, ...]
    margins: tuple[Array, ...]
    begins: tuple[Array, ...]
    """For each word by how much beginning a name of its relation beats going on with one."""


class Tagger:
    """Tags pages by a model; remembers the words it has met."""

    def __init__(self, model: Model) -> None:
        """Take the model."""
        self._model = model
        self._weights = model.tagger
        labels = model.tagger.labels
        self._relations = {label[2:]: at for at, label in enumerate(label for label in labels if label[0] == "B")}
        self._outside = labels.index(OUTSIDE)
        self._first = [labels.index(f"B-{relation}") for relation in self._relations]
        self._further = [labels.index(f"I-{relation}") for relation in self._relations]
        self._known = lru_cache(maxsize=1 << 15)(self._rows)
        self._unknown = len(model.tagger.table) - 1
        self._forget()

    def tag(self, lines: Sequence[Line], hints: Sequence[Hint]) -> Tagging:
        """Return the lines with the margins of their words, given what rules take them for."""
        lines = [line for line in lines if line.words]
        if len(self._numbers) > _MOST_WORDS:
            self._forget()
        through = best_through(self._scores(lines, hints), self._weights.moves) if lines else []
        margins, begins = [], []
        for each in through:
            first, further = each[:, self._first], each[:, self._further]
            margins.append(np.maximum(first, further) - each[:, self._outside, None])
            begins.append(first - further)
        return Tagging(self._relations, tuple(lines), tuple(margins), tuple(begins))

    def _forget(self) -> None:
        self._vectors: Array = np.zeros((1024, 2 * _REACH + 1, len(self._weights.labels)), dtype=np.int32)
        self._numbers: dict[str, int] = {}
        self._edge = self._number(EDGE)

    def _scores(self, lines: Sequence[Line], hints: Sequence[Hint]) -> list[Array]:
        common: list[list[str]] = []
        own: list[list[str]] = []
        for line in lines:
            start, end = line.sentence.start, line.sentence.end
            tags = hint_tags(line, [hint for hint in hints if start <= hint.start < end])
            common.append(line_features(line, tags))
            own.extend(place_features(line, tags))
        lengths = [len(line.words) for line in lines]
        scores = self._sums(own) + np.repeat(self._sums(common), lengths, axis=0)
        scores += self._seen(lines)
        scores += self._from_afar(lines, lengths)
        return np.split(scores, np.cumsum(lengths)[:-1])

    def _sums(self, features: Sequence[Sequence[str]]) -> Array:
        """Return the sum of the weights of each list of features."""
        get = self._weights.rows.get
        rows: list[int] = []
        starts: list[int] = []
        for each in features:
            starts.append(len(rows))
            rows.append(self._unknown)
            rows += [row for row in map(get, each) if row is not None]
        sums: Array = np.add.reduceat(self._weights.table[rows], starts, axis=0)
        return sums

    def _sum(self, features: Sequence[str]) -> Array:
        rows = [row for row in map(self._weights.rows.get, features) if row is not None]
        total: Array = self._weights.table[rows].sum(axis=0, dtype=np.int32)
        return total

    def _seen(self, lines: Sequence[Line]) -> Array:
        """Return what the words of all lines, one line after the other, give to each place within reach."""
        numbers: list[int] = []
        places: list[int] = []
        for line in lines:
            places.extend(range(len(numbers) + _REACH, len(numbers) + _REACH + len(line.shown)))
            numbers += [self._edge] * _REACH
            numbers += [self._number(word) for word in line.shown]
            numbers += [self._edge] * _REACH
        at, number = np.array(places), np.array(numbers)
        total: Array = self._vectors[number[at - _REACH], 0].copy()
        for offset in range(1, 2 * _REACH + 1):
            total += self._vectors[number[at - _REACH + offset], offset]
        return total

    def _number(self, shown: str) -> int:
        """Return where a word's vectors stand: one for each place that sees it, from two after it to two before it."""
        known = self._numbers.get(shown)
        if known is not None:
            return known
        if len(self._numbers) == len(self._vectors):
            self._vectors = np.concatenate([self._vectors, np.zeros_like(self._vectors)])
        self._numbers[shown] = known = len(self._numbers)
        features = word_features(shown, self._model.classes)
        for at, offset in enumerate(range(-_REACH, _REACH + 1)):
            self._vectors[known, at] = self._sum(
                [f"{name}[{offset}]={value}" for name, value in features if offset in REACH[name]]
            )
        return known

    def _rows(self, word: str) -> tuple[int, int]:
        """Return the rows of a word as one on the left, and as one on the right."""
        if word not in self._model.cues:
            return self._unknown, self._unknown
        get = self._weights.rows.get
        return get(f"{LEFT}={word}", self._unknown), get(f"{RIGHT}={word}", self._unknown)

    def _from_afar(self, lines: Sequence[Line], lengths: Sequence[int]) -> Array:
        """Return what the words before a place in its line give to it, each once, and the few words after it."""
        left: list[int] = []
        right: list[int] = []
        for line in lines:
            seen: set[str] = set()
            for word in line.words:
                as_left, as_right = self._known(word)
                left.append(self._unknown if word in seen else as_left)
                right.append(as_right)
                seen.add(word)
        ends = np.cumsum(lengths)
        lefts, rights = self._weights.table[left], self._weights.table[right]
        before, upto = np.cumsum(lefts, axis=0, dtype=np.int32) - lefts, np.cumsum(rights, axis=0, dtype=np.int32)
        last = np.minimum(np.arange(len(left)) + RIGHT_REACH, np.repeat(ends - 1, lengths))
        total: Array = before - np.repeat(before[ends - lengths], lengths, axis=0) + upto[last] - upto
        return total


def find_tagged(tagging: Tagging, leniency: int) -> Iterator[Tagged]:
    """Yield the words taken for objects, in the order of the text; `leniency` is how far below none they may be."""
    names = list(tagging.relations)
    for line, margins, begins in zip(tagging.lines, tagging.margins, tagging.begins, strict=True):
        places = np.arange(len(margins))
        best = margins.argmax(axis=1)
        values, begun = margins[places, best].tolist(), (begins[places, best] > 0).tolist()
        relations = best.tolist()
        first = 0
        for at in range(1, len(relations) + 1):
            ends = at == len(relations) or begun[at] or relations[at] != relations[at - 1] or values[at] <= -leniency
            if ends and values[at - 1] > -leniency:
                yield Tagged(line, first, at, names[relations[at - 1]], sum(values[first:at]) // (at - first))
            if ends:
                first = at
