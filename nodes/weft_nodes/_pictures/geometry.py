"""Moving, turning, cutting and scaling pixels; every function takes and gives modes L, LA, RGB, RGBA."""

from types import MappingProxyType

from PIL import Image

from weft.sdk import check_size
from weft_nodes._pictures.placement import Placement
from weft_nodes._pictures.steps import Crop, Fill, Scale, Shift

RESAMPLING = MappingProxyType(
    {
        "nearest": Image.Resampling.NEAREST,
        "bilinear": Image.Resampling.BILINEAR,
        "bicubic": Image.Resampling.BICUBIC,
        "lanczos": Image.Resampling.LANCZOS,
    }
)


def shift(picture: Image.Image, step: Shift) -> Image.Image:
    """The picture moved inside its frame."""
    factor = (1.0, 1.0) if step.unit == "pixels" else (picture.width / 100, picture.height / 100)
    moved = Image.new(picture.mode, picture.size, _ground(picture, step.fill))
    moved.paste(picture, (round(step.x * factor[0]), round(step.y * factor[1])))
    return moved


def turn(picture: Image.Image, how: Placement, fill: Fill) -> Image.Image:
    """The picture turned about its centre and moved, in a frame of the same size."""
    if how == Placement():
        return picture
    return picture.rotate(
        how.degrees,
        Image.Resampling.BICUBIC,
        translate=(round(how.right * picture.width), round(how.down * picture.height)),
        fillcolor=_ground(picture, fill),
    )


def scale(picture: Image.Image, step: Scale, max_pixels: int) -> Image.Image:
    """The picture in another size.

    Raises:
        ToolError: The new picture would have more pixels than the limit.
    """
    target = step.target(picture.size)
    check_size(target, max_pixels)
    return picture.resize(target, RESAMPLING[step.resampling])


def crop(picture: Image.Image, step: Crop) -> Image.Image:
    """The part of the picture inside the rectangle.

    Raises:
        ToolError: Nothing of the rectangle lies in the picture.
    """
    return picture.crop(step.box(picture.size))


def _ground(picture: Image.Image, fill: Fill) -> tuple[int, ...]:
    value = 255 if fill == "white" else 0
    bands = picture.getbands()
    return tuple(0 if band == "A" else value for band in bands)
