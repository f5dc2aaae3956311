"""The best labels of lines, and for each word how much better or worse its best labelling of each kind is."""

from collections.abc import Sequence

import numpy as np

from raregraph.tagging.model import Array

# Nothing that weights add up to comes near.
_NEVER = -(10**8)


def best_through(scores: Sequence[Array], moves: Array) -> list[Array]:
    """Return, for each line, place and label, what the best labelling of the line with that label there scores.

    `scores` has an array (places, labels) for each line; `moves` what going from one label to the next scores.
    """
    order = sorted(range(len(scores)), key=lambda at: (-len(scores[at]), at))
    ordered = [scores[at] for at in order]
    forth = _passed(ordered, moves)
    back = _passed([line[::-1] for line in ordered], moves.T.copy())
    found: list[Array] = [scores[at] for at in range(len(scores))]
    for number, at in enumerate(order):
        length = len(scores[at])
        found[at] = forth[:length, number] + back[:length, number][::-1] - scores[at]
    return found


def _passed(lines: Sequence[Array], moves: Array) -> Array:
    """Return (place, line, label): the best score of the line up to there. Lines come the longest first."""
    lengths = [len(line) for line in lines]
    passed = np.full((lengths[0], len(lines), len(moves)), _NEVER, dtype=np.int32)
    for number, line in enumerate(lines):
        passed[: len(line), number] = line
    still = len(lines)
    for place in range(1, lengths[0]):
        while lengths[still - 1] <= place:
            still -= 1
        before = passed[place - 1, :still]
        passed[place, :still] += (before[:, :, None] + moves).max(axis=1)
    return passed
