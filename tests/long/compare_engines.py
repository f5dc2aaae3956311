"""Compare what the engines find in real graphs, as they are and with random changes.

Run by hand: `python tests/long/compare_engines.py [--changes N] [--seed N] FILE...`, where each FILE is a graph that
`raregraph build` wrote (.nq, .ttl ...). Each graph is checked as it is and with N sets of changes. Prints each
difference and exits with 1 if there is one. pySHACL takes a second for each graph of 3,000 statements.
"""

import argparse
import logging
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1]))

from fixtures.mutations import mutate
from pyoxigraph import Quad
from raregraph.settings import Settings
from raregraph.validation import read_quads
from raregraph.validation.data import Data
from raregraph.validation.results import Result, find_violations
from raregraph.validation.shapes import read_shapes

SHAPES = read_shapes(Settings().shapes)


def main() -> int:
    """Compare, print, and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--changes", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    # rdflib complains of every value that was made wrong on purpose.
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    compared = results = differences = 0
    for name, quads in graphs(arguments.files, arguments.changes, arguments.seed):
        fast, reference = found(quads, "fast"), found(quads, "pyshacl")
        compared, results, differences = compared + 1, results + len(reference), differences + (fast != reference)
        report(name, "fast", fast - reference)
        report(name, "pyshacl", reference - fast)
    print(f"{compared} graphs, {results} results, {differences} graphs with a difference")
    return 1 if differences else 0


def graphs(files: Sequence[Path], changes: int, seed: int) -> Iterator[tuple[str, list[Quad]]]:
    """Yield each graph by name, as it is and changed."""
    for file in files:
        quads = read_quads(file)
        yield file.name, quads
        for number in range(seed, seed + changes):
            yield f"{file.name} changed with seed {number}", mutate(quads, Random(number))


def found(quads: list[Quad], engine: str) -> set[Result]:
    """Return what an engine finds."""
    return set(find_violations(Data(quads), SHAPES, engine=engine))


def report(name: str, engine: str, results: set[Result]) -> None:
    """Print what one engine alone finds."""
    for result in sorted(results, key=str):
        print(f"{name}: only {engine}: {result.rule}, {result.focus}, {result.value}, {result.path}")


if __name__ == "__main__":
    sys.exit(main())
