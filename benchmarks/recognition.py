"""How fast and how well ontology names are found in texts, beside other finders where these are installed.

Run: `python benchmarks/recognition.py TERMINOLOGY FOLDER...`, where TERMINOLOGY is a file of `raregraph terms build`
and each FOLDER has `.txt` files. Others take part if they can be imported and are given what they read: `--fenominal
hp.json` (HPO as OBO Graphs JSON), `--fasthpocr hp.index` (the index that FastHPOCR makes from hp.obo). Every finder
reads each text once before the clock starts; then they take turns, and times are of one core. Ratios are raregraph's
texts a second to the other's.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from raregraph.annotation import read_text
from raregraph.mentions import load_finder
from raregraph.resources import knowledge_folder

Find = Callable[[str], set[str]]
ROUNDS = 20


def raregraph_finder(terminology: Path, root: str) -> Find:
    """Return a function from a text to the ids that it names."""
    finder = load_finder(terminology, root, ontology=knowledge_folder("ontology"))
    return lambda text: {found.id for found in finder.find(text) if not found.negated}


def fenominal_finder(hpo: Path) -> Find:
    """Return fenominal's, which reads OBO Graphs JSON."""
    from fenominal import Fenominal  # type: ignore[import-not-found] # noqa: PLC0415 - only where it is installed

    engine: Any = Fenominal(str(hpo))
    return lambda text: {hit["termId"] for hit in json.loads(engine.map_text(text)) if not hit["excluded"]}


def fasthpocr_finder(index: Path) -> Find:
    """Return FastHPOCR's, which reads an index of its own."""
    from FastHPOCR.HPOAnnotator import HPOAnnotator  # type: ignore[import-not-found] # noqa: PLC0415 - as above

    annotator: Any = HPOAnnotator(str(index))
    return lambda text: {hit.hpoUri for hit in annotator.annotate(text)}


def finders(arguments: argparse.Namespace) -> Iterator[tuple[str, Callable[[], Find]]]:
    """Yield each finder that can take part, by name."""
    yield "raregraph", lambda: raregraph_finder(arguments.terminology, arguments.branch)
    if arguments.fenominal:
        yield "fenominal", lambda: fenominal_finder(arguments.fenominal)
    if arguments.fasthpocr:
        yield "FastHPOCR", lambda: fasthpocr_finder(arguments.fasthpocr)


def texts_a_second(finders: Mapping[str, Find], texts: Sequence[str]) -> dict[str, float]:
    """Return how many texts each finder reads in a second of one core; taking turns, all have the same machine."""
    seconds = dict.fromkeys(finders, 0.0)
    for at in range(ROUNDS + 1):
        for name, find in finders.items():
            start = time.process_time()
            for text in texts:
                find(text)
            if at:  # the first round fills what each remembers
                seconds[name] += time.process_time() - start
    return {name: ROUNDS * len(texts) / spent for name, spent in seconds.items()}


def main() -> int:
    """Print ready time, texts a second and the ratio; exit with 1 if raregraph is slower than asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terminology", type=Path)
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER")
    parser.add_argument("--branch", default="HP:0000118")
    parser.add_argument("--fenominal", type=Path)
    parser.add_argument("--fasthpocr", type=Path)
    parser.add_argument("--at-least", type=float, default=1000)
    arguments = parser.parse_args()
    texts = [read_text(path) for folder in arguments.folders for path in sorted(folder.rglob("*.txt"))]
    characters = sum(map(len, texts)) // max(1, len(texts))
    print(f"{len(texts)} texts of {characters} characters on average")
    loaded: dict[str, Find] = {}
    ready: dict[str, float] = {}
    for name, load in finders(arguments):
        start = time.perf_counter()
        loaded[name] = load()
        ready[name] = time.perf_counter() - start
    # What one of them holds in memory must not burden the search for garbage of the others.
    gc.freeze()
    rates = texts_a_second(loaded, texts)
    own = rates["raregraph"]
    for name, rate in rates.items():
        print(
            f"{name:10} ready in {ready[name]:6.2f} s  {rate:8.0f} texts/s  raregraph is {own / rate:.1f} times as fast"
        )
    return 0 if own >= arguments.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
