"""Export Model: a trained model as a file that other programs run without Weft."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

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
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    ToolError,
)
from weft_nodes._formats.saving import blamed, replacing_all
from weft_nodes._pictures.names import record_name
from weft_nodes._vision.exporting.forms import Form, check_ending, check_installed, form_of
from weft_nodes._vision.models.model_input import picture_column, picture_columns, read_model

if TYPE_CHECKING:
    from weft_nodes._vision.models.classifier import Classifier
    from weft_nodes._vision.networks.preprocess import Pixels

_OUT = pa.schema(
    [
        pa.field("path", pa.string()),
        pa.field("format", pa.string()),
        pa.field("bytes", pa.int64()),
        pa.field("largest_difference", pa.float64()),
        pa.field("pictures", pa.int64()),
        pa.field("compared_by", pa.string()),
    ]
)


class ExportModelConfig(ToolConfig):
    """Where the model goes, in which format, and what it is compared by."""

    path: str = Field("", title="File", json_schema_extra={"widget": "file"})
    """The file to write: `.onnx`, `.xml` for OpenVINO (its numbers go beside it into a `.bin`), or
    `.pt` for TorchScript. A relative path counts from the folder of the workflow."""
    format: Literal["onnx", "openvino", "torchscript"] = "onnx"
    """`onnx` is read by most programs, `openvino` by that of Intel, `torchscript` by torch, also from C++."""
    mode: Literal["overwrite", "fail if it exists"] = Field("overwrite", title="If the file exists")
    """Replace it, or stop."""
    column: Annotated[str, Column("data", kind="picture")] = Field("", title="Image field")
    """The column of D with the pictures. Left empty it is the only picture column, or among several
    the one of the name that the model learned from."""
    pictures: int = Field(
        64, ge=1, le=4096, title="Pictures to compare by", json_schema_extra={"group": "Advanced"}
    )
    """How many pictures of D, evenly spread, the file and the model must agree on."""


class ExportModel(Tool[ExportModelConfig]):
    """Writes a model of Image Recognition as ONNX, OpenVINO or TorchScript, for programs without Weft.

    **M** takes the model, from Image Recognition or from a file in which it was saved. **D**, which may
    stay unconnected, takes records with pictures to compare the file and the model by.

    The input of the exported model, `pictures`, is plain pixels: whole numbers from 0 to 255 (uint8) of
    the shape (n, height, width, 3), red, green, blue, any number of pictures at a time. Normalisation
    is inside. **Scaling is not**: scale pictures to the model's width and height before, in Python
    with Pillow's `resize` and the model's interpolation to come as near to Predict as can be. The
    output, `probabilities`, is (n, classes), calibrated like the scores of Predict. The names of the
    classes, in this order, are in the file: in ONNX's metadata as `classes`, in OpenVINO's runtime
    information as `weft/classes`, in TorchScript's extra file `weft.json`. A model of several labels gives
    the probability of each, and `label_thresholds` beside `classes` tells from which on it is said; one
    of a number gives (n, 1) numbers in the unit of its label.

    **The file is tried before it is put in place**: read back by ONNX Runtime, OpenVINO or torch, it
    judges pictures of D, or drawn ones where D is not connected, on the processor. Where a
    probability differs from the model's by more than 0.0001 (a number, by so many standard deviations),
    nothing is written and the run fails.

    The output is one record: `path`, `format`, `bytes` (of all files), `largest_difference` (of any
    probability of any picture, or of a number in standard deviations), `pictures` (how many were
    compared) and `compared_by`. The tool runs again when the model changed or when the file is not as it
    left it.

    On processors that compute in bfloat16, OpenVINO rounds unless it is told otherwise: compile the
    model with `INFERENCE_PRECISION_HINT` set to `f32` for the probabilities of Predict. `weft export` does
    the same on the command line. Alteryx Designer has no such tool.
    """

    id = "weft.export_model"
    label = "Export Model"
    category = "Machine Learning"
    icon = "package"
    inputs = (
        InputAnchor("model", "M", kind="model", delivery=Delivery.WHOLE),
        InputAnchor("data", "D", delivery=Delivery.WHOLE, optional=True),
    )
    outputs = (OutputAnchor("out"),)
    effects = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = ExportModelConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        form = form_of(self.config.format)
        if not self.config.path:
            ctx.problem("no file is chosen; name one", "path")
        elif (target := ctx.path(self.config.path)).is_dir():
            ctx.problem(f"{target} is a folder; name a file in it", "path")
        else:
            self._try(lambda: check_ending(target, form), ctx)
        self._try(lambda: check_installed(form), ctx)
        data = inputs["data"]
        if data is not None and not self.config.column and not picture_columns(data):
            ctx.problem("D has no column with pictures; read them by Image Input before", "column")
        return {"out": _OUT}

    def annotation(self) -> str:
        return Path(self.config.path).name

    def fingerprint(self, ctx: EditContext) -> str:
        files = form_of(self.config.format).files(ctx.path(self.config.path))
        try:
            states = [(file, file.stat()) for file in files]
        except OSError:
            return f"{files[0]} is not there"
        return " ".join(f"{file} {facts.st_size} {facts.st_mtime_ns}" for file, facts in states)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        from weft_nodes._vision.exporting.conversion import convert
        from weft_nodes._vision.exporting.parity import drawn, told
        from weft_nodes._vision.models.classifier import Classifier

        form, target = form_of(self.config.format), ctx.path(self.config.path)
        self._check_absent(target)
        classifier = Classifier.load(read_model(inputs["model"].table())[1])
        if "data" in inputs:
            pixels, source = self._pixels(inputs["data"].table(), classifier, ctx), "pictures of D"
        else:
            pixels, source = drawn(classifier.card.preprocess), "drawn pictures"

        def watch(what: str) -> None:
            ctx.check_cancelled()
            ctx.progress(0, None, what)

        done = convert(classifier, form, pixels, ctx.scratch(), watch)
        size = sum(file.stat().st_size for file in done.files)
        self._put(form, target, done.files)
        count = f"{len(pixels)} {source}" if len(pixels) > 1 else f"1 of the {source}"
        apart = told(classifier.card.target, count, done.difference)
        ctx.info(f"{self.config.path}: {size / 1e6:,.1f} MB; {apart}")
        record = [str(target), form.name, size, done.difference, len(pixels), source]
        yield "out", pa.RecordBatch.from_arrays([pa.array([each]) for each in record], schema=_OUT)

    def _put(self, form: Form, target: Path, made: tuple[Path, ...]) -> None:
        with blamed(target):
            target.parent.mkdir(parents=True, exist_ok=True)
        self._check_absent(target)
        replacing_all(dict(zip(form.files(target), made, strict=True)))

    def _check_absent(self, target: Path) -> None:
        if self.config.mode == "fail if it exists" and target.exists():
            raise ToolError(
                f"{target} exists and is left as it is; remove it, choose another name, or another mode",
                "mode",
            )

    def _pixels(self, table: pa.Table, classifier: "Classifier", ctx: RunContext) -> "Pixels":
        """Pictures of D, evenly spread, ready for the network; those that cannot be read are left out."""
        import numpy as np

        from weft_nodes._vision.exporting.parity import spread

        column = picture_column(table.schema, self.config.column, classifier.card.picture)
        rows = table.select([column]).take(pa.array(spread(table.num_rows, self.config.pictures), pa.int64()))
        found = []
        for batch in rows.to_batches():
            for row, cell in enumerate(batch.column(column).storage):
                ctx.check_cancelled()
                try:
                    if not cell.is_valid:
                        raise ToolError("it is empty")
                    found.append(classifier.card.preprocess.pixels(cell.as_buffer()))
                except ToolError as error:
                    message = "pictures could not be read and were not compared"
                    ctx.warn(message, 1, f"{record_name(batch, row)}: {error}")
        if not found:
            raise ToolError("D holds no picture that can be read; connect other records, or none", "column")
        return np.stack(found)

    def _try(self, check: Callable[[], None], ctx: EditContext) -> None:
        try:
            check()
        except ToolError as error:
            ctx.problem(str(error), error.field)
