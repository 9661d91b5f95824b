"""Carry schemas through a graph at edit time: what every output will hold, and what is wrong."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa

from weft.document.model import Connection
from weft.errors import Problem, Severity, suggestion
from weft.graph.build import MOST_KEPT, Graph, broken
from weft.registry.registry import AnyTool
from weft.sdk.anchors import InputAnchor, InputSchemas
from weft.sdk.columns import Column, fits, named_columns, type_name
from weft.sdk.context import EditContext
from weft.sdk.models import ModelType
from weft.sdk.reports import ReportType

Place: TypeAlias = tuple[str, str]
"""A node and the name of one of its anchors."""


@dataclass(frozen=True)
class Propagation:
    """The schema of every output, None where only a run can tell, and all problems found."""

    schemas: Mapping[Place, pa.Schema | None]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that keep the workflow from running."""
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)


Configured: TypeAlias = tuple[Mapping[str, pa.Schema | None], tuple[Problem, ...]]


@dataclass
class SchemaCache:
    """What `configure` gave, by tool and schemas, so that an edit costs only what is after it.

    A tool that looks outside (a source, one that writes, one that asks for a path) is asked anew each time.
    """

    kept: dict[tuple[int, tuple[object, ...]], tuple[AnyTool, Configured]] = field(default_factory=dict)


def propagate(
    graph: Graph, hints: Mapping[Place, pa.Schema] | None = None, cache: SchemaCache | None = None
) -> Propagation:
    """The schemas of a graph. `hints` are true schemas of an earlier run, for what is not known."""
    cache = cache or SchemaCache()
    hints = hints or {}
    schemas: dict[Place, pa.Schema | None] = {}
    problems = list(graph.problems)
    for name in graph.names:
        tool = graph.tools.get(name)
        if tool is None or name in graph.skipped:
            continue
        incoming = _incoming(graph, name, schemas)
        found, said = _configure(tool, incoming, graph, cache)
        problems += [problem.at(name) for problem in said]
        for anchor in tool.outputs:
            schema = found.get(anchor.name)
            schemas[name, anchor.name] = hints.get((name, anchor.name)) if schema is None else schema
    return Propagation(schemas, tuple(problems))


def _incoming(
    graph: Graph, name: str, schemas: Mapping[Place, pa.Schema | None]
) -> dict[str, list[pa.Schema | None]]:
    incoming: defaultdict[str, list[pa.Schema | None]] = defaultdict(list)
    for connection in active(graph, graph.into(name)):
        place = (connection.source_node, connection.source_anchor)
        incoming[connection.target_anchor].append(schemas.get(place))
    return dict(incoming)


def active(graph: Graph, connections: Sequence[Connection]) -> tuple[Connection, ...]:
    """The connections that carry records: those whose source is not switched off."""
    return tuple(each for each in connections if each.source_node not in graph.skipped)


def _configure(
    tool: AnyTool, incoming: Mapping[str, Sequence[pa.Schema | None]], graph: Graph, cache: SchemaCache
) -> Configured:
    ctx = EditContext(graph.base)
    if tool.effects or not incoming:
        return configure(tool, incoming, ctx)
    key = (id(tool), tuple((anchor, tuple(found)) for anchor, found in incoming.items()))
    if key in cache.kept:
        return cache.kept[key][1]
    configured = configure(tool, incoming, ctx)
    if not ctx.looked_outside:
        if len(cache.kept) >= MOST_KEPT:
            del cache.kept[next(iter(cache.kept))]
        cache.kept[key] = (tool, configured)
    return configured


def configure(
    tool: AnyTool, incoming: Mapping[str, Sequence[pa.Schema | None]], ctx: EditContext
) -> Configured:
    """Ask one tool for its output schemas, after the checks that no author has to write."""
    schemas = InputSchemas(incoming)
    for anchor in tool.inputs:
        _check_input(anchor, schemas, ctx)
    _check_columns(tool, schemas, ctx)
    try:
        found = tool.configure(schemas, ctx)
    except Exception as error:
        ctx.problem(broken(tool, "it was configured", error))
        found = {}
    return found, tuple(ctx.problems)


def _check_input(anchor: InputAnchor, schemas: InputSchemas, ctx: EditContext) -> None:
    if anchor.name not in schemas:
        if not anchor.optional:
            ctx.problem(f"nothing is connected to input {anchor.name!r}; connect it")
        return
    wanted = {"model": ModelType, "report": ReportType}.get(anchor.kind)
    for schema in schemas.all(anchor.name):
        if wanted and schema is not None and not any(isinstance(each.type, wanted) for each in schema):
            ctx.problem(
                f"input {anchor.name!r} takes a {anchor.kind}, and what is connected holds none; "
                f"connect an output that gives a {anchor.kind}"
            )


def _check_columns(tool: AnyTool, schemas: InputSchemas, ctx: EditContext) -> None:
    for path, column, mark in named_columns(tool.config):
        schema = schemas[mark.anchor]
        if schema is None:
            continue
        if column not in schema.names:
            hint = suggestion(column, schema.names) or f"; it has {_listed(schema.names)}"
            ctx.problem(f"input {mark.anchor!r} has no column {column!r}{hint}{_source(mark, schema)}", path)
        elif not fits(schema.field(column).type, mark.kind):
            fitting = [each.name for each in schema if fits(each.type, mark.kind)]
            ctx.problem(
                f"column {column!r} is of type {type_name(schema.field(column).type)}, not {mark.kind}; "
                + (
                    f"choose {_listed(fitting)}"
                    if fitting
                    else f"input {mark.anchor!r} has no such column{_source(mark, schema)}"
                ),
                path,
            )


def _source(mark: Column, schema: pa.Schema) -> str:
    """Where pictures come from, for who has none of them yet: the step that is most often left out."""
    if mark.kind != "picture" or any(fits(each.type, "picture") for each in schema):
        return ""
    return "; read pictures by Image Input before"


def _listed(names: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(repr(name) for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown or "no columns"
