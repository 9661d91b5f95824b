"""Check and plan a workflow file: what is wrong, what would run, and why. Nothing runs here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

import pyarrow as pa
from pydantic import JsonValue

from weft.document.doubts import doubts
from weft.document.files import load
from weft.document.model import Document
from weft.document.parameters import resolve_parameters
from weft.errors import Problem, WorkflowError, suggestion
from weft.events import NodePlan
from weft.graph.build import Graph, ToolCache, build
from weft.graph.propagate import Place, Propagation, SchemaCache, propagate
from weft.plan.plan import Decider, Plan, PlanOptions, StagePlan, make_plan
from weft.registry.registry import Registry
from weft.storage.eviction import DEFAULT_CACHE_BYTES
from weft.storage.folder import FolderStore, find_store
from weft.storage.memory import WorkflowMemory, recall

Memory: TypeAlias = tuple[FolderStore, WorkflowMemory]


@dataclass(frozen=True)
class Request:
    """What to do with a workflow file.

    Attributes:
        workflow: The file. Its folder is where paths in settings count from, and its path is the name
            under which results are remembered.
        given: Values of parameters.
        options: What to run.
        device: `auto`, `cpu` or `cuda`.
        store: The store's folder, None for the usual one.
        cache_bytes: How much the store may hold after the run.
        cwd: The folder that given paths count from.
        document: What to take in place of what the file holds, which then need not exist.
    """

    workflow: Path
    given: Mapping[str, JsonValue] = field(default_factory=dict)
    options: PlanOptions = field(default_factory=PlanOptions)
    device: Literal["auto", "cpu", "cuda"] = "auto"
    store: Path | None = None
    cache_bytes: int = DEFAULT_CACHE_BYTES
    cwd: Path = field(default_factory=Path.cwd)
    document: Document | None = None

    def read_document(self) -> Document:
        """The workflow itself.

        Raises:
            DocumentError: The file cannot be read or is not a workflow.
        """
        return self.document if self.document is not None else load(self.workflow)

    def open_store(self) -> FolderStore:
        """The store that results rest in."""
        return FolderStore(find_store(self.workflow, self.store))


@dataclass
class Checker:
    """Checks documents; what it keeps makes the next check of nearly the same document quick."""

    registry: Registry
    tools: ToolCache = field(default_factory=ToolCache)
    schemas: SchemaCache = field(default_factory=SchemaCache)

    def check(
        self,
        document: Document,
        base: Path,
        given: Mapping[str, JsonValue] | None = None,
        cwd: Path | None = None,
        memory: Memory | None = None,
    ) -> tuple[Graph, Propagation]:
        """The graph of a document with all schemas, and every problem.

        Args:
            document: The workflow.
            base: The folder that its paths count from.
            given: Values of parameters.
            cwd: The folder that paths among them count from.
            memory: Where the last run left true schemas, for outputs that only a run can tell.
        """
        values, problems = resolve_parameters(document, given or {}, base, cwd or base)
        graph = build(document, self.registry, values, base, self.tools)
        hints = _hints(graph, *memory) if memory else None
        found = propagate(graph, hints, self.schemas)
        return graph, Propagation(found.schemas, (*problems, *found.problems, *doubts(document)))


def check_workflow(request: Request, registry: Registry) -> tuple[Graph, Propagation]:
    """Check a workflow file; schemas that only a run can tell are those of its last run."""
    store = request.open_store()
    memory = (store, recall(store, request.workflow))
    return _check(request, registry, memory)


def _check(request: Request, registry: Registry, memory: Memory | None) -> tuple[Graph, Propagation]:
    document = request.read_document()
    base = request.workflow.resolve().parent
    return Checker(registry).check(document, base, request.given, request.cwd, memory)


def plan_workflow(request: Request, registry: Registry) -> Plan:
    """What a run would do.

    Raises:
        WorkflowError: The workflow has problems.
    """
    graph = sound_graph(request, registry)
    store = request.open_store()
    decider = Decider(graph, store, recall(store, request.workflow), request.options)
    return make_plan(decider, graph, store, request.options)


def node_plans(plan: Plan) -> dict[str, NodePlan]:
    """The plan node by node, in the words of the events."""
    plans = {
        name: NodePlan(action=each.action, reason=each.reason, detail=_detail(each, name))
        for each in plan.stages
        for name in each.stage.nodes
    }
    off = {
        name: NodePlan(action="skipped", reason="disabled", detail=reason)
        for name, reason in plan.skipped.items()
    }
    return {name: (plans | off)[name] for name in plan.graph.names if name in plans or name in off}


def _detail(plan: StagePlan, name: str) -> str:
    """Why one node of a stage runs: for its own sake, or since the stage runs as a whole."""
    if plan.because in ("", name):
        return plan.detail
    return f"it runs in one go with {plan.because!r}: {plan.detail}"


def sound_graph(request: Request, registry: Registry) -> Graph:
    """The graph of a workflow without errors, as far as it is to run.

    What the last run left is not asked: a schema that may have changed must not keep a workflow
    from running.

    Raises:
        WorkflowError: The workflow has problems.
    """
    graph, found = _check(request, registry, None)
    options = request.options
    unknown = [
        Problem(f"there is no node {name!r}{suggestion(name, graph.names)}")
        for name in (*options.only, *sorted(options.force))
        if name not in graph.names
    ]
    wanted = graph.needed_for(options.only or graph.names)
    errors = [each for each in found.errors if each.node is None or each.node in wanted]
    if unknown or errors:
        raise WorkflowError([*unknown, *errors])
    return graph


def _hints(graph: Graph, store: FolderStore, memory: WorkflowMemory) -> dict[Place, pa.Schema]:
    """The true schemas of the last run, of nodes that are set, with all before them, as they were."""
    hints: dict[Place, pa.Schema] = {}
    same: set[str] = set()
    for name in graph.names:
        known, tool = memory.nodes.get(name), graph.tools.get(name)
        before = {each.source_node for each in graph.into(name)}
        if known is None or tool is None or not before <= same:
            continue
        if (known.tool, known.settings) != (tool.id, tool.config.model_dump_json()):
            continue
        same.add(name)
        if (record := store.find(known.stage)) is not None:
            hints |= {(name, each.anchor): each.schema_ for each in record.outputs if each.node == name}
    return hints
