"""Workers: the files that have to be built, spread over processes of this machine.

What a file becomes does not depend on who builds it, so all of these give the same results in whatever order.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice

from raregraph.corpus.pages import Work, build_sources
from raregraph.corpus.parts import PackedSource, pack_findings
from raregraph.model import Finding
from raregraph.settings import Settings

Build = Callable[[Sequence[Work]], list[PackedSource]]
_TASK = 16
"""Files a task of a local worker."""
_NEW = 20_000
"""Objects between two searches for garbage: a page makes thousands, and hardly one is part of a circle."""
AHEAD = 3
"""Tasks that wait for each worker: enough to keep it busy, few enough to stay in memory."""


def run_here(work: Iterable[Work], formats: Sequence[str], settings: Settings) -> Iterator[list[PackedSource]]:
    """Build files in this process."""
    for task in cut_tasks(work, _TASK):
        before = gc.get_threshold()
        _search_less()
        try:
            built = build_sources(task, formats, settings)
        finally:
            gc.set_threshold(*before)
        yield built


def run_pool(
    work: Iterable[Work], formats: Sequence[str], settings: Settings, *, workers: int
) -> Iterator[list[PackedSource]]:
    """Build files in processes of this machine.

    If one of them dies (killed, out of memory), the files in hand are built again one by one; the one that kills its
    process a second time becomes a finding.
    """
    waiting = cut_tasks(work, _TASK)
    while waiting:
        lost: list[tuple[Work, ...]] = []
        with start_pool(workers) as pool:
            try:
                yield from _spread(pool, waiting, workers, lost, formats, settings)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        if not lost:
            return
        for suspect in (each for task in lost for each in task):
            yield [_alone(suspect, formats, settings)]


def start_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes that share nothing with this one, and end with it."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker)


def _start_worker() -> None:
    _search_less()
    # Ctrl-C reaches all processes of a terminal; it is the first one that says so and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A worker would wait for ever for the next task of a process that was killed.
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _search_less() -> None:
    gc.set_threshold(_NEW)


def _spread(
    pool: Executor,
    waiting: Iterator[tuple[Work, ...]],
    workers: int,
    lost: list[tuple[Work, ...]],
    formats: Sequence[str],
    settings: Settings,
) -> Iterator[list[PackedSource]]:
    pending: dict[Future[list[PackedSource]], tuple[Work, ...]] = {}

    def submit() -> None:
        for task in islice(waiting, workers * AHEAD - len(pending)):
            try:
                pending[pool.submit(build_sources, task, formats, settings)] = task
            except BrokenProcessPool:
                lost.append(task)
                return

    submit()
    while pending:
        done, _ = wait(pending, return_when=FIRST_COMPLETED)
        for future in done:
            task = pending.pop(future)
            try:
                yield future.result()
            except BrokenProcessPool:
                lost.append(task)
        if not lost:
            submit()


def _alone(suspect: Work, formats: Sequence[str], settings: Settings) -> PackedSource:
    with start_pool(1) as pool:
        try:
            return pool.submit(build_sources, [suspect], formats, settings).result()[0]
        except BrokenProcessPool:
            return deadly(suspect)


def deadly(work: Work) -> PackedSource:
    """Return what is kept of a file that kills who builds it: a finding. The next run tries it again."""
    message = "the process that built it died, twice"
    advice = "look at it: it may be too large for the memory; the others are built"
    finding = Finding("error", "page-killed", message, work.name, advice)
    return PackedSource(work.name, "", pack_findings([finding]), ())


def cut_tasks(work: Iterable[Work], size: int) -> Iterator[tuple[Work, ...]]:
    """Yield files in tasks of a size."""
    rest = iter(work)
    while task := tuple(islice(rest, size)):
        yield task
