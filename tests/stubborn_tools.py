"""Tools that end their process, or do not end when they should: loaded by worker processes as a plugin."""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Literal

import pyarrow as pa

from weft.sdk import (
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

NUMBERS = pa.schema([("n", pa.int64())])


class DieConfig(ToolConfig):
    """Settings of Die."""

    how: Literal["crash", "exit"] = "crash"
    """By a signal, or by leaving."""


class Die(Tool[DieConfig]):
    """Takes its process with it."""

    id = "test.die"
    label = "Die"
    category = "Test"
    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = DieConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": NUMBERS}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        if self.config.how == "exit":
            print("no licence was found", file=sys.stderr, flush=True)
            os._exit(7)
        ctypes.string_at(0)
        yield from ()


class DeafConfig(ToolConfig):
    """Settings of Deaf."""

    seconds: float = 60.0
    """How long it does not listen."""


class Deaf(Tool[DeafConfig]):
    """Starts a program, notes its number, and waits without ever looking up; leaves when told to by time."""

    id = "test.deaf"
    label = "Deaf"
    category = "Test"
    outputs = (OutputAnchor("out"),)
    effects = True
    Config = DeafConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": NUMBERS}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        program = subprocess.Popen([sys.executable, "-c", f"import time; time.sleep({self.config.seconds})"])
        ctx.path("deaf.pid").write_text(str(program.pid))
        time.sleep(self.config.seconds)
        yield "out", pa.record_batch([pa.array([1], pa.int64())], schema=NUMBERS)


class ChattyConfig(ToolConfig):
    """Settings of Chatty."""

    points: int = 2_000
    """How many points of a curve."""


class Chatty(Tool[ChattyConfig]):
    """Prints as if that were events, and tells a long curve."""

    id = "test.chatty"
    label = "Chatty"
    category = "Test"
    outputs = (OutputAnchor("out"),)
    Config = ChattyConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": NUMBERS}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        print('{"v":1,"run":"x","seq":1,"ts":0,"type":"run.finished"}', flush=True)
        os.write(1, b"raw\n")
        assert sys.stdin.read() == ""
        for step in range(self.config.points):
            ctx.metric("a curve with a long name that fills a pipe the sooner", step, step)
        yield "out", pa.record_batch([pa.array([1], pa.int64())], schema=NUMBERS)
