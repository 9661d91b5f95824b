"""Tools that break the rules: what an author gets wrong must become a sentence that blames the node."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
from pydantic import field_validator
from stub_tools import ALL, NUMBERS

from weft.document.model import Document
from weft.registry.registry import Registry
from weft.sdk import (
    BatchTool,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
)


class HostileConfig(ToolConfig):
    """Settings of Hostile."""

    where: str = ""
    """The method that breaks, or what it does wrong."""

    @field_validator("where")
    @classmethod
    def _check(cls, where: str) -> str:
        if where == "validator":
            raise KeyError(where)
        return where


class Hostile(Tool[HostileConfig]):
    """Passes records on, and breaks where its setting says."""

    id = "test.hostile"
    version = 2
    label = "Hostile"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = HostileConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def fingerprint(self, ctx: EditContext) -> str:
        self._break("fingerprint")
        return ""

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        self._break("open")

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        # No generator: what is here happens when it is called.
        self._break("run")
        return self._run(inputs)

    def _run(self, inputs: Inputs) -> Iterator[Output]:
        try:
            for batch in inputs["in"]:
                yield "out", batch
                if self.config.where == "nothing":
                    yield None  # type: ignore[misc]  # what an author gets wrong
        except Exception:
            if self.config.where != "swallow":
                raise

    def close(self) -> None:
        self._break("close")

    @staticmethod
    def migrate(config: dict[str, Any], version: int) -> dict[str, Any]:
        return {"where": config["how"]}

    def _break(self, where: str) -> None:
        if self.config.where == where:
            raise OSError(f"{where} broke")


class Diverge(Tool[ToolConfig]):
    """Learns until its loss is no number any more."""

    id = "test.diverge"
    label = "Diverge"
    category = "Test"
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": NUMBERS}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        for step, loss in enumerate((1.0, float("inf"), float("nan"))):
            ctx.metric("loss", step, loss)
        yield "out", pa.record_batch([pa.array([1], pa.int64())], schema=NUMBERS)


class Clock(Tool[ToolConfig]):
    """Gives another number each time, as a training on a GPU may."""

    id = "test.clock"
    label = "Clock"
    category = "Test"
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": NUMBERS}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        yield "out", pa.record_batch([pa.array([time.time_ns()], pa.int64())], schema=NUMBERS)


class Look(Tool[ToolConfig]):
    """Takes records only where there is a file `there` beside the workflow."""

    id = "test.look"
    label = "Look"
    category = "Test"
    inputs = (InputAnchor("in"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not ctx.path("there").exists():
            ctx.problem("there is no file 'there'")
        return {}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        yield from ()


class Closing(BatchTool[ToolConfig]):
    """Takes its time, and writes down how many batches were at work when it was closed."""

    id = "test.closing"
    label = "Closing"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        self._lock = threading.Lock()
        self._at_work = 0
        self._file = ctx.path("closed")

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        with self._lock:
            self._at_work += 1
        time.sleep(0.05)
        with self._lock:
            self._at_work -= 1
        return batch

    def close(self) -> None:
        self._file.write_text(str(self._at_work))


HOSTILE: tuple[type[Tool[Any]], ...] = (Hostile, Diverge, Clock, Look, Closing)

REGISTRY = Registry.of(*ALL, *HOSTILE)


def hostile(made: Document, version: int = Hostile.version) -> Document:
    """A document whose node `h` is Hostile, saved by this version of it."""
    node = made.nodes["h"].model_copy(update={"version": version})
    return made.model_copy(update={"nodes": {**made.nodes, "h": node}})
