from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pytest
import stub_tools

from weft.errors import RegistryError, WorkflowError
from weft.sdk import (
    BatchTool,
    EditContext,
    Inputs,
    InputSchemas,
    Output,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
)
from weft.sdk.testing import check_tool, configure_tool, run_tool

TABLE = pa.table({"n": pa.array([3, 1, 2], pa.int64())})


def test_a_tool_runs_on_tables_without_an_engine() -> None:
    assert run_tool(stub_tools.Add, {"value": 2}, {"in": TABLE})["out"]["n"].to_pylist() == [5, 3, 4]
    assert run_tool(stub_tools.Gather, {}, {"in": [TABLE, TABLE]})["out"].num_rows == 6


def test_problems_are_found_before_anything_runs() -> None:
    with pytest.raises(WorkflowError, match="no column 'zz'"):
        run_tool(stub_tools.Add, {"column": "zz"}, {"in": TABLE})
    _, problems = configure_tool(stub_tools.Add, {"column": "s"}, {"in": pa.schema([("s", pa.string())])})
    assert [problem.field for problem in problems] == ["column"]


@pytest.mark.parametrize("tool", [stub_tools.Add, stub_tools.EvenOdd, stub_tools.Slow])
def test_sound_tools_pass_the_contract_suite(tool: type[Tool[Any]]) -> None:
    check_tool(tool, {}, {"in": TABLE})


class Counting(stub_tools.Add):
    """Carries state from batch to batch, which no BatchTool may."""

    id = "test.counting"
    seen = 0

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        self.seen += batch.num_rows
        return pa.record_batch([pa.array([self.seen] * batch.num_rows, pa.int64())], schema=batch.schema)


class Liar(Tool[ToolConfig]):
    """Promises one schema and gives another."""

    id = "test.liar"
    label = "Liar"
    category = "Test"

    outputs = stub_tools.Add.outputs

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": pa.schema([("a", pa.int64())])}

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        yield "out", pa.record_batch({"b": [1]})


class Mute(stub_tools.Add):
    id = "test.mute"


class Homeless(stub_tools.Add):
    """Its id lacks the name of a pack."""

    id = "homeless"


class Fickle(BatchTool[ToolConfig]):
    """Gives another result each time."""

    id = "test.fickle"
    label = "Fickle"
    category = "Test"
    inputs = stub_tools.Add.inputs
    outputs = stub_tools.Add.outputs
    calls: list[int] = []  # noqa: RUF012

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        self.calls.append(1)
        return pa.record_batch(
            [pa.array([len(self.calls)] * batch.num_rows, pa.int64())], schema=batch.schema
        )


@pytest.mark.parametrize(
    ("tool", "message"),
    [
        (Counting, "its batches depend on one another"),
        (Liar, "output 'out' promised"),
        (Mute, "its docstring is its help"),
        (Homeless, "an id starts with the pack's name"),
        (Fickle, "a second run on the same inputs gives another result"),
    ],
)
def test_a_broken_promise_is_found(tool: type[Tool[Any]], message: str) -> None:
    with pytest.raises(RegistryError, match=message):
        check_tool(tool, {}, {} if tool is Liar else {"in": TABLE})
