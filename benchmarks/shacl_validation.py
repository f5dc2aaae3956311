"""How fast the shapes run on graphs of our own by each engine, and whether both find the same.

Run: `python benchmarks/shacl_validation.py [--triples N] [--together] [--terms FILE] [PAGE...]`, where each PAGE is a
file or a folder of pages (default: the page that ships). Pages are built until there are N triples (default 100,000);
where there are too few pages, they are built again as further documents. Every tenth page has one statement dropped
and one altered at random, so that there is something to find. The graphs are checked page by page, as a build does it,
or all in one graph (`--together`). Times are CPU seconds from pyoxigraph's quads to results, of one process; ratios are
pySHACL's time to the fast engine's. Exits with 1 if the results are not the same.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random

from pyoxigraph import Quad
from raregraph.claims import find_claims
from raregraph.corpus import find_files
from raregraph.graph import build_graph
from raregraph.readers import read_page
from raregraph.resources import reference_page
from raregraph.settings import Settings
from raregraph.validation.data import Data
from raregraph.validation.results import Result, find_violations
from raregraph.validation.shapes import read_shapes

SHAPES = read_shapes(Settings().shapes)
FAST, REFERENCE = "fast", "pyshacl"


def documents(files: Sequence[Path], settings: Settings) -> Iterator[tuple[Quad, ...]]:
    """Yield the graph of each page, then of the same pages as further documents, without end."""
    for turn in count():
        for file in files:
            page = read_page(file, settings=settings)
            page = replace(page, document=f"{page.document}-{turn}") if turn else page
            yield build_graph(find_claims(page, settings=settings), settings=settings).quads


def graphs(files: Sequence[Path], triples: int, settings: Settings) -> Iterator[Sequence[Quad]]:
    """Yield graphs of so many triples in all, every tenth of them damaged."""
    random = Random(0)
    for number, quads in enumerate(documents(files, settings)):
        yield damaged(quads, random) if number % 10 == 0 else quads
        triples -= len(quads)
        if triples <= 0:
            return


def damaged(quads: Sequence[Quad], random: Random) -> list[Quad]:
    """Return a graph with one statement dropped, and another whose object is that of a third."""
    left = random.sample(quads, len(quads) - 1)
    old, other = left.pop(), random.choice(left)
    return [*left, Quad(old.subject, old.predicate, other.object, old.graph_name)]


def check(quads: Sequence[Quad], engine: str, seconds: Counter[str]) -> set[Result]:
    """Return what an engine finds, and add the time that it takes."""
    start = time.process_time()
    results = set(find_violations(Data(quads), SHAPES, engine=engine))
    seconds[engine] += time.process_time() - start
    return results


def main() -> int:
    """Check, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--triples", type=int, default=100_000)
    parser.add_argument("--together", action="store_true")
    parser.add_argument("--terms", type=Path)
    arguments = parser.parse_args()
    files = list(find_files(arguments.pages or [reference_page()]))
    parts: Iterator[Sequence[Quad]] = graphs(files, arguments.triples, Settings(terms=arguments.terms))
    if arguments.together:
        parts = iter([[quad for part in parts for quad in part]])
    seconds: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    # What an engine loads once, it loads before the clock starts.
    for engine in (FAST, REFERENCE):
        check([], engine, Counter())
    for quads in parts:
        fast, reference = check(quads, FAST, seconds), check(quads, REFERENCE, seconds)
        totals.update(graphs=1, triples=len(quads), results=len(reference), differences=len(fast ^ reference))
    show(totals, seconds)
    return 1 if totals["differences"] else 0


def show(totals: Counter[str], seconds: Counter[str]) -> None:
    """Print the figures."""
    print(f"{totals['graphs']:,} graphs, {totals['triples']:,} triples, {totals['results']:,} results")
    for engine, taken in seconds.items():
        each, million = taken / totals["graphs"] * 1e3, taken / totals["triples"] * 1e6
        print(f"{engine:8} {taken:10.2f} s {each:10.2f} ms a graph {million:10.2f} s for a million triples")
    print(f"the fast engine is {seconds[REFERENCE] / seconds[FAST]:.0f} times as fast")
    same = not totals["differences"]
    print("identical results" if same else f"{totals['differences']} results that only one of the two finds")


if __name__ == "__main__":
    sys.exit(main())
