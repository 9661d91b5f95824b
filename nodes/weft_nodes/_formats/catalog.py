"""All file formats, by name and by the ending of a file name."""

import importlib.util
from pathlib import Path

from weft.sdk import ToolError, suggestion
from weft_nodes._formats.arrow import ArrowFormat
from weft_nodes._formats.csv import CsvFormat
from weft_nodes._formats.file_format import FileFormat
from weft_nodes._formats.json_lines import JsonLinesFormat
from weft_nodes._formats.parquet import ParquetFormat
from weft_nodes._formats.yxdb import YxdbFormat


def formats() -> tuple[FileFormat, ...]:
    """Every format, the one that Alteryx users know first."""
    return (YxdbFormat(), ArrowFormat(), ParquetFormat(), CsvFormat(), JsonLinesFormat())


def format_of(path: Path, name: str = "automatic") -> FileFormat:
    """The format of a name, or by the ending of the file name.

    Raises:
        ToolError: The ending says nothing, or a library is missing.
    """
    for known in formats():
        if known.name == name or (name == "automatic" and path.suffix.lower() in known.extensions):
            check_installed(known)
            return known
    raise ToolError(
        f"the ending of {path.name!r} does not tell the format{suggestion(path.suffix, endings())}; choose "
        f"the format by name, or one of the endings {', '.join(endings())}",
        "format",
    )


def check_installed(known: FileFormat) -> None:
    """Whether the libraries of a format are there.

    Raises:
        ToolError: Says what to install.
    """
    lacking = [name for name in known.needs if importlib.util.find_spec(name) is None]
    if lacking:
        raise ToolError(
            f"{known.name} files need {' and '.join(lacking)}; install with: "
            f'pip install "weft[{known.name}]"',
            "format",
        )


def endings() -> tuple[str, ...]:
    """The endings of all formats."""
    return tuple(ending for known in formats() for ending in known.extensions)
