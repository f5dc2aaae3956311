"""The model that ships with the package: weights of features by label, in whole numbers, and the words it knows.

A file is one line, `raregraph-tagger <version> <SHA-256 of the rest>`, then a compressed list of parts. Weights are
whole numbers so that every machine finds the same best labels.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from raregraph.errors import KnowledgeError

Array = npt.NDArray[np.int32]
SCALE = 64
"""How many units of a weight are 1."""
OUTSIDE = "O"
_FORMAT = "raregraph-tagger"
_VERSION = "1"
_ADVICE = "install raregraph again, or train the model again"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights of features, `table[rows[feature]]`, by label, and of the `moves` from one label to the next."""

    labels: tuple[str, ...]
    rows: Mapping[str, int]
    table: Array
    moves: Array

    @classmethod
    def from_triples(
        cls,
        labels: Sequence[str],
        triples: Iterable[tuple[str, str, int]],
        moves: Mapping[tuple[str, str], int],
    ) -> "Weights":
        """Make weights of `(feature, label, weight)` and of pairs of labels."""
        place = {label: at for at, label in enumerate(labels)}
        rows: dict[str, int] = {}
        found = list(triples)
        for feature, _, _ in found:
            rows.setdefault(feature, len(rows))
        # The last row is that of a feature that nothing is known about.
        table = np.zeros((len(rows) + 1, len(labels)), dtype=np.int32)
        for feature, label, weight in found:
            table[rows[feature], place[label]] = weight
        square = np.zeros((len(labels), len(labels)), dtype=np.int32)
        for (before, after), weight in moves.items():
            square[place[before], place[after]] = weight
        return cls(tuple(labels), rows, table, square)


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """All that was learnt: weights of words for the tagger, of claims for the judge, and each word's classes."""

    tagger: Weights
    judge: Weights
    classes: Mapping[str, str]
    cues: frozenset[str]
    rules: frozenset[str]
    """The rules whose claims the judge has seen; those of others it cannot judge."""
    settings: Mapping[str, int]


def write_model(model: Model) -> bytes:
    """Return a model as a file's bytes, the same for the same model."""
    by_class: dict[str, list[str]] = {}
    for word, classes in sorted(model.classes.items()):
        by_class.setdefault(classes, []).append(word)
    parts = {
        "classes": {classes: " ".join(words) for classes, words in sorted(by_class.items())},
        "cues": " ".join(sorted(model.cues)),
        "judge": _pack(model.judge),
        "rules": " ".join(sorted(model.rules)),
        "settings": dict(sorted(model.settings.items())),
        "tagger": _pack(model.tagger),
    }
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    body = zlib.compress(text.encode("utf-8"), 9)
    return f"{_FORMAT} {_VERSION} {hashlib.sha256(body).hexdigest()}\n".encode() + body


def _pack(weights: Weights) -> dict[str, object]:
    features = sorted(weights.rows)
    cells = [np.flatnonzero(weights.table[weights.rows[feature]]) for feature in features]
    # One line a feature; labels and weights stand in its order.
    return {
        "labels": list(weights.labels),
        "moves": weights.moves.tolist(),
        "features": "\n".join(features),
        "counts": [len(each) for each in cells],
        "at": [int(label) for each in cells for label in each],
        "weights": [
            int(weights.table[weights.rows[feature], label])
            for feature, each in zip(features, cells, strict=True)
            for label in each
        ],
    }


@lru_cache(maxsize=4)
def load_model(path: Path) -> Model:
    """Read a model. Raises `KnowledgeError` where it is missing, of another format, or not what was written."""
    try:
        head, _, body = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise KnowledgeError(str(path), f"cannot be read ({error})", _ADVICE) from error
    if head.split()[:2] != [_FORMAT.encode(), _VERSION.encode()]:
        raise KnowledgeError(str(path), f"is no model of format {_FORMAT} {_VERSION}", _ADVICE)
    if head.split()[-1] != hashlib.sha256(body).hexdigest().encode():
        raise KnowledgeError(str(path), "is damaged: its checksum is another", _ADVICE)
    parts = json.loads(zlib.decompress(body))
    classes = {word: known for known, words in parts["classes"].items() for word in words.split(" ")}
    return Model(
        _unpack(parts["tagger"]),
        _unpack(parts["judge"]),
        classes,
        frozenset(parts["cues"].split(" ")),
        frozenset(parts["rules"].split(" ")),
        parts["settings"],
    )


def _unpack(part: Mapping[str, list[int]]) -> Weights:
    features = str(part["features"]).split("\n") if part["counts"] else []
    table = np.zeros((len(features) + 1, len(part["labels"])), dtype=np.int32)
    rows = np.repeat(np.arange(len(features)), part["counts"])
    table[rows, part["at"]] = part["weights"]
    labels = tuple(str(label) for label in part["labels"])
    moves = np.array(part["moves"], dtype=np.int32)
    return Weights(labels, {feature: at for at, feature in enumerate(features)}, table, moves)
