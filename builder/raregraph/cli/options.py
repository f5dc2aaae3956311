"""Options that more than one command has."""

from typing import Annotated

import typer

EngineOption = Annotated[
    str | None,
    typer.Option(
        "--engine",
        metavar="NAME",
        help="What runs the shapes: pyshacl, the reference, or fast. Default: fast where it is installed.",
    ),
]
