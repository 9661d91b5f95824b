"""Embed: the features of pictures as a column of vectors."""

from collections.abc import Iterator
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
    Output,
    OutputAnchor,
    Resources,
    RunContext,
    Schemas,
    Severity,
    Tool,
    ToolConfig,
    add_columns,
    set_column,
)
from weft_nodes._pictures.names import record_name
from weft_nodes._vision.features.vectors import unit, vector_array, vector_type
from weft_nodes._vision.models.model_input import picture_column, picture_columns, read_model
from weft_nodes._vision.networks import zoo
from weft_nodes._vision.networks.offer import check_folder, check_network, hints, in_words, weights_state

if TYPE_CHECKING:
    from weft_nodes._vision.features.embedding import Embedded
    from weft_nodes._vision.features.frozen import Frozen

_UNREADABLE = "pictures could not be read and got no vector"

_PRETRAINED = tuple(backbone for backbone in zoo.listed() if backbone.pretrained)


class EmbedConfig(ToolConfig):
    """Which pictures are described, and by which network."""

    column: Annotated[str, Column("data", kind="picture")] = Field("", title="Image field")
    """The column with the pictures. Left empty it is the only picture column."""
    model: str = Field(
        "MobileNetV2",
        title="Pre-trained model",
        min_length=1,
        description=f"{in_words(_PRETRAINED)} Counts for nothing where a trained model is connected to M.",
        json_schema_extra=hints(_PRETRAINED),
    )
    image_size: int = Field(224, title="Image size (pixels)", ge=16, le=2048)
    """Pictures are scaled to squares of this size. Less is quicker and sees less detail. A trained
    model on M has a size of its own."""
    normalise: bool = Field(True, title="Scale to unit length")
    """Give every vector the length 1, so that products of two are their cosine similarity."""
    name: str = Field("Embedding", title="Name of the column", min_length=1)
    """What the new column is called; one that has the name already is replaced."""
    device: Literal["auto", "cpu", "cuda"] = Field("auto", json_schema_extra={"group": "Advanced"})
    """Where the network runs: `auto` takes what the run was started with, and a GPU if there is one."""
    weights_dir: str = Field(
        "", title="Folder with weights", json_schema_extra={"widget": "folder", "group": "Advanced"}
    )
    """Where weights are looked for before `WEFT_WEIGHTS`, the hub's cache and the hub."""


class Embed(Tool[EmbedConfig]):
    """Describes each picture by a vector: a fixed number of figures that are alike for pictures that
    look alike. Image Search finds by them; they serve for clusters and maps as well.

    **D** takes the records with pictures. All columns pass through, and one is added: a list of as
    many numbers as the network has features, 1,280 for MobileNetV2.

    **M** may take a trained model of Image Recognition. Its network then describes the pictures,
    and sees what it learned to tell apart; the settings of the pre-trained model do not count. How
    many numbers there are is then known only after a run. Without M it is a network that was trained
    on photos of all kinds of things.

    To compare vectors they must come from the same network and size: describe all pictures with the
    same settings.

    What was computed is kept by the content of the picture: a second run, other records with the same
    pictures, and a training of the *head only* on the same network and size take it from there. On a
    processor a picture always gets the same vector, whichever others come with it.

    A picture that is empty or cannot be read gets no vector (null), and all of those are counted in
    one warning. Alteryx Designer has no such tool.
    """

    id = "weft.embed"
    label = "Embed"
    category = "Computer Vision"
    icon = "waypoints"
    inputs = (
        InputAnchor("data", "D"),
        InputAnchor("model", "M", kind="model", delivery=Delivery.WHOLE, optional=True),
    )
    outputs = (OutputAnchor("out"),)
    resources = Resources(cpu=0, gpu=1)
    expensive = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = EmbedConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        data, config = inputs["data"], self.config
        backbone = None
        if "model" not in inputs:
            backbone = self._check_model(ctx)
        if data is None:
            return {"out": None}
        pictures = picture_columns(data)
        if not pictures:
            ctx.problem("there is no column with pictures; read them by Image Input before", "column")
        elif not config.column and len(pictures) > 1:
            ctx.problem(f"choose one of the columns with pictures: {', '.join(pictures)}", "column")
        if config.name in data.names:
            message = f"the column {config.name!r} is there already and will be replaced"
            ctx.problem(message, "name", Severity.WARNING)
        if backbone is None or not backbone.dimensions:
            return {"out": None}
        return {"out": add_columns(data, pa.field(config.name, vector_type(backbone.dimensions)))}

    def annotation(self) -> str:
        return f"{self.config.name} by {self.config.model}"

    def fingerprint(self, ctx: EditContext) -> str:
        """The files of weights that the run may take, by name, size and time."""
        return weights_state(self.config.model, self.config.weights_dir, ctx)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        from weft_nodes._vision.features.embedding import Embedder
        from weft_nodes._vision.networks.allocation import keep_freed_memory

        keep_freed_memory()
        records = inputs["data"]
        column = picture_column(records.schema, self.config.column)
        extractor = self._frozen(inputs, ctx).extractor(ctx)

        def tell(batch: pa.RecordBatch, row: int, reason: str) -> None:
            ctx.warn(_UNREADABLE, 1, f"{record_name(batch, row)}: {reason}")

        seen = 0
        for found in Embedder(extractor, ctx).embed(records, column, tell):
            seen += int(found.readable.sum())
            yield "out", self._finish(found)
        # Without records the number of features is to be known all the same.
        field = pa.field(self.config.name, vector_type(extractor.network.dimensions))
        yield "out", pa.RecordBatch.from_pylist([], schema=add_columns(records.schema, field))
        ctx.info(f"features computed for {extractor.computed:,} of {seen:,} pictures; the others were kept")

    def _finish(self, found: "Embedded") -> pa.RecordBatch:
        rows, known = found.rows, found.readable
        if self.config.normalise:
            rows, _ = unit(np.where(known[:, None], rows, np.float32(0)))
        values = vector_array(rows, known)
        return set_column(found.batch, pa.field(self.config.name, values.type), values)

    def _frozen(self, inputs: Inputs, ctx: RunContext) -> "Frozen":
        from weft_nodes._vision.features.frozen import fetch_weights, of_model, of_weights
        from weft_nodes._vision.models.classifier import Classifier, pick_device

        config = self.config
        device = ctx.device if config.device == "auto" else config.device
        if "model" in inputs:
            _, packed = read_model(inputs["model"].table())
            return of_model(Classifier.load(packed, device))
        backbone = zoo.find(config.model)
        folder = ctx.path(config.weights_dir) if config.weights_dir else None
        weights = fetch_weights(backbone, folder, ctx)
        return of_weights(backbone, weights, config.image_size, pick_device(device))

    def _check_model(self, ctx: EditContext) -> zoo.Backbone | None:
        backbone = check_network(self.config.model, self.config.image_size, ctx)
        check_folder(self.config.weights_dir, ctx)
        if backbone and not backbone.pretrained:
            message = f"{backbone.name} has no pre-trained weights; connect a trained model to M, or choose"
            ctx.problem(f"{message} another network", "model")
        return backbone
