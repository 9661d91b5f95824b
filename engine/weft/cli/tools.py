"""`weft tools`: the catalog, or one tool's help, anchors and settings."""

import json
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
        rows = [_row(tool) for tool in tools]
        for line in aligned(rows):
            write(console, f"  {line}", indent=_hint_place(rows))
    tell_packs(registry)
    return 0


def _row(tool: ToolEntry) -> tuple[str, str, str]:
    return tool["label"], tool["id"], tool["hint"] or _unmarked(_first_sentence(tool["summary"]))


def _hint_place(rows: Sequence[tuple[str, str, str]]) -> int:
    """Where the last column begins: below it long lines go on."""
    return 2 + sum(max(cell_len(row[index]) for row in rows) + 2 for index in (0, 1))


def _unmarked(text: str) -> str:
    """The help is written for a page that draws Markdown; on a terminal bold marks are only noise."""
    return text.replace("**", "")


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
    write(console, f"\n{_unmarked(tool['help'])}")
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
