"""How fast whole pages become a validated graph, where the time goes, and how it grows with pages and workers.

Run: `python benchmarks/corpus_build.py TERMINOLOGY FOLDER`, where TERMINOLOGY is a file of `raregraph terms build` and
FOLDER holds pages. Each build runs in a process of its own and starts from nothing. Its pages a second are those of the
clock after a build of a few pages is taken off, which is mostly the loading of the terminology. CPU times depend less
on what else the machine does; `cores` says how much of it the build was given. With `--fenominal hp.json` or
`--fasthpocr hp.index` these take part, which do no more than to find HPO's terms in the pages' texts; theirs are pages
a second of one core.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple

from raregraph.claims import find_claims
from raregraph.corpus import build
from raregraph.corpus.parts import pack
from raregraph.export import claim_rows, json_lines, serialize, sheet_lines
from raregraph.graph import Graph, build_graph
from raregraph.ledger import decisions, mapping_rows
from raregraph.model import Page, PageClaims
from raregraph.readers import read_stream
from raregraph.settings import Settings
from raregraph.validation import validate
from recognition import Find, fasthpocr_finder, fenominal_finder, raregraph_finder, texts_a_second

SIGNS = "HP:0000118"
STAGES = ("read", "claims", "graph", "SHACL", "rows, packing")
FEW = 33
"""Files that are enough for two workers to load what they need."""
SAMPLE = 300
"""Pages that the stages and the finders are timed on."""


class Built(NamedTuple):
    """Seconds of the clock and of all processors, and the memory of the largest process in MB."""

    seconds: float
    cpu: float
    memory: float


def measure(folder: Path, out: Path, settings: Settings, workers: int) -> Built:
    """Build a folder and say what it took. Called in a fresh process, whose children are the workers."""
    start = time.perf_counter()
    build([folder], out, settings=settings, workers=workers)
    seconds = time.perf_counter() - start
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in used)
    worker = used[0 if workers == 1 else 1]
    return Built(seconds, cpu, worker.ru_maxrss / 1024)


def apart(folder: Path, out: Path, settings: Settings, workers: int) -> Built:
    """Measure a build in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(measure, folder, out, settings, workers).result()


def spread(files: Sequence[Path], count: int) -> list[Path]:
    """Return so many of the files, from first to last."""
    return [files[len(files) * number // count] for number in range(min(count, len(files)))]


def linked(files: Sequence[Path], folder: Path) -> Path:
    """Return a folder that holds these files."""
    folder.mkdir()
    for file in files:
        (folder / file.name).symlink_to(file.resolve())
    return folder


def read(file: Path, settings: Settings) -> list[Page]:
    """Return the pages of a file."""
    with file.open("rb") as stream:
        return list(read_stream(stream, file.name, settings=settings))


def stages(files: Sequence[Path], settings: Settings) -> dict[str, float]:
    """Return the CPU seconds of each stage."""
    seconds = dict.fromkeys(STAGES, 0.0)
    for file in files:
        clock = [time.process_time()]
        pages = read(file, settings)
        clock.append(time.process_time())
        found = [find_claims(page, settings=settings) for page in pages]
        clock.append(time.process_time())
        graphs = [build_graph(claims, settings=settings) for claims in found]
        clock.append(time.process_time())
        for graph in graphs:
            validate(graph, settings=settings)
        clock.append(time.process_time())
        for claims, graph in zip(found, graphs, strict=True):
            write(claims, graph, settings)
        clock.append(time.process_time())
        for name, start, end in zip(
            ("read", "claims", "graph", "SHACL", "rows, packing"), clock, clock[1:], strict=False
        ):
            seconds[name] += end - start
    return seconds


def write(claims: PageClaims, graph: Graph, settings: Settings) -> None:
    """Make what is kept of a page."""
    rows = list(claim_rows(claims, settings))
    for content in (json_lines(rows), sheet_lines(rows), serialize(graph, "nq", settings=settings)):
        pack(content)
    decisions(claims, settings=settings)
    list(mapping_rows(claims, settings=settings))


def peers(arguments: argparse.Namespace) -> Iterator[tuple[str, Find]]:
    """Yield the recognisers that take part, with raregraph's own."""
    yield "raregraph annotate", raregraph_finder(arguments.terminology, SIGNS)
    if arguments.fenominal:
        yield "fenominal", fenominal_finder(arguments.fenominal)
    if arguments.fasthpocr:
        yield "FastHPOCR", fasthpocr_finder(arguments.fasthpocr)


def print_stages(files: Sequence[Path], settings: Settings) -> None:
    """Print where the time of a page goes."""
    loading, timed = spread(files, SAMPLE // 10), spread(files[1:], SAMPLE)
    stages(loading, settings)
    seconds = stages(timed, settings)
    print(f"CPU ms a page, on {len(timed)} pages, in one process:")
    for name, spent in (*seconds.items(), ("in all", sum(seconds.values()))):
        print(f"  {name:14}{1000 * spent / len(timed):7.2f}")


def print_builds(files: Sequence[Path], settings: Settings, folder: Path) -> float:
    """Print what builds of some and of all pages take, and return the pages a second of all with two workers."""
    rate, walls = 0.0, {}
    print("workers   pages  seconds  cores  pages/s  CPU ms/page  MB a worker")
    for workers in (1, 2):
        few = apart(linked(files[:FEW], folder / f"few-{workers}"), folder / f"out-{workers}", settings, workers)
        for count in sorted({min(500, len(files)), len(files)}):
            name = f"{count}-{workers}"
            took = apart(linked(spread(files, count), folder / f"in-{name}"), folder / f"out-{name}", settings, workers)
            walls[workers], cpu, more = took.seconds - few.seconds, took.cpu - few.cpu, count - FEW
            rate = more / walls[workers]
            columns = f"{workers:7}{count:8}{walls[workers]:9.1f}{cpu / walls[workers]:7.2f}{rate:9.1f}"
            print(f"{columns}{1000 * cpu / more:13.2f}{took.memory:13.0f}")
    print(f"two workers are {walls[1] / walls[2]:.2f} times as fast as one; loading, taken off: {few.seconds:.1f} s")
    out = folder / f"out-{len(files)}-2"
    again = apart(folder / f"in-{len(files)}-2", out, settings, 1)
    cpu = 1000 * again.cpu / len(files)
    print(f"nothing changed, all files written anew: {again.seconds:.1f} s, {cpu:.2f} CPU ms a page")
    return rate


def print_peers(files: Sequence[Path], settings: Settings, arguments: argparse.Namespace) -> None:
    """Print what recognition alone makes of the same pages."""
    texts = [page.text for file in spread(files, SAMPLE) for page in read(file, settings)]
    for name, texts_read in texts_a_second(dict(peers(arguments)), texts).items():
        print(f"{name:20}{texts_read:9.0f} pages/s on one core, recognition alone")


def main() -> int:
    """Print it all; exit with 1 if two workers make fewer pages a second than asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("terminology", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, help="so many of the pages, from first to last")
    parser.add_argument("--fenominal", type=Path)
    parser.add_argument("--fasthpocr", type=Path)
    parser.add_argument("--at-least", type=float, default=80)
    arguments = parser.parse_args()
    settings = Settings(terms=arguments.terminology)
    files = sorted(path for path in arguments.folder.iterdir() if path.is_file())
    files = spread(files, arguments.pages or len(files))
    with tempfile.TemporaryDirectory() as folder:
        rate = print_builds(files, settings, Path(folder))
    print_stages(files, settings)
    print_peers(files, settings, arguments)
    return 0 if rate >= arguments.at_least else 1


if __name__ == "__main__":
    sys.exit(main())
