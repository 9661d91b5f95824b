"""Run a workflow file: what the command line and the service call."""

import os
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from weft.errors import NodeError, Problem
from weft.events import Entry, NodeMessage, RunFinished, RunPlanned, RunStarted, RunStatus
from weft.graph.build import Graph
from weft.plan.lineage import lineages
from weft.plan.plan import Decider, make_plan
from weft.registry.registry import Registry
from weft.run.checking import Request, node_plans, sound_graph
from weft.run.executor import Executor, Outcome
from weft.run.journal import Journal, Listener
from weft.run.local import LocalExecutor, tell_skipped, tell_unplanned
from weft.run.notes import ResultNotes
from weft.run.stage import StageServices
from weft.sdk.context import CancelToken
from weft.storage.eviction import evict
from weft.storage.folder import FolderStore
from weft.storage.memory import recall


@dataclass(frozen=True)
class RunResult:
    """How a run ended. `journal` is the file of its events."""

    run: str
    status: RunStatus
    warnings: int
    seconds: float
    journal: Path
    failure: Problem | None = None
    traceback: str = ""


def run_workflow(
    request: Request,
    registry: Registry,
    listeners: Iterable[Listener] = (),
    cancel: CancelToken | None = None,
    executor: Executor | None = None,
    run: str | None = None,
) -> RunResult:
    """Run a workflow. `run` names it; without a name it gets one by the time of day.

    Raises:
        WorkflowError: The workflow has problems; nothing ran.
        StoreError: The store cannot be written.
        BaseException: What a listener raised; the run was stopped and all others were told how it ended.
    """
    started = time.monotonic()
    graph = sound_graph(request, registry)
    store = request.open_store()
    store.prepare()
    cancel = cancel or CancelToken()
    run = run or new_run_name()
    path = store.root / "runs" / run / "events.jsonl"
    warnings = _WarningCount()
    with store.writing():
        journal = Journal(run, path, (warnings, *listeners), cancel.abort)

    def tell_end(status: RunStatus, message: str) -> None:
        seconds = time.monotonic() - started
        journal.tell(RunFinished(status=status, warnings=warnings.count, seconds=seconds, message=message))

    try:
        journal.tell(RunStarted(workflow=str(request.workflow.absolute()), targets=request.options.only))
        with store.writing():
            outcome = _execute(request, graph, store, journal, cancel, executor)
        failure = outcome.failure
        status = _status(outcome, cancel)
        tell_end(status, str(failure.problem) if failure else "")
    except BaseException as error:
        tell_end("failed", str(error) or type(error).__name__)
        raise
    finally:
        journal.close()
    if journal.lost is not None:
        raise journal.lost
    with store.writing():
        evict(store, request.cache_bytes)
    return RunResult(
        run,
        status,
        warnings.count,
        time.monotonic() - started,
        path,
        failure.problem if failure else None,
        failure.traceback if failure else "",
    )


def new_run_name() -> str:
    """A name that no other run has; names sort by time."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:6]}"


def _status(outcome: Outcome, cancel: CancelToken) -> RunStatus:
    if outcome.failure:
        return "failed"
    if outcome.cancelled:
        return "interrupted" if cancel.interrupted else "cancelled"
    return "succeeded"


def _execute(
    request: Request,
    graph: Graph,
    store: FolderStore,
    journal: Journal,
    cancel: CancelToken,
    executor: Executor | None,
) -> Outcome:
    options = request.options
    threads = os.cpu_count() or 1
    with store.lease() as lease, ThreadPoolExecutor(threads, thread_name_prefix="work") as pool:
        decider = Decider(graph, store, recall(store, request.workflow), options)
        try:
            plan = make_plan(decider, graph, store, options, lease)
        except NodeError as error:
            wanted = graph.needed_for(options.only or graph.names)
            tell_unplanned(graph, [name for name in graph.names if name in wanted], error, journal)
            return Outcome(failure=error)
        journal.tell(RunPlanned(nodes=node_plans(plan)))
        tell_skipped(plan, journal)
        results = ResultNotes(store, request.workflow, plan.parts, lineages(graph, plan.parts))
        services = StageServices(store, lease, journal, cancel, pool, threads, results, device=request.device)
        return (executor or LocalExecutor(threads)).execute(plan, decider, services)


class _WarningCount:
    """A listener that counts warnings."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, entry: Entry) -> None:
        if isinstance(entry.event, NodeMessage) and entry.event.level == "warning":
            self.count += 1
