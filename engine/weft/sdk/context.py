"""What a tool may ask for and say: little at edit time, more while it runs."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol, TypeVar

from weft.errors import Cancelled, Problem, Severity

Item = TypeVar("Item")
Result = TypeVar("Result")


def resolve(base: Path, text: str) -> Path:
    """A path of a setting: `~` expanded, a relative one taken from `base`, the workflow's folder."""
    path = Path(text).expanduser()
    return path if path.is_absolute() else base / path


@dataclass
class EditContext:
    """What `configure`, `fingerprint` and `annotation` may use: no data, no device, no clock.

    Attributes:
        base: The folder of the workflow file, from which relative paths count.
        problems: What was found so far; add to it by `problem`.
        looked_outside: A path was asked for, so what was found holds for this moment only.
    """

    base: Path
    problems: list[Problem] = field(default_factory=list)
    looked_outside: bool = False

    def path(self, text: str) -> Path:
        """The path that a setting names."""
        self.looked_outside = True
        return resolve(self.base, text)

    def problem(self, message: str, field: str | None = None, severity: Severity = Severity.ERROR) -> None:
        """Say what is wrong; go on and find the next thing."""
        self.problems.append(Problem(message, field=field, severity=severity))


class CancelToken:
    """Two ways to stop: `finish` asks for the best so far, `abort` ends the run."""

    def __init__(self) -> None:
        # Plain values and no locks: a signal handler may set them while the same thread reads them.
        self._finish = False
        self._abort = False
        self._interrupt = False

    def finish(self) -> None:
        """Ask tools that learn to end with their best so far."""
        self._finish = True

    def abort(self) -> None:
        """Stop everything; nothing half-written stays."""
        self._abort = True

    def interrupt(self) -> None:
        """Stop everything, not because the user wants it but because the program has to end."""
        self._interrupt = True
        self._abort = True

    @property
    def finishing(self) -> bool:
        return self._finish

    @property
    def interrupted(self) -> bool:
        return self._interrupt

    @property
    def aborted(self) -> bool:
        return self._abort

    def check(self) -> None:
        """Raise `Cancelled` once the run was aborted."""
        if self._abort:
            raise Cancelled


class Reporter(Protocol):
    """Who listens to a running tool; every method may be called from any thread."""

    def progress(self, done: float, total: float | None, message: str) -> None: ...
    def metric(self, name: str, step: int, value: float) -> None: ...
    def warn(self, message: str, rows: int, example: str) -> None: ...
    def info(self, message: str) -> None: ...


@dataclass(frozen=True)
class RunContext:
    """What a running tool may use.

    Attributes:
        base: The folder of the workflow file, from which relative paths count.
        work: A folder for this node and these inputs; survives a kill, gone after success.
        kept: A folder that survives runs, shared by all nodes; see `cache`.
        reporter: Who hears progress, metrics and warnings.
        cancel: Whether the user wants to stop.
        pool: The run's worker threads.
        threads: How many threads the pool has.
        seed: The run's seed; a tool with its own seed setting prefers that.
        device: `auto`, `cpu` or `cuda`.
    """

    base: Path
    work: Path
    kept: Path
    reporter: Reporter
    cancel: CancelToken
    pool: Executor
    threads: int = 2
    seed: int = 1
    device: str = "auto"

    def path(self, text: str) -> Path:
        """The path that a setting names."""
        return resolve(self.base, text)

    def progress(self, done: float, total: float | None = None, message: str = "") -> None:
        """How far the tool is; records and batches are counted by the engine already."""
        self.reporter.progress(done, total, message)

    def metric(self, name: str, step: int, value: float) -> None:
        """One point of a curve, such as `train_loss` of an epoch. Never dropped."""
        self.reporter.metric(name, step, value)

    def warn(self, message: str, rows: int = 0, example: str = "") -> None:
        """Something the user should know. Equal messages are merged and their rows added up:
        `warn("pictures could not be read", 1, "a.jpg: truncated")` three times reads
        "3 pictures could not be read; first: a.jpg: truncated", and said once
        "1 case: pictures could not be read: a.jpg: truncated".
        """
        self.reporter.warn(message, rows, example)

    def info(self, message: str) -> None:
        """A line for the messages of the node."""
        self.reporter.info(message)

    def check_cancelled(self) -> None:
        """Call between batches and training steps; raises `Cancelled`."""
        self.cancel.check()

    @property
    def finish_early(self) -> bool:
        """The user asked for the best so far."""
        return self.cancel.finishing

    def scratch(self) -> Path:
        """A folder for files of this very piece of work, such as checkpoints to resume from.

        The same node with the same settings and inputs finds it again after a kill.
        It is removed after success.
        """
        return self._made(self.work)

    def cache(self, name: str) -> Path:
        """A folder of things worth keeping by their content, such as features of pictures.

        Make a folder in it for each thing, and touch that when it is used: those not touched for
        longest go first when the store is full, but never while a run is at work. Write to a
        temporary name and rename; two processes may share it.
        """
        return self._made(self.kept / name)

    def _made(self, folder: Path) -> Path:
        """A folder, made where it is missing; never the store around it, which may have been moved."""
        store = self.kept.parent
        if not folder.is_relative_to(store):
            folder.mkdir(parents=True, exist_ok=True)
            return folder
        made = store
        for part in folder.relative_to(store).parts:
            made /= part
            made.mkdir(exist_ok=True)
        return folder

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """Apply `function` on the run's threads; results come in the order of the items.

        At most twice as many items as threads are in flight, so memory stays bounded. Checks
        cancellation between items.
        """
        pending: deque[Future[Result]] = deque()
        try:
            for item in items:
                self.check_cancelled()
                pending.append(self.pool.submit(function, item))
                if len(pending) >= 2 * self.threads:
                    yield pending.popleft().result()
            while pending:
                self.check_cancelled()
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
            # Whoever ends this closes the tool next, and no batch must be at work in it then.
            wait(pending)
