"""Pictures decoded once: a memory-mapped file of pixels, so that epochs do not decode again.

The operating system keeps it in memory while there is room, so a small one costs no reading.
"""

import json
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.learning.samples import Samples, chunks
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess


@dataclass(frozen=True)
class Decoder:
    """What turns bytes of pictures into pixels; any thread may call it.

    Attributes:
        decode: Gives the pixels of each picture, or why it cannot be read.
        at_once: Pictures that it is given at most, so few that a cancellation need not wait.
    """

    decode: Callable[[Sequence[bytes]], list[Pixels | str]]
    at_once: int


def by_pillow(preprocess: Preprocess) -> Decoder:
    """Decodes on the CPU, all that Pillow reads."""
    return Decoder(lambda pictures: [try_pixels(preprocess, picture) for picture in pictures], 8)


def decode_once(
    samples: Samples, preprocess: Preprocess, folder: Path, ctx: RunContext, decoder: Decoder | None = None
) -> tuple[Samples, Pixels]:
    """Those of the pictures that can be decoded, and their pixels (n, height, width, 3), read-only.

    What an earlier, killed run wrote into `folder` is taken as it is. Without a decoder, Pillow decodes.
    """
    stem = f"{samples.side.name}-{preprocess.width}x{preprocess.height}"
    data, notes = folder / f"{stem}.pixels", folder / f"{stem}.json"
    if not notes.exists():
        _require_room(len(samples) * preprocess.width * preprocess.height * 3, folder)
        reasons = _write(samples, decoder or by_pillow(preprocess), data, ctx)
        half = notes.with_suffix(".half")
        half.write_text(json.dumps(reasons))
        half.replace(notes)
    reasons = json.loads(notes.read_text())
    used = np.ones(len(samples), bool)
    used[[position for position, _ in reasons]] = False
    kept = samples.keep(used, [reason for _, reason in reasons])
    shape = (len(kept), preprocess.height, preprocess.width, 3)
    if not len(kept):
        return kept, np.zeros(shape, np.uint8)
    return kept, np.memmap(data, np.uint8, "r", shape=shape)


def try_pixels(preprocess: Preprocess, picture: bytes) -> Pixels | str:
    """The pixels of a picture, or why it cannot be read."""
    try:
        return preprocess.pixels(picture)
    except ToolError as error:
        return str(error)


def _write(samples: Samples, decoder: Decoder, data: Path, ctx: RunContext) -> list[tuple[int, str]]:
    """Decode all pictures into a file; gives position and reason of each that cannot be read."""
    reasons: list[tuple[int, str]] = []

    def decode(chunk: range) -> list[Pixels | str]:
        return decoder.decode([samples.picture(position) for position in chunk])

    with data.open("wb") as file:
        done = 0
        for chunk in ctx.map(decode, chunks(len(samples), decoder.at_once)):
            for pixels in chunk:
                if isinstance(pixels, str):
                    reasons.append((done, pixels))
                else:
                    file.write(pixels.data)
                done += 1
            ctx.progress(done, len(samples), f"reading {samples.side.name} pictures")
    return reasons


def _require_room(needed: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if needed > free:
        raise ToolError(
            f"the decoded pictures need {needed / 1e9:,.1f} GB in {folder}, where {free / 1e9:,.1f} GB are "
            "free; make room, choose a smaller image size, or train the head only",
            "image_size",
        )
