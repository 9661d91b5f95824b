"""Build the graph of a document: configured tools and their connections, every problem collected."""

import json
import string
import traceback
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx
from pydantic import JsonValue, ValidationError

from weft.document.complaints import reason
from weft.document.model import Connection, Document, Node, disabled_nodes
from weft.document.parameters import substitute
from weft.errors import Problem, suggestion
from weft.registry.discovery import library_problem
from weft.registry.registry import AnyTool, Registry
from weft.sdk.anchors import InputAnchor, OutputAnchor

_MOST_IN_LOOP = 10
"""Nodes of a loop that are named; one of thousands would fill the screen."""


@dataclass(frozen=True)
class Graph:
    """A document whose nodes are configured tools.

    Attributes:
        base: The folder of the workflow file.
        tools: Node name to configured tool; a node that could not be configured is missing.
        names: Every node of the document, in topological order where there is one.
        connections: Those whose both ends exist.
        pinned: Nodes whose result the user wants kept.
        skipped: Node name to the reason why it does not run, for what is switched off.
        problems: What is wrong with the document so far; schemas are not looked at yet.
    """

    base: Path
    tools: Mapping[str, AnyTool]
    names: tuple[str, ...]
    connections: tuple[Connection, ...]
    pinned: frozenset[str]
    skipped: Mapping[str, str]
    problems: tuple[Problem, ...]
    _into: Mapping[str, tuple[Connection, ...]] = field(repr=False)
    _out_of: Mapping[str, tuple[Connection, ...]] = field(repr=False)

    def into(self, node: str) -> tuple[Connection, ...]:
        """The connections that end at a node, in the order of their names."""
        return self._into.get(node, ())

    def out_of(self, node: str) -> tuple[Connection, ...]:
        """The connections that begin at a node."""
        return self._out_of.get(node, ())

    def needed_for(self, targets: Iterable[str]) -> frozenset[str]:
        """The targets and everything before them."""
        found: set[str] = set()
        waiting = list(targets)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += [connection.source_node for connection in self.into(name)]
        return frozenset(found)


MOST_KEPT = 4_096
"""How much a cache holds before its oldest entry goes: many edits of many workflows."""


class ToolCache:
    """Configured tools by their settings, so that an edit validates only the node it changes."""

    def __init__(self) -> None:
        self._kept: dict[tuple[type[AnyTool], str], tuple[AnyTool | None, tuple[Problem, ...]]] = {}

    def configured(
        self, tool: type[AnyTool], node: Node, settings: dict[str, JsonValue]
    ) -> tuple[AnyTool | None, tuple[Problem, ...]]:
        """The tool with these settings, or None and the problems of the settings."""
        key = (tool, json.dumps([node.version, settings], ensure_ascii=False))
        if key not in self._kept:
            if len(self._kept) >= MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = _configure(tool, node, settings)
        return self._kept[key]


def build(
    document: Document,
    registry: Registry,
    values: Mapping[str, JsonValue],
    base: Path,
    cache: ToolCache | None = None,
) -> Graph:
    """Build the graph of a document whose parameters have these values."""
    cache = cache or ToolCache()
    problems: list[Problem] = []
    tools: dict[str, AnyTool] = {}
    for name, node in document.nodes.items():
        tool, wrong = _node_tool(node, registry, values, cache)
        problems += [problem.at(name) for problem in wrong]
        if tool is not None:
            tools[name] = tool
    connections, found = _sound_connections(document, tools)
    problems += found
    names, found = _order(document, connections)
    problems += found
    into, out_of = _by_end(connections)
    skipped = _skipped(document, names, into, tools)
    pinned = frozenset(name for name, node in document.nodes.items() if node.pinned)
    kept = tuple(problem for problem in problems if problem.node not in skipped)
    return Graph(base, tools, names, connections, pinned, skipped, kept, into, out_of)


def _node_tool(
    node: Node, registry: Registry, values: Mapping[str, JsonValue], cache: ToolCache
) -> tuple[AnyTool | None, tuple[Problem, ...]]:
    tool = registry.get(node.tool)
    if tool is None:
        hint = suggestion(node.tool, registry.ids)
        return None, (
            Problem(
                f"unknown tool {node.tool!r}{hint or '; install the pack that brings it, or remove the node'}"
            ),
        )
    if (missing := library_problem(tool)) is not None:
        return None, (Problem(missing),)
    settings, unknown = substitute(node.settings, values)
    if unknown:
        return None, tuple(unknown)
    return cache.configured(tool, node, settings)


def _configure(
    tool: type[AnyTool], node: Node, settings: dict[str, JsonValue]
) -> tuple[AnyTool | None, tuple[Problem, ...]]:
    if node.version > tool.version:
        text = (
            f"the settings are of version {node.version} of {tool.label}, newer than the installed "
            f"{tool.version}; update Weft or the pack that brings the tool"
        )
        return None, (Problem(text),)
    try:
        if node.version < tool.version:
            settings = tool.migrate(dict(settings), node.version)
        return tool(tool.Config.model_validate(settings)), ()
    except ValidationError as error:
        return None, tuple(_setting_problem(tool, detail) for detail in error.errors())
    except Exception as error:
        return None, (Problem(broken(tool, "its settings were read", error)),)


def broken(tool: type[AnyTool] | AnyTool, meanwhile: str, error: Exception) -> str:
    """What to say where a tool's own code raised at edit time."""
    where = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"{tool.label} broke while {meanwhile}: {type(error).__name__}: {error} "
        f"({where.filename}, line {where.lineno}); this is a mistake of the tool"
    )


def _setting_problem(tool: type[AnyTool], detail: Any) -> Problem:
    place = ".".join(str(part) for part in detail["loc"])
    match detail["type"]:
        case "missing":
            text = "is missing; give it a value"
        case "extra_forbidden":
            known = tool.Config.model_fields if len(detail["loc"]) == 1 else ()
            hint = suggestion(str(detail["loc"][-1]), known)
            text = f"{tool.label} has no such setting{hint or '; remove it'}"
        case "value_error":
            text = str(detail["ctx"]["error"])
        case _:
            text = reason(detail)
    return Problem(text, field=place)


def _sound_connections(
    document: Document, tools: Mapping[str, AnyTool]
) -> tuple[tuple[Connection, ...], list[Problem]]:
    sound: list[Connection] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for connection in sorted(document.connections, key=connection_order):
        found = list(_connection_problems(connection, document, tools, taken))
        problems += found
        if not found:
            taken.add(connection.to)
            sound.append(connection)
    return tuple(sound), problems


def connection_order(connection: Connection) -> tuple[int, str, str]:
    """The order of connections into one input: by the number in the name, the name, the source."""
    digits = "".join(char for char in connection.name if char in string.digits)
    return (int(digits) if digits else 0, connection.name, connection.from_)


def _connection_problems(
    connection: Connection, document: Document, tools: Mapping[str, AnyTool], taken: set[str]
) -> Iterable[Problem]:
    source, target = connection.source_node, connection.target_node
    for name, end in ((source, "begins"), (target, "ends")):
        if name not in document.nodes:
            hint = suggestion(name, document.nodes)
            yield Problem(
                f"the connection {connection.from_} -> {connection.to} {end} at node {name!r}, "
                f"which does not exist{hint or '; remove the connection'}"
            )
    if source in tools and (found := _missing(tools[source].outputs, connection.source_anchor)) is not None:
        yield Problem(f"{tools[source].label} has no output {connection.source_anchor!r}{found}", source)
    if target in tools:
        anchors = tools[target].inputs
        if (found := _missing(anchors, connection.target_anchor)) is not None:
            yield Problem(f"{tools[target].label} has no input {connection.target_anchor!r}{found}", target)
        elif (
            source in document.nodes
            and connection.to in taken
            and not _anchor(anchors, connection.target_anchor).many
        ):
            yield Problem(
                f"input {connection.target_anchor!r} has more than one connection; "
                "remove all but one, or put a Union before it",
                target,
            )


def _missing(anchors: tuple[InputAnchor, ...] | tuple[OutputAnchor, ...], name: str) -> str | None:
    """What to say of an anchor that does not exist; None where it does."""
    known = [anchor.name for anchor in anchors]
    if name in known:
        return None
    return suggestion(name, known) or (f"; it has {', '.join(known)}" if known else "; it has none")


def _anchor(anchors: tuple[InputAnchor, ...], name: str) -> InputAnchor:
    return next(anchor for anchor in anchors if anchor.name == name)


def _order(document: Document, connections: tuple[Connection, ...]) -> tuple[tuple[str, ...], list[Problem]]:
    dag = nx.DiGraph()
    dag.add_nodes_from(document.nodes)
    dag.add_edges_from((each.source_node, each.target_node) for each in connections)
    try:
        return tuple(nx.topological_sort(dag)), []
    except nx.NetworkXUnfeasible:
        loop = [edge[0] for edge in nx.find_cycle(dag)]
        told = loop if len(loop) <= _MOST_IN_LOOP else [*loop[: _MOST_IN_LOOP - 1], "...", loop[-1]]
        text = f"the nodes {' -> '.join([*told, loop[0]])} form a loop; remove one of these connections"
        return tuple(document.nodes), [Problem(text, loop[0])]


def _by_end(
    connections: tuple[Connection, ...],
) -> tuple[dict[str, tuple[Connection, ...]], dict[str, tuple[Connection, ...]]]:
    into: defaultdict[str, list[Connection]] = defaultdict(list)
    out_of: defaultdict[str, list[Connection]] = defaultdict(list)
    for connection in connections:
        into[connection.target_node].append(connection)
        out_of[connection.source_node].append(connection)
    return (
        {name: tuple(found) for name, found in into.items()},
        {name: tuple(found) for name, found in out_of.items()},
    )


def _skipped(
    document: Document,
    names: tuple[str, ...],
    into: Mapping[str, tuple[Connection, ...]],
    tools: Mapping[str, AnyTool],
) -> dict[str, str]:
    """What is switched off, and what hangs on it; an input that takes many goes on with the rest."""
    skipped = dict(disabled_nodes(document))
    for name in names:
        if name in skipped:
            continue
        by_anchor: defaultdict[str, list[str]] = defaultdict(list)
        for connection in into.get(name, ()):
            by_anchor[connection.target_anchor].append(connection.source_node)
        for anchor, sources in by_anchor.items():
            off = [source for source in sources if source in skipped]
            many = name in tools and _anchor(tools[name].inputs, anchor).many
            if off and (not many or len(off) == len(sources)):
                skipped[name] = f"its input {anchor!r} comes from {off[0]!r}, which is skipped"
                break
    return skipped
