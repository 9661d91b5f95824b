"""`weft tools`: the catalog, or one tool's help, anchors and settings."""

import json
import re
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console

from weft.cli.check import tell_packs
from weft.cli.terminal import aligned, for_programs, output, write
from weft.errors import RegistryError, suggestion
from weft.registry.catalog import Catalog, InputEntry, OutputEntry, ToolEntry, anchor_text, catalog
from weft.registry.discovery import discover
from weft.registry.settings import setting_rows

_SUMMARY_INDENT = 6


def show_tools(name: str | None, form: str, plugins: Path | None) -> int:
    """Show the catalog or one tool of it, and give the exit code."""
    registry = discover(plugins)
    found = catalog(registry)
    if form == "json":
        shown = found if name is None else _named(found, name)
        for_programs().write(json.dumps(shown, indent=2, ensure_ascii=False) + "\n")
        return 0
    console = output()
    if name is not None:
        _show_tool(console, _named(found, name))
        return 0
    for category, tools in groupby(found["tools"], key=lambda each: each["category"]):
        write(console, category, "bold")
        _show_rows(console, [_row(tool) for tool in tools])
    tell_packs(registry)
    return 0


def _row(tool: ToolEntry) -> tuple[str, str, str]:
    return tool["label"], tool["id"], tool["hint"] or _unmarked(_first_sentence(tool["summary"]))


def _show_rows(console: Console, rows: Sequence[tuple[str, str, str]]) -> None:
    """A line for each tool; where a terminal leaves its summary little room, it stands below."""
    names = [f"  {line}" for line in aligned([row[:2] for row in rows])]
    place = max(map(cell_len, names)) + 2
    below = console.is_terminal and place > console.width // 2
    for name, (_, _, summary) in zip(names, rows, strict=True):
        if below:
            write(console, name, indent=4)
            write(console, " " * _SUMMARY_INDENT + summary, "info", indent=_SUMMARY_INDENT)
        else:
            write(console, name + " " * (place - cell_len(name)) + summary, indent=place)


def _unmarked(text: str) -> str:
    """The help is written for a page that draws Markdown; on a terminal bold marks are only noise."""
    return text.replace("**", "")


def _unwrapped(text: str) -> str:
    """A text whose paragraphs are a line each, for a terminal of any width; lists stay as they are."""
    return re.sub(r"(?<!\n)\n(?![\n\s|]|[*-] |\d+\.)", " ", text)


def _first_sentence(text: str) -> str:
    sentence, stop, _ = text.partition(". ")
    return sentence + ("." if stop else "")


def _named(found: Catalog, name: str) -> ToolEntry:
    """The tool of an id, of an id without its pack, or of a label in small or large letters."""
    names: dict[str, list[ToolEntry]] = {}
    for tool in found["tools"]:
        for known in {tool["id"], tool["id"].partition(".")[2], tool["label"].casefold()}:
            names.setdefault(known, []).append(tool)
    matching = names.get(name) or names.get(name.casefold())
    if matching is None:
        hint = suggestion(name, names) or "; `weft tools` lists them"
        raise RegistryError(f"there is no tool {name!r}{hint}")
    exact = [tool for tool in matching if tool["id"] == name]
    if len(matching) > 1 and not exact:
        ids = ", ".join(tool["id"] for tool in matching)
        raise RegistryError(f"there are {len(matching)} tools {name!r}: {ids}; name one by its id")
    return (exact or matching)[0]


def _show_tool(console: Console, tool: ToolEntry) -> None:
    write(console, f"{tool['label']}  ({tool['id']}, version {tool['version']}, {tool['category']})", "bold")
    if tool["hint"]:
        write(console, tool["hint"], "warning")
    text = _unmarked(tool["help"])
    write(console, f"\n{_unwrapped(text) if console.is_terminal else text}")
    _show_anchors(console, "Inputs", tool["inputs"])
    _show_anchors(console, "Outputs", tool["outputs"])
    rows = setting_rows(tool["settings"])
    if rows:
        write(console, "\nSettings", "bold")
    for row in rows:
        default = row.default_text if row.required else f"{row.default_text} by default"
        group = f" ({row.group})" if row.group else ""
        write(console, f"  {row.name}{group}: {row.type}, {default}", indent=4)
        if row.description:
            write(console, f"      {row.description}", "info", indent=6)


def _show_anchors(
    console: Console, title: str, anchors: Sequence[InputEntry] | Sequence[OutputEntry]
) -> None:
    if anchors:
        write(console, f"\n{title}", "bold")
    for line in aligned([(each["name"], each["letter"], anchor_text(each)) for each in anchors]):
        write(console, f"  {line}")
