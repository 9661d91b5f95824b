"""From the bytes of a picture to numbers for a network: the same code in training and prediction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import torch

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Preprocess:
    """What happens to a picture before a network sees it; part of every saved model.

    Attributes:
        width: Pixels of the network's input.
        height: Pixels of the network's input.
        mean: Of the channels red, green, blue on the scale 0 to 1; subtracted.
        std: Of the channels, likewise; divided by.
        interpolation: `nearest`, `bilinear`, `bicubic` or `lanczos`, for pictures of another size.
    """

    width: int
    height: int
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    interpolation: str = "bilinear"

    def pixels(self, data: bytes) -> Pixels:
        """The picture as uint8 of shape (height, width, 3), RGB, scaled if its size differs.

        Raises:
            ToolError: The bytes are no picture, are cut short, or the picture is too large.
        """
        raise NotImplementedError

    def normalise(self, batch: "torch.Tensor") -> "torch.Tensor":
        """uint8 pixels (n, height, width, 3) to float32 (n, 3, height, width), channels last in
        memory, normalised, on the device of the batch."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """As JSON values; `from_json` reads them."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> "Preprocess":
        """What `to_json` gave."""
        raise NotImplementedError
