"""Options that several commands share. Nothing heavy is imported: `weft --help` reads this."""

import enum
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias, TypeVar

import typer

Choice = TypeVar("Choice", bound=enum.StrEnum)


class Events(enum.StrEnum):
    """How the events of a run are written."""

    JSONL = "jsonl"


class Device(enum.StrEnum):
    """Where tools compute that can use an accelerator."""

    AUTO = "auto"
    CPU = "cpu"
    CUDA = "cuda"


class ShowFormat(enum.StrEnum):
    """How records are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class ToolsFormat(enum.StrEnum):
    """How the catalog is written."""

    TEXT = "text"
    JSON = "json"


def _read_folder(text: str) -> Path:
    folder = Path(text)
    if not folder.is_dir():
        raise typer.BadParameter(f"there is no folder {text!r}")
    return folder


File: TypeAlias = Annotated[
    Path, typer.Argument(metavar="FILE", help="The workflow file.", show_default=False)
]

Values: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="The value of a parameter; may be given several times."),
]

Store: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        help="Where results rest; by default the nearest folder .weft above the workflow, or one beside it.",
    ),
]

Plugins: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "--plugins",
        metavar="DIR",
        envvar="WEFT_PLUGINS",
        parser=_read_folder,
        help="Load the tools in the *.py files of this folder too. They run as programs do: only name a"
        " folder that you trust.",
    ),
]

_UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


def one_of(kind: type[Choice]) -> Callable[[str], Choice]:
    """What reads one of the values of an option, and names them where it is another."""

    def read(text: str) -> Choice:
        try:
            return kind(text)
        except ValueError:
            values = " or ".join(kind)
            raise typer.BadParameter(f"{text!r} is not known here; write {values}") from None

    return read


def read_values(texts: Sequence[str]) -> dict[str, str]:
    """The values of `--set name=value`; the last one of a name counts."""
    values: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"{text!r} is not of the form name=value", param_hint="--set")
        values[name.strip()] = value
    return values


def read_size(text: str) -> int:
    """A size in bytes, such as `20GB`, `500 MB` or `1.5g`."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([KMGT]?)B?\s*", text, re.IGNORECASE)
    if found is None:
        raise typer.BadParameter(f"{text!r} is no size; write 500MB or 20GB", param_hint="--cache-size")
    return int(float(found[1]) * _UNITS[found[2].upper()])
