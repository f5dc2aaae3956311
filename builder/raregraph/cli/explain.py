"""`raregraph explain`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from raregraph.cli.claims import qualifiers
from raregraph.cli.report import console, print_notice, print_table
from raregraph.settings import Settings
from raregraph.terms.places import TERMS_VARIABLE

if TYPE_CHECKING:
    from raregraph.explanation import Explanation


def explain(
    claim: Annotated[str, typer.Argument(help="The claim's id or its first digits, as raregraph claims shows them.")],
    folder: Annotated[Path, typer.Option("--in", metavar="DIR", help="The output folder, or its claims.jsonl.")] = Path(
        "output"
    ),
    terms: Annotated[
        Path | None,
        typer.Option("--terms", metavar="FILE", envvar=TERMS_VARIABLE, help="The terminology it was built with."),
    ] = None,
) -> None:
    """Show where a claim comes from: the sentence, the rule, the candidates, and why one won."""
    from raregraph.explanation import explain as find_explanation  # noqa: PLC0415 - so that --help need not load the rules
    from raregraph.explanation import get_claim  # noqa: PLC0415 - as above
    from raregraph.export import read_claims  # noqa: PLC0415 - as above

    _print(find_explanation(get_claim(read_claims(folder), claim), settings=Settings(terms=terms)))
    print_notice()


def _print(explanation: "Explanation") -> None:
    row = explanation.claim
    print_line = console().print
    print_line(f"claim     {row.claim} of {row.document}", soft_wrap=True)
    print_line(f"says      {row.disease_label} ({row.disease or 'ungrounded'}): {row.predicate}", soft_wrap=True)
    words = row.object_text if isinstance(row.object_text, str) else " … ".join(row.object_text)
    print_line(f"words     {words}", soft_wrap=True)
    if row.object:
        print_line(f"object    {row.object} {row.object_label}", soft_wrap=True)
    if row.negated:
        print_line("denied    the page says that it is not so", soft_wrap=True)
    for text in qualifiers(row):
        print_line(f"limit     {text}", soft_wrap=True)
    for evidence, quote in zip(row.evidence, explanation.quotes, strict=True):
        print_line(f"sentence  {evidence.section}, {evidence.start}-{evidence.end}: {quote}", soft_wrap=True)
    print_line(f"rule      {row.rule}: {explanation.rule}", soft_wrap=True)
    print_line(f"object may be of: {', '.join(explanation.branches)}", soft_wrap=True)
    if explanation.candidates:
        rows = [
            (found.name, found.term.id or "", found.term.label, found.term.branch, found.kind, found.verdict)
            for found in explanation.candidates
        ]
        print_table(["name", "id", "label", "branch", "kind of name", "verdict"], rows)
    print_line(explanation.conclusion, soft_wrap=True)
