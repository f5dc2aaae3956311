"""`raregraph query` and `raregraph queries`."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from raregraph.cli.report import print_notice, print_table
from raregraph.errors import UsageError

TABLE = "table"


def query(
    file: Annotated[Path, typer.Argument(help="A graph that raregraph built.")],
    name: Annotated[str, typer.Argument(metavar="NAME|QUERY.rq", help="A question (see raregraph queries) or a file.")],
    format: Annotated[str, typer.Option("--format", "-f", help="table, csv or json.")] = TABLE,  # noqa: A002 - the option's name
) -> None:
    """Ask a graph a question."""
    from raregraph.query import FORMATS, run_query  # noqa: PLC0415 - so that --help need not load what asks

    if format != TABLE and format not in FORMATS:
        raise UsageError(f"--format: unknown format {format!r}; choose one of {', '.join((TABLE, *FORMATS))}")
    answer = run_query(file, name)
    if format == TABLE:
        print_table(answer.columns, answer.texts(_namespaces()))
        print_notice()
    else:
        sys.stdout.buffer.write(answer.serialize(format))


def queries() -> None:
    """List the questions that ship."""
    from raregraph.query import find_queries  # noqa: PLC0415 - so that --help need not load what asks

    rows = [(question.name, question.title, question.description) for question in find_queries().values()]
    print_table(["name", "question", "answer"], rows)


def _namespaces() -> dict[str, str]:
    from raregraph.graph import read_vocabulary  # noqa: PLC0415 - so that --help need not load the graph
    from raregraph.settings import Settings  # noqa: PLC0415 - as above

    return {row.prefix: row.namespace for row in read_vocabulary(Settings().ontology).prefixes.values()}
