"""Contingency Table: how often values of several columns come together."""

import json
import math
from collections.abc import Iterator
from importlib.resources import files
from typing import Annotated, ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
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
    report_table,
    table_output,
)
from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._tables.choice import check_choice
from weft_nodes._tables.crosstab import ChiSquared, Crosstab, count_combinations, independence
from weft_nodes._tables.keys import settled

FREQUENCY, PERCENT = "Frequency", "Percent"

MOST_CELLS = 20_000
"""More than a browser shows at once, and than anybody reads."""


class ContingencyTableConfig(ToolConfig):
    """Which columns, and whether their independence is tested."""

    columns: list[Annotated[str, Column("in", kind="label")]] = Field(default_factory=list, title="Columns")
    """Two to four columns of text, whole numbers or yes/no."""
    chi_squared: bool = Field(False, title="Include chi-squared statistic")
    """Test whether two columns depend on each other; then choose exactly two."""


class ContingencyTable(Tool[ContingencyTableConfig]):
    """Counts how often the values of two to four columns come together.

    **D** has a record for every combination of the values that occur, also for those that never come
    together: the chosen columns, `Frequency` and `Percent` (of all records). So two columns of four
    classes give 16 records. It is in ascending order of the columns.

    **R** is a report: frequencies with row and column percents and totals. Rows are the first column,
    or all but the last where there are more than two (then only rows that occur are shown).

    **I** is an interactive pivot: choose what makes rows and columns, whether frequencies or percents
    are shown, and as plain numbers, bars or heatmap.

    **Chi-squared** (exactly two columns) adds Pearson's test to the report: the statistic without
    Yates's correction, the degrees of freedom, the p-value, and a word of caution where an expected
    frequency is below 5.

    A missing value counts as a value of its own and is written `[Null]`. Columns of fractional
    numbers, dates, times, blobs and pictures cannot be chosen, since nearly every value would be its
    own; make classes of them by a Formula before.
    """

    id: ClassVar[str] = "weft.contingency_table"
    label: ClassVar[str] = "Contingency Table"
    category: ClassVar[str] = "Data Investigation"
    icon: ClassVar[str] = "table-2"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in"),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (
        OutputAnchor("data", letter="D"),
        OutputAnchor("report", letter="R", kind="report"),
        OutputAnchor("pivot", letter="I", kind="report"),
    )
    Config: ClassVar[type[ToolConfig]] = ContingencyTableConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        config, schema = self.config, inputs["in"]
        if config.chi_squared and len(config.columns) != 2:
            ctx.problem(
                f"chi-squared needs exactly two columns, not {len(config.columns)}; "
                "choose two, or leave out the statistic",
                field="columns",
            )
        elif not 2 <= len(config.columns) <= 4:
            ctx.problem(f"choose two to four columns, not {len(config.columns)}", field="columns")
        check_choice(config.columns, "columns.{}", schema, ctx)
        for index, column in enumerate(config.columns):
            if column in (FREQUENCY, PERCENT):
                ctx.problem(
                    f"column {column!r} is called like a column of the result; rename it before",
                    field=f"columns.{index}",
                )
        known = schema is not None and all(column in schema.names for column in config.columns)
        return {
            "data": _data_schema(schema, config.columns) if known else None,
            "report": report_table("").schema,
            "pivot": report_table("").schema,
        }

    def annotation(self) -> str:
        return " x ".join(self.config.columns)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        records = inputs["in"]
        crosstab = count_combinations(records, self.config.columns, ctx)
        schema = _data_schema(records.schema, self.config.columns)
        yield "data", pa.RecordBatch.from_pylist([], schema=schema)
        for batch in crosstab.batches(schema):
            yield "data", batch
        test = _test(crosstab) if self.config.chi_squared else []
        yield from table_output("report", report_table(_report(crosstab, test)))
        yield from table_output("pivot", report_table(_pivot(crosstab)))


def _data_schema(schema: pa.Schema, columns: list[str]) -> pa.Schema:
    fields = [pa.field(name, settled(schema.field(name).type)) for name in columns]
    return pa.schema([*fields, pa.field(FREQUENCY, pa.int64()), pa.field(PERCENT, pa.float64())])


def _report(crosstab: Crosstab, test: list[Content]) -> str:
    title = f"Contingency table of {' and '.join(crosstab.names)}"
    body: list[Content] = [element("h1", title)]
    if crosstab.frequencies.size > MOST_CELLS:
        body.append(element("p", _too_large(crosstab)))
    else:
        legend = "Each cell: frequency, percent of its row, percent of its column."
        body += [element("p", legend), element("div", _table(crosstab), class_="wide")]
    return document(title, _style(), *body, *test)


def _table(crosstab: Crosstab) -> Html:
    """Rows are the combinations of all columns but the last, columns the values of the last."""
    *before, last = crosstab.frequencies.shape
    counts = crosstab.frequencies.reshape(math.prod(before), last)
    down = counts.sum(axis=0)
    sides = [crosstab.labels(axis) for axis in range(len(crosstab.names) - 1)]
    heads = [element("th", name, scope="col") for name in crosstab.names[:-1]]
    heads += [element("th", f"{crosstab.names[-1]}: {label}", scope="col") for label in crosstab.labels(-1)]
    heads.append(element("th", "Total", scope="col", class_="total"))
    rows = []
    for number, row in enumerate(counts):
        if len(sides) > 1 and not row.any():
            continue
        places = np.unravel_index(number, tuple(before))
        titles = [element("th", side[place], scope="row") for side, place in zip(sides, places, strict=True)]
        rows.append(element("tr", titles, _cells(row, down, crosstab.total)))
    foot = element("th", "Total", scope="row", colspan=len(sides), class_="total")
    rows.append(element("tr", foot, _cells(down, down, crosstab.total)))
    caption = element("caption", f"{crosstab.total:,} records")
    return element("table", caption, element("thead", element("tr", heads)), element("tbody", rows))


def _cells(row: npt.NDArray[np.int64], down: npt.NDArray[np.int64], total: int) -> list[Html]:
    across = int(row.sum())
    cells = [_cell(int(n), across, int(column)) for n, column in zip(row, down, strict=True)]
    return [*cells, _cell(across, across, total, "total")]


def _cell(count: int, across: int, down: int, kind: str | None = None) -> Html:
    percents = [element("small", f"{count / whole * 100 if whole else 0:.1f} %") for whole in (across, down)]
    return element("td", f"{count:,}", percents, class_=kind)


def _test(crosstab: Crosstab) -> list[Content]:
    found = independence(crosstab.frequencies)
    heading = element("h2", "Pearson's chi-squared test")
    if found is None:
        return [heading, element("p", "The test needs at least two different values in each column.")]
    return [heading, element("dl", _figures(found)), *_caution(found)]


def _figures(test: ChiSquared) -> list[Html]:
    p_value = f"{test.p_value:.4f}" if test.p_value >= 0.0001 else "< 0.0001"
    figures = (
        ("Chi-squared", f"{test.statistic:.4f}"),
        ("Degrees of freedom", str(test.freedom)),
        ("p-value", p_value),
    )
    return [element(name, text) for pair in figures for name, text in zip(("dt", "dd"), pair, strict=True)]


def _caution(test: ChiSquared) -> list[Html]:
    if test.least_expected >= 5:
        return []
    text = f"The smallest expected frequency is {test.least_expected:.2f}, below 5; the p-value is rough."
    return [element("p", text)]


def _pivot(crosstab: Crosstab) -> str:
    title = f"Pivot of {' and '.join(crosstab.names)}"
    occurring = np.argwhere(crosstab.frequencies)
    if len(occurring) > MOST_CELLS:
        return document(title, _style(), element("h1", title), element("p", _too_large(crosstab)))
    data = {
        "names": crosstab.names,
        "values": [crosstab.labels(axis) for axis in range(len(crosstab.names))],
        "cells": [[*place.tolist(), int(crosstab.frequencies[tuple(place)])] for place in occurring],
    }
    # Inside a script element only "<" could end it or open a comment.
    text = Html(json.dumps(data).replace("<", "\\u003c"))
    return document(
        title,
        _style(),
        element("h1", title),
        element("div", id="boxes", class_="boxes", role="group", aria_label="Layout of the pivot"),
        element("div", id="table", class_="wide", role="region", aria_live="polite", aria_label="Pivot"),
        element("script", text, id="data", type="application/json"),
        element("script", Html(_asset("pivot.js"))),
    )


def _too_large(crosstab: Crosstab) -> str:
    return (
        f"There are {crosstab.frequencies.size:,} combinations, too many to show here; "
        "they are all in the output D."
    )


def _style() -> str:
    return _asset("pivot.css")


def _asset(name: str) -> str:
    return files("weft_nodes._tables").joinpath(name).read_text(encoding="utf-8")
