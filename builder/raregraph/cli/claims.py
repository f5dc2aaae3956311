"""`raregraph claims`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raregraph.cli.report import print_notice, print_table

if TYPE_CHECKING:
    from raregraph.export import ClaimRow

LIMITS = ("age_group", "population", "frequency", "severity", "condition", "target", "modifier")


def claims(
    file: Annotated[Path, typer.Argument(help="claims.jsonl, or the folder that holds it.")] = Path("output"),
) -> None:
    """Show the claims as a table to read."""
    from raregraph.export import read_claims  # noqa: PLC0415 - so that --help need not load what reads them

    columns = ["claim", "relation", "words", "term", "qualifiers", "sentence"]
    print_table(columns, [tuple(_cells(row)) for row in read_claims(file)])
    print_notice()


def _cells(row: "ClaimRow") -> Iterator[str]:
    yield row.claim[:8]
    yield f"not {row.relation}" if row.negated else row.relation
    yield row.object_text if isinstance(row.object_text, str) else " … ".join(row.object_text)
    yield f"{row.object} {row.object_label}" if row.object else ""
    yield "; ".join(qualifiers(row))
    yield row.evidence[0].quote if row.evidence else ""


def qualifiers(row: "ClaimRow") -> Iterator[str]:
    """Yield what limits or colours a claim, in words."""
    for name in ("synonym_type", "cause_kind", "hedge"):
        if getattr(row, name):
            yield f"{name.replace('_', ' ')}: {getattr(row, name)}"
    for name in LIMITS:
        limit = getattr(row, name)
        if limit:
            term = f" ({limit.id} {limit.label})" if limit.id else ""
            yield f"{name.replace('_', ' ')}: {limit.text}{term}"
