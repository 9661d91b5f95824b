"""`weft run`: bars on a terminal, lines where it is piped, or the journal's own lines."""

import os
from pathlib import Path

from rich.console import Console

from weft.cli.bars import CANCELLING, FINISHING, Bars
from weft.cli.check import tell_packs
from weft.cli.interrupts import interruptible
from weft.cli.lines import Lines, summary
from weft.cli.terminal import complaints, for_programs, output, tell_error, write
from weft.cli.view import RunView
from weft.document.files import load
from weft.errors import StoreError, WorkflowError
from weft.events import Entry
from weft.registry.discovery import discover
from weft.registry.registry import Registry
from weft.run.checking import Request
from weft.run.workflow import RunResult, run_workflow
from weft.sdk import CancelToken

_CODES = {"failed": 3, "cancelled": 130}


def run_file(request: Request, plugins: Path | None, as_events: bool) -> int:
    """Run a workflow, tell how it goes, and give the exit code."""
    registry = discover(plugins)
    console = output()
    try:
        if as_events:
            result = _run_as_events(request, registry)
        elif console.is_terminal:
            result = _run_with_bars(request, registry, console)
        else:
            result = _run_with_lines(request, registry, console)
    except WorkflowError:
        tell_packs(registry)
        raise
    except StoreError as error:
        tell_error(error)
        return 3
    except SystemExit:
        # How Rich says that whoever read the output is gone; the run was stopped over it.
        return 130
    if result.traceback:
        write(complaints(), f"\n{result.traceback.rstrip()}", "info")
        write(complaints(), f"the events of this run: {result.journal}", "info")
    return _CODES.get(result.status, 1 if result.warnings else 0)


def _run_as_events(request: Request, registry: Registry) -> RunResult:
    file = for_programs()
    cancel, view = CancelToken(), RunView()
    trainings = find_trainings(request, registry)

    def tell(entry: Entry) -> None:
        try:
            file.write(entry.to_line() + "\n")
            file.flush()
        except BrokenPipeError:
            # Whoever read the events is gone. The rest goes nowhere, or Python would complain at exit.
            cancel.abort()
            os.dup2(os.open(os.devnull, os.O_WRONLY), file.fileno())

    with interruptible(cancel, lambda: view.any_runs(trainings), (FINISHING, CANCELLING)):
        result = run_workflow(request, registry, [view.apply, tell], cancel)
    if result.failure:
        write(complaints(), f"error: {result.failure}", "error")
    return result


def _run_with_bars(request: Request, registry: Registry, console: Console) -> RunResult:
    cancel = CancelToken()
    bars = Bars(console, cancel)
    trainings = find_trainings(request, registry)
    with interruptible(cancel, lambda: bars.lines.view.any_runs(trainings), None), bars:
        result = run_workflow(request, registry, [bars], cancel)
    _tell_summary(console, bars.lines)
    return result


def _run_with_lines(request: Request, registry: Registry, console: Console) -> RunResult:
    cancel, lines = CancelToken(), Lines(with_progress=True)
    trainings = find_trainings(request, registry)

    def tell(entry: Entry) -> None:
        for line in lines.take(entry):
            write(complaints() if line.style == "error" else console, line.text, line.style)
        console.file.flush()

    with interruptible(cancel, lambda: lines.view.any_runs(trainings), (FINISHING, CANCELLING)):
        result = run_workflow(request, registry, [tell], cancel)
    _tell_summary(console, lines)
    return result


def find_trainings(request: Request, registry: Registry) -> frozenset[str]:
    """The nodes of a workflow that can end early with their best so far: those whose work is expensive."""
    tools = {name: registry.get(node.tool) for name, node in load(request.workflow).nodes.items()}
    return frozenset(name for name, tool in tools.items() if tool is not None and tool.expensive)


def _tell_summary(console: Console, lines: Lines) -> None:
    last = summary(lines.view)
    write(console, last.text, last.style)
