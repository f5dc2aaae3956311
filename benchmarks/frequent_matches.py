"""The commonest words that the finder takes for terms, with contexts, to be read one by one: are they right?

Run: `python benchmarks/frequent_matches.py TERMINOLOGY FOLDER...`, where TERMINOLOGY is a file of `raregraph terms
build` and each FOLDER has `.txt` files or pages of MedQuAD (`.xml`, of which the answers are read). Small annotated
corpora hide absurd matches; what is common in many pages shows them. The same files and `--seed` give the same lines,
most frequent first: count, words, id, label, and for each context the page and what stands around the words.
"""

import argparse
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from raregraph.annotation import read_text
from raregraph.errors import UnreadablePageError
from raregraph.mentions import Finder, load_finder
from raregraph.resources import knowledge_folder

_SPACE = re.compile(r"\s+")
_AROUND = 60
_SHORTEST = 300


class Match(NamedTuple):
    """Words in small letters that were taken for a term."""

    words: str
    id: str
    label: str


def page_text(path: Path) -> str:
    """Return what a page says, nothing for a file that is no page."""
    try:
        text = read_text(path)
        if path.suffix != ".xml":
            return text
        return "\n\n".join(answer.text or "" for answer in ElementTree.fromstring(text).iter("Answer"))
    except (UnreadablePageError, ElementTree.ParseError):
        return ""


def choose_pages(folders: Iterable[Path], count: int, seed: int) -> Iterator[tuple[str, str]]:
    """Yield name and text of pages drawn from all; pages without prose are passed over."""
    files = sorted(file for folder in folders for file in folder.rglob("*") if file.suffix in (".txt", ".xml"))
    random.Random(seed).shuffle(files)
    texts = ((f"{file.parent.name}/{file.stem}", page_text(file)) for file in files)
    long = ((name, text) for name, text in texts if len(text) >= _SHORTEST)
    yield from (page for page, _ in zip(long, range(count), strict=False))


def collect(finder: Finder, pages: Iterable[tuple[str, str]]) -> dict[Match, list[str]]:
    """Return the contexts of each match that is not denied."""
    contexts: dict[Match, list[str]] = defaultdict(list)
    for name, text in pages:
        for found in finder.find(text):
            if not found.negated:
                words = " … ".join(text[start:end] for start, end in found.spans)
                before = text[max(0, found.start - _AROUND) : found.start]
                after = text[found.end : found.end + _AROUND]
                around = f"{before}[{text[found.start : found.end]}]{after}"
                match = Match(_SPACE.sub(" ", words).lower(), found.id, found.label)
                contexts[match].append(f"{name}: {_SPACE.sub(' ', around)}")
    return contexts


def spread(contexts: Sequence[str], count: int) -> list[str]:
    """Return some contexts, as far from each other as they can be."""
    step = max(1, len(contexts) // count)
    return list(contexts[::step][:count])


def main() -> int:
    """Print the commonest matches."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terminology", type=Path)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--branch", default="HP:0000118")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--contexts", type=int, default=3)
    arguments = parser.parse_args()
    finder = load_finder(arguments.terminology, arguments.branch, ontology=knowledge_folder("ontology"))
    contexts = collect(finder, choose_pages(arguments.folders, arguments.pages, arguments.seed))
    counts = Counter({match: len(found) for match, found in sorted(contexts.items())})
    for match, count in counts.most_common(arguments.count):
        print(count, *match, sep="\t")
        print(*(f"\t{context}" for context in spread(contexts[match], arguments.contexts)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
