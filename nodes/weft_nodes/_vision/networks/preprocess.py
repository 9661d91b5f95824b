"""From the bytes of a picture to numbers for a network: the same code in training and prediction."""

from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from weft.sdk import decode_scaled, on_white

if TYPE_CHECKING:
    import torch

Pixels = npt.NDArray[np.uint8]
"""Of one picture (height, width, 3) or of several (n, height, width, 3): red, green, blue."""

_SCALING = MappingProxyType(
    {
        "nearest": Image.Resampling.NEAREST,
        "bilinear": Image.Resampling.BILINEAR,
        "bicubic": Image.Resampling.BICUBIC,
        "lanczos": Image.Resampling.LANCZOS,
    }
)


@dataclass(frozen=True, slots=True)
class Preprocess:
    """What happens to a picture before a network sees it; part of every saved model.

    Attributes:
        width: Of the network's input, in pixels.
        height: Of the network's input, in pixels.
        mean: Of the channels red, green, blue on the scale 0 to 1; subtracted.
        std: Of the channels, likewise; divided by.
        interpolation: `nearest`, `bilinear`, `bicubic` or `lanczos`, for pictures of another size.
    """

    width: int
    height: int
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    interpolation: str = "bilinear"

    def __post_init__(self) -> None:
        if self.interpolation not in _SCALING:
            raise ValueError(f"unknown interpolation {self.interpolation!r}; one of {', '.join(_SCALING)}")

    def pixels(self, data: bytes) -> Pixels:
        """The picture as uint8 of shape (height, width, 3), scaled where its size differs, on white.

        Its EXIF orientation counts as applied already, which Image Input does.

        Raises:
            ToolError: The bytes are no picture, are cut short, or the picture is too large.
        """
        scaled = decode_scaled(data, (self.width, self.height), _SCALING[self.interpolation])
        return np.asarray(on_white(scaled).convert("RGB"))

    def normalise(self, batch: "torch.Tensor") -> "torch.Tensor":
        """Pixels (n, height, width, 3) of 0 to 255 to normalised float32 (n, 3, height, width).

        The result lies on the device of the batch, channels last in memory.
        """
        import torch

        mean = torch.tensor(self.mean, device=batch.device) * 255
        std = torch.tensor(self.std, device=batch.device) * 255
        scaled = batch.to(torch.float32, copy=True).sub_(mean).div_(std)
        return scaled.permute(0, 3, 1, 2)

    def to_json(self) -> dict[str, Any]:
        """As JSON values; pydantic reads them as a part of a card."""
        return asdict(self) | {"mean": list(self.mean), "std": list(self.std)}
