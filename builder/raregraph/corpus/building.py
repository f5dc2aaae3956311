"""Building a folder: what changed is built, what went away is dropped, and the output is written anew."""

import glob
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from raregraph.corpus.assembly import Progress, Summary, assemble_output
from raregraph.corpus.pages import Work
from raregraph.corpus.parts import PackedSource, pack_findings, unpack_findings, unpack_info
from raregraph.corpus.running import run_dask, run_here, run_pool, start_pool
from raregraph.corpus.sources import Shard, SourceFile, find_sources
from raregraph.corpus.state import STATE, State
from raregraph.errors import UsageError
from raregraph.export import FORMATS
from raregraph.model import Finding
from raregraph.readers import page_suffixes
from raregraph.resources import PACKAGE
from raregraph.settings import Settings
from raregraph.terms import Terminology
from raregraph.terms.named_terms import fingerprint

_FEW = 32
"""Files that are built sooner here than by processes that must first start, and sooner than looked up."""
_LARGE = 4 << 20
"""Bytes of a file that is read where it is built, not here."""
DEFAULT_FORMATS = ("ttl", "jsonld")
"""In which a page that is named itself is also a file of its own; those of a folder are not, unless asked for."""


def build(
    paths: Iterable[Path],
    out: Path,
    *,
    formats: Sequence[str] | None = None,
    settings: Settings | None = None,
    workers: int | None = None,
    shard: Shard | None = None,
    scheduler: str | None = None,
    progress: Progress = lambda _done, _all, _findings: None,
) -> Summary:
    """Build the pages of files, folders and patterns into `out`: one graph, and the claims of all as tables.

    A page whose graph is broken is not published; the others are. Nothing is written if no page can be read. What was
    built before and has not changed is kept. `workers` is the number of processes (default: that of the cores, as far
    as there is work for them); `shard` builds a part of the files alone; `scheduler` is the address of a Dask cluster.
    Raises `UsageError` for an unknown format or a folder without a page, `OutputError` if nothing can be written.
    """
    settings = settings or Settings()
    given = [Path(path) for path in paths]
    formats = _formats(given, formats)
    sources = [
        source for source in find_sources(given, page_suffixes(settings)) if shard is None or shard.has(source.name)
    ]
    existed = out.exists()
    summary = Summary()
    kept = shard is not None or len(sources) > _FEW or not _named(given)
    with State(out, kept=kept) as state:
        if kept:
            state.clean()
        _build(sources, state, out, summary, formats, settings, workers, scheduler, progress)
    if kept and not summary.read:
        _clean(out, existed)
    return summary


def _named(paths: Iterable[Path]) -> bool:
    """Say whether all paths are files, or would be: what is named file by file is built anew each time."""
    return not any(path.is_dir() or (glob.has_magic(str(path)) and not path.exists()) for path in paths)


def _formats(paths: Iterable[Path], formats: Sequence[str] | None) -> tuple[str, ...]:
    if formats is None:
        return DEFAULT_FORMATS if _named(paths) else ()
    for name in formats:
        if name not in FORMATS:
            raise UsageError(f"{name}: unknown format; choose one of {', '.join(FORMATS)}")
    return tuple(dict.fromkeys(formats))


def _build(
    sources: Sequence[SourceFile],
    state: State,
    out: Path,
    summary: Summary,
    formats: Sequence[str],
    settings: Settings,
    workers: int | None,
    scheduler: str | None,
    progress: Progress,
) -> None:
    known = state.keys()
    state.drop(gone := sorted(known.keys() - {source.name for source in sources}))
    summary.dropped = len(gone)
    recipe = _recipe(formats, settings)
    count = _worker_count(workers, len(sources))
    kept = 0

    def changed() -> Iterator[Work]:
        nonlocal kept
        for source in sources:
            work = _read(source, recipe)
            if isinstance(work, PackedSource):
                state.keep([work])
            elif known.get(work.name) == work.key:
                kept += 1
            else:
                yield work

    with ExitStack() as stack:
        for built in _run(changed(), formats, settings, count, scheduler):
            state.keep(built)
            summary.built += len(built)
            progress(summary.built + kept, len(sources), sum(map(_count_findings, built)))
        summary.kept = kept
        executor = stack.enter_context(start_pool(count)) if count > 1 else None
        assemble_output(state, out, summary, settings=settings, executor=executor)


def _run(
    work: Iterable[Work], formats: Sequence[str], settings: Settings, workers: int, scheduler: str | None
) -> Iterator[list[PackedSource]]:
    if scheduler:
        return run_dask(work, formats, settings, scheduler=scheduler)
    if workers == 1:
        return run_here(work, formats, settings)
    return run_pool(work, formats, settings, workers=workers)


def _worker_count(asked: int | None, files: int) -> int:
    if asked is not None:
        if asked < 1:
            raise UsageError(f"--workers {asked}: there must be one at least")
        return asked
    return 1 if files <= _FEW else os.cpu_count() or 1


def _read(source: SourceFile, recipe: str) -> Work | PackedSource:
    """Return the file with what it is made from; one that cannot be read is a finding."""
    digest = hashlib.sha256(f"{recipe}\x1f{source.name}\x1f".encode("utf-8", "surrogateescape"))
    content: bytes | None = None
    try:
        with source.path.open("rb") as file:
            if source.path.stat().st_size > _LARGE:
                while piece := file.read(_LARGE):
                    digest.update(piece)
            else:
                digest.update(content := file.read())
    except OSError as error:
        what, advice = _unreadable(error)
        finding = Finding("error", "unreadable-page", what, str(source.path), advice)
        return PackedSource(source.name, "", pack_findings([finding]), ())
    return Work(source.name, digest.hexdigest(), source.path, content)


def _unreadable(error: OSError) -> tuple[str, str]:
    if isinstance(error, FileNotFoundError):
        return "there is no such file", "check the path"
    return f"cannot be read ({error.strerror})", "check its permissions"


def _recipe(formats: Sequence[str], settings: Settings) -> str:
    """Return a hash of all but the page that decides what becomes of it."""
    terms = ""
    if settings.terms is not None:
        with Terminology(settings.terms, ontology=settings.ontology) as terminology:
            terms = fingerprint(terminology)
    knowledge = [_folder_hash(folder) for folder in (settings.ontology, settings.shapes, PACKAGE)]
    profile = settings.profile.read_text(encoding="utf-8") if settings.profile else ""
    told = (settings.base_iri, str(settings.source_date), str(settings.reader), profile)
    model = hashlib.sha256(settings.model.read_bytes()).hexdigest() if settings.model else ""
    parts = (version("raregraph"), *knowledge, model, terms, *told, *formats)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@lru_cache(maxsize=8)
def _folder_hash(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            content = hashlib.sha256(path.read_bytes()).hexdigest()
            total.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return total.hexdigest()


def _count_findings(source: PackedSource) -> int:
    return len(unpack_findings(source.findings)) + sum(len(unpack_info(page.info).findings) for page in source.pages)


def _clean(out: Path, existed: bool) -> None:
    (out / STATE).unlink(missing_ok=True)
    if not existed:
        out.rmdir()


def merge(folders: Sequence[Path], out: Path, *, settings: Settings | None = None) -> Summary:
    """Merge the output folders of shards into one, as if all had been built there.

    Raises `UsageError` for a folder that no build wrote.
    """
    for folder in folders:
        if not (folder / STATE).is_file():
            raise UsageError(f"{folder}: no build wrote this folder; name the folders of the shards")
    summary = Summary()
    with State(out) as state:
        for folder in folders:
            with State(folder) as shard:
                state.copy_from(shard)
        summary.kept = len(state.keys())
        assemble_output(state, out, summary, settings=settings or Settings())
    return summary
