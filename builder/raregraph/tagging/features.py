"""What the tagger looks at: features of a word, seen from its neighbours too, and features of a place in a line.

Training and tagging both read them here. The first kind depends on the word alone, so that its weights are summed once
for each word and remembered.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter

from raregraph.tagging.lines import NAME, Hint, Line

REACH = {
    "w": (-2, -1, 0, 1, 2),
    "s3": (-1, 0, 1),
    "s4": (0,),
    "p4": (-1, 0, 1),
    "x": (-1, 0, 1),
    "c": (-2, -1, 0, 1, 2),
}
"""For each feature of a word, from which places it is seen: -1 is "the word before this one"."""
LEFT, RIGHT = "left", "right"
"""The words of the sentence before a place, and the few after it, as bags."""
RIGHT_REACH = 6
EDGE = "<edge>"
_START, _END = attrgetter("start"), attrgetter("end")


def word_features(shown: str, classes: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the features `(name, value)` of a word as it stands in the text."""
    if shown in (NAME, EDGE):
        return (("w", shown),)
    if shown[0].isdigit():
        return (("w", "<number>"), ("x", f"0{min(len(shown), 4)}"))
    word = shown.lower()
    if not word[0].isalpha():
        return (("w", word), ("x", "."))
    known = classes.get(word, "")
    return (
        ("w", word),
        ("s3", word[-3:]),
        ("s4", word[-4:]),
        ("p4", word[:4]),
        ("x", _shape(shown)),
        *(("c", each) for each in known),
    )


def _shape(shown: str) -> str:
    if shown.isupper():
        return "XX" if len(shown) > 1 else "X"
    return "Xx" if shown[0].isupper() else "x"


def hint_tags(line: Line, hints: Sequence[Hint]) -> list[str]:
    """Return for each word which rule has it, and whether it is the first of its words there."""
    tags = [""] * len(line.words)
    for hint in hints:
        first = bisect_left(line.spans, hint.start, key=_START)
        for at in range(first, bisect_right(line.spans, hint.end, key=_END)):
            if not tags[at]:
                tags[at] = f"{hint.rule}|{'B' if at == first else 'I'}"
    return tags


def line_features(line: Line, tags: Sequence[str]) -> list[str]:
    """Return the features that all places of a line have: where it stands, and what the rules find in it."""
    return [*line.place, *(sorted({f"said={tag.partition('-')[0]}" for tag in tags if tag}) or ["said="])]


def place_features(line: Line, tags: Sequence[str]) -> Iterator[list[str]]:
    """Yield the features of each place in a line that are no word's own."""
    kind = line.place[0]
    words = (EDGE, EDGE, *line.words, EDGE, EDGE)
    ruled = any(tags)
    depth = 0
    for at in range(len(tags)):
        before2, before, word, after, after2 = words[at : at + 5]
        depth += word == "("
        features = [
            f"{kind}|{word}",
            f"{kind}|<{before}",
            f"{before}_{word}",
            f"{word}_{after}",
            f"{before2}_{before}_",
            f"_{after}_{after2}",
        ]
        if not at:
            features.append("first")
        if depth:
            features.append("bracket")
        if ruled:
            features += _rule_features(tags, at)
        depth -= word == ")"
        yield features


def _rule_features(tags: Sequence[str], at: int) -> Iterator[str]:
    tag = tags[at]
    if tag:
        yield f"rule={tag}"
        yield f"rule={tag.partition('-')[0]}{tag[-2:]}"
    if at + 1 < len(tags) and tags[at + 1]:
        yield f"rule+={tags[at + 1]}"
    if at and tags[at - 1]:
        yield f"rule-={tags[at - 1]}"


def seen_features(line: Line, classes: Mapping[str, str], cues: frozenset[str]) -> Iterator[list[str]]:
    """Yield the features of each place that come from words, those of `cues` also from afar: for training."""
    shown = line.shown
    for at in range(len(shown)):
        found: list[str] = []
        for offset in range(-2, 3):
            place = at + offset
            word = shown[place] if 0 <= place < len(shown) else EDGE
            found.extend(
                f"{name}[{offset}]={value}" for name, value in word_features(word, classes) if offset in REACH[name]
            )
        found.extend(f"{LEFT}={word}" for word in sorted(cues.intersection(line.words[:at])))
        found.extend(f"{RIGHT}={word}" for word in line.words[at + 1 : at + 1 + RIGHT_REACH] if word in cues)
        yield found
