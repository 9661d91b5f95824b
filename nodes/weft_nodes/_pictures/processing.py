"""The steps applied to one encoded picture."""

import io
from dataclasses import dataclass

from PIL import Image

from weft.sdk import decode, decode_scaled, eight_bit, encode, on_white, open_picture
from weft_nodes._pictures import geometry, placement, tones
from weft_nodes._pictures.steps import Align, Brightness, Crop, Grayscale, Scale, Shift, Step, Threshold


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is done to every picture.

    Attributes:
        steps: As they run.
        reference: The picture that Align lays others on.
        max_pixels: Larger pictures are neither decoded nor made.
        file_format: `PNG` or `JPEG`.
        quality: 1 to 100, for JPEG.
    """

    steps: tuple[Step, ...]
    reference: Image.Image | None
    max_pixels: int
    file_format: str
    quality: int

    def apply(self, data: bytes) -> bytes:
        """The processed picture as the bytes of a file.

        Raises:
            ToolError: The picture cannot be decoded or a step cannot be done on it.
        """
        picture, rest = self._decoded(data)
        for step in rest:
            picture = self._done(step, picture)
        return encode(
            on_white(picture) if self.file_format == "JPEG" else picture, self.file_format, self.quality
        )

    def _decoded(self, data: bytes) -> tuple[Image.Image, tuple[Step, ...]]:
        """The pixels and the steps left to do; scaling is part of decoding where it comes first."""
        if not self.steps or not isinstance(first := self.steps[0], Scale):
            return eight_bit(decode(data, self.max_pixels)), self.steps
        size = (1, 1)
        if first.unit == "percent" or first.lock_aspect_ratio:
            size = open_picture(io.BytesIO(data), self.max_pixels).size
        resampling = geometry.RESAMPLING[first.resampling]
        return decode_scaled(data, first.target(size), resampling, self.max_pixels), self.steps[1:]

    def _done(self, step: Step, picture: Image.Image) -> Image.Image:
        match step:
            case Shift():
                return geometry.shift(picture, step)
            case Align():
                how = (
                    placement.onto(picture, self.reference, step.max_degrees)
                    if self.reference
                    else placement.level(picture, step.max_degrees)
                )
                return geometry.turn(picture, how, step.fill)
            case Scale():
                return geometry.scale(picture, step, self.max_pixels)
            case Crop():
                return geometry.crop(picture, step)
            case Brightness():
                return tones.balance(picture, step)
            case Grayscale():
                return tones.grayscale(picture)
            case Threshold():
                return tones.threshold(picture, step)
