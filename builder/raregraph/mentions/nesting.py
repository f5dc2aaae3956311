"""Names inside longer names: which of them count."""

from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from raregraph.mentions.name_variants import Ancestors
from raregraph.mentions.reading import Token
from raregraph.mentions.windows import Hit

Nested = Literal["all", "longest"]


class Named(NamedTuple):
    """A hit with its entry of the index, and the position there of the term it names."""

    hit: Hit
    entry: int
    term: int


def choose(named: Iterable[Named], nested: Nested, tokens: Sequence[Token], ancestors: Ancestors[int]) -> list[Named]:
    """Return one for the same words, and of those whose words are all part of a longer one's what `nested` says.

    What a longer name contains is named with it only if it is more general, or one of the things that "and" joins:
    there is no weight gain in "poor weight gain", but a cleft lip in "cleft lip and palate".
    """
    kept: list[Named] = []
    covering: dict[int, list[tuple[frozenset[int], Named]]] = {}
    distinct = {each.hit.positions: each for each in named}
    for each in sorted(distinct.values(), key=lambda each: (-len(each.hit.positions), each.hit.positions)):
        words = frozenset(each.hit.positions)
        around = [outer for others, outer in covering.get(each.hit.positions[0], ()) if words < others]
        if around and (nested == "longest" or not any(_implies(outer, each, tokens, ancestors) for outer in around)):
            continue
        kept.append(each)
        for at in each.hit.positions:
            covering.setdefault(at, []).append((words, each))
    return kept


def _implies(outer: Named, inner: Named, tokens: Sequence[Token], ancestors: Ancestors[int]) -> bool:
    return inner.term in ancestors.of(outer.term) or any(tokens[at].join for at in outer.hit.positions)
