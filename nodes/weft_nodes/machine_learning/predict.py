"""Image Recognition Predict: a trained model says what each picture shows."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    BatchTool,
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
    ToolConfig,
    ToolError,
    add_columns,
    set_column,
)
from weft_nodes._vision.engines.seeing import Seen, see
from weft_nodes._vision.models.answer_columns import AnswerColumns
from weft_nodes._vision.models.model_input import model_column, picture_columns, read_model

_NO_UNKNOWN = "only a model of classes has unknown answers; leave this empty"


@dataclass(frozen=True)
class _Judged:
    """What the network says of some records.

    Attributes:
        probabilities: Of those whose picture could be read, (n, outputs); or what else the target is.
        readable: One truth value a record.
    """

    probabilities: npt.NDArray[np.float32]
    readable: npt.NDArray[np.bool_]


class PredictConfig(ToolConfig):
    """Which pictures to judge, and what to say about them."""

    column: Annotated[str, Column("data", kind="picture")] = Field("", title="Image field")
    """The column with the pictures. Left empty it is the only picture column, or among several the
    one of the name that the model learned from."""
    scores: bool = Field(False, title="A score for every class")
    """Add a column `Score_<class>` for each class."""
    threshold: float | None = Field(
        None, ge=0, le=1, title="Answer from a score of", json_schema_extra={"group": "Advanced"}
    )
    """Under this score the answer is unknown. Empty takes what the model was made with, 0 always
    answers."""
    batch_size: int = Field(0, ge=0, le=4096, title="Batch size", json_schema_extra={"group": "Advanced"})
    """Pictures that go through the network at a time; 0 chooses: 8 on a processor, 128 on a GPU."""
    device: Literal["auto", "cpu", "cuda"] = Field("auto", json_schema_extra={"group": "Advanced"})
    """Where the network runs: `auto` takes what the run was started with, and a GPU if there is one."""


class Predict(BatchTool[PredictConfig]):
    """Applies a model of Image Recognition: says for each picture which class it shows, or which labels
    or what number it has.

    **D** takes the records with pictures, **M** the record with the model: from the M output of an
    Image Recognition tool in the same workflow, or from Input Data with a file in which it was
    saved. Both give the same result.

    All incoming columns pass through as they are, and two are added:

    - `<label>_Predicted`: the most likely class, in the type of the label column that the model
      learned from, so `Class_Predicted` where that was `Class`;
    - `Score`: how sure the model is, from 0 to 1. It is the probability of that class.

    With *A score for every class* there is a column `Score_<class>` for each class as well; all of
    them add up to 1. The columns are then known only once the model has been read, that is after a
    run.

    A model of **several labels** predicts a list of those whose probability reaches their threshold,
    which Image Recognition chose; it may be empty. `Score` is then the probability that the whole list is
    right, as if the labels did not depend on each other, and *A score for every class* adds the
    probability of each label, which need not add up to 1. A model of a **number** predicts that number,
    with decimals, in the unit of the column that it learned from; it has no `Score`.

    Pictures need no preparation by their size: each is scaled to the size that the model learned
    from, in the way that was done while it learned. It should still be prepared by the same steps
    (crop, grayscale, ...) as the pictures of the training.

    A model that was made for a wanted precision answers only where it is sure enough, and so does any
    model with a score in *Answer from a score of*. Otherwise its prediction is empty. A column `Unknown`
    is then added that is true for these records, false for those with an answer, and empty where the
    picture could not be read. `Score` still tells the probability of the likeliest class.

    A picture that is empty or cannot be read gets an empty prediction, and all of those are counted
    in one warning. A column that is there already under the name of an added one is replaced.

    On a processor the same model and picture give the same scores to the last digit, whichever
    pictures come with it; on a GPU the last digits may differ. On a processor a model whose network is
    new to the machine is prepared when it is first used, which takes some seconds once; later runs start
    at once, and so does the first one of a model whose head was trained here.
    """

    id = "weft.predict"
    label = "Image Recognition Predict"
    category = "Machine Learning"
    icon = "brain-circuit"
    inputs = (
        InputAnchor("data", "D"),
        InputAnchor("model", "M", kind="model", delivery=Delivery.WHOLE),
    )
    outputs = (OutputAnchor("out"),)
    resources = Resources(cpu=0, gpu=1)
    needs = ("torch", "timm")
    extra = "vision"
    Config = PredictConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        data, model = inputs["data"], inputs["model"]
        if data is not None and not self.config.column and not picture_columns(data):
            ctx.problem("there is no column with pictures; read them by Image Input before", "column")
        field = None if model is None else model_column(model)
        if data is None or field is None or not field.type.label:
            return {"out": None}
        kind = field.type
        if self.config.threshold and kind.target != "classes":
            ctx.problem(_NO_UNKNOWN, "threshold")
        added = self._columns(kind).promised()
        if added is None:
            return {"out": None}
        for field in added:
            if field.name in data.names:
                message = f"the column {field.name!r} is there already and will be replaced"
                ctx.problem(message, severity=Severity.WARNING)
        return {"out": add_columns(data, *added)}

    def _columns(self, kind: ModelType) -> AnswerColumns:
        return AnswerColumns(kind, self.config.scores, self.config.threshold)

    def annotation(self) -> str:
        return "Predict with scores" if self.config.scores else "Predict"

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        from weft_nodes._vision.engines.prediction import predictor
        from weft_nodes._vision.networks.allocation import keep_freed_memory

        keep_freed_memory()
        promised, packed = read_model(inputs["model"].table())
        device = ctx.device if self.config.device == "auto" else self.config.device
        self._model = predictor(packed, device, self.config.batch_size, ctx)
        if self.config.threshold and self._model.card.target != "classes":
            raise ToolError(_NO_UNKNOWN, "threshold")
        self._added = self._columns(promised if promised.label else ModelType.of(packed))

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        """Pictures are decoded ahead on the run's threads while the network works."""
        waiting: deque[pa.RecordBatch] = deque()
        judged: list[_Judged] = []
        # Given where there is no other batch: the columns of the scores are to be known all the same.
        empty: pa.RecordBatch | None = pa.RecordBatch.from_pylist([], schema=inputs["data"].schema)

        def parts() -> Iterator[pa.RecordBatch]:
            for batch in inputs["data"]:
                if batch.num_rows:
                    waiting.append(batch)
                    yield from self._parts(batch)

        for part in self._judge(ctx.map(lambda part: self._see(part, ctx), parts()), ctx):
            judged.append(part)
            if sum(len(part.readable) for part in judged) == waiting[0].num_rows:
                yield "out", self._finish(waiting.popleft(), judged)
                judged = []
                empty = None
        if empty is not None:
            yield "out", self._finish(empty, [])

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        seen = (self._see(part, ctx) for part in self._parts(batch))
        return self._finish(batch, list(self._judge(seen, ctx)))

    def _parts(self, batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        for start in range(0, batch.num_rows, self._model.engine.batch):
            yield batch.slice(start, self._model.engine.batch)

    def _see(self, part: pa.RecordBatch, ctx: RunContext) -> Seen:
        return see(part, self.config.column, self._model, ctx)

    def _judge(self, parts: Iterable[Seen], ctx: RunContext) -> Iterator[_Judged]:
        """Parts are asked for a few ahead of those that are given."""
        pixels = ((seen.readable, seen.pixels) for seen in parts)
        for readable, probabilities in self._model.engine.each(pixels, ctx.check_cancelled):
            yield _Judged(probabilities, readable)

    def _finish(self, batch: pa.RecordBatch, parts: Sequence[_Judged]) -> pa.RecordBatch:
        card = self._model.card
        readable = np.concatenate([np.zeros(0, np.bool_), *(part.readable for part in parts)])
        found = [part.probabilities for part in parts]
        outputs = np.concatenate([np.zeros((0, card.outputs), np.float32), *found])
        # Where each record's answer stands, null where its picture could not be read.
        places = pa.array(np.cumsum(readable) - 1, mask=~readable)
        for name, values in self._added.of(card, outputs):
            spread = values.take(places)
            batch = set_column(batch, pa.field(name, spread.type), spread)
        return batch
