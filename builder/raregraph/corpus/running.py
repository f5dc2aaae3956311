"""Workers: the files that have to be built, spread over processes of this machine or over those of a Dask cluster.

What a file becomes does not depend on who builds it, so all of these give the same results in whatever order.
"""

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any

from raregraph.corpus.pages import Work, build_sources
from raregraph.corpus.parts import PackedSource, pack_findings
from raregraph.errors import UsageError
from raregraph.model import Finding
from raregraph.settings import Settings

Build = Callable[[Sequence[Work]], list[PackedSource]]
_TASK = 16
"""Files a task of a local worker."""
_DASK_TASK = 64
_NEW = 20_000
"""Objects between two searches for garbage: a page makes thousands, and hardly one is part of a circle."""
_AHEAD = 3
"""Tasks that wait for each worker: enough to keep it busy, few enough to stay in memory."""


def run_here(work: Iterable[Work], formats: Sequence[str], settings: Settings) -> Iterator[list[PackedSource]]:
    """Build files in this process."""
    for task in _tasks(work, _TASK):
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
    waiting = _tasks(work, _TASK)
    while waiting:
        lost: list[tuple[Work, ...]] = []
        with start_pool(workers) as pool:
            yield from _spread(pool, waiting, workers, lost, formats, settings)
        if not lost:
            return
        for suspect in (each for task in lost for each in task):
            yield [_alone(suspect, formats, settings)]


def start_pool(workers: int) -> ProcessPoolExecutor:
    """Return a pool of processes that share nothing with this one."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_search_less)


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
        for task in islice(waiting, workers * _AHEAD - len(pending)):
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
            message = "the process that built it died, twice"
            advice = "look at it: it may be too large for the memory; the others are built"
            finding = Finding("error", "page-killed", message, suspect.name, advice)
            return PackedSource(suspect.name, "", pack_findings([finding]), ())


def run_dask(
    work: Iterable[Work], formats: Sequence[str], settings: Settings, *, scheduler: str
) -> Iterator[list[PackedSource]]:
    """Build files on a Dask cluster, whose workers have raregraph of this version installed.

    Raises `UsageError` where Dask is missing or the scheduler does not answer.
    """
    try:
        # An extra, imported where it is asked for.
        from distributed import Client, as_completed  # type: ignore[import-not-found, unused-ignore] # noqa: PLC0415
    except ImportError as error:
        raise UsageError("--scheduler needs Dask: pip install 'raregraph[dask]'") from error
    try:
        client = Client(scheduler, timeout=10)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {scheduler}: no Dask scheduler answers ({error}); check the address") from error
    with client:
        tasks = _tasks(work, _DASK_TASK)
        submit: Callable[[tuple[Work, ...]], Any] = lambda task: client.submit(  # noqa: E731 - said twice below
            build_sources, task, formats, settings, pure=False
        )
        ahead = _AHEAD * max(1, sum(client.nthreads().values()))
        running = as_completed([submit(task) for task in islice(tasks, ahead)])
        for future in running:
            yield future.result()
            for task in islice(tasks, 1):
                running.add(submit(task))


def _tasks(work: Iterable[Work], size: int) -> Iterator[tuple[Work, ...]]:
    rest = iter(work)
    while task := tuple(islice(rest, size)):
        yield task
