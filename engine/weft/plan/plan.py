"""What would run, what is kept, and why."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from weft.graph.build import Graph
from weft.graph.propagate import Place
from weft.plan.keys import NodePart, fingerprint, node_part, stage_key
from weft.plan.stages import Stage, make_stages
from weft.storage.folder import FolderStore
from weft.storage.leases import Lease
from weft.storage.memory import WorkflowMemory
from weft.storage.records import StageRecord


class Reason(enum.StrEnum):
    """Why a stage runs, or does not."""

    UNCHANGED = "unchanged"
    NEVER_RAN = "never_ran"
    SETTINGS_CHANGED = "settings_changed"
    TOOL_CHANGED = "tool_changed"
    SOURCE_CHANGED = "source_changed"
    UPSTREAM_CHANGED = "upstream_changed"
    TARGET_CHANGED = "target_changed"
    RESULT_MISSING = "result_missing"
    FORCED = "forced"


@dataclass(frozen=True)
class StagePlan:
    """What is meant to happen to a stage.

    Attributes:
        stage: The stage.
        action: Whether it runs or its result is kept.
        reason: Why.
        detail: The same as a sentence.
        key: The key of its result, None while it depends on stages that have yet to run.
        record: What is kept.
        because: The node of the stage that is the reason, empty where it lies outside.
    """

    stage: Stage
    action: Literal["run", "kept"]
    reason: Reason
    detail: str = ""
    key: str | None = None
    record: StageRecord | None = None
    because: str = ""


@dataclass(frozen=True)
class _Why:
    reason: Reason
    detail: str
    node: str = ""

    def plan(self, stage: Stage, key: str | None = None) -> StagePlan:
        """The stage runs, for this reason."""
        return StagePlan(stage, "run", self.reason, self.detail, key, because=self.node)


@dataclass(frozen=True)
class PlanOptions:
    """What the user asked for: nodes to run (all when empty), nodes to run again, no cache at all."""

    only: tuple[str, ...] = ()
    force: frozenset[str] = frozenset()
    use_cache: bool = True


@dataclass(frozen=True)
class Plan:
    """The plan of a run: its stages in order, each with what is meant to happen and why."""

    graph: Graph
    stages: tuple[StagePlan, ...]
    skipped: Mapping[str, str]
    parts: Mapping[str, NodePart] = field(repr=False)


class Decider:
    """Decides whether a stage is kept. Used for the whole plan at first, and again for a stage whose
    inputs were not known then.
    """

    def __init__(
        self, graph: Graph, store: FolderStore, memory: WorkflowMemory, options: PlanOptions
    ) -> None:
        self._graph = graph
        self._store = store
        self._memory = memory
        self._options = options
        self.parts: dict[str, NodePart] = {}

    def decide(self, stage: Stage, digests: Mapping[Place, str]) -> StagePlan:
        """What happens to a stage that reads artifacts of these digests."""
        for name in stage.nodes:
            if name not in self.parts:
                self.parts[name] = node_part(self._graph, name)
        unknown = [name for name in stage.sources if not _known(stage, name, digests)]
        if unknown:
            detail = f"{unknown[0]!r} runs; kept after all if that gives the same result as before"
            return (self._changed(stage) or _Why(Reason.UPSTREAM_CHANGED, detail)).plan(stage)
        key = stage_key(stage, self.parts, digests)
        if (why := self._forced(stage)) is not None:
            return why.plan(stage, key)
        record = self._store.find(key)
        if record is None:
            return (self._changed(stage) or self._missing(stage)).plan(stage, key)
        if (why := self._target_changed(stage, record)) is not None:
            return why.plan(stage, key)
        return StagePlan(stage, "kept", Reason.UNCHANGED, "", key, record)

    def _forced(self, stage: Stage) -> _Why | None:
        if not self._options.use_cache:
            return _Why(Reason.FORCED, "nothing is kept in this run")
        for name in stage.nodes:
            if name in self._options.force:
                return _Why(Reason.FORCED, f"{name!r} was asked to run again", name)
        return None

    def _changed(self, stage: Stage) -> _Why | None:
        """The first thing about the stage's own nodes that differs from the last run."""
        for name in stage.nodes:
            part, known = self.parts[name], self._memory.nodes.get(name)
            if known is None:
                return _Why(Reason.NEVER_RAN, f"{name!r} has not run before", name)
            if (part.tool, part.version) != (known.tool, known.version):
                return _Why(Reason.TOOL_CHANGED, f"the tool of {name!r} is another or newer one", name)
            if part.settings != known.settings:
                return _Why(Reason.SETTINGS_CHANGED, f"the settings of {name!r} changed", name)
            if part.fingerprint != known.fingerprint:
                return _Why(Reason.SOURCE_CHANGED, f"what {name!r} reads changed", name)
        return None

    def _missing(self, stage: Stage) -> _Why:
        if stage.inputs:
            return _Why(Reason.UPSTREAM_CHANGED, f"what {stage.sources[0]!r} gives changed")
        return _Why(Reason.RESULT_MISSING, "its result is not in the store")

    def _target_changed(self, stage: Stage, record: StageRecord) -> _Why | None:
        """For tools that write: whether what they wrote no longer stands as they left it."""
        for name in stage.nodes:
            if not self._graph.tools[name].effects:
                continue
            now = fingerprint(self._graph, name)
            if not now:
                return _Why(Reason.TARGET_CHANGED, f"{name!r} writes anew each time", name)
            if now != record.after.get(name):
                return _Why(Reason.TARGET_CHANGED, f"what {name!r} wrote has changed or is gone", name)
        return None


def make_plan(
    decider: Decider, graph: Graph, store: FolderStore, options: PlanOptions, lease: Lease | None = None
) -> Plan:
    """The plan for a graph without errors. What it keeps is held by the lease before it is looked for."""
    wanted = graph.needed_for(options.only or graph.names)
    plans: dict[str, StagePlan] = {}
    digests: dict[Place, str] = {}
    for stage in make_stages(graph, wanted):
        plan = decider.decide(stage, digests)
        plans[stage.root] = plan
        if plan.record is not None:
            digests |= stage_digests(plan.record)
    if lease is not None:
        lease.hold(*(plan.key for plan in plans.values() if plan.record is not None and plan.key))
    _require_data(plans, graph, store)
    skipped = {name: reason for name, reason in graph.skipped.items() if name in wanted}
    return Plan(graph, tuple(plans.values()), skipped, decider.parts)


def stage_digests(record: StageRecord) -> dict[Place, str]:
    """The digests of the outputs that came to rest."""
    return {(each.node, each.anchor): each.digest for each in record.outputs if each.digest}


def _known(stage: Stage, source: str, digests: Mapping[Place, str]) -> bool:
    places = [(each.source_node, each.source_anchor) for each in stage.inputs if each.source_node == source]
    return all(place in digests for place in places)


def _require_data(plans: dict[str, StagePlan], graph: Graph, store: FolderStore) -> None:
    """Turn kept stages whose data were removed into running ones, where somebody needs the data."""
    running: set[str] = set()
    for root, plan in reversed(plans.items()):
        if plan.action == "kept" and plan.key is not None and not store.has_data(plan.key):
            needed = root in running or (_is_leaf(root, plans.values()) and graph.tools[root].outputs)
            if needed:
                plan = replace(
                    plan,
                    action="run",
                    reason=Reason.RESULT_MISSING,
                    detail="its result was removed to save space",
                    record=None,
                )
                plans[root] = plan
        if plan.action == "run":
            running |= set(plan.stage.sources)


def _is_leaf(root: str, plans: Iterable[StagePlan]) -> bool:
    return not any(root in plan.stage.sources for plan in plans)
