"""The training pictures that a model sees as most like others. Imports torch."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from weft.sdk import RunContext, ToolError, picture_array
from weft_nodes._vision.exploring.explanation import Explained
from weft_nodes._vision.exploring.overlay import small
from weft_nodes._vision.features.frozen import of_model
from weft_nodes._vision.features.neighbours import Nearest, Wanted, exact
from weft_nodes._vision.features.vectors import Blocks, Rows, row_blocks, unit
from weft_nodes._vision.learning.samples import Samples, Side, survey, tell_skipped
from weft_nodes._vision.models.classifier import Classifier

_HELD = 128 << 20
"""Bytes of features that are held in memory, since every few pictures are compared with all of them."""


@dataclass(frozen=True)
class Familiar:
    """The training pictures and what the model sees in them.

    Attributes:
        samples: Those that could be read; their labels are as in the table, empty where it has none.
        labels: (n,) the class of each, in its own type; None where the table does not tell.
        blocks: Their features.
    """

    samples: Samples
    labels: pa.Array | None
    blocks: Blocks

    def nearest(self, features: Rows, wanted: Wanted, ctx: RunContext) -> Nearest:
        """Which of them are nearest to (n, dimensions) features; by position among `samples`."""
        queries, _ = unit(features)
        return exact(queries, self.blocks, wanted, ctx.check_cancelled)

    def columns(self, found: Explained, count: int) -> list[pa.Array]:
        """What stands in `similar_fields`; null where there is no picture, or no similar one."""
        return [array for rank in range(count) for array in self._of_rank(found, rank)]

    def _of_rank(self, found: Explained, rank: int) -> Iterator[pa.Array]:
        records = found.seen.batch.num_rows
        places: list[int | None] = [None] * records
        similarities: list[float | None] = [None] * records
        if found.nearest is not None:
            numbers = found.nearest.numbers[:, rank].tolist()
            values = found.nearest.similarities[:, rank].tolist()
            for row, number, similarity in zip(found.seen.rows, numbers, values, strict=True):
                if number >= 0:
                    places[row], similarities[row] = number, similarity
        yield picture_array(None if p is None else small(self.samples.picture(p)) for p in places)
        if self.labels is not None:
            yield self.labels.take(pa.array(places, pa.int64()))
        yield pa.array(similarities, pa.float64())


def familiar(classifier: Classifier, table: pa.Table, column: str, label: str, ctx: RunContext) -> Familiar:
    """Look at the training pictures by a model; features that were kept are taken as they are.

    Args:
        classifier: The model.
        table: Records with pictures.
        column: Its column of pictures.
        label: Its column of classes; empty where it has none.
        ctx: The run.

    Raises:
        ToolError: None of the pictures can be read.
    """
    pictures = table.column(column)
    numbers = np.arange(table.num_rows)
    unlabelled = pa.array([""] * table.num_rows, pa.string())
    everything = Samples(Side("training", "T", column, label), pictures, numbers, unlabelled, pa.string())
    there = ~np.asarray(pictures.is_null())
    samples = everything.keep(there, ["the picture is null"] * int((~there).sum()))
    extractor = of_model(classifier).extractor(ctx)
    folder = ctx.scratch()
    samples, rows = extractor.extract(survey(samples, ctx), folder, ctx)
    if not len(samples):
        raise ToolError("T has no picture that can be read; connect the records of the training, or nothing")
    tell_skipped(samples, ctx)
    ctx.info(f"features computed for {extractor.computed:,} of {len(samples):,} training pictures")
    labels = table.column(label).combine_chunks().take(pa.array(samples.rows)) if label else None
    return Familiar(samples, labels, _ready(rows))


def _ready(rows: Rows) -> Blocks:
    """Features of length 1: once and for all where they are few, else anew whenever they are read."""
    blocks = row_blocks(rows)
    if rows.nbytes > _HELD:
        return blocks
    held = list(blocks())
    return lambda: iter(held)
