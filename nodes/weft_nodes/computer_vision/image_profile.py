"""Image Profile: what a picture is, how it was taken, and numbers about its pixels, as columns."""

import io
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    MAX_PIXELS,
    BatchTool,
    Column,
    EditContext,
    InputAnchor,
    InputSchemas,
    OutputAnchor,
    RunContext,
    Schemas,
    Severity,
    ToolConfig,
    ToolError,
    add_columns,
    load,
    open_picture,
    set_column,
)
from weft_nodes._pictures.exif import exif_json, gps
from weft_nodes._pictures.measures import CHANNELS, STATISTICS, base, summary
from weft_nodes._pictures.names import record_name

Profile = Literal["Base", "Exif", "GPS", "Summary"]


class ImageProfileConfig(ToolConfig):
    """Which pictures, and what to tell about them."""

    column: Annotated[str, Column("in", kind="picture")] = Field("image", title="Image")
    """The column with the pictures."""
    profiles: tuple[Profile, ...] = Field(("Base", "Exif", "GPS", "Summary"), min_length=1)
    """Which groups of columns to add; all of them by default."""
    max_pixels: int = Field(
        MAX_PIXELS, title="Largest picture (pixels)", gt=0, json_schema_extra={"group": "Advanced"}
    )
    """A picture with more pixels (width times height) is not profiled."""


class ImageProfile(BatchTool[ImageProfileConfig]):
    """Adds columns that describe each picture. Choose all groups or some of them.

    **Base**

    - `Mode` (text): the kind of pixels, such as `RGB`, `L` for grey, `P` for a palette, `CMYK`
    - `Width`, `Height`, `Channels` (whole numbers)
    - `Min_L`, `Max_L` for grey pictures; `Min_R`, `Max_R`, and the same with `G` and `B`, for colours;
      `Min_A`, `Max_A` for transparency: the least and greatest value of the channel
    - `Common_Color_RGB` (text, such as `255, 128, 0`) and `Common_Color_Hex` (`#ff8000`): the most
      common colour
    - `Dark_Pixels`, `Bright_Pixels`: how many pixels have a brightness of 0 to 30, and of 220 to 255

    **Exif**

    - `Exif` (text): all Exif tags by name as one JSON object

    **GPS**

    - `GPS_Latitude`, `GPS_Longitude`: degrees, negative in the south and west
    - `GPS_Altitude`: metres, negative below the sea
    - `GPS_Speed` and `GPS_Speed_Ref` (`K` for km/h, `M` for mph, `N` for knots)
    - `GPS_Track` in degrees and `GPS_Track_Ref` (`T` for true north, `M` for magnetic north)
    - `GPS_Time`: date and time, UTC

    **Summary**, for each channel `L`, `R`, `G`, `B`, `A`, such as `Summary_R_Mean`

    - `Pixels`, `Sum`, `Squared_Sum`, `Mean`, `Median`, `RMS`, `Variance`, `Standard_Deviation`
      (decimal numbers; of the whole, not of a sample)

    What a picture does not have is null: a grey picture has no `Summary_R_Mean`. Palettes and CMYK are
    measured as RGB. Greys of 16 bits are measured as they are. Colours, dark and bright pixels are
    taken with transparency laid on white. Of an animation or a file of many pages, the first counts.
    A column of the input with one of these names is replaced.

    A picture that cannot be decoded gets nulls and is counted in one warning.
    """

    id = "weft.image_profile"
    label = "Image Profile"
    category = "Computer Vision"
    icon = "scan-search"
    inputs = (InputAnchor("in", letter="I"),)
    outputs = (OutputAnchor("out", letter="O"),)
    batch_records = 64
    Config = ImageProfileConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        if not self.config.column:
            ctx.problem("choose the column with the pictures", "column")
        schema, fields = inputs["in"], self._fields()
        if schema is not None and (taken := [f.name for f in fields if f.name in schema.names]):
            message = (
                f"the incoming columns {', '.join(map(repr, taken))} are replaced; rename them to keep them"
            )
            ctx.problem(message, "profiles", Severity.WARNING)
        return {"out": add_columns(schema, *fields)}

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        pictures = batch.column(self.config.column).storage
        found = [self._profile(cell.as_buffer(), batch, row, ctx) for row, cell in enumerate(pictures)]
        for field in self._fields():
            values = pa.array([profile.get(field.name) for profile in found], field.type)
            batch = set_column(batch, field, values)
        return batch

    def _profile(
        self, data: pa.Buffer | None, batch: pa.RecordBatch, row: int, ctx: RunContext
    ) -> dict[str, Any]:
        ctx.check_cancelled()
        if data is None:
            return {}
        found: dict[str, Any] = {}
        chosen = self.config.profiles
        try:
            picture = open_picture(io.BytesIO(data), self.config.max_pixels)
            if "Base" in chosen or "Summary" in chosen:
                load(picture)
                found |= base(picture) if "Base" in chosen else {}
                found |= summary(picture) if "Summary" in chosen else {}
            if "Exif" in chosen:
                found["Exif"] = exif_json(picture)
            if "GPS" in chosen:
                found |= gps(picture)
        except ToolError as error:
            ctx.warn("pictures could not be profiled", 1, f"{record_name(batch, row)}: {error}")
            return {}
        return found

    def _fields(self) -> list[pa.Field]:
        groups: dict[str, list[pa.Field]] = {
            "Base": _base_fields(),
            "Exif": [pa.field("Exif", pa.string())],
            "GPS": _gps_fields(),
            "Summary": [
                pa.field(f"Summary_{channel}_{name}", pa.float64())
                for channel in CHANNELS
                for name in STATISTICS
            ],
        }
        return [
            field for group, fields in groups.items() if group in self.config.profiles for field in fields
        ]


def _base_fields() -> list[pa.Field]:
    extremes = [pa.field(f"{end}_{channel}", pa.int32()) for channel in CHANNELS for end in ("Min", "Max")]
    return [
        pa.field("Mode", pa.string()),
        pa.field("Width", pa.int32()),
        pa.field("Height", pa.int32()),
        pa.field("Channels", pa.int32()),
        *extremes,
        pa.field("Common_Color_RGB", pa.string()),
        pa.field("Common_Color_Hex", pa.string()),
        pa.field("Dark_Pixels", pa.int64()),
        pa.field("Bright_Pixels", pa.int64()),
    ]


def _gps_fields() -> list[pa.Field]:
    return [
        pa.field("GPS_Latitude", pa.float64()),
        pa.field("GPS_Longitude", pa.float64()),
        pa.field("GPS_Altitude", pa.float64()),
        pa.field("GPS_Speed", pa.float64()),
        pa.field("GPS_Speed_Ref", pa.string()),
        pa.field("GPS_Track", pa.float64()),
        pa.field("GPS_Track_Ref", pa.string()),
        pa.field("GPS_Time", pa.timestamp("us")),
    ]
