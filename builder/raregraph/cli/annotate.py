"""`raregraph annotate`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raregraph.cli.report import exit_status, report_findings
from raregraph.errors import UsageError
from raregraph.settings import Settings
from raregraph.terms.places import TERMS_VARIABLE, default_terms

if TYPE_CHECKING:
    from raregraph.model import Finding

NESTED = ("longest", "all")


def annotate(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Texts, or folders of .txt files.")],
    out: Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE.tsv", help="Default: print it.")] = None,
    branch: Annotated[str, typer.Option("--branch", help="A kind of thing, the id of a term, or all.")] = "phenotype",
    nested: Annotated[
        str, typer.Option("--nested", help="all: names inside longer names count too; longest: they do not.")
    ] = NESTED[0],
    terms: Annotated[
        Path | None,
        typer.Option("--terms", metavar="FILE", envvar=TERMS_VARIABLE, help="The terminology. Default: your own."),
    ] = None,
) -> None:
    """Find the names of an ontology in any text: document, place, words, id, label, and whether it is denied."""
    from raregraph import annotation  # noqa: PLC0415 - so that --help need not load what finds
    from raregraph.atomic import replacing  # noqa: PLC0415 - as above
    from raregraph.corpus import find_files  # noqa: PLC0415 - as above
    from raregraph.mentions import load_finder  # noqa: PLC0415 - as above
    from raregraph.terms import root_of  # noqa: PLC0415 - as above

    if nested not in NESTED:
        raise UsageError(f"--nested: unknown choice {nested!r}; choose one of {', '.join(NESTED)}")
    ontology = Settings().ontology
    finder = load_finder(terms or default_terms(), root_of(branch, ontology), ontology=ontology)
    findings: list[Finding] = []
    rows = annotation.annotate(find_files(paths), finder, findings, nested="all" if nested == "all" else "longest")
    lines = annotation.table_lines(rows)
    if out is None:
        sys.stdout.buffer.writelines(line.encode() for line in lines)
    else:
        with replacing(out) as file:
            file.writelines(line.encode() for line in lines)
    report_findings(findings)
    raise typer.Exit(exit_status(findings))
