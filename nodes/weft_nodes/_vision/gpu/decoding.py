"""Decodes pictures on a GPU, and by Pillow what a GPU does not decode. Imports torch where it is used."""

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from weft.sdk import ToolError, open_picture
from weft_nodes._vision.features.pixels import Decoder, by_pillow, try_pixels
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess

if TYPE_CHECKING:
    import torch

_SCALED = ("bilinear", "bicubic")
"""Ways of scaling that torch does as Pillow does."""

_AT_ONCE = 32

_END = b"\xff\xd9"

Decode = Callable[[list["torch.Tensor"]], list["torch.Tensor"]]
"""Bytes of JPEG files to pixels (3, height, width) on the device; raises `RuntimeError` where it cannot."""


def decoder(preprocess: Preprocess, device: "torch.device", decode: Decode | None = None) -> Decoder:
    """What decodes pictures best for a network on a device: nvJPEG on a GPU, else Pillow.

    Args:
        preprocess: The size of the pictures and how they are scaled.
        device: Where the network is.
        decode: Instead of nvJPEG.
    """
    if decode is None and (device.type != "cuda" or preprocess.interpolation not in _SCALED):
        return by_pillow(preprocess)
    on_device = _OnDevice(preprocess, device, decode or _nvjpeg(device))
    return Decoder(on_device, _AT_ONCE)


@dataclass(frozen=True)
class _OnDevice:
    preprocess: Preprocess
    device: "torch.device"
    decode: Decode

    def __call__(self, pictures: Sequence[bytes]) -> list[Pixels | str]:
        chosen = [number for number, picture in enumerate(pictures) if is_plain_jpeg(picture)]
        found = dict(zip(chosen, self._decoded([pictures[number] for number in chosen]), strict=True))
        return [self._or_pillow(found.get(number), picture) for number, picture in enumerate(pictures)]

    def _or_pillow(self, found: Pixels | None, picture: bytes) -> Pixels | str:
        return try_pixels(self.preprocess, picture) if found is None else found

    def _decoded(self, pictures: list[bytes]) -> list[Pixels | None]:
        """Pixels of JPEG files; None of each that is refused."""
        if not pictures:
            return []
        try:
            return list(self._scaled(pictures))
        except RuntimeError:
            # One of them was refused, or they were too large together.
            if len(pictures) == 1:
                return [None]
        return [found for picture in pictures for found in self._decoded([picture])]

    def _scaled(self, pictures: list[bytes]) -> Pixels:
        """(n, height, width, 3), decoded and scaled on the device."""
        import torch
        from torch.nn import functional

        files = [torch.frombuffer(bytearray(picture), dtype=torch.uint8) for picture in pictures]
        size = (self.preprocess.height, self.preprocess.width)
        scaled = []
        for picture in self.decode(files):
            pixels = picture[None].float()
            if pixels.shape[2:] != size:
                way = self.preprocess.interpolation
                pixels = functional.interpolate(pixels, size, mode=way, align_corners=False, antialias=True)
            scaled.append(pixels.round_().clamp_(0, 255).to(torch.uint8))
        found: Pixels = torch.cat(scaled).permute(0, 2, 3, 1).contiguous().cpu().numpy()
        return found


def is_plain_jpeg(picture: bytes) -> bool:
    """Whether a GPU may decode it: a whole JPEG file of grey or of the usual colours.

    Everything else is for Pillow: other formats, CMYK, colours that are stored as red, green and blue, and
    what is cut short, of which nvJPEG would show the rest in grey without a word.
    """
    if not picture.startswith(b"\xff\xd8") or not picture.rstrip(b"\0").endswith(_END):
        return False
    try:
        with open_picture(io.BytesIO(picture)) as opened:
            plain = opened.format == "JPEG" and opened.mode in ("L", "RGB")
            return plain and opened.info.get("adobe_transform", 1) == 1
    except ToolError:
        return False  # Pillow says what is wrong with it.


def _nvjpeg(device: "torch.device") -> Decode:
    from torchvision.io import ImageReadMode, decode_jpeg

    # It goes on working until torchvision drops it for TorchCodec, a package of its own.
    warnings.filterwarnings("ignore", message="(?s).*TorchCodec", category=DeprecationWarning)

    def decode(files: list["torch.Tensor"]) -> list["torch.Tensor"]:
        found: list[torch.Tensor] = decode_jpeg(files, ImageReadMode.RGB, device=device)
        return found

    return decode
