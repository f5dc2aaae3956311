"""Make `word-classes.txt.gz`: in which kinds of ontology names a word is used, from a full terminology.

    python training/word_classes.py TERMS.sqlite

A line holds classes and the words of them. A capital stands for words that end a name (or, of chemicals, are one), a
small letter for words inside names: Anatomy, Chemical, Disease, Organism, Phenotype, pRocedure.
"""

import gzip
import re
import sqlite3
import sys
from collections import Counter, defaultdict
from pathlib import Path

LETTERS = {"anatomy": "A", "chemical": "C", "disease": "D", "organism": "O", "phenotype": "P", "procedure": "R"}
OUTPUT = Path(__file__).parent / "word-classes.txt.gz"
# How often a word must end names of a kind; once is enough where names are short and everyday.
ONCE = frozenset("APR")
INSIDE = 3


def count_words(terms: Path) -> tuple[dict[str, Counter[str]], dict[str, Counter[str]]]:
    """Return how often each word ends a name, and stands inside one, of each kind."""
    last: dict[str, Counter[str]] = defaultdict(Counter)
    inside: dict[str, Counter[str]] = defaultdict(Counter)
    with sqlite3.connect(f"file:{terms}?mode=ro", uri=True) as database:
        names = database.execute("select n.text, t.branch from names n join terms t on t.number = n.term")
        for text, branch in names:
            letter = LETTERS.get(branch)
            words = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if len(word) > 2]
            if letter is None or not words:
                continue
            if letter == "C":
                if words == [text.lower()]:
                    last[words[0]][letter] += 2
                continue
            last[words[-1]][letter] += 1
            for word in set(words[:-1]):
                inside[word][letter] += 1
    return last, inside


def main() -> None:
    """Write the classes."""
    last, inside = count_words(Path(sys.argv[1]))
    by_class: dict[str, list[str]] = defaultdict(list)
    for word in sorted({*last, *inside}):
        classes = ""
        for letter in sorted(LETTERS.values()):
            ends = last[word][letter] if word in last else 0
            classes += letter if ends > 1 or (ends and letter in ONCE) else ""
            classes += letter.lower() if word in inside and inside[word][letter] >= INSIDE else ""
        if classes:
            by_class[classes].append(word)
    lines = "".join(f"{classes} {' '.join(words)}\n" for classes, words in sorted(by_class.items()))
    OUTPUT.write_bytes(gzip.compress(lines.encode("utf-8"), 9, mtime=0))


if __name__ == "__main__":
    main()
