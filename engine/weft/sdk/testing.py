"""Run a tool without an engine, and the contract suite that every tool passes.

outputs = run_tool(Blur, {"radius": 3}, {"in": table})
check_tool(Blur, {"radius": 3}, {"in": table})
"""

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import pyarrow as pa

from weft.errors import Problem, RegistryError, WorkflowError
from weft.sdk.anchors import Delivery, InputSchemas, Schemas
from weft.sdk.columns import fits, named_columns
from weft.sdk.context import CancelToken, EditContext, RunContext
from weft.sdk.inputs import Input, Inputs, StreamInput, TableInput
from weft.sdk.tool import BatchTool, Tool

Tables: TypeAlias = Mapping[str, pa.Table | Sequence[pa.Table]]
AnyTool: TypeAlias = type[Tool[Any]]


@dataclass
class Heard:
    """A reporter that remembers: what a tool said while it ran."""

    progressed: list[tuple[float, float | None, str]] = field(default_factory=list)
    metrics: list[tuple[str, int, float]] = field(default_factory=list)
    warnings: list[tuple[str, int, str]] = field(default_factory=list)
    infos: list[str] = field(default_factory=list)

    def progress(self, done: float, total: float | None, message: str) -> None:
        self.progressed.append((done, total, message))

    def metric(self, name: str, step: int, value: float) -> None:
        self.metrics.append((name, step, value))

    def warn(self, message: str, rows: int, example: str) -> None:
        self.warnings.append((message, rows, example))

    def info(self, message: str) -> None:
        self.infos.append(message)


@contextmanager
def run_context(
    base: Path | None = None,
    heard: Heard | None = None,
    cancel: CancelToken | None = None,
    kept: Path | None = None,
    seed: int = 1,
) -> Iterator[RunContext]:
    """A context with real threads whose folders vanish at the end; `kept` makes a cache stay."""
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(2) as pool:
        folder = Path(name)
        kept = kept or folder / "kept"
        kept.parent.mkdir(parents=True, exist_ok=True)
        yield RunContext(
            base=base or folder,
            work=folder / "work",
            kept=kept,
            reporter=heard or Heard(),
            cancel=cancel or CancelToken(),
            pool=pool,
            seed=seed,
            device="cpu",
        )


def configure_tool(
    tool: AnyTool,
    settings: Mapping[str, Any] | None = None,
    inputs: Tables | Mapping[str, pa.Schema | None] | None = None,
    base: Path | None = None,
) -> tuple[Schemas, list[Problem]]:
    """What `configure` promises for tables or schemas at the inputs, and the problems it found."""
    ctx = EditContext(base or Path.cwd())
    node = tool(tool.Config.model_validate(dict(settings or {})))
    schemas = InputSchemas({name: [_schema(t) for t in _several(v)] for name, v in (inputs or {}).items()})
    _check_columns(node, schemas, ctx)
    return node.configure(schemas, ctx), ctx.problems


def run_tool(
    tool: AnyTool,
    settings: Mapping[str, Any] | None = None,
    inputs: Tables | None = None,
    base: Path | None = None,
    ctx: RunContext | None = None,
) -> dict[str, pa.Table]:
    """Configure and run a tool on tables; gives the table of every output.

    Raises:
        WorkflowError: `configure` or the settings found a problem.
        RegistryError: The tool gave a batch of another schema than it promised.
    """
    promised, problems = configure_tool(tool, settings, inputs, base)
    if any(problem.severity == "error" for problem in problems):
        raise WorkflowError(problems)
    node = tool(tool.Config.model_validate(dict(settings or {})))
    if ctx is not None:
        return _run(node, inputs or {}, promised, ctx)
    with run_context(base) as own:
        return _run(node, inputs or {}, promised, own)


def check_tool(
    tool: AnyTool,
    settings: Mapping[str, Any] | None = None,
    inputs: Tables | None = None,
    base: Path | None = None,
) -> None:
    """The contract suite: raises `RegistryError` with the first promise that the tool breaks.

    It checks the declaration (identity, help, icon, anchors, a JSON Schema), that settings survive
    a round trip, that `configure` promises the schemas that `run` keeps, also for empty inputs,
    that a second run gives the same, and that a BatchTool gives the same on separate instances per
    slice.
    """
    settings = dict(settings or {})
    _check_declaration(tool, settings)
    first = run_tool(tool, settings, inputs, base)
    if not tool.effects and not _repeats(tool, first, run_tool(tool, settings, inputs, base)):
        raise RegistryError(f"{tool.id}: a second run on the same inputs gives another result")
    if issubclass(tool, BatchTool) and inputs:
        _check_slices(tool, settings, inputs, base, first)
    if inputs:
        empty = {
            name: [t.slice(0, 0) for t in _several(v)] if tool_input.delivery is Delivery.STREAM else v
            for tool_input in tool.inputs
            for name, v in inputs.items()
            if name == tool_input.name
        }
        if issubclass(tool, BatchTool) and not tool.effects:
            run_tool(tool, settings, empty, base)


def _check_declaration(tool: AnyTool, settings: dict[str, Any]) -> None:
    for name in ("id", "label", "category", "icon"):
        if not getattr(tool, name, ""):
            raise RegistryError(f"{tool.__name__}: set {name}")
    if "." not in tool.id:
        raise RegistryError(f"{tool.id}: an id starts with the pack's name and a dot")
    if not (tool.__doc__ or "").strip() or tool.__doc__ == Tool.__doc__:
        raise RegistryError(f"{tool.id}: its docstring is its help; write one")
    for anchors in (tool.inputs, tool.outputs):
        names = [anchor.name for anchor in anchors]
        if len(set(names)) < len(names):
            raise RegistryError(f"{tool.id}: two anchors have one name")
    json.dumps(tool.Config.model_json_schema())
    config = tool.Config.model_validate(settings)
    if tool.Config.model_validate(json.loads(config.model_dump_json())) != config:
        raise RegistryError(f"{tool.id}: settings change on a round trip through JSON")
    if not isinstance(tool(config).annotation(), str):
        raise RegistryError(f"{tool.id}: annotation() must give a text")


def _check_slices(
    tool: AnyTool, settings: dict[str, Any], inputs: Tables, base: Path | None, whole: dict[str, pa.Table]
) -> None:
    anchor = tool.inputs[0].name
    if anchor not in inputs:
        return
    (table,) = _several(inputs[anchor])
    step = max(1, table.num_rows // 3)
    parts = [
        run_tool(tool, settings, {**inputs, anchor: table.slice(start, step)}, base)
        for start in range(0, max(table.num_rows, 1), step)
    ]
    joined = {name: pa.concat_tables([part[name] for part in parts]) for name in whole}
    if not _same(whole, joined):
        raise RegistryError(f"{tool.id}: its batches depend on one another; make it a Tool, not a BatchTool")


def _repeats(tool: AnyTool, first: dict[str, pa.Table], again: dict[str, pa.Table]) -> bool:
    """Whether all outputs that promise to repeat do."""
    names = [anchor.name for anchor in tool.outputs if anchor.repeats]
    return _same({name: first[name] for name in names}, {name: again[name] for name in names})


def _same(left: dict[str, pa.Table], right: dict[str, pa.Table]) -> bool:
    return left.keys() == right.keys() and all(
        left[name].combine_chunks().equals(right[name].combine_chunks()) for name in left
    )


def _run(node: Tool[Any], tables: Tables, promised: Schemas, ctx: RunContext) -> dict[str, pa.Table]:
    anchors = {anchor.name: anchor for anchor in node.inputs}

    def as_input(name: str, table: pa.Table) -> Input:
        if anchors[name].delivery is Delivery.WHOLE:
            return TableInput(table)
        return StreamInput(table.schema, iter(table.to_batches()))

    inputs = Inputs({name: [as_input(name, t) for t in _several(v)] for name, v in tables.items()})
    found: dict[str, list[pa.RecordBatch]] = {anchor.name: [] for anchor in node.outputs}
    try:
        node.open(inputs, ctx)
        for name, batch in node.run(inputs, ctx):
            found[name].append(batch)
    finally:
        node.close()
    return {name: _as_table(node, name, batches, promised.get(name)) for name, batches in found.items()}


def _as_table(
    node: Tool[Any], name: str, batches: list[pa.RecordBatch], promised: pa.Schema | None
) -> pa.Table:
    if not batches and promised is None:
        raise RegistryError(f"{node.id}: output {name!r} gave no batch and no promise of a schema")
    schema = promised if promised is not None else batches[0].schema
    for batch in batches:
        if not batch.schema.equals(schema):
            raise RegistryError(f"{node.id}: output {name!r} promised\n{schema}\nand gave\n{batch.schema}")
    return pa.Table.from_batches(batches, schema=schema)


def _check_columns(node: Tool[Any], schemas: InputSchemas, ctx: EditContext) -> None:
    for path, column, mark in named_columns(node.config):
        schema = schemas[mark.anchor]
        if schema is None:
            continue
        if column not in schema.names:
            ctx.problem(f"input {mark.anchor!r} has no column {column!r}", path)
        elif not fits(schema.field(column).type, mark.kind):
            ctx.problem(f"column {column!r} is no {mark.kind} column", path)


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list | tuple) else [value]


def _schema(value: pa.Table | pa.Schema | None) -> pa.Schema | None:
    return value.schema if isinstance(value, pa.Table) else value
