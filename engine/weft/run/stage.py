"""Run one stage: the one place where tools are called."""

import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from weft.errors import Cancelled, NodeError, Problem, Severity, StoreError, ToolError, node_failure
from weft.events import NodeMessage, NodeStateChanged
from weft.graph.build import Graph
from weft.graph.propagate import Place, active, configure
from weft.plan.keys import fingerprint
from weft.plan.stages import Stage
from weft.registry.registry import AnyTool
from weft.run.journal import Journal
from weft.run.notes import ResultNotes
from weft.run.outputs import Output, cut
from weft.run.reporter import NodeReporter
from weft.sdk.context import CancelToken, EditContext, RunContext
from weft.sdk.inputs import Input, Inputs, StreamInput, TableInput
from weft.storage.files import check_present
from weft.storage.folder import FolderStore
from weft.storage.leases import Lease
from weft.storage.records import OutputRecord, StageRecord


@dataclass(frozen=True)
class StageServices:
    """What a stage needs of the run around it."""

    store: FolderStore
    lease: Lease
    journal: Journal
    cancel: CancelToken
    pool: Executor
    threads: int
    results: ResultNotes
    seed: int = 1
    device: str = "auto"


@dataclass
class _Node:
    """A node at work."""

    tool: AnyTool
    ctx: RunContext
    reporter: NodeReporter
    inputs: Inputs
    outputs: dict[str, Output]
    batches: Iterator[tuple[str, pa.RecordBatch]] | None = None
    seconds: float = 0.0


def run_stage(
    stage: Stage, graph: Graph, key: str, reads: Mapping[Place, str], services: StageServices
) -> StageRecord:
    """Run a stage and bring the outputs of its root to rest.

    Args:
        stage: What to run.
        graph: Where its tools are.
        key: The key under which the result rests.
        reads: For each output of another stage that it reads, the key of the stage it rests under.
        services: The run around it.

    Raises:
        NodeError: A tool failed; nothing half-written stays.
        Cancelled: The user stopped the run, or another stage failed.
    """
    started = time.monotonic()
    try:
        with services.store.writing():
            with services.store.new_artifact(key, services.lease) as folder:
                run = _StageRun(stage, graph, key, folder, reads, services)
                record = run.execute(started)
            services.store.remember(record)
    except (Exception, SystemExit) as error:
        raise _failure(stage.root, error, services.store) from error
    shutil.rmtree(services.store.work(key), ignore_errors=True)
    # Told last: who hears it may ask for the records at once.
    run.tell_success()
    return record


@dataclass
class _StageRun:
    stage: Stage
    graph: Graph
    key: str
    folder: Path
    reads: Mapping[Place, str]
    services: StageServices
    _nodes: dict[str, _Node] = field(default_factory=dict)
    _clock: list[str] = field(default_factory=list)
    _since: float = 0.0
    _failure: NodeError | Cancelled | None = None

    def execute(self, started: float) -> StageRecord:
        try:
            for name in self.stage.nodes:
                self._start(name)
            for _ in self._batches(self.stage.root):
                pass
            if self._failure is not None:  # a tool swallowed it, and took it for the end of its input
                raise self._failure
            return self._record(started)
        except BaseException:
            for node in self._nodes.values():
                for output in node.outputs.values():
                    output.abandon()
                node.reporter.finish()
            raise
        finally:
            self._close()

    def _start(self, name: str) -> None:
        """Configure a node on the true schemas of its inputs, and open its tool."""
        original = self.graph.tools[name]
        tool: AnyTool = type(original)(original.config)
        reporter = NodeReporter(name, self.services.journal)
        self.services.journal.tell(NodeStateChanged(node=name, state="running"))
        with self._blame(name):
            inputs = self._inputs(name)
        schemas = {anchor: [each.schema for each in found] for anchor, found in inputs.items()}
        edit = EditContext(self.graph.base)
        promised, problems = configure(tool, schemas, edit)
        errors = [problem.at(name) for problem in problems if problem.severity is Severity.ERROR]
        for problem in problems:
            if problem.severity is Severity.WARNING:
                reporter.warn(problem.message, 0, "")
        if errors:
            self._tell_errors(errors[1:])
            raise NodeError(errors[0])
        outputs = {
            anchor.name: Output(
                name,
                anchor,
                promised.get(anchor.name),
                self.folder,
                name == self.stage.root,
                self.services.journal,
            )
            for anchor in tool.outputs
        }
        node = _Node(tool, self._context(name, reporter), reporter, Inputs(inputs), outputs)
        self._nodes[name] = node
        with self._blame(name), self._timed(name):
            tool.open(node.inputs, node.ctx)

    def _tell_errors(self, problems: Sequence[Problem]) -> None:
        """Tell the problems beside the one that the node fails by."""
        for problem in problems:
            message = NodeMessage(
                node=str(problem.node), level="error", message=problem.message, field=problem.field
            )
            self.services.journal.tell(message)

    def _context(self, name: str, reporter: NodeReporter) -> RunContext:
        services = self.services
        return RunContext(
            base=self.graph.base,
            work=services.store.work(self.key) / name,
            kept=services.store.kept,
            reporter=reporter,
            cancel=services.cancel,
            pool=services.pool,
            threads=services.threads,
            seed=services.seed,
            device=services.device,
        )

    def _inputs(self, name: str) -> dict[str, list[Input]]:
        inputs: dict[str, list[Input]] = {}
        for each in active(self.graph, self.graph.into(name)):
            place = (each.source_node, each.source_anchor)
            if place in self.reads:
                table = self.services.store.open(self.reads[place], *place)
                found: Input = TableInput(table)
            else:
                found = self._stream(*place)
            inputs.setdefault(each.target_anchor, []).append(found)
        return inputs

    def _stream(self, name: str, anchor: str) -> StreamInput:
        """The batches of an output inside the stage; where its schema is not promised, the first
        batch is pulled to learn it.
        """
        batches = (batch for left_by, batch in self._batches(name) if left_by == anchor)
        promised = self._nodes[name].outputs[anchor].promised
        if promised is not None:
            return StreamInput(promised, batches)
        first = next(batches, None)
        if first is None:
            problem = Problem(f"output {anchor!r} gave no records and promised no schema", name)
            raise NodeError(problem)
        return StreamInput(first.schema, _chain(first, batches))

    def _batches(self, name: str) -> Iterator[tuple[str, pa.RecordBatch]]:
        """What a node gives, watched."""
        node = self._nodes[name]
        with self._blame(name), self._timed(name):
            node.batches = produced = node.tool.run(node.inputs, node.ctx)
        while True:
            with self._blame(name), self._timed(name):
                self.services.cancel.check()
                try:
                    anchor, batch = next(produced)
                except StopIteration:
                    return
                if anchor not in node.outputs:
                    raise ToolError(f"it gave records for the output {anchor!r}, which it does not have")
                parts = list(cut(batch))
                for part in parts:
                    node.outputs[anchor].take(part)
            for part in parts:
                yield anchor, part

    def _record(self, started: float) -> StageRecord:
        outputs: list[OutputRecord] = []
        after: dict[str, str] = {}
        for name, node in self._nodes.items():
            with self._blame(name):
                outputs += [record for each in node.outputs.values() if (record := each.finish())]
                if node.tool.effects:
                    after[name] = fingerprint(self.graph, name)
            node.reporter.finish()
        return StageRecord(
            key=self.key,
            root=self.stage.root,
            outputs=tuple(outputs),
            messages=tuple(said for node in self._nodes.values() for said in node.reporter.said),
            metrics=tuple(each for node in self._nodes.values() for each in node.reporter.metrics),
            seconds=time.monotonic() - started,
            after=after,
        )

    def tell_success(self) -> None:
        """Say that every node is done, and how long it took."""
        for name, node in self._nodes.items():
            self.services.journal.tell(
                NodeStateChanged(node=name, state="succeeded", seconds=round(node.seconds, 3))
            )

    def _close(self) -> None:
        """Close generators from the root backwards, then tools, each whatever the others raise;
        Arrow's readers close neither.
        """
        with ExitStack() as last_first:
            for name, node in self._nodes.items():
                last_first.callback(self._call, name, node.tool.close)
            for name, node in self._nodes.items():
                if (close := getattr(node.batches, "close", None)) is not None:
                    last_first.callback(self._call, name, close)

    def _call(self, name: str, function: Callable[[], object]) -> None:
        with self._blame(name):
            function()

    @contextmanager
    def _blame(self, name: str) -> Iterator[None]:
        """Call foreign code; whatever it raises becomes a failure of this node, or of the one
        before it whose failure came through a library that hid it.
        """
        try:
            yield
        except (Cancelled, NodeError) as error:
            self._failure = self._failure or error
            raise
        except (Exception, SystemExit) as error:
            if self._failure is None:
                # A library that is interrupted while it works tells so in its own way.
                cancelled = self.services.cancel.aborted
                self._failure = Cancelled() if cancelled else _failure(name, error, self.services.store)
            raise self._failure from error

    @contextmanager
    def _timed(self, name: str) -> Iterator[None]:
        """Count the time to this node alone, not to the nodes that it pulls from meanwhile."""
        self._switch()
        self._clock.append(name)
        try:
            yield
        finally:
            self._switch()
            self._clock.pop()

    def _switch(self) -> None:
        now = time.monotonic()
        if self._clock and (node := self._nodes.get(self._clock[-1])):
            node.seconds += now - self._since
        self._since = now


def _failure(name: str, error: BaseException, store: FolderStore) -> NodeError:
    """What a node failed of; where the store is gone, that is why, whatever the tool made of it."""
    try:
        if not isinstance(error, NodeError):
            check_present(store.root)
    except StoreError as gone:
        return node_failure(name, gone)
    return node_failure(name, error)


def _chain(first: pa.RecordBatch, rest: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    yield first
    yield from rest
