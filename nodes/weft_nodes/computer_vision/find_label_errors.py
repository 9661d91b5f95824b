"""Find Label Errors: records whose label a model that has not seen them contradicts."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    Resources,
    RunContext,
    Schemas,
    Severity,
    Tool,
    ToolError,
    add_columns,
    fits,
    report_table,
    set_column,
    table_output,
)
from weft_nodes._tables.gather import gather
from weft_nodes._vision.exploring.label_page import LabelStory, Suspect, label_page
from weft_nodes._vision.features.feature_source import (
    FeatureSettings,
    check_source,
    describe,
    shown_column,
    source_state,
)
from weft_nodes._vision.reporting.thumbnails import record_title, thumbnail

if TYPE_CHECKING:
    from weft_nodes._vision.exploring.label_check import Checked

SCORE, RANK = "Label_Score", "Rank"

_SIDE = 192
"""Pixels of a picture of the page."""


class FindLabelErrorsConfig(FeatureSettings):
    """Which labels are checked, and how many are given."""

    most: int = Field(0, title="At most", ge=0)
    """The most records that are given, the most suspicious ones; 0 gives all."""
    shown: int = Field(60, title="Pictures in the report", ge=1, le=500)
    """How many of them the report shows."""
    folds: int = Field(5, ge=2, le=20, json_schema_extra={"group": "Advanced"})
    """Into how many parts the records are dealt. Each part is judged by a model that has learned from the
    others. More take longer and leave each model more to learn from."""


class FindLabelErrors(Tool[FindLabelErrorsConfig]):
    """Finds records whose label is probably wrong.

    **D** takes records with pictures and a label. Their features come from a network that was trained
    on photos of all kinds of things, or from a column that Embed made. The records are dealt into
    parts; for each part a simple model learns from the other parts what belongs to which label, and
    tells how probable the labels of this part are. So no label is judged by a model that has
    learned it. The same picture is never in two parts.

    A record is given where another label is more probable and the model is as sure of that as it
    is on average for pictures that carry it, or where the given label is next to impossible
    (under 2 %).

    **O** has those records with all columns, the least probable label first, and

    - `<label>_Suggested`: the label that the picture looks like;
    - `Label_Score`: the probability of the given label, 0 to 1;
    - `Rank`: 1 for the most suspicious.

    **R** is a page with their pictures.

    It finds what *looks* wrong: rare views of the right thing are among them, and labels that are
    confused everywhere in the same way are not. The better the features tell the classes apart, the
    better it works. To change the wrong ones, write `<label>_Suggested` over the label by a Formula,
    after a look. Records without picture or label, and those of a class with one picture only, cannot
    be checked and are counted in warnings. Alteryx Designer has no such tool.
    """

    id = "weft.find_label_errors"
    label = "Find Label Errors"
    category = "Computer Vision"
    icon = "tags"
    inputs = (InputAnchor("data", "D", delivery=Delivery.WHOLE),)
    outputs = (OutputAnchor("out", "O"), OutputAnchor("report", "R", kind="report"))
    resources = Resources(cpu=0, gpu=1)
    expensive = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = FindLabelErrorsConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        schema, label = inputs["data"], self.config.label
        if not label:
            ctx.problem("choose the column with the labels", "label")
        check_source(self.config, schema, ctx)
        out = None
        if schema is not None and label in schema.names:
            added = self._fields(schema)
            if taken := [field.name for field in added if field.name in schema.names]:
                names = ", ".join(map(repr, taken))
                message = f"the incoming columns {names} are replaced; rename them to keep them"
                ctx.problem(message, severity=Severity.WARNING)
            out = add_columns(schema, *added)
        return {"out": out, "report": report_table("").schema}

    def annotation(self) -> str:
        return f"Check {self.config.label}" if self.config.label else ""

    def fingerprint(self, ctx: EditContext) -> str:
        """The files of weights that the run may take, by name, size and time."""
        return source_state(self.config, ctx)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        from weft_nodes._vision.exploring.label_check import check_labels, usable_labels

        table = inputs["data"].table()
        labels = table.column(self.config.label)
        if not fits(labels.type, "label"):
            raise ToolError(f"column {self.config.label!r} holds no labels", "label")
        described = describe(table, self.config, ctx)
        usable = usable_labels(labels, described, ctx)
        checked = check_labels(usable, described.rows, self.config.folds, ctx)
        ctx.info(
            f"{len(checked.numbers):,} of {len(usable.numbers):,} labels are contradicted; "
            f"the models agree with {checked.accuracy:.1%} of the labels"
        )
        yield from self._suspicious(table, checked, ctx)
        yield from table_output("report", report_table(label_page(self._story(table, checked, ctx))))

    def _suspicious(self, table: pa.Table, checked: "Checked", ctx: RunContext) -> Iterator[Output]:
        numbers, done = self._given(checked.numbers), 0
        fields = self._fields(table.schema)
        names = pa.array(checked.records.classes, pa.string()).cast(fields[0].type)
        for batch in gather(table, [numbers], ctx):
            part = slice(done, done + batch.num_rows)
            found = checked.suspicion
            values = (
                names.take(pa.array(found.suggested[part])),
                pa.array(found.score[part], pa.float64()),
                pa.array(np.arange(part.start + 1, part.stop + 1), pa.int32()),
            )
            for field, value in zip(fields, values, strict=True):
                batch = set_column(batch, field, value)
            done = part.stop
            yield "out", batch

    def _story(self, table: pa.Table, checked: "Checked", ctx: RunContext) -> LabelStory:
        from weft_nodes._vision.exploring.label_check import pairs

        column = shown_column(table.schema, self.config.column)
        classes, found = checked.records.classes, checked.suspicion
        numbers = self._given(checked.numbers)[: self.config.shown]

        def suspect(place: int) -> Suspect:
            number = int(numbers[place])
            given = checked.records.codes[found.positions[place]]
            picture = thumbnail(table.column(column)[number].as_py(), _SIDE) if column else ""
            return Suspect(
                record=number + 1,
                title=record_title(table, number),
                given=classes[given],
                suggested=classes[found.suggested[place]],
                score=float(found.score[place]),
                rival=float(found.rival[place]),
                picture=picture,
            )

        return LabelStory(
            label=self.config.label,
            shown=list(ctx.map(suspect, range(len(numbers)))),
            suspicious=len(found),
            checked=len(checked.records.numbers),
            accuracy=checked.accuracy,
            classes=len(classes),
            folds=checked.folds,
            pairs=pairs(checked),
            torn=checked.torn,
        )

    def _given(self, numbers: np.ndarray) -> np.ndarray:
        return numbers[: self.config.most] if self.config.most else numbers

    def _fields(self, schema: pa.Schema) -> list[pa.Field]:
        label = self.config.label
        return [
            pa.field(f"{label}_Suggested", schema.field(label).type),
            pa.field(SCORE, pa.float64()),
            pa.field(RANK, pa.int32()),
        ]
