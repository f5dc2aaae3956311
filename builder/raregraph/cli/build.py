"""`raregraph build`."""

from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from raregraph.cli.options import EngineOption
from raregraph.cli.report import NOTICE, WRONG, complain, console, exit_status, print_table, report_findings
from raregraph.resources import reference_page
from raregraph.settings import BASE_IRI, Settings, source_date
from raregraph.terms.places import TERMS_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from raregraph.corpus import Progress, Summary

_MOST_FINDINGS = 100
"""That are printed; all stand in findings.tsv."""


def build(
    pages: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PAGE]...", help="Files, folders, patterns. Default: the page that ships."),
    ] = None,
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("output"),
    formats: Annotated[
        list[str] | None,
        typer.Option("--format", "-f", help="A file of its own for each page: ttl, jsonld, nt, nq, trig, rdf."),
    ] = None,
    reader: Annotated[
        str | None, typer.Option("--reader", metavar="NAME", help="The format of all pages, where content misleads.")
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", metavar="FILE", help="A layout of your own: what its headings and columns mean."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
    workers: Annotated[
        int | None, typer.Option("--workers", metavar="N", help="Processes. Default: one a core, if there is work.")
    ] = None,
    shard: Annotated[
        str | None,
        typer.Option("--shard", metavar="I/N", help="Build the I-th of N parts; raregraph merge joins them."),
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option("--scheduler", metavar="ADDRESS", help="Build on the Dask cluster of this address.")
    ] = None,
    base_iri: Annotated[
        str, typer.Option("--base-iri", metavar="IRI", help="What all IRIs of data start with.")
    ] = BASE_IRI,
    terms: Annotated[
        Path | None,
        typer.Option(
            "--terms",
            metavar="FILE",
            envvar=TERMS_VARIABLE,
            help="A terminology (raregraph terms info names yours) for what the lexicon that ships does not know.",
        ),
    ] = None,
    engine: EngineOption = None,
    rules_only: Annotated[
        bool,
        typer.Option("--rules-only", help="Leave the trained model out: the rules alone, faster, and finding less."),
    ] = False,
) -> None:
    """Build one graph of all pages, and their claims as tables; what has not changed since the last run is kept."""
    from raregraph import corpus  # noqa: PLC0415 - so that --help need not load what builds

    settings = replace(Settings(), base_iri=base_iri, source_date=source_date(), terms=terms)
    settings = replace(settings, engine=engine, reader=reader, profile=profile)
    settings = replace(settings, model=None) if rules_only else settings
    names = [name for text in formats for name in text.split(",")] if formats else None
    with showing_progress() as progress:
        summary = corpus.build(
            pages or [reference_page()],
            out,
            formats=names,
            settings=settings,
            workers=workers,
            shard=corpus.read_shard(shard) if shard else None,
            scheduler=scheduler,
            progress=progress,
        )
    report(summary, out, strict=strict)


def merge(
    folders: Annotated[list[Path], typer.Argument(metavar="DIR...", help="What builds with --shard wrote.")],
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("output"),
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
) -> None:
    """Merge the folders of shards into one, as if one build had written it."""
    from raregraph import corpus  # noqa: PLC0415 - as above

    report(corpus.merge(folders, out), out, strict=strict)


def report(summary: "Summary", out: Path, *, strict: bool) -> NoReturn:
    """Say what is wrong and what was done, and leave with the exit status."""
    shown = [*islice(summary.findings, _MOST_FINDINGS)]
    report_findings(shown)
    if len(shown) < len(summary.findings):
        complain(f"{len(summary.findings) - len(shown)} further findings stand in {out / 'findings.tsv'}")
    if not summary.read:
        raise typer.Exit(WRONG)
    _print_summary(summary, out)
    raise typer.Exit(exit_status(summary.findings, strict=strict))


@contextmanager
def showing_progress() -> "Iterator[Progress]":
    """Yield what is told of progress; it shows a bar on a terminal, and nothing elsewhere."""
    columns = (
        TextColumn("{task.completed}/{task.total} files"),
        BarColumn(),
        TextColumn("{task.fields[rate]:.0f}/s  {task.fields[findings]} findings"),
        TimeRemainingColumn(),
    )
    screen = Console(stderr=True)
    with Bar(*columns, console=screen, disable=not screen.is_terminal, transient=True) as bar:
        task = bar.add_task("build", total=None, rate=0.0, findings=0)
        found = 0

        def tell(done: int, files: int, findings: int) -> None:
            nonlocal found
            found += findings
            speed = bar.tasks[task].speed or 0.0
            bar.update(task, completed=done, total=files, rate=speed, findings=found)

        yield tell


def _print_summary(summary: "Summary", out: Path) -> None:
    print_table(["relation", "claims"], [(name, str(count)) for name, count in sorted(summary.relations.items())])
    claims = sum(summary.relations.values())
    share = f"{summary.grounded / summary.groundable:.0%}" if summary.groundable else "none"
    lines = (
        f"{len(summary.published)} of {_count(summary.read, 'page')} built; {len(summary.files)} files in {out}",
        f"{_count(summary.built, 'file')} read anew, {summary.kept} unchanged, {summary.dropped} gone",
        f"{_count(summary.quads, 'statement')} in graph.nq",
        f"{_count(claims, 'claim')}; {share} of the {summary.groundable} objects that can be grounded are",
        f"{_count(summary.count('error'), 'error')}, {_count(summary.count('warning'), 'warning')}",
        f"{NOTICE}: {', '.join(summary.published[:3])}{' ...' if len(summary.published) > 3 else ''}",
    )
    for line in lines:
        console().print(line, soft_wrap=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
