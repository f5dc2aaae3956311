"""`raregraph validate`."""

from pathlib import Path
from typing import Annotated

import typer

from raregraph.cli.report import console, exit_status, print_notice, report_findings


def validate(
    file: Annotated[Path, typer.Argument(help="A graph: .ttl, .jsonld, .nt, .nq, .trig or .rdf.")],
    strict: Annotated[bool, typer.Option("--strict", help="Let warnings count as errors.")] = False,
) -> None:
    """Check a graph against the shapes, and say in words what is wrong."""
    from raregraph.validation import validate_file  # noqa: PLC0415 - so that --help need not load what validates

    findings = validate_file(file)
    report_findings(findings)
    result = "nothing is wrong" if not findings else f"{len(findings)} findings"
    console().print(f"{file}: {result}", soft_wrap=True)
    print_notice()
    raise typer.Exit(exit_status(findings, strict=strict))
