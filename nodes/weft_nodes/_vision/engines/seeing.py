"""Pictures of records, made ready for a saved model. No torch is imported here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from weft.sdk import RunContext
from weft_nodes._pictures.names import record_name
from weft_nodes._vision.models.model_input import picture_column

if TYPE_CHECKING:
    from weft_nodes._vision.engines.prediction import Predictor
    from weft_nodes._vision.features.pixels import Decoder
    from weft_nodes._vision.networks.preprocess import Pixels

_UNREADABLE = "pictures could not be read and got no prediction"


@dataclass(frozen=True)
class Seen:
    """The pictures of some records, ready for the network.

    Attributes:
        pixels: Of those that could be read, (n, height, width, 3).
        readable: One truth value a record.
    """

    pixels: "Pixels"
    readable: npt.NDArray[np.bool_]


def see(batch: pa.RecordBatch, column: str, model: "Predictor", ctx: RunContext) -> Seen:
    """The pictures of a batch as a model takes them; warns of those that cannot be read.

    Args:
        batch: Of records.
        column: The one with the pictures, as chosen; empty finds it, see `picture_column`.
        model: What is to judge them.
        ctx: The run.

    Raises:
        ToolError: Which column is meant cannot be told.
    """
    size = model.card.preprocess
    pictures = batch.column(picture_column(batch.schema, column, model.card.picture)).storage
    readable = np.zeros(batch.num_rows, np.bool_)
    pixels = np.empty((batch.num_rows, size.height, size.width, 3), np.uint8)
    for row, found in _decoded(pictures, model.decoder, ctx):
        if isinstance(found, str):
            ctx.warn(_UNREADABLE, 1, f"{record_name(batch, row)}: {found}")
        else:
            pixels[row], readable[row] = found, True
    return Seen(pixels[readable], readable)


def _decoded(pictures: pa.Array, decoder: "Decoder", ctx: RunContext) -> Iterator[tuple[int, "Pixels | str"]]:
    """Each row with its pixels, or why there are none."""
    for start in range(0, len(pictures), decoder.at_once):
        ctx.check_cancelled()
        cells = pictures[start : start + decoder.at_once]
        given = [row for row, cell in enumerate(cells) if cell.is_valid]
        decoded = decoder.decode([cells[row].as_py() for row in given])
        found = dict(zip(given, decoded, strict=True))
        for row in range(len(cells)):
            yield start + row, found.get(row, "it is empty")
