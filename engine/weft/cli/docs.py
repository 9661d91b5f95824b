"""The reference in `docs/reference/`: a page for every tool, written from the registry and nothing else.

The pages are a pure function of the catalog, so that a test can say which of them is stale.
"""

from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import typer

from weft.cli.app import make_app
from weft.cli.commands import CommandGroup
from weft.cli.terminal import output, write
from weft.document.schema import schema_text
from weft.registry.catalog import Catalog, ToolEntry, anchor_text, catalog
from weft.registry.discovery import discover
from weft.registry.settings import SettingRow, setting_rows

_NOTE = "<!-- Written by `weft docs docs/reference`; edit the tool's docstrings instead. -->"


def write_reference(folder: Path, pack: str) -> int:
    """Write the pages, remove those of tools that are gone, and give the exit code."""
    found = catalog(discover())
    found["tools"] = [tool for tool in found["tools"] if tool["pack"] == pack]
    pages = reference_pages(found)
    (folder / "tools").mkdir(parents=True, exist_ok=True)
    for old in (folder / "tools").glob("*.md"):
        if f"tools/{old.name}" not in pages:
            old.unlink()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8")
    write(output(), f"{len(pages)} pages in {folder}", "good")
    return 0


def reference_pages(found: Catalog) -> Mapping[str, str]:
    """The text of every page, by its path inside the reference."""
    pages = {f"tools/{tool['id']}.md": tool_page(tool) for tool in found["tools"]}
    fixed = {
        "README.md": _index(found),
        "command-line.md": _commands(),
        "workflow.schema.json": schema_text(),
    }
    return {**fixed, **pages}


def tool_page(tool: ToolEntry) -> str:
    """The page of one tool."""
    parts = [_NOTE, f"# {tool['label']}", f"`{tool['id']}` · version {tool['version']} · {tool['category']}"]
    parts.append(tool["help"])
    notes = _notes(tool)
    if notes:
        parts.append("\n".join(f"- {note}" for note in notes))
    for title, anchors in (("Inputs", tool["inputs"]), ("Outputs", tool["outputs"])):
        rows = [[f"`{each['name']}`", each["letter"], anchor_text(each)] for each in anchors]
        parts.append(f"## {title}\n\n" + (_table(["Anchor", "Letter", ""], rows) if rows else "None."))
    settings = [
        [
            f"`{row.name}`",
            row.type,
            _default(row),
            f"*{row.group}.* {row.description}" if row.group else row.description,
        ]
        for row in setting_rows(tool["settings"])
    ]
    head = ["Setting", "Takes", "Default", ""]
    parts.append("## Settings\n\n" + (_table(head, settings) if settings else "None."))
    return "\n\n".join(parts) + "\n"


def _default(row: SettingRow) -> str:
    return f"`{row.default}`" if row.default and not row.required else row.default_text


def _notes(tool: ToolEntry) -> list[str]:
    notes = []
    if tool["effects"]:
        notes.append("Writes outside the store: it runs again when what it wrote has changed or is gone.")
    if tool["expensive"]:
        notes.append("Its result is kept on disk and used again while nothing that it depends on changes.")
    return notes


def _index(found: Catalog) -> str:
    parts = [
        _NOTE,
        "# Reference",
        "The workflow file: [workflow.schema.json](workflow.schema.json)."
        " The commands: [command-line.md](command-line.md). Every tool, as `weft tools NAME` tells it:",
    ]
    for category, tools in groupby(found["tools"], key=lambda tool: tool["category"]):
        rows = [[f"[{tool['label']}](tools/{tool['id']}.md)", tool["summary"]] for tool in tools]
        parts.append(f"## {category}\n\n" + _table(["Tool", ""], rows))
    return "\n\n".join(parts) + "\n"


def _commands() -> str:
    group = typer.main.get_command(make_app())
    commands = dict(getattr(group, "commands", {}))
    if isinstance(group, CommandGroup):
        commands |= group.brought_by("weft")
    parts = [_NOTE, "# Command line", _sentence(group.help), _sentence(group.epilog)]
    for name, command in commands.items():
        if command.hidden:
            continue
        arguments = [each for each in command.params if each.param_type_name == "argument"]
        shown = " ".join(map(_argument, arguments))
        rows = [[_usage(each), _sentence(getattr(each, "help", ""))] for each in command.params]
        text = f"## weft {name} {shown}".rstrip() + f"\n\n{_sentence(command.help)}"
        parts.append(text + (f"\n\n{_table(['', ''], rows)}" if rows else ""))
    return "\n\n".join(parts) + "\n"


def _usage(parameter: Any) -> str:
    """An argument or an option as it is typed."""
    if parameter.param_type_name == "argument":
        return f"`{_argument(parameter)}`"
    value = f" {parameter.metavar}" if parameter.metavar else ""
    return f"`{parameter.opts[0]}{value}`"


def _argument(parameter: Any) -> str:
    """`FILE`, or `[FOLDER]` where it may be left out."""
    name = parameter.metavar or parameter.name.upper()
    return name if parameter.required else f"[{name}]"


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split())


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
