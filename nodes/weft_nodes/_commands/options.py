"""Options that these commands share. Nothing heavy is imported: `weft --help` reads this."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

ModelFile: TypeAlias = Annotated[
    Path,
    typer.Argument(
        metavar="MODEL",
        help="A file in which Output Data saved a model, or a packed one (.safetensors).",
        show_default=False,
    ),
]
