"""A Dask cluster: the files that have to be built, spread over workers of other machines."""

import platform
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from itertools import islice
from typing import Any

from raregraph.corpus.pages import Work, build_sources
from raregraph.corpus.parts import PackedSource
from raregraph.corpus.recipe import hash_recipe
from raregraph.corpus.running import AHEAD, cut_tasks, deadly
from raregraph.errors import RaregraphError, UsageError
from raregraph.settings import Settings

TASK = 64
"""Files a task: enough that sending it costs little beside building it."""
_PATIENCE = 10
"""Seconds in which a scheduler must answer, and then its first worker."""


def run_cluster(
    work: Iterable[Work], formats: Sequence[str], settings: Settings, *, scheduler: str
) -> Iterator[list[PackedSource]]:
    """Build files on a Dask cluster, whose workers have the same raregraph, knowledge and terminology.

    A worker that dies has its tasks built by the others; a file that keeps killing workers becomes a finding.
    Raises `UsageError` where Dask is missing, the scheduler does not answer, or a worker has something else.
    """
    dask = _load_dask()
    arguments = (tuple(formats), settings, hash_recipe(formats, settings))
    with _connect(dask, scheduler) as client:
        yield from _spread(dask, client, cut_tasks(work, TASK), arguments)


def build_as_asked(
    task: Sequence[Work], formats: tuple[str, ...], settings: Settings, recipe: str
) -> list[PackedSource]:
    """Build files on a worker. Raises `UsageError` where it would make something else of them than who asks."""
    _check(formats, settings, recipe)
    return build_sources(task, formats, settings)


@lru_cache(maxsize=8)
def _check(formats: tuple[str, ...], settings: Settings, recipe: str) -> None:
    here = f"the Dask worker on {platform.node()}"
    try:
        own = hash_recipe(formats, settings)
    except RaregraphError as error:
        raise UsageError(f"{here}: {error} (the same files must be at the same place on all machines)") from error
    if own != recipe:
        what = "it has another raregraph, knowledge or terminology than this machine"
        raise UsageError(f"{here}: {what}; install the same on all, and start the workers anew")


def _load_dask() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise UsageError("--scheduler needs Dask: pip install 'raregraph[dask]'") from error


def _connect(dask: Any, scheduler: str) -> Any:
    try:
        client = dask.Client(scheduler, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        raise UsageError(f"--scheduler {scheduler}: no Dask scheduler answers ({error}); check the address") from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError as error:
        client.close()
        raise UsageError(f"--scheduler {scheduler}: it has no worker; start some with dask worker") from error
    return client


def _spread(
    dask: Any, client: Any, waiting: Iterator[tuple[Work, ...]], arguments: tuple[tuple[str, ...], Settings, str]
) -> Iterator[list[PackedSource]]:
    again: deque[tuple[Work, ...]] = deque()
    tasks: dict[Any, tuple[Work, ...]] = {}

    def submit(task: tuple[Work, ...]) -> Any:
        future = client.submit(build_as_asked, task, *arguments, pure=False)
        tasks[future.key] = task
        return future

    def following() -> Iterator[Any]:
        room = AHEAD * max(1, sum(client.nthreads().values())) - len(tasks)
        for task in islice(waiting, max(0, room)):
            yield submit(task)
        # What may have killed a worker runs at the end, alone: it must not take others with it.
        if again and not tasks:
            yield submit(again.popleft())

    running = dask.as_completed(list(following()))
    for future in running:
        yield _result(dask, future, tasks.pop(future.key), again)
        running.update(list(following()))


def _result(dask: Any, future: Any, task: tuple[Work, ...], again: deque[tuple[Work, ...]]) -> list[PackedSource]:
    try:
        found: list[PackedSource] = future.result()
    except dask.KilledWorker:
        if len(task) == 1:
            return [deadly(task[0])]
        again.extend((each,) for each in task)
        return []
    except ModuleNotFoundError as error:
        raise UsageError(f"the Dask workers or their scheduler lack a package ({error}); install it there") from error
    return found
