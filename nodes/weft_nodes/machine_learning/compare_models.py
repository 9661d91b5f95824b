"""Compare Models: which of several trained models is best on the same pictures."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    ReportType,
    Resources,
    RunContext,
    Schemas,
    Severity,
    Tool,
    ToolConfig,
    ToolError,
    report_table,
    table_output,
)
from weft_nodes._vision.comparing.comparison import (
    Comparison,
    check_labels,
    compare,
    comparison_schema,
    comparison_table,
)
from weft_nodes._vision.comparing.comparison_report import render_comparison, verdicts
from weft_nodes._vision.comparing.contenders import Contender, check_contenders, contender, numbered
from weft_nodes._vision.comparing.judging import Answers, judge
from weft_nodes._vision.learning.samples import Samples, Side, gather, require, tell_skipped
from weft_nodes._vision.learning.targets import IN_WORDS
from weft_nodes._vision.models.model_input import model_column, picture_column, picture_columns, read_model
from weft_nodes._vision.reporting.training_record import model_digest, read_training_record

_NAME = "Name"
"""The column of a model's record by which the user names it."""


class CompareModelsConfig(ToolConfig):
    """Which pictures the models are tried on, and what these show."""

    image: Annotated[str, Column("data", kind="picture")] = Field("", title="Image field")
    """The column of D with the pictures. Left empty it is the only picture column, or among several
    the one of the name that the first model learned from."""
    label: Annotated[str, Column("data", kind="label")] = Field("", title="Image labels")
    """The column of D with the true class of each picture. Left empty it is the one of the name that
    the first model learned."""
    device: Literal["auto", "cpu", "cuda"] = Field("auto", json_schema_extra={"group": "Advanced"})
    """Where the networks run: `auto` takes what the run was started with, and a GPU if there is one."""


class CompareModels(Tool[CompareModelsConfig]):
    """Tries several models of Image Recognition on the same labelled pictures.

    Connect to **D** pictures that no model has learned from, with their classes, such as the holdout
    of Create Samples; to **M** every model, as many as wanted; and to **R**, if the time of the
    trainings is wanted, the report of each. The reports may come in any order.

    **E** has a record a model, in the order of the connections:

    - `Number`, from 1; `Model`, its name; `Network`; `Trained`, what of it was trained; `Pictures`, the
      number of those it was tried on;
    - `Accuracy`, with the interval in which it lies with 95 % confidence (`Accuracy_Low`,
      `Accuracy_High`); `Macro_F1`, the mean over the classes; `Log_Loss`, which also punishes being
      sure and wrong;
    - `Training_Seconds`, as the report on R tells it, null without; `Prediction_Seconds` and
      `Pictures_per_Second`, measured here in the way that Image Recognition Predict works, with reading
      and scaling of the pictures and without loading the model; `Size_MB` of the model's file;
    - `P_1`, `P_2`, ...: how likely so large a difference to model 1, 2, ... is, were both equally good.
      Below 0.05 the difference counts as real. It is McNemar's test, exact where fewer than 25
      pictures decide, corrected for the number of pairs by Holm's method.

    **R** is a report to look at with Browse: the accuracies with their intervals, the tests in words,
    the classes side by side, and pictures on which the models disagree.

    A model is named by its network and what was trained. To name it yourself, add a column `Name` to
    its record by a Formula. All models must know the same classes, in any order, and every label of D
    must be one of them. Pictures that one model cannot read are left out for all, with a warning. The
    most likely class counts as the answer, whatever threshold a model has for *unknown*.

    Figures of time differ a little from run to run; all others do not on the same CPU. Alteryx
    Designer has a tool of this name for its predictive models, not for pictures.
    """

    id = "weft.compare_models"
    label = "Compare Models"
    category = "Machine Learning"
    icon = "scale"
    inputs = (
        InputAnchor("data", "D", delivery=Delivery.WHOLE),
        InputAnchor("models", "M", kind="model", delivery=Delivery.WHOLE, many=True),
        InputAnchor("reports", "R", kind="report", delivery=Delivery.WHOLE, optional=True, many=True),
    )
    outputs = (
        OutputAnchor("metrics", "E", repeats=False),
        OutputAnchor("report", "R", kind="report", repeats=False),
    )
    resources = Resources(cpu=0, gpu=1)
    expensive = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = CompareModelsConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        data, models = inputs["data"], inputs.all("models")
        if data is not None and not self.config.image and not picture_columns(data):
            ctx.problem("there is no column with pictures; read them by Image Input before", "image")
        first = model_column(models[0]) if models and models[0] is not None else None
        learned = first.type.label if first is not None else ""
        if data is not None and not self.config.label and learned and learned not in data.names:
            ctx.problem(_no_label(learned), "label")
        for number, schema in enumerate(models, start=1):
            column = None if schema is None else model_column(schema)
            if column is not None and column.type.target != "classes":
                message = f"model {number} gives {IN_WORDS[column.type.target]} for a picture"
                ctx.problem(f"{message}; only models of classes can be compared: connect others")
        if len(models) == 1:
            ctx.problem("connect a second model to compare with", severity=Severity.WARNING)
        metrics = comparison_schema(len(models)) if models else None
        return {"metrics": metrics, "report": report_table("").schema}

    def annotation(self) -> str:
        return f"By {self.config.label}" if self.config.label else "Compare"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        tables = [one.table() for one in inputs.all("models")]
        contenders = _contenders(tables, _training_times(inputs))
        samples = self._samples(inputs["data"].table(), contenders[0], ctx)
        check_labels(samples, contenders[0].classes)
        answers = [
            self._judge(table, one, samples, contenders, ctx)
            for table, one in zip(tables, contenders, strict=True)
        ]
        comparison = compare(samples, contenders, answers)
        tell_skipped(comparison.samples, ctx)
        _tell(comparison, ctx)
        yield from table_output("metrics", comparison_table(comparison))
        yield from table_output("report", report_table(render_comparison(comparison, samples.side.label)))

    def _samples(self, table: pa.Table, first: Contender, ctx: RunContext) -> Samples:
        picture = picture_column(table.schema, self.config.image, first.picture, "image")
        label = self.config.label or first.label
        if label not in table.schema.names:
            raise ToolError(_no_label(label), "label")
        samples = gather(table, Side("labelled", "D", picture, label))
        require(samples)
        return samples

    def _judge(
        self, table: pa.Table, one: Contender, samples: Samples, contenders: list[Contender], ctx: RunContext
    ) -> Answers:
        from weft_nodes._vision.engines.prediction import predictor
        from weft_nodes._vision.networks.allocation import keep_freed_memory

        keep_freed_memory()
        device = ctx.device if self.config.device == "auto" else self.config.device
        # One network at a time, so that many large ones need no more memory than the largest.
        model = predictor(read_model(table)[1], device, 0, ctx)
        told = f"{one.name} ({contenders.index(one) + 1} of {len(contenders)})"
        return judge(model, samples, contenders[0].classes, ctx, told)


def _no_label(label: str) -> str:
    return f"D has no column {label!r}, which the first model learned; choose the column with the classes"


def _training_times(inputs: Inputs) -> Mapping[str, float]:
    """Seconds by the digest of the model, as reports of trainings tell them."""
    times = {}
    for one in inputs.all("reports"):
        table = one.table()
        for field in table.schema:
            if isinstance(field.type, ReportType):
                for cell in table.column(field.name):
                    record = read_training_record(cell.value.as_py()) if cell.is_valid else None
                    if record is not None:
                        times[record.model] = record.seconds
    return times


def _contenders(tables: list[pa.Table], times: Mapping[str, float]) -> list[Contender]:
    found = []
    for number, table in enumerate(tables, start=1):
        try:
            packed = read_model(table)[1]
        except ToolError as error:
            raise ToolError(f"model {number}: {error}") from error
        found.append(contender(packed, _given_name(table), times.get(model_digest(packed))))
    names = numbered([one.name for one in found])
    named = [one.named(name) for one, name in zip(found, names, strict=True)]
    check_contenders(named)
    return named


def _given_name(table: pa.Table) -> str:
    """What the user calls the model of a record; empty where nothing is said."""
    name = table.column(_NAME)[0].as_py() if table.schema.names.count(_NAME) == 1 else None
    return "" if name is None else str(name)


def _tell(comparison: Comparison, ctx: RunContext) -> None:
    """The figures in words, among the messages of the node."""
    best = comparison.results[comparison.ranking[0]]
    ctx.info(f"most accurate: {best.contender.name}, {best.evaluation.accuracy * 100:.2f} %")
    for line in verdicts(comparison):
        ctx.info(line)
    for name in (one.contender.name for one in comparison.results if one.contender.seconds is None):
        ctx.info(f"how long {name} was trained is not known; connect the report of its training to R")
