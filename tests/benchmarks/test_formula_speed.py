"""How many records a second Formula and Filter take on one machine; run by `pytest -m bench -s`."""

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from weft.sdk import Inputs, RunContext, StreamInput, Tool
from weft.sdk.testing import run_context
from weft_nodes.preparation.filter import Filter, FilterConfig
from weft_nodes.preparation.formula import Formula, FormulaConfig

RECORDS = 10_000_000
BATCH = 65_536
WANTED = 5_000_000
"""Records a second."""
EXPRESSION = "IF [a] > 3 THEN [b] * 2 ELSE 0 ENDIF"

pytestmark = pytest.mark.bench


@pytest.fixture(scope="module")
def table() -> pa.Table:
    random = np.random.default_rng(1)
    return pa.table({"a": random.integers(0, 10, RECORDS), "b": random.integers(0, 1000, RECORDS)})


def records_per_second(tool: Tool[Any], table: pa.Table, ctx: RunContext) -> tuple[float, dict[str, int]]:
    def batches() -> Iterator[pa.RecordBatch]:
        yield from table.to_batches(max_chunksize=BATCH)

    inputs = Inputs({"in": [StreamInput(table.schema, batches())]})
    counts: dict[str, int] = {}
    started = time.perf_counter()
    tool.open(inputs, ctx)
    for anchor, batch in tool.run(inputs, ctx):
        counts[anchor] = counts.get(anchor, 0) + batch.num_rows
    seconds = time.perf_counter() - started
    tool.close()
    return table.num_rows / seconds, counts


def test_formula_takes_five_million_records_a_second(table: pa.Table) -> None:
    tool = Formula(FormulaConfig.model_validate({"expressions": [{"column": "c", "expression": EXPRESSION}]}))
    with run_context() as ctx:
        speed, counts = records_per_second(tool, table, ctx)
    print(f"\nFormula: {speed / 1e6:.1f} million records/s ({os.cpu_count()} cores)")
    assert counts == {"out": RECORDS}
    assert speed >= WANTED


def test_filter_takes_five_million_records_a_second(table: pa.Table) -> None:
    tool = Filter(FilterConfig.model_validate({"mode": "custom", "expression": EXPRESSION}))
    with run_context() as ctx:
        speed, counts = records_per_second(tool, table, ctx)
    print(f"\nFilter: {speed / 1e6:.1f} million records/s ({os.cpu_count()} cores)")
    assert counts["true"] + counts["false"] == RECORDS
    assert speed >= WANTED


def test_ten_expressions_cost_less_than_ten_times_one(table: pa.Table) -> None:
    one = [{"column": "c0", "expression": EXPRESSION}]
    ten = [{"column": f"c{i}", "expression": f"IF [a] > {i} THEN [b] * 2 ELSE 0 ENDIF"} for i in range(10)]
    part = table.slice(0, RECORDS // 5)
    speeds = []
    for expressions in (one, ten):
        tool = Formula(FormulaConfig.model_validate({"expressions": expressions}))
        with run_context() as ctx:
            speeds.append(records_per_second(tool, part, ctx)[0])
    print(f"\nten expressions: {speeds[1] / 1e6:.1f} million records/s, one: {speeds[0] / 1e6:.1f}")
    assert speeds[1] > speeds[0] / 10


def test_formula_on_one_thread_as_a_yardstick(table: pa.Table) -> None:
    tool = Formula(FormulaConfig.model_validate({"expressions": [{"column": "c", "expression": EXPRESSION}]}))
    with run_context() as ctx, ThreadPoolExecutor(1) as pool:
        single = RunContext(ctx.base, ctx.work, ctx.kept, ctx.reporter, ctx.cancel, pool, threads=1)
        speed, _ = records_per_second(tool, table, single)
    print(f"\nFormula, one thread: {speed / 1e6:.1f} million records/s")
    assert speed > 0
