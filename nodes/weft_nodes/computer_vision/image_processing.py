"""Image Processing: steps such as scale, crop and threshold, applied to every picture in order."""

from typing import Annotated, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    MAX_PIXELS,
    BatchTool,
    Column,
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    OutputAnchor,
    PictureType,
    RunContext,
    Schemas,
    Severity,
    ToolConfig,
    ToolError,
    add_columns,
    decode,
    eight_bit,
    picture_array,
    set_column,
)
from weft_nodes._pictures.names import record_name
from weft_nodes._pictures.processing import Recipe
from weft_nodes._pictures.steps import Align, Step, in_order, words_of


class ImageProcessingConfig(ToolConfig):
    """Which pictures, and what to do with them."""

    column: Annotated[str, Column("in", kind="picture")] = Field("image", title="Image")
    """The column with the pictures."""
    steps: tuple[Step, ...] = ()
    """What to do, from top to bottom; Shift always runs first."""
    output_column: str = Field("image_processed", title="Name of the result", min_length=1)
    """The column that the processed pictures get; a column of this name is replaced."""
    reference_column: Annotated[str, Column("reference", kind="picture")] = Field(
        "image", title="Reference image", json_schema_extra={"group": "Advanced"}
    )
    """With a reference connected: the column whose first picture Align lays the others on."""
    format: Literal["PNG", "JPEG"] = Field("PNG", json_schema_extra={"group": "Advanced"})
    """PNG loses nothing; JPEG takes about a fifth of the space."""
    quality: int = Field(
        90,
        title="JPEG quality",
        ge=1,
        le=100,
        json_schema_extra={"group": "Advanced", "when": {"format": ["JPEG"]}},
    )
    """For JPEG: from 1 for small files to 100 for good pictures."""
    max_pixels: int = Field(
        MAX_PIXELS, title="Largest picture (pixels)", gt=0, json_schema_extra={"group": "Advanced"}
    )
    """A picture with more pixels (width times height) is not processed, nor made by Scale."""


class ImageProcessing(BatchTool[ImageProcessingConfig]):
    """Processes pictures in steps and adds the result as the column `image_processed`.

    The steps run from top to bottom, each on what the one before made; a step may be used more than
    once. **Shift** always runs first, wherever it stands.

    - **Shift** moves the picture inside its frame.
    - **Align** turns the picture so that lines such as those of text lie level. With a picture on
      the second input, it turns and moves each picture so that it lies on that one as well as it can.
    - **Scale** changes the size, in pixels or percent. With *Lock aspect ratio* the picture gets the
      largest size that fits within width and height and keeps its proportions.
    - **Crop** cuts out a rectangle, in pixels or percent.
    - **Brightness balance** brings the mean brightness to the middle (gamma), stretches the contrast,
      or evens out shadows.
    - **Grayscale** makes the picture grey.
    - **Threshold** makes it black and white: Otsu, fixed, adaptive mean or adaptive Gaussian.

    Before the first step every picture is brought to 8 bits a channel: 16 bits by their upper byte,
    32 bits and floating pixels stretched from their least to their greatest, palettes and CMYK to RGB.
    Transparency is kept; Threshold and JPEG lay it on white. Of an animation or a file of many pages
    the first is taken.

    The result is PNG, which loses nothing, or JPEG. Where Scale is the first step, a large JPEG is
    decoded at a half, a quarter or an eighth of its size if that is still three times the size
    wanted, which is faster and looks the same (above 40 dB PSNR).

    A picture that cannot be decoded, or on which a step cannot be done, gets an empty result and is
    counted in one warning; empty pictures stay empty.
    """

    id = "weft.image_processing"
    label = "Image Processing"
    category = "Computer Vision"
    icon = "wand-sparkles"
    inputs = (InputAnchor("in"), InputAnchor("reference", delivery=Delivery.WHOLE, optional=True))
    outputs = (OutputAnchor("out"),)
    batch_records = 64
    Config = ImageProcessingConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not self.config.column:
            ctx.problem("choose the column with the pictures", "column")
        if not self.config.steps:
            ctx.problem("add a step; without one the pictures are only copied", "steps", Severity.WARNING)
        if "reference" in inputs and not self._aligns():
            message = "the reference is not used: only the step Align looks at it"
            ctx.problem(message, "steps", Severity.WARNING)
        return {"out": add_columns(inputs["in"], self._field())}

    def annotation(self) -> str:
        return ", ".join(map(words_of, in_order(self.config.steps)))

    def open(self, inputs: Inputs, ctx: RunContext) -> None:
        reference = None
        if "reference" in inputs and self._aligns():
            pictures = inputs["reference"].table().column(self.config.reference_column)
            first = next((p.as_py() for p in pictures if p.is_valid), None)
            if first is None:
                raise ToolError("the reference input holds no picture", "reference_column")
            reference = eight_bit(decode(first, self.config.max_pixels))
        self._recipe = Recipe(
            in_order(self.config.steps),
            reference,
            self.config.max_pixels,
            self.config.format,
            self.config.quality,
        )

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        pictures = batch.column(self.config.column).storage
        done = [self._processed(picture.as_buffer(), batch, row, ctx) for row, picture in enumerate(pictures)]
        return set_column(batch, self._field(), picture_array(done))

    def _processed(
        self, picture: pa.Buffer | None, batch: pa.RecordBatch, row: int, ctx: RunContext
    ) -> bytes | None:
        ctx.check_cancelled()
        if picture is None:
            return None
        try:
            return self._recipe.apply(picture)
        except ToolError as error:
            ctx.warn("pictures could not be processed", 1, f"{record_name(batch, row)}: {error}")
            return None

    def _aligns(self) -> bool:
        return any(isinstance(step, Align) for step in self.config.steps)

    def _field(self) -> pa.Field:
        return pa.field(self.config.output_column, PictureType())
