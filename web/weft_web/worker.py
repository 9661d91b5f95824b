"""The process that runs one workflow for the service: `python -m weft_web.worker`.

    standard input    an `Order` as one line, then `finish` and `abort`, a line each; its end means
                      that the server is gone, and the run with it
    standard output   the lines of the journal, as they come
    standard error    what tools print, and why the process ends where it does not end well

The run itself is that of the command line, journal and all.
"""

import faulthandler
import json
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from weft.document.text import loads
from weft.errors import DocumentError, Problem, WeftError, WorkflowError
from weft.events import Entry, NodeMessage, NodeStateChanged, RunFinished, RunStarted
from weft.plan.plan import PlanOptions
from weft.registry.discovery import discover
from weft.run.checking import Request
from weft.run.journal import Journal
from weft.run.workflow import run_workflow
from weft.sdk import CancelToken
from weft_web.messages.worker import ABORT, FINISH, Order

GRACE_SECONDS = 10.0
"""How long a run may take to stop once the server is gone."""


def main() -> int:
    """Run what standard input orders; gives the exit code."""
    faulthandler.enable()
    orders, events = _take_pipes()
    lines = _lines(orders)
    first = next(lines, None)
    if first is None:
        return 0
    order = Order.model_validate_json(first)
    cancel, relay = CancelToken(), _Relay(events)
    _heed_signals(cancel)
    threading.Thread(target=_heed, args=(lines, cancel, relay), daemon=True).start()
    try:
        _run(order, cancel, relay)
    except WeftError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        relay.close()
    return 0


def _take_pipes() -> tuple[int, int]:
    """Keep the pipes to the server from everybody else: tools find nothing to read, and what they
    print is no event.
    """
    orders, events = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return orders, events


def _lines(file: int) -> Iterator[bytes]:
    # Past Python's buffers: a thread that waits in one of them upsets the end of the process.
    rest = b""
    while data := os.read(file, 1 << 16):
        *whole, rest = (rest + data).split(b"\n") if b"\n" in data else (rest + data,)
        yield from whole


class _Relay:
    """A listener that hands events to the server, on a thread of its own: a server that is busy does
    not hold up the run.
    """

    def __init__(self, file: int) -> None:
        self.begun = threading.Event()
        self._waiting: queue.SimpleQueue[Entry | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._write, args=(file,), daemon=True)
        self._thread.start()

    def __call__(self, entry: Entry) -> None:
        self.begun.set()
        self._waiting.put(entry)

    def close(self) -> None:
        """Return when all events have left."""
        self._waiting.put(None)
        self._thread.join()

    def _write(self, file: int) -> None:
        try:
            with os.fdopen(file, "w", encoding="utf-8", newline="\n") as pipe:
                while (entry := self._waiting.get()) is not None:
                    pipe.write(entry.to_line() + "\n")
                    if self._waiting.empty():
                        pipe.flush()
        except BrokenPipeError:
            return  # the server is gone; the end of standard input stops the run


def _heed(lines: Iterator[bytes], cancel: CancelToken, relay: _Relay) -> None:
    """Do as the server says, and stop when there is none any more."""
    for line in lines:
        match line.decode().strip():
            case word if word == FINISH:
                cancel.finish()
            case word if word == ABORT:
                cancel.abort()
    if not relay.begun.is_set():
        os._exit(0)  # nothing has happened yet; the next server finds the run as it was
    cancel.interrupt()
    time.sleep(GRACE_SECONDS)
    _end_group()


def _end_group() -> None:
    """End this process and all that it started, at once."""
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)


def _heed_signals(cancel: CancelToken) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        cancel.interrupt()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)


def _run(order: Order, cancel: CancelToken, relay: _Relay) -> None:
    store, workflow = Path(order.store), Path(order.workflow)
    try:
        request = Request(
            workflow,
            order.parameters,
            PlanOptions(order.only, frozenset(order.force), order.use_cache),
            store=store,
            cwd=workflow.parent,
            document=loads(json.dumps(order.document)),
        )
        registry = discover(Path(order.plugins) if order.plugins else None)
        run_workflow(request, registry, [relay], cancel, run=order.run)
    except WorkflowError as error:
        _tell_refusal(order, error.problems, relay)
    except DocumentError as error:
        _tell_refusal(order, (Problem(str(error)),), relay)


def _tell_refusal(order: Order, problems: tuple[Problem, ...], relay: _Relay) -> None:
    """Tell in a journal why a run cannot begin: something changed since the server checked it."""
    journal = Journal(order.run, Path(order.store) / "runs" / order.run / "events.jsonl", [relay])
    journal.tell(RunStarted(workflow=order.workflow, targets=order.only))
    for each in problems:
        if each.node is not None:
            journal.tell(NodeMessage(node=each.node, level="error", message=each.message, field=each.field))
            journal.tell(NodeStateChanged(node=each.node, state="failed", detail=each.message))
    more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
    message = f"the workflow cannot run: {problems[0]}{more}"
    journal.tell(RunFinished(status="failed", warnings=0, seconds=0.0, message=message))
    journal.close()


if __name__ == "__main__":
    sys.exit(main())
