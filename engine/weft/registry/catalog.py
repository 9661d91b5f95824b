"""The catalog: the palette as data, ready to be JSON, for the canvas, the command line and the docs."""

import inspect

from pydantic import JsonValue
from typing_extensions import TypedDict  # pydantic reads it on Python 3.11 too

from weft.registry.discovery import library_problem
from weft.registry.registry import AnyTool, Registry
from weft.sdk import InputAnchor, OutputAnchor


class InputEntry(TypedDict):
    """An input anchor."""

    name: str
    letter: str
    kind: str
    delivery: str
    optional: bool
    many: bool


class OutputEntry(TypedDict):
    """An output anchor."""

    name: str
    letter: str
    kind: str


class ToolEntry(TypedDict):
    """All that a palette, a form and a page of reference need to know about a tool."""

    id: str
    version: int
    label: str
    category: str
    icon: str
    pack: str
    summary: str
    help: str
    inputs: list[InputEntry]
    outputs: list[OutputEntry]
    settings: dict[str, JsonValue]
    effects: bool
    expensive: bool
    available: bool
    hint: str


class ProblemEntry(TypedDict):
    """A pack that is not there, and why."""

    pack: str
    message: str


class Catalog(TypedDict):
    """Every tool, sorted by category and label, and what kept others out."""

    tools: list[ToolEntry]
    problems: list[ProblemEntry]


def catalog(registry: Registry) -> Catalog:
    """The whole palette."""
    tools = [tool_entry(tool, registry.pack(tool.id)) for tool in registry]
    tools.sort(key=lambda entry: (entry["category"], entry["label"]))
    problems = [ProblemEntry(pack=found.pack, message=found.message) for found in registry.problems]
    return Catalog(tools=tools, problems=problems)


def tool_entry(tool: type[AnyTool], pack: str = "") -> ToolEntry:
    """One tool; `settings` is the JSON Schema of its settings, `hint` says what to install."""
    hint = library_problem(tool) or ""
    text = inspect.cleandoc(tool.__doc__ or "")
    return ToolEntry(
        id=tool.id,
        version=tool.version,
        label=tool.label,
        category=tool.category,
        icon=tool.icon,
        pack=pack,
        summary=text.partition("\n\n")[0].replace("\n", " "),
        help=text,
        inputs=[_input(anchor) for anchor in tool.inputs],
        outputs=[_output(anchor) for anchor in tool.outputs],
        settings=tool.Config.model_json_schema(),
        effects=tool.effects,
        expensive=tool.expensive,
        available=not hint,
        hint=hint,
    )


def _input(anchor: InputAnchor) -> InputEntry:
    return InputEntry(
        name=anchor.name,
        letter=anchor.letter,
        kind=anchor.kind,
        delivery=anchor.delivery.value,
        optional=anchor.optional,
        many=anchor.many,
    )


def _output(anchor: OutputAnchor) -> OutputEntry:
    return OutputEntry(name=anchor.name, letter=anchor.letter, kind=anchor.kind)


def anchor_text(anchor: InputEntry | OutputEntry) -> str:
    """What there is to say of an anchor beside its name: `a model; optional`."""
    parts = [] if anchor["kind"] == "table" else [f"a {anchor['kind']}"]
    if anchor.get("optional"):
        parts.append("optional")
    if anchor.get("many"):
        parts.append("takes many connections")
    if anchor.get("delivery") == "whole":
        parts.append("read whole before the first record leaves")
    return "; ".join(parts)
