"""Explain: where a trained model looks, and which training pictures it is reminded of."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    ModelType,
    Output,
    OutputAnchor,
    Resources,
    RunContext,
    Schemas,
    Severity,
    Tool,
    ToolConfig,
    ToolError,
    add_columns,
    set_column,
    suggestion,
)
from weft_nodes._pictures.names import record_name
from weft_nodes._vision.exploring.explanation import (
    Explained,
    Seen,
    explained_columns,
    explained_fields,
    similar_fields,
)
from weft_nodes._vision.models.model_input import model_column, picture_column, picture_columns, read_model

if TYPE_CHECKING:
    from weft_nodes._vision.features.likeness import Familiar
    from weft_nodes._vision.networks.preprocess import Pixels

_UNREADABLE = "pictures could not be read and got no explanation"


class ExplainConfig(ToolConfig):
    """Which pictures are explained, for which class, beside how many others."""

    column: Annotated[str, Column("data", kind="picture")] = Field("", title="Image field")
    """The column of D with the pictures. Left empty it is the only picture column, or among several
    the one of the name that the model learned from."""
    target: str = Field("", title="Class to explain")
    """The class that the heat speaks for. Empty takes the one that each picture is taken for."""
    similar: int = Field(3, title="Similar training pictures", ge=1, le=10)
    """How many are shown beside each picture, where T is connected."""
    training_column: Annotated[str, Column("training", kind="picture")] = Field(
        "", title="Training image field"
    )
    """The column of T with the pictures, chosen as that of D where left empty."""
    others_only: bool = Field(True, title="Leave out the same picture")
    """Do not show a training picture beside itself or its exact copy."""
    device: Literal["auto", "cpu", "cuda"] = Field("auto", json_schema_extra={"group": "Advanced"})
    """Where the network runs: `auto` takes what the run was started with, and a GPU if there is one."""


class Explain(Tool[ExplainConfig]):
    """Shows why a model of Image Recognition takes a picture for what it does.

    **D** takes the records with pictures, **M** the model, **T**, if wanted, the records that the
    model learned from. All columns of D pass through, and these are added:

    - `Explanation`: the picture with a heat map over it, at most 512 pixels large. Red is what speaks
      most for the class, yellow what speaks a little, and what has no colour does not speak for it.
      The most is taken for each picture alone, so colours of two pictures cannot be compared;
    - `<label>_Predicted` and `Score`: the class and how sure the model is, as Image Recognition
      Predict says it;
    - with T, for each of the training pictures that are most like this one to the model, nearest
      first: `Similar_1`, the picture, at most 256 pixels large; `Similar_1_<label>`, its class, where T
      has the column that the model learned; `Similar_1_Similarity`, from -1 to 1.

    **How to read it.** A model that looks at the background, a logo or the edge has learned that
    instead of the thing. A wrong answer whose similar pictures are of the wrong class, or carry a wrong
    label, often finds the fault in the training pictures. To see what speaks for another class than
    the predicted one, name it as *Class to explain*.

    **Method.** Grad-CAM on the last map of a convolutional network, or on the tokens that enter the
    last block of a vision transformer. Where that map would be coarser than 4 x 4, which happens with
    small pictures, and for networks that have none, an eighth of the picture after the other is
    covered to see how much the score falls (occlusion): about fifty looks at each picture. The
    message of the run says which it was.

    The features of training pictures that a training of the *head only* or an earlier run kept are used
    again. A picture that cannot be read gets empty columns, and all of those are counted in one
    warning. Alteryx Designer has no such tool.
    """

    id = "weft.explain"
    label = "Explain"
    category = "Computer Vision"
    icon = "lightbulb"
    inputs = (
        InputAnchor("data", "D"),
        InputAnchor("model", "M", kind="model", delivery=Delivery.WHOLE),
        InputAnchor("training", "T", delivery=Delivery.WHOLE, optional=True),
    )
    outputs = (OutputAnchor("out"),)
    resources = Resources(cpu=0, gpu=1)
    expensive = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = ExplainConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        data, model, training = inputs["data"], inputs["model"], inputs["training"]
        for schema, field in ((data, "column"), (training, "training_column")):
            if schema is not None and not getattr(self.config, field) and not picture_columns(schema):
                ctx.problem("there is no column with pictures; read them by Image Input before", field)
        column = None if model is None else model_column(model)
        if data is None or column is None or not column.type.label:
            return {"out": None}
        if column.type.target != "classes":
            ctx.problem("Explain takes models of classes only, not of several labels or of a number")
            return {"out": None}
        if "training" in inputs and training is None:
            return {"out": None}
        added = self._fields(column.type, training)
        if taken := [field.name for field in added if field.name in data.names]:
            message = (
                f"the incoming columns {', '.join(map(repr, taken))} are replaced; rename them to keep them"
            )
            ctx.problem(message, severity=Severity.WARNING)
        return {"out": add_columns(data, *added)}

    def annotation(self) -> str:
        return f"Explain {self.config.target}" if self.config.target else "Explain"

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        from weft_nodes._vision.exploring.attribution import Attribution
        from weft_nodes._vision.models.classifier import Classifier
        from weft_nodes._vision.networks.allocation import keep_freed_memory

        keep_freed_memory()
        promised, packed = read_model(inputs["model"].table())
        device = ctx.device if self.config.device == "auto" else self.config.device
        self._classifier = Classifier.load(packed, device)
        self._classifier.card.require_classes("Explain")
        self._kind = promised if promised.label else ModelType.of(packed)
        self._target = self._wanted_class()
        self._attribution = Attribution(self._classifier)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        from weft_nodes._vision.learning.pace import Pace, beating

        training = inputs["training"].table() if "training" in inputs else None
        fields = self._fields(self._kind, None if training is None else training.schema)
        familiar = None if training is None else self._familiar(training, ctx)
        ctx.info(f"explained by {self._attribution.method}")
        records = inputs["data"]
        column = picture_column(records.schema, self.config.column, self._classifier.card.picture)
        step = self._classifier.batch_size

        def parts() -> Iterator[pa.RecordBatch]:
            for batch in records:
                yield from (batch.slice(start, step) for start in range(0, batch.num_rows, step))

        pace = Pace(ctx, 0, message="explaining")

        def explained() -> Iterator[Explained]:
            for seen in ctx.map(lambda part: self._see(part, column, ctx), parts()):
                yield self._explain(seen, familiar, ctx)
                pace.add(seen.batch.num_rows)

        yield "out", pa.RecordBatch.from_pylist([], schema=add_columns(records.schema, *fields))
        # A cancellation is noticed between layers: a batch takes a large network many seconds.
        with beating(self._classifier.network, pace):
            for batch in ctx.map(lambda found: self._draw(found, column, fields, familiar), explained()):
                yield "out", batch

    def _see(self, batch: pa.RecordBatch, column: str, ctx: RunContext) -> Seen:
        rows: list[int] = []
        pixels: list[Pixels] = []
        for row, cell in enumerate(batch.column(column).storage):
            ctx.check_cancelled()
            try:
                if not cell.is_valid:
                    raise ToolError("it is empty")
                pixels.append(self._classifier.card.preprocess.pixels(cell.as_buffer()))
                rows.append(row)
            except ToolError as error:
                ctx.warn(_UNREADABLE, 1, f"{record_name(batch, row)}: {error}")
        return Seen(batch, rows, np.array(pixels, np.uint8))

    def _explain(self, seen: Seen, familiar: "Familiar | None", ctx: RunContext) -> Explained:
        """Runs in one thread: the network uses all cores by itself."""
        from weft_nodes._vision.features.neighbours import Wanted

        ctx.check_cancelled()
        if not seen.rows:
            return Explained(seen, None, None)
        judgement = self._attribution.explain(seen.pixels, self._target)
        if familiar is None:
            return Explained(seen, judgement, None)
        wanted = Wanted(self.config.similar, self.config.others_only)
        return Explained(seen, judgement, familiar.nearest(judgement.features, wanted, ctx))

    def _draw(
        self, found: Explained, column: str, fields: Sequence[pa.Field], familiar: "Familiar | None"
    ) -> pa.RecordBatch:
        batch = found.seen.batch
        values = explained_columns(found, column, self._classifier.card.classes, self._kind)
        if familiar is not None:
            values += familiar.columns(found, self.config.similar)
        for field, array in zip(fields, values, strict=True):
            batch = set_column(batch, field, array)
        return batch

    def _fields(self, kind: ModelType, training: pa.Schema | None) -> list[pa.Field]:
        fields = explained_fields(kind)
        return fields if training is None else fields + similar_fields(kind, training, self.config.similar)

    def _familiar(self, training: pa.Table, ctx: RunContext) -> "Familiar":
        from weft_nodes._vision.features.likeness import familiar

        learned = self._classifier.card.picture
        column = picture_column(training.schema, self.config.training_column, learned, "training_column")
        label = self._kind.label if self._kind.label in training.schema.names else ""
        return familiar(self._classifier, training, column, label, ctx)

    def _wanted_class(self) -> int | None:
        target, classes = self.config.target, self._classifier.card.classes
        if not target:
            return None
        if target in classes:
            return classes.index(target)
        hint = suggestion(target, classes) or f"; it knows {', '.join(classes[:20])}"
        raise ToolError(f"the model knows no class {target!r}{hint}", "target")
