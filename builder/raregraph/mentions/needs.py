"""The words that a pattern needs: pieces of words without which no text can match it."""

import re
from importlib import import_module
from typing import Any

# Python's own parser of patterns; only this module knows its trees. It has no public name and no types.
_PARSER: Any = import_module("re._parser")
_OPS: Any = import_module("re._constants")

_REPEATS = (_OPS.MAX_REPEAT, _OPS.MIN_REPEAT)
_GROUPS = (_OPS.SUBPATTERN, getattr(_OPS, "ATOMIC_GROUP", None))
_EDGES = (_OPS.AT_BOUNDARY, _OPS.AT_BEGINNING, _OPS.AT_BEGINNING_STRING, _OPS.AT_END, _OPS.AT_END_STRING)
_FIRST, _LAST = 0, -1
# More signs in brackets ([a-z]) say nothing of use.
_MOST_SIGNS = 4

Items = list[tuple[Any, Any]]
Pieces = frozenset[str]
"""Pieces of words, with a space where the word begins or ends: " test" is in "testing", " is " in no other word."""


def find_needs(pattern: re.Pattern[str]) -> list[Pieces]:
    """Return what a text must have for a pattern to match: a piece of each of these sets."""
    return list(dict.fromkeys(_needs(list(_PARSER.parse(pattern.pattern, pattern.flags)), left=False, right=False)))


def _needs(items: Items, *, left: bool, right: bool) -> list[Pieces]:
    """Return the needs of a sequence; `left` and `right` say whether it surely stands between edges of words."""
    items = _flat(items)
    found: list[Pieces] = []
    start = 0
    while start < len(items):
        end = start
        while end < len(items) and _is_letter(items[end]):
            end += 1
        before = _at_edge(items[:start], left, _LAST)
        if end < len(items) and items[end][0] is _OPS.BRANCH:
            # The letters before alternatives are the beginning of each.
            after = _at_edge(items[end + 1 :], right, _FIRST)
            branches = [_needs([*items[start:end], *branch], left=before, right=after) for branch in items[end][1][1]]
            if all(branches):
                found.append(frozenset().union(*(max(needs, key=_weight) for needs in branches)))
        elif end > start:
            letters = "".join(chr(code) for _, code in items[start:end]).lower()
            after = _at_edge(items[end:], right, _FIRST)
            found.append(frozenset({f"{' ' * before}{letters}{' ' * after}"}))
        start = end + 1
    return found


def _weight(pieces: Pieces) -> tuple[int, int]:
    """Return how much a need sifts out: long pieces are rarer, and so are few."""
    return min(map(len, pieces)), -len(pieces)


def _flat(items: Items) -> Items:
    """Return a sequence with groups opened, `x+` as `x` and `x*`, and `[sz]` as alternatives."""
    flat: Items = []
    for op, argument in items:
        if op in _GROUPS:
            flat += _flat(list(argument[-1] if op is _OPS.SUBPATTERN else argument))
        elif op in _REPEATS and argument[0] > 0:
            flat += [*_flat(list(argument[2])), (op, (0, argument[1], argument[2]))]
        elif op is _OPS.IN and len(argument) <= _MOST_SIGNS and all(kind is _OPS.LITERAL for kind, _ in argument):
            flat.append((_OPS.BRANCH, (None, [[sign] for sign in argument])))
        else:
            flat.append((op, argument))
    return flat


def _at_edge(items: Items, outer: bool, side: int) -> bool:
    """Say whether a sequence surely begins (`side` first) or ends (last) at the edge of a word; `outer` if empty."""
    items = _flat(items)
    if not items:
        return outer
    op, argument = items[side]
    rest = items[1:] if side == _FIRST else items[:-1]
    if op is _OPS.AT and argument in _EDGES:
        return True
    if op is _OPS.ASSERT and (argument[0] > 0) == (side == _FIRST) and _at_edge(list(argument[1]), False, side):
        return True
    if op in (_OPS.LITERAL, _OPS.IN):
        return all(_is_no_word(*sign) for sign in (argument if op is _OPS.IN else [items[side]]))
    ways = _ways(op, argument)
    return bool(ways) and all(_at_edge([*way, *rest] if side == _FIRST else [*rest, *way], outer, side) for way in ways)


def _ways(op: Any, argument: Any) -> list[Items]:
    """Return the sequences that may stand in the place of an item; none if that cannot be told."""
    if op is _OPS.BRANCH:
        return [list(branch) for branch in argument[1]]
    if op in _REPEATS:
        return [list(argument[2]), []]
    return [[]] if op in (_OPS.AT, _OPS.ASSERT, _OPS.ASSERT_NOT) else []


def _is_letter(item: tuple[Any, Any]) -> bool:
    op, code = item
    return op is _OPS.LITERAL and code < 128 and _is_word(chr(code))


def _is_word(sign: str) -> bool:
    return sign.isalnum() or sign == "_"


def _is_no_word(kind: Any, value: Any) -> bool:
    if kind is _OPS.LITERAL:
        return not _is_word(chr(value))
    return kind is _OPS.CATEGORY and value in (_OPS.CATEGORY_SPACE, _OPS.CATEGORY_NOT_WORD)
