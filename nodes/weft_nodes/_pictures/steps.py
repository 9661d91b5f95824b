"""The steps of Image Processing as settings, and the order in which they run."""

from collections.abc import Iterable
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field, JsonValue

from weft.sdk import ToolConfig, ToolError

Unit: TypeAlias = Literal["pixels", "percent"]
Fill: TypeAlias = Literal["white", "black"]
Size: TypeAlias = tuple[int, int]


class Shift(ToolConfig):
    """Moves the picture inside its frame; what leaves the frame is lost. Always runs first."""

    step: Literal["shift"] = "shift"
    x: float = Field(0, title="To the right")
    """How far to the right; a negative number moves to the left."""
    y: float = Field(0, title="Down")
    """How far down; a negative number moves up."""
    unit: Unit = "pixels"
    """Pixels, or percent of the picture's width and height."""
    fill: Fill = Field("white", title="Fill with")
    """The colour of the strip that becomes free; pictures with transparency get transparent ones."""


class Align(ToolConfig):
    """Turns the picture so that its lines lie level, or so that it lies on the reference picture."""

    step: Literal["align"] = "align"
    max_degrees: float = Field(15, title="Turn by at most (degrees)", gt=0, le=45)
    """The largest angle that is tried to either side."""
    fill: Fill = Field("white", title="Fill with")
    """The colour of the corners that become free; pictures with transparency get transparent ones."""


class Scale(ToolConfig):
    """Changes the size of the picture."""

    step: Literal["scale"] = "scale"
    width: float = Field(128, gt=0)
    """The new width."""
    height: float = Field(128, gt=0)
    """The new height."""
    unit: Unit = "pixels"
    """Pixels, or percent of the picture's width and height."""
    lock_aspect_ratio: bool = Field(False, title="Lock aspect ratio")
    """Keep the proportions: the largest size that fits within width and height."""
    resampling: Literal["nearest", "bilinear", "bicubic", "lanczos"] = Field(
        "bicubic", json_schema_extra={"group": "Advanced"}
    )
    """How pixels are computed: nearest keeps hard edges and exact colours, bilinear is soft and quick,
    bicubic is right for most pictures, lanczos is the sharpest."""

    def target(self, size: Size) -> Size:
        """The size in pixels that a picture of this size gets; never under one pixel."""
        width, height = _pixels((self.width, self.height), self.unit, size)
        if self.lock_aspect_ratio:
            factor = min(width / size[0], height / size[1])
            width, height = size[0] * factor, size[1] * factor
        return max(1, round(width)), max(1, round(height))


class Crop(ToolConfig):
    """Cuts out a rectangle; what of it lies outside the picture is left away."""

    step: Literal["crop"] = "crop"
    left: float = Field(0, ge=0)
    """Where the rectangle begins, from the left edge."""
    top: float = Field(0, ge=0)
    """Where the rectangle begins, from the upper edge."""
    width: float = Field(100, gt=0)
    """The width of the rectangle."""
    height: float = Field(100, gt=0)
    """The height of the rectangle."""
    unit: Unit = "pixels"
    """Pixels, or percent of the picture's width and height."""

    def box(self, size: Size) -> tuple[int, int, int, int]:
        """Left, upper, right and lower edge in pixels, within a picture of this size.

        Raises:
            ToolError: Nothing of the rectangle lies in the picture.
        """
        left, top = (round(v) for v in _pixels((self.left, self.top), self.unit, size))
        width, height = (max(1, round(v)) for v in _pixels((self.width, self.height), self.unit, size))
        if left >= size[0] or top >= size[1]:
            raise ToolError(
                f"the crop begins at {left}, {top}, outside a picture of {size[0]} x {size[1]} pixels"
            )
        return left, top, min(left + width, size[0]), min(top + height, size[1])


class Brightness(ToolConfig):
    """Balances the brightness."""

    model_config = ConfigDict(title="Brightness balance")

    step: Literal["brightness balance"] = "brightness balance"
    method: Literal["gamma", "stretch contrast", "even lighting"] = "gamma"
    """Gamma brings the mean brightness to the middle without clipping anything; stretch contrast uses
    the whole range from black to white; even lighting removes shadows, as on a photographed page."""
    target: int = Field(
        128,
        title="Mean brightness",
        ge=1,
        le=254,
        json_schema_extra={"when": {"method": ["gamma", "even lighting"]}},
    )
    """The brightness that gamma and even lighting aim at, from 0 for black to 255 for white."""


class Grayscale(ToolConfig):
    """Makes the picture grey: 0.299 red + 0.587 green + 0.114 blue; transparency is kept."""

    step: Literal["grayscale"] = "grayscale"


def _adaptive() -> dict[str, JsonValue]:
    """Of a setting that counts for thresholds that go by the surroundings only."""
    return {"when": {"method": ["adaptive mean", "adaptive gaussian"]}}


class Threshold(ToolConfig):
    """Makes the picture black and white: pixels brighter than a threshold become white."""

    step: Literal["threshold"] = "threshold"
    method: Literal["otsu", "fixed", "adaptive mean", "adaptive gaussian"] = "otsu"
    """Otsu finds the best threshold for the whole picture; fixed uses the one given; the adaptive ones
    compare each pixel with its surroundings, which copes with uneven light."""
    value: int = Field(
        128, title="Threshold", ge=0, le=255, json_schema_extra={"when": {"method": ["fixed"]}}
    )
    """For fixed: pixels brighter than this become white."""
    block_size: int = Field(31, title="Block size (pixels)", ge=3, le=999, json_schema_extra=_adaptive())
    """For adaptive: the side of the square of surroundings, an odd number; an even one is raised by 1."""
    offset: float = Field(10, ge=-255, le=255, json_schema_extra=_adaptive())
    """For adaptive: how much darker than its surroundings a pixel must be to become black."""


Step: TypeAlias = Annotated[
    Shift | Align | Scale | Crop | Brightness | Grayscale | Threshold, Field(discriminator="step")
]


def in_order(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps as they run: shifts first, the others in their order."""
    return tuple(sorted(steps, key=lambda step: not isinstance(step, Shift)))


def _pixels(values: tuple[float, float], unit: Unit, size: Size) -> tuple[float, float]:
    if unit == "pixels":
        return values
    return values[0] * size[0] / 100, values[1] * size[1] / 100


def words_of(step: Step) -> str:
    """A step in a few words, with the figures that matter most: `scale 128 x 128`."""
    match step:
        case Scale() | Crop():
            unit = " %" if step.unit == "percent" else ""
            within = " within" if isinstance(step, Scale) and step.lock_aspect_ratio else ""
            return f"{step.step}{within} {step.width:g}{unit} x {step.height:g}{unit}"
        case Shift():
            unit = " %" if step.unit == "percent" else ""
            return f"shift {step.x:g}{unit}, {step.y:g}{unit}"
        case Brightness():
            return step.method
        case Threshold(method="fixed"):
            return f"threshold {step.value}"
        case _:
            return step.step
