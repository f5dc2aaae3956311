"""`raregraph validate`."""

from pathlib import Path
from typing import Annotated

import typer

from raregraph.cli.options import EngineOption
from raregraph.cli.report import console, exit_status, print_notice, report_findings
from raregraph.settings import Settings


def validate(
    file: Annotated[Path, typer.Argument(help="A graph: .ttl, .jsonld, .nt, .nq, .trig or .rdf.")],
    terms: Annotated[
        Path | None,
        typer.Option("--terms", metavar="FILE", help="A terminology: check that its releases have every id and label."),
    ] = None,
    engine: EngineOption = None,
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
) -> None:
    """Check a graph against the shapes, and say in words what is wrong."""
    # Imported here so that --help need not load what validates.
    from raregraph.validation import check_ids, stream_quads, validate_file  # noqa: PLC0415

    findings = validate_file(file, settings=Settings(engine=engine))
    if terms is not None:
        from raregraph.cli.terms import open_terms  # noqa: PLC0415 - as above

        with open_terms(terms) as terminology:
            findings += check_ids(stream_quads(file), terminology)
    report_findings(findings)
    result = "nothing is wrong" if not findings else f"{len(findings)} findings"
    console().print(f"{file}: {result}", soft_wrap=True)
    print_notice()
    raise typer.Exit(exit_status(findings, strict=strict))
