"""`raregraph build`."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raregraph.cli.report import NOTICE, WRONG, console, exit_status, print_table, report_findings
from raregraph.resources import reference_page
from raregraph.settings import BASE_IRI, Settings, source_date
from raregraph.terms.places import TERMS_VARIABLE

if TYPE_CHECKING:
    from raregraph.corpus import Summary


def build(
    pages: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PAGE]...", help="Files, or folders of them. Default: the page that ships."),
    ] = None,
    out: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Where the files go.")] = Path("output"),
    formats: Annotated[
        list[str] | None, typer.Option("--format", "-f", help="ttl, jsonld, nt, nq, trig or rdf; may be repeated.")
    ] = None,
    reader: Annotated[
        str | None, typer.Option("--reader", metavar="NAME", help="The format of all pages, where content misleads.")
    ] = None,
    profile: Annotated[
        Path | None,
        typer.Option("--profile", metavar="FILE", help="A layout of your own: what its headings and columns mean."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
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
) -> None:
    """Build the graph of each page, and the claims of all as tables."""
    from raregraph import corpus  # noqa: PLC0415 - so that --help need not load what builds

    settings = replace(Settings(), base_iri=base_iri, source_date=source_date(), terms=terms)
    settings = replace(settings, reader=reader, profile=profile)
    names = [name for text in formats or corpus.DEFAULT_FORMATS for name in text.split(",")]
    summary = corpus.build(pages or [reference_page()], out, formats=names, settings=settings)
    report_findings(summary.findings)
    if not summary.read:
        raise typer.Exit(WRONG)
    _print_summary(summary, out)
    raise typer.Exit(exit_status(summary.findings, strict=strict))


def _print_summary(summary: "Summary", out: Path) -> None:
    print_table(["relation", "claims"], [(name, str(count)) for name, count in sorted(summary.relations.items())])
    claims = sum(summary.relations.values())
    share = f"{summary.grounded / summary.groundable:.0%}" if summary.groundable else "none"
    lines = (
        f"{len(summary.published)} of {_count(summary.read, 'page')} built; {len(summary.files)} files in {out}",
        f"{_count(claims, 'claim')}; {share} of the {summary.groundable} objects that can be grounded are",
        f"{_count(summary.count('error'), 'error')}, {_count(summary.count('warning'), 'warning')}",
        f"{NOTICE}: {', '.join(summary.published[:3])}{' ...' if len(summary.published) > 3 else ''}",
    )
    for line in lines:
        console().print(line, soft_wrap=True)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
