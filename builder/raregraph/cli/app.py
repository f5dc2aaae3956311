"""The commands together, and errors as one sentence each."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from raregraph.cli.annotate import annotate
from raregraph.cli.build import build, merge
from raregraph.cli.claims import claims
from raregraph.cli.explain import explain
from raregraph.cli.query import queries, query
from raregraph.cli.report import ERROR, NOTICE, STOPPED, WRONG, complain
from raregraph.cli.stats import stats
from raregraph.cli.terms import app as terms
from raregraph.cli.validate import validate
from raregraph.errors import KnowledgeError, RaregraphError

# The base of "no such option" and the like. Some versions of Typer carry a Click of their own.
WrongUsage: type[Exception] = typer.BadParameter.__mro__[2]

app = typer.Typer(
    name="raregraph",
    help=f"Turn rare-disease information pages into a knowledge graph that can be checked. {NOTICE}.",
    epilog="Exit status: 0 done, 1 the data has errors, 2 wrong usage or nothing that could be read or written.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (build, merge, stats, validate, query, queries, claims, explain, annotate):
    app.command()(command)
app.add_typer(terms)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"raregraph {version('raregraph')}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    context: typer.Context,
    show_version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Print the help where no command is given."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> NoReturn:
    """Run the command line and leave with its exit status."""
    sys.exit(run())


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status; every error is said in one sentence on stderr."""
    try:
        status = app(args=arguments, prog_name="raregraph", standalone_mode=False)
    except KnowledgeError as error:
        complain(str(error))
        return ERROR
    except RaregraphError as error:
        complain(str(error))
        return WRONG
    except WrongUsage as error:
        complain(_usage(error))
        return WRONG
    except (KeyboardInterrupt, typer.Abort):
        status = STOPPED
    except BrokenPipeError:
        # The reader of the output, such as `head`, has seen enough; nothing more must be flushed to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    # Some versions of Typer make an exit status of Ctrl-C themselves.
    if status == STOPPED:
        complain("stopped; what is built so far is kept, and the same command goes on from there")
    return status if isinstance(status, int) else 0


def _usage(error: Exception) -> str:
    message = str(getattr(error, "format_message", lambda: error)()).rstrip(".")
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "raregraph"
    where = command.removeprefix("raregraph").strip() or "command line"
    return f"{where}: {' '.join(message.split())}; see {command} --help"
