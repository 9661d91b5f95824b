"""Run a plan on threads of this process."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import replace

from weft.errors import Cancelled, NodeError, node_failure
from weft.events import NodeMessage, NodeMetric, NodeStateChanged, OutputRecords
from weft.graph.build import Graph
from weft.graph.propagate import Place
from weft.plan.plan import Decider, Plan, StagePlan, stage_digests
from weft.plan.stages import Stage
from weft.run.executor import Outcome
from weft.run.journal import Journal
from weft.run.reporter import tell_said
from weft.run.stage import StageServices, run_stage
from weft.storage.records import StageRecord

WAIT_SECONDS = 0.1
"""How long the loop sleeps at most, so that signals are heard."""


class LocalExecutor:
    """Runs stages that do not wait for each other side by side, as far as there are cores."""

    def __init__(self, slots: int) -> None:
        self._slots = slots

    def execute(self, plan: Plan, decider: Decider, services: StageServices) -> Outcome:
        """Run what is to run, keep what is kept; every node of the plan ends in a named state."""
        with ThreadPoolExecutor(self._slots, thread_name_prefix="stage") as threads:
            return _Run(plan, decider, services, threads, self._slots).execute()


class _Run:
    def __init__(
        self,
        plan: Plan,
        decider: Decider,
        services: StageServices,
        threads: ThreadPoolExecutor,
        slots: int,
    ) -> None:
        self._plan = plan
        self._decider = decider
        self._services = services
        self._threads = threads
        self._slots = slots
        self._waiting = {each.stage.root: each for each in plan.stages}
        self._running: dict[Future[StageRecord], Stage] = {}
        self._records: dict[str, StageRecord] = {}
        self._digests: dict[Place, str] = {}
        self._failure: NodeError | None = None
        self._stopped = False
        self._ran: set[str] = set()
        self._decided: set[str] = set()
        self._claims: dict[str, Callable[[], None]] = {}
        self._blocked: set[str] = set()
        self._told_blocked: set[str] = set()

    def execute(self) -> Outcome:
        try:
            while self._waiting or self._running:
                self._blocked.clear()
                if not self._services.cancel.aborted:
                    self._start_ready()
                if not self._running:
                    if not self._blocked:
                        break
                    time.sleep(WAIT_SECONDS)
                done, _ = wait(self._running, WAIT_SECONDS, FIRST_COMPLETED)
                for future in done:
                    self._finish(future)
        except BaseException:
            # A signal handler raised: the stages must not go on without anyone.
            self._services.cancel.abort()
            for future in tuple(self._running):
                self._finish(future)
            self._end_waiting()
            raise
        self._end_waiting()
        self._services.results.write()
        return Outcome(self._records, self._failure, self._stopped and self._failure is None)

    def _start_ready(self) -> None:
        for root, planned in list(self._waiting.items()):
            if any(source not in self._records for source in planned.stage.sources):
                continue
            try:
                with self._services.store.writing():
                    self._take_up(planned)
            except Exception as error:
                self._waiting.pop(root, None)
                self._fail(planned.stage, node_failure(root, error))
                return

    def _take_up(self, planned: StagePlan) -> None:
        """Keep or start a stage whose inputs are there, if there is room."""
        root = planned.stage.root
        anew = planned.key is None or self._ran.intersection(planned.stage.sources)
        if anew and root not in self._decided:
            # What it reads is known only now, or was made anew and may have come out otherwise.
            self._decided.add(root)
            self._waiting[root] = planned = self._decide_again(planned)
        if planned.record is not None:
            del self._waiting[root]
            self._keep(planned.stage, planned.record)
        elif self._has_room(planned.stage) and self._claim(planned):
            del self._waiting[root]
            self._start(planned)

    def _claim(self, planned: StagePlan) -> bool:
        """Whether a stage may run now, and not another run does the same work. Its result is as good."""
        root, key = planned.stage.root, planned.key
        assert key is not None
        end = self._services.store.claim(key)
        if end is None:
            self._blocked.add(root)
            if root not in self._told_blocked:
                self._told_blocked.add(root)
                text = "another run does the same work; waiting for its result"
                self._services.journal.tell(NodeMessage(node=root, level="info", message=text))
            return False
        if root in self._told_blocked:
            self._told_blocked.discard(root)
            decided = self._decide_late(planned)
            if decided.record is not None:
                end()
                self._waiting[root] = decided
                self._take_up(decided)
                return False
        self._claims[root] = end
        return True

    def _decide_again(self, planned: StagePlan) -> StagePlan:
        """What becomes of a stage now. What was to be kept stays kept as long as it reads the same, or
        where nobody thought that what it reads would be needed.
        """
        decided = self._decide_late(planned)
        if planned.record is None:
            return decided
        sources = [self._records[name].key for name in planned.stage.sources]
        readable = all(map(self._services.store.has_data, sources))
        return decided if decided.key != planned.key and readable else planned

    def _decide_late(self, planned: StagePlan) -> StagePlan:
        """Decide a stage whose inputs are known only now; one that reads the same as before is kept."""
        decided = self._decider.decide(planned.stage, self._digests)
        if decided.key is not None and decided.record:
            self._services.lease.hold(decided.key)
            if not self._services.store.has_data(decided.key):
                return replace(decided, record=None)
        return decided

    def _has_room(self, stage: Stage) -> bool:
        wanted = sum(map(self._cores, [*self._running.values(), stage]))
        return not self._running or wanted <= self._slots

    def _cores(self, stage: Stage) -> int:
        return max(self._plan.graph.tools[name].resources.cpu or self._slots for name in stage.nodes)

    def _start(self, planned: StagePlan) -> None:
        assert planned.key is not None
        stage = planned.stage
        reads = {
            (each.source_node, each.source_anchor): self._records[each.source_node].key
            for each in stage.inputs
        }
        self._services.results.write()
        future = self._threads.submit(run_stage, stage, self._plan.graph, planned.key, reads, self._services)
        self._running[future] = stage

    def _keep(self, stage: Stage, record: StageRecord) -> None:
        journal = self._services.journal
        self._services.store.touch(record.key)
        self._remember(stage, record)
        for name in stage.nodes:
            journal.tell(NodeStateChanged(node=name, state="kept"))
        for each in record.outputs:
            journal.tell(
                OutputRecords(
                    node=each.node, anchor=each.anchor, records=each.records, bytes=each.bytes, done=True
                )
            )
        for node, metric, step, value in record.metrics:
            journal.tell(NodeMetric(node=node, name=metric, step=step, value=value))
        for said in record.messages:
            tell_said(journal, said)

    def _finish(self, future: Future[StageRecord]) -> None:
        stage = self._running.pop(future)
        self._claims.pop(stage.root)()
        try:
            self._remember(stage, future.result())
            self._services.results.write()
            self._ran.add(stage.root)
        except Cancelled:
            self._stopped = True
            self._end(stage, "cancelled", self._why_stopped())
        except NodeError as error:
            self._fail(stage, error)

    def _fail(self, stage: Stage, error: NodeError) -> None:
        blamed = error.problem.node or stage.root
        tell_failure(blamed, error, self._services.journal)
        others = replace(stage, nodes=tuple(name for name in stage.nodes if name != blamed))
        self._end(others, "cancelled", f"{blamed!r} failed")
        self._failure = self._failure or error
        self._services.cancel.abort()

    def _end_waiting(self) -> None:
        for planned in self._waiting.values():
            self._stopped = True
            self._end(planned.stage, "skipped" if self._failure else "cancelled", self._why_stopped())

    def _why_stopped(self) -> str:
        return f"{self._failure.problem.node!r} failed" if self._failure else "the run was stopped"

    def _end(self, stage: Stage, state: str, detail: str) -> None:
        for name in stage.nodes:
            self._services.journal.tell(
                NodeStateChanged.model_validate({"node": name, "state": state, "detail": detail})
            )

    def _remember(self, stage: Stage, record: StageRecord) -> None:
        self._records[record.root] = record
        self._services.results.add(stage, record)
        self._digests |= stage_digests(record)


def tell_unplanned(graph: Graph, names: Iterable[str], error: NodeError, journal: Journal) -> None:
    """Say of every node of a run that could not even be planned how it ends."""
    blamed = error.problem.node
    for name in names:
        if name == blamed:
            tell_failure(name, error, journal)
        else:
            reason = graph.skipped.get(name, f"{blamed!r} failed")
            journal.tell(NodeStateChanged(node=name, state="skipped", detail=reason))


def tell_skipped(plan: Plan, journal: Journal) -> None:
    """Say of every node that is switched off, or hangs on one, why it does not run."""
    for name, reason in plan.skipped.items():
        journal.tell(NodeStateChanged(node=name, state="skipped", detail=reason))


def tell_failure(node: str, error: NodeError, journal: Journal) -> None:
    """Say why a node failed."""
    problem = error.problem
    journal.tell(
        NodeMessage(
            node=node,
            level="error",
            message=problem.message,
            field=problem.field,
            traceback=error.traceback,
        )
    )
    journal.tell(NodeStateChanged(node=node, state="failed", detail=problem.message))
