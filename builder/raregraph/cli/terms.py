"""`raregraph terms build`, `add`, `info` and `find`."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raregraph.cli.report import complain, console, print_table
from raregraph.errors import RaregraphError, UsageError
from raregraph.settings import Settings
from raregraph.terms.places import TERMS_VARIABLE, cache_folder, default_terms

if TYPE_CHECKING:
    from raregraph.terms.building import Collected
    from raregraph.terms.terminology import Record, Terminology

app = typer.Typer(name="terms", help="Full terminologies: make one, add to it, and look into it.", no_args_is_help=True)
PROFILES = ("default", "full")
_SHOWN = 10

TermsFile = Annotated[
    Path | None,
    typer.Option("--terms", metavar="FILE", envvar=TERMS_VARIABLE, help="The terminology. Default: the user's own."),
]
FromFolder = Annotated[
    Path | None, typer.Option("--from", metavar="DIR", help="Take the files, or their wheels, from here; no network.")
]


@app.command()
def build(
    profile: Annotated[str, typer.Option("--profile", help="default, or full: DOID and all of MeSH too.")] = PROFILES[
        0
    ],
    folder: FromFolder = None,
    terms: TermsFile = None,
) -> None:
    """Make the terminology from the sources of terminologies.toml; what was added to the old one is kept."""
    from raregraph.terms.building import build_terminology  # noqa: PLC0415 - so that --help need not load it
    from raregraph.terms.fetching import Fetcher  # noqa: PLC0415 - as above

    if profile not in PROFILES:
        raise UsageError(f"--profile: unknown profile {profile!r}; choose one of {', '.join(PROFILES)}")
    path = terms or default_terms()
    with _progress() as show:
        fetcher = Fetcher(cache_folder() / "sources", folder, show)
        made = build_terminology(path, profile=profile, ontology=Settings().ontology, fetcher=fetcher, progress=show)
    _report(made, path)
    del made  # hundreds of MB, while what follows needs some of its own
    _prepare(path)


@app.command()
def add(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="OBO, OBO Graphs JSON, SSSOM TSV, or a table.")
    ],
    folder: FromFolder = None,
    terms: TermsFile = None,
) -> None:
    """Add files of terms or links to the terminology; it is made anew with them."""
    from raregraph.terms.building import add_files  # noqa: PLC0415 - so that --help need not load it
    from raregraph.terms.fetching import Fetcher  # noqa: PLC0415 - as above

    path = terms or default_terms()
    with _progress() as show:
        fetcher = Fetcher(cache_folder() / "sources", folder, show)
        made = add_files(path, files, ontology=Settings().ontology, fetcher=fetcher, progress=show)
    _report(made, path)
    del made  # as above
    _prepare(path)


@app.command()
def info(terms: TermsFile = None) -> None:
    """Show the sources of the terminology with their versions, licences and counts."""
    with open_terms(terms) as terminology:
        columns = ["source", "version", "licence", "terms", "names", "links"]
        rows = [
            (
                source.name,
                source.version,
                source.license,
                *(f"{n:,}" for n in (source.terms, source.names, source.links)),
            )
            for source in terminology.sources()
        ]
        print_table(columns, rows)
        console().print(f"{terminology.path}: {terminology.path.stat().st_size / 1e6:.0f} MB", soft_wrap=True)
        for problem in terminology.problems():
            complain(f"warning: {problem}")
        if terminology.is_stale:
            complain(
                "warning: the tables of spelling have changed since it was made; raregraph terms build makes it anew"
            )


@app.command()
def find(
    text: Annotated[str, typer.Argument(metavar="TEXT|ID", help="A name in any case and order, or an id.")],
    terms: TermsFile = None,
) -> None:
    """Show what the terminology knows of a name or an id."""
    with open_terms(terms) as terminology:
        records = terminology.find_records(text)
        for record in records:
            for line in _lines(record):
                console().print(line, soft_wrap=True)
    if not records:
        complain(f"{text}: no term has this name or id")
        raise typer.Exit(1)


def open_terms(terms: Path | None) -> "Terminology":
    """Open the terminology that is named, or the user's own."""
    from raregraph.terms.terminology import Terminology  # noqa: PLC0415 - so that --help need not load it

    return Terminology(terms or default_terms(), ontology=Settings().ontology)


def _lines(record: "Record") -> Iterator[str]:
    term = record.term
    state = ", obsolete" if record.obsolete else ""
    yield f"{term.id}  {term.label or '(no label)'}  [{term.branch or 'no branch'}{state}]  {term.source}"
    if record.replaced_by:
        yield f"    replaced by {record.replaced_by.id}  {record.replaced_by.label}"
    for name in record.names:
        notes = ", ".join(filter(None, (name.scope.lower(), name.type, name.condition and f"counts: {name.condition}")))
        yield f"    name      {name.text}{f'  ({notes})' if notes else ''}"
    for parent in record.parents:
        yield f"    parent    {parent.id}  {parent.label}"
    for link in record.links:
        arrow = link.object if link.subject == term.id else f"of {link.subject}"
        yield f"    link      {link.predicate} {arrow}  ({link.source})"


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    from rich.console import Console  # noqa: PLC0415 - as above
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - only these two need it

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("starting", total=None)
        yield lambda step: progress.update(task, description=step)


def _prepare(path: Path) -> None:
    """Make what `annotate` reads; without it the first call makes it, so that a failure costs nothing but time."""
    from raregraph.annotation import PREPARED  # noqa: PLC0415 - as above
    from raregraph.mentions import prepare_finders  # noqa: PLC0415 - as above
    from raregraph.terms import root_of  # noqa: PLC0415 - as above

    ontology = Settings().ontology
    with _progress() as show:
        show("preparing the names to be found in texts")
        try:
            prepare_finders(path, [root_of(branch, ontology) for branch in PREPARED], ontology=ontology)
        except (RaregraphError, OSError, MemoryError, sqlite3.Error) as error:
            why = str(error) or type(error).__name__
            complain(f"warning: names are not prepared ({why}); raregraph annotate will, when it is first called")


def _report(made: "Collected", path: Path) -> None:
    findings = list(made.findings())
    for problem in findings[:_SHOWN]:
        complain(f"warning: {problem}")
    if len(findings) > _SHOWN:
        complain(f"warning: {len(findings) - _SHOWN} further problems; raregraph terms info shows them")
    merger = made.merger
    differing = len(merger.disagreements)
    said = f"; {differing} labels differ between releases, the newest stands" if differing else ""
    count = f"{len(merger.terms):,} terms and {len(merger.links):,} links of {len(merger.sources)} sources"
    console().print(f"{path}: {count}{said}", soft_wrap=True)
