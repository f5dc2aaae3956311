"""`raregraph stats`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raregraph.cli.report import console, print_notice, print_table

if TYPE_CHECKING:
    from raregraph.corpus.statistics import Statistics


def stats(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What raregraph build wrote.")] = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
    plots: Annotated[
        Path | None, typer.Option("--plots", metavar="DIR", help="Draw them, too, as PNG and SVG.")
    ] = None,
    frequent: Annotated[int, typer.Option("--terms", metavar="N", min=0, help="Terms for each relation.")] = 10,
) -> None:
    """Count what is in the folder of a build: claims, edges, grounded objects, frequent terms, findings."""
    # Imported here so that --help need not load what counts.
    from raregraph.corpus.plots import write_plots  # noqa: PLC0415
    from raregraph.corpus.statistics import gather_statistics  # noqa: PLC0415

    statistics = gather_statistics(folder, frequent=frequent)
    drawn = write_plots(statistics, plots) if plots else []
    if as_json:
        sys.stdout.write(json.dumps(asdict(statistics), ensure_ascii=False, indent=1) + "\n")
        return
    _print(statistics)
    if drawn:
        console().print(f"{len(drawn)} plots in {plots}", soft_wrap=True)
    print_notice()


def _print(statistics: "Statistics") -> None:
    from raregraph.corpus.statistics import share, table_rows  # noqa: PLC0415 - as above

    counts = statistics.pages, statistics.statements, statistics.claims
    console().print("{:,} pages, {:,} statements, {:,} claims".format(*counts), soft_wrap=True)
    rows = [(row.collection, str(row.pages), str(row.claims)) for row in statistics.collections]
    print_table(["collection", "pages", "claims"], rows)
    print_table(["relation", "claims", "edges", "denied", "grounded"], table_rows(statistics.relations))
    grounded = [(row.branch, str(row.groundable), share(row.grounded, row.groundable)) for row in statistics.branches]
    print_table(["asked for", "objects", "grounded"], grounded)
    print_table(["ontology", "claims"], [(name, str(claims)) for name, claims in statistics.ontologies.items()])
    if statistics.terms:
        terms = [(row.relation, row.id, row.label, str(row.claims)) for row in statistics.terms]
        print_table(["relation", "term", "label", "claims"], terms)
    if statistics.findings:
        found = [(row.level, row.rule, str(row.findings), str(row.pages)) for row in statistics.findings]
        print_table(["level", "rule", "findings", "pages"], found)
