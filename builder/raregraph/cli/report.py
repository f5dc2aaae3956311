"""What is printed: findings in words, tables, and the sentence that stands under every report."""

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from raregraph.model import Finding

DONE, ERROR, WRONG = 0, 1, 2
STOPPED = 130
"""What a shell expects of a program that Ctrl-C ended."""
NOTICE = "Not for clinical use; information extracted from the named page"
# A file or a pipe has no width; this one keeps sentences readable.
WIDE = 200


def complain(message: str) -> None:
    """Print one error on stderr."""
    print(f"raregraph: {' '.join(message.split())}", file=sys.stderr)  # noqa: T201 - this is the printing


def report_findings(findings: Iterable[Finding]) -> None:
    """Print findings on stderr: where, what and what to do, and under it the section, the sentence and the claim."""
    for finding in findings:
        level = "" if finding.level == "error" else f"{finding.level}: "
        advice = f"; {finding.advice}" if finding.advice else ""
        complain(f"{level}{finding.where}: {finding.message}{advice}")
        for name, words in (("section", finding.section), ("sentence", finding.quote), ("claim", finding.claim)):
            if words:
                print(f"    {name}: {' '.join(words.split())}", file=sys.stderr)  # noqa: T201 - this is the printing


def exit_status(findings: Sequence[Finding], *, strict: bool = False) -> int:
    """Return 1 if there is an error, or a warning where those count too."""
    wrong = {"error", "warning"} if strict else {"error"}
    return ERROR if any(finding.level in wrong for finding in findings) else DONE


def console() -> Console:
    """Return a console that prints words as they are, with room enough where there is no screen."""
    found = Console(highlight=False, markup=False, emoji=False)
    return found if found.is_terminal else Console(highlight=False, markup=False, emoji=False, width=WIDE)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str | Text]]) -> None:
    """Print rows as a table; long words are folded, never cut."""
    table = Table(show_lines=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text(_visible(cell)) for cell in row))
    console().print(table)


def print_notice() -> None:
    """Print the sentence that stands under every report."""
    console().print(f"{NOTICE}.", style="dim", soft_wrap=True)


def _visible(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)
