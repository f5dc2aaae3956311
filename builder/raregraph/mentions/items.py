"""Lists in prose: from "difficulty eating or sleeping; fever (pyrexia), and rash" to the things listed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from raregraph.mentions.grammar import Grammar
from raregraph.mentions.rules import REMEMBERED, Rules
from raregraph.mentions.view import Bracket, View
from raregraph.mentions.word_pattern import WordPattern
from raregraph.model import Span

_SEMICOLON = re.compile(r"\s*;\s*")
_LAST_WORD = re.compile(r"\s+\w+\Z")
# Lists inside lists and names inside names: further down than this no page goes on purpose.
_DEEPEST = 3
_LONGEST_GLOSS = 8


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that a list names: its words, other words for it in brackets, and what its edges said about it."""

    fragments: tuple[Span, ...]
    glosses: tuple[Span, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    """What trimmed words become, with those words: ("frequency", "sometimes")."""
    examples: bool = False
    """Whether it stands as an example of the item before it."""


class Piece(NamedTuple):
    """A part between separators. `bare` says that the separator after it was a conjunction without a comma."""

    start: int
    end: int
    bare: bool = False


def split_list(view: View, start: int, end: int, rules: Rules, depth: int = 0) -> Iterator[Item]:
    """Yield the things listed in `view.text[start:end]`, in their order; offsets are those of the page."""
    for part in _between(view.text, start, end, _SEMICOLON):
        pieces = list(_pieces(view, part, rules, semicolons=";" in view.text[start:end]))
        items = [item for piece in pieces for item in _items(view, piece, rules, depth)]
        yield from _share_ends(view, _share_starts(view, items, rules), pieces, rules)


def list_end(view: View, start: int, end: int, rules: Rules) -> int:
    """Return where the list that starts at `start` ends, at most `end`."""
    match = rules.list_end.search(view.text, start, end)
    return match.start() if match else end


def _between(text: str, start: int, end: int, separator: re.Pattern[str] | WordPattern) -> Iterator[Piece]:
    for match in separator.finditer(text, start, end):
        if match.start() > start:
            yield Piece(start, match.start())
        start = match.end()
    if start < end:
        yield Piece(start, end)


def _pieces(view: View, part: Piece, rules: Rules, *, semicolons: bool) -> Iterator[Piece]:
    """Yield the parts between commas and conjunctions; adjectives before one noun stay together."""
    commas = list(_between(view.text, part.start, part.end, rules.grammar.comma))
    commas = _merge_adjectives(view.text, commas, rules.grammar, semicolons=semicolons)
    for piece in commas:
        if _is_name(view, piece, rules):
            yield piece
            continue
        conjuncts = list(_between(view.text, piece.start, piece.end, rules.grammar.conjunction))
        for number, conjunct in enumerate(conjuncts, 1):
            yield conjunct._replace(bare=number < len(conjuncts))


def _merge_adjectives(text: str, pieces: list[Piece], grammar: Grammar, *, semicolons: bool) -> list[Piece]:
    """Join "irregular" and "rapid eye movements": a lone adjective before another adjective with its noun."""
    merged: list[Piece] = []
    for piece in pieces:
        # The first of several items may be an adjective that stands for itself ("tremulous, irritable, or weak").
        inside = semicolons or len(pieces) == 2 or len(merged) > 1
        if merged and inside and _is_adjective_before(text, merged[-1], piece, grammar):
            merged[-1] = Piece(merged[-1].start, piece.end)
        else:
            merged.append(piece)
    return merged


def _is_adjective_before(text: str, before: Piece, piece: Piece, grammar: Grammar) -> bool:
    article = grammar.article.match(text, before.start, before.end)
    lone = grammar.adjective.fullmatch(text, article.end() if article else before.start, before.end)
    by_comma = text[before.end : piece.start].strip() == ","
    return lone is not None and by_comma and grammar.leading_adjective.match(text, piece.start) is not None


def _is_name(view: View, piece: Piece, rules: Rules) -> bool:
    text = view.text[piece.start : piece.end]
    return rules.grammar.conjunction.search(text) is not None and bool(rules.lexicon.find_names(text))


def _items(view: View, piece: Piece, rules: Rules, depth: int) -> Iterator[Item]:
    """Yield the item of a piece, then the examples that its brackets or "such as" give."""
    example = rules.grammar.such_as.search(view.text, piece.start, piece.end)
    if example and depth < _DEEPEST:
        yield from _items(view, piece._replace(end=example.start()), rules, depth + 1)
        for item in split_list(view, example.end(), piece.end, rules, depth + 1):
            yield replace(item, examples=True)
        return
    named = trim(view, piece.start, piece.end, rules)
    if named is None:
        return
    yield named
    for bracket in _brackets_in(view, piece.start, piece.end):
        inner = view.inside(bracket)
        opening = rules.grammar.examples.match(inner.text)
        if opening and depth < _DEEPEST:
            for example_item in split_list(inner, opening.end(), len(inner.text), rules, depth + 1):
                yield replace(example_item, examples=True)


def _brackets_in(view: View, start: int, end: int) -> list[Bracket]:
    return [bracket for bracket in view.brackets if start <= bracket.start and bracket.end <= end]


def trim(view: View, start: int, end: int, rules: Rules, *, whole: bool = False) -> Item | None:
    """Return the thing that `view.text[start:end]` names, without the words at its edges that are not its name.

    `whole` keeps the end but for a condition: for a statement ("... tends to lessen over time"), not for a name.
    """
    left, right, said = _edges(view.text[start:end], whole, rules)
    start, end = start + left, start + right
    if start >= end:
        return None
    fragments, glosses = _fragments(view, start, end, rules)
    if not fragments:
        return None
    return Item(fragments, glosses, said)


@lru_cache(maxsize=REMEMBERED)
def _edges(text: str, whole: bool, rules: Rules) -> tuple[int, int, tuple[tuple[str, str], ...]]:
    """Return where the name in a text begins and ends, and what the words around it say."""
    said: list[tuple[str, str]] = []
    start, end = 0, len(text)
    while True:
        before = (start, end)
        start, end = _strip(text, start, end)
        start = _trim_start(text, start, end, rules, said)
        end = _trim_end(text, start, end, rules, said, whole)
        if (start, end) == before:
            return start, end, tuple(said)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,;:.-*\"'":
        start += 1
    while end > start and text[end - 1] in ' ,;:.-*"!?':
        end -= 1
    return start, end


def _trim_start(text: str, start: int, end: int, rules: Rules, said: list[tuple[str, str]]) -> int:
    for meaning, pattern in rules.start_trims:
        match = pattern.match(text, start, end)
        if match:
            _note(meaning, match, said)
            return match.end()
    return start


def _trim_end(text: str, start: int, end: int, rules: Rules, said: list[tuple[str, str]], whole: bool) -> int:
    for meaning, pattern in rules.end_trims.sift(text[start:end]):
        if whole and meaning != "condition":
            continue
        match = pattern.search(text, start, end)
        if match and match.start() > start:
            _note(meaning, match, said)
            return match.start()
    return end


def _note(meaning: str, match: re.Match[str], said: list[tuple[str, str]]) -> None:
    if meaning != "drop":
        words = match["words"] if "words" in match.re.groupindex else match[0]
        said.append((meaning, words.strip(" ,")))


def _fragments(view: View, start: int, end: int, rules: Rules) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Return the words outside brackets, and those in brackets that may be another name. Offsets of the page."""
    fragments: list[Span] = []
    glosses: list[Span] = []
    at = start
    for bracket in _brackets_in(view, start, end):
        _append(view, at, bracket.start, fragments)
        gloss = _gloss(view, bracket, rules)
        if gloss:
            glosses.append(gloss)
        at = bracket.end
    _append(view, at, end, fragments)
    return tuple(fragments), tuple(glosses)


def _append(view: View, start: int, end: int, fragments: list[Span]) -> None:
    start, end = _strip(view.text, start, end)
    if start < end:
        fragments.append(Span(view.start + start, view.start + end))


def _gloss(view: View, bracket: Bracket, rules: Rules) -> Span | None:
    inner = view.inside(bracket)
    if rules.grammar.examples.match(inner.text) or rules.grammar.remark.match(inner.text):
        return None
    opening = rules.grammar.renames.match(inner.text)
    start, end = _strip(inner.text, opening.end() if opening else 0, len(inner.text))
    if start >= end or len(inner.text[start:end].split()) > _LONGEST_GLOSS:
        return None
    return Span(inner.start + start, inner.start + end)


def _share_starts(view: View, items: Iterable[Item], rules: Rules) -> list[Item]:
    """Give "sleeping" the "difficulty" of "difficulty eating" before it."""
    shared: list[Item] = []
    opening: tuple[str, Span] | None = None
    for item in items:
        first = item.fragments[0]
        words = view.open[first.start - view.start : first.end - view.start]
        own = _shared_start(words, rules)
        if own:
            opening = (own[0], Span(first.start, first.start + own[1]))
        elif opening and _fits(words, opening[0], rules, item):
            preposition = rules.grammar.preposition.match(words)
            head = _without_preposition(view, opening[1]) if preposition else opening[1]
            shared.append(replace(item, fragments=(head, *item.fragments)))
            continue
        else:
            opening = None
        shared.append(item)
    return shared


def _without_preposition(view: View, span: Span) -> Span:
    words = view.open[span.start - view.start : span.end - view.start]
    return Span(span.start, span.start + len(_LAST_WORD.sub("", words)))


def _shared_start(words: str, rules: Rules) -> tuple[str, int] | None:
    best: tuple[str, int] | None = None
    for other, pattern in rules.shared_starts:
        match = pattern.match(words)
        if match is None or (other == "gerund" and not rules.grammar.gerund.match(words, match.end() + 1)):
            continue
        if best is None or match.end() > best[1] or other == "gerund":
            best = (other, match.end())
    return best


def _fits(words: str, other: str, rules: Rules, item: Item) -> bool:
    if other == "gerund":
        return rules.grammar.gerund.match(words) is not None and len(words.split()) <= 2
    if rules.grammar.preposition.match(words):
        return True
    names = rules.lexicon.find_names(words)
    anatomical = any(name.term.branch == "anatomy" for name in names)
    return not item.glosses and anatomical and len(words.split()) <= 2


def _share_ends(view: View, items: list[Item], pieces: list[Piece], rules: Rules) -> list[Item]:
    """Give "learning" the "issues" of "behavioral issues" after it."""
    bare_ends = {view.start + piece.end for piece in pieces if piece.bare}
    shared = list(items)
    for index in range(len(items) - 2, -1, -1):
        item, after = shared[index], shared[index + 1]
        last = after.fragments[-1]
        words = view.open[last.start - view.start : last.end - view.start]
        head = rules.shared_end.search(words)
        # The head alone is a name of its own, unless the member after has it too: "physical, occupational and ...".
        alone = head is not None and head.start() == 0 and len(after.fragments) == 1
        if head is None or alone or after.examples or len(item.fragments) > 1 or item.glosses:
            continue
        if _is_modifier(view, item, rules, bare=item.fragments[-1].end in bare_ends):
            shared[index] = replace(item, fragments=(*item.fragments, Span(last.start + head.start(), last.end)))
    return shared


def _is_modifier(view: View, item: Item, rules: Rules, *, bare: bool) -> bool:
    span = item.fragments[0]
    words = view.open[span.start - view.start : span.end - view.start]
    if " " in words or rules.lexicon.find_names(words) or (words[:1].isupper() and words[1:2].isupper()):
        return False
    return bare or rules.grammar.adjective.fullmatch(words) is not None
