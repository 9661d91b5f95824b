"""Where a tool takes the features of its records from: vectors that are there, or a network that looks at
the pictures. Torch is imported only where a network has to look.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pydantic import Field

from weft.sdk import Column, EditContext, RunContext, ToolConfig, ToolError
from weft_nodes._pictures.names import record_name
from weft_nodes._vision.features.vectors import Rows, column_blocks, is_vector, unit
from weft_nodes._vision.models.model_input import picture_column, picture_columns
from weft_nodes._vision.networks import zoo
from weft_nodes._vision.networks.offer import check_folder, check_network, hints, in_words, weights_state

_PRETRAINED = tuple(backbone for backbone in zoo.listed() if backbone.pretrained)


class FeatureSettings(ToolConfig):
    """Which records are looked at, and by what they are told apart."""

    column: Annotated[str, Column("data", kind="picture")] = Field("", title="Image field")
    """The column with the pictures. Left empty it is the only picture column."""
    label: Annotated[str, Column("data", kind="label")] = Field("", title="Label field")
    """The column with the classes."""
    vector: Annotated[str, Column("data")] = Field("", title="Vectors")
    """The column of vectors that Embed made. Left empty it is the only column with vectors; where there
    is none, the network below describes the pictures."""
    model: str = Field(
        "MobileNetV2",
        title="Pre-trained model",
        min_length=1,
        description=f"{in_words(_PRETRAINED)} Counts for nothing where there are vectors.",
        json_schema_extra=hints(_PRETRAINED),
    )
    image_size: int = Field(224, title="Image size (pixels)", ge=16, le=2048)
    """Pictures are scaled to squares of this size. Less is quicker and sees less detail. Counts for
    nothing where there are vectors."""
    device: Literal["auto", "cpu", "cuda"] = Field("auto", json_schema_extra={"group": "Advanced"})
    """Where the network runs: `auto` takes what the run was started with, and a GPU if there is one."""
    weights_dir: str = Field(
        "", title="Folder with weights", json_schema_extra={"widget": "folder", "group": "Advanced"}
    )
    """Where weights are looked for before `WEFT_WEIGHTS`, the hub's cache and the hub."""


@dataclass(frozen=True)
class Described:
    """The features of some records.

    Attributes:
        rows: (n, dimensions), memory-mapped; each of length 1, or all zero where it cannot be used.
        usable: (n,) whether the record has features.
    """

    rows: Rows
    usable: npt.NDArray[np.bool_]


def check_source(settings: FeatureSettings, schema: pa.Schema | None, ctx: EditContext) -> None:
    """Tell what is wrong with the settings of a source."""
    if schema is not None:
        try:
            vector = vector_column(schema, settings.vector)
        except ToolError as error:
            ctx.problem(str(error), "vector")
            return
        pictures = picture_columns(schema)
        if not settings.column and len(pictures) > 1:
            ctx.problem(f"choose one of the columns with pictures: {', '.join(pictures)}", "column")
        if vector:
            return
        if not pictures:
            message = "there is no column with pictures, nor one with vectors; read pictures by Image Input"
            ctx.problem(f"{message} before", "column")
    backbone = check_network(settings.model, settings.image_size, ctx)
    check_folder(settings.weights_dir, ctx)
    if backbone and not backbone.pretrained:
        ctx.problem(f"{backbone.name} has no pre-trained weights; choose another network", "model")


def source_state(settings: FeatureSettings, ctx: EditContext) -> str:
    """The files of weights that a run may take: for a tool's fingerprint."""
    return weights_state(settings.model, settings.weights_dir, ctx)


def vector_column(schema: pa.Schema, chosen: str) -> str:
    """The column with vectors that is meant, empty where there is none.

    Raises:
        ToolError: The chosen one holds none, or there are several and none is chosen.
    """
    columns = [field.name for field in schema if is_vector(field.type)]
    if chosen and chosen not in columns:
        raise ToolError(f"column {chosen!r} holds no vectors; make them by Embed before", "vector")
    if not chosen and len(columns) > 1:
        raise ToolError(f"choose one of the columns with vectors: {', '.join(columns)}", "vector")
    return chosen or "".join(columns)


def shown_column(schema: pa.Schema, chosen: str) -> str:
    """The column whose pictures a report shows, empty where there is none."""
    return chosen or next(iter(picture_columns(schema)), "")


def describe(table: pa.Table, settings: FeatureSettings, ctx: RunContext) -> Described:
    """The features of all records, in a file of the node's scratch folder.

    Raises:
        ToolError: There are neither vectors nor pictures, or the network cannot be had.
    """
    vector = vector_column(table.schema, settings.vector)
    if vector:
        dimensions, parts = table.schema.field(vector).type.list_size, _given(table.column(vector), ctx)
    else:
        dimensions, parts = _computed(table, settings, ctx)
    file = ctx.scratch() / "features"
    usable = np.zeros(table.num_rows, np.bool_)
    done = 0
    with file.open("wb") as stream:
        for rows, known in parts:
            stream.write(np.ascontiguousarray(rows, np.float32).data)
            usable[done : done + len(known)] = known
            done += len(known)
    if not done:
        return Described(np.zeros((0, dimensions), np.float32), usable)
    return Described(np.memmap(file, np.float32, "r", shape=(done, dimensions)), usable)


_Part = tuple[Rows, npt.NDArray[np.bool_]]


def _given(column: pa.ChunkedArray, ctx: RunContext) -> Iterator[_Part]:
    for block in column_blocks(column)():
        ctx.check_cancelled()
        if count := int((~block.usable).sum()):
            first = block.start + int(np.flatnonzero(~block.usable)[0]) + 1
            ctx.warn("records have no vector and are passed over", count, f"record {first:,}")
        yield block.rows, block.usable


def _computed(table: pa.Table, settings: FeatureSettings, ctx: RunContext) -> tuple[int, Iterator[_Part]]:
    from weft_nodes._vision.features.embedding import Embedder
    from weft_nodes._vision.features.frozen import fetch_weights, of_weights
    from weft_nodes._vision.models.classifier import pick_device
    from weft_nodes._vision.networks.allocation import keep_freed_memory

    keep_freed_memory()
    column = picture_column(table.schema, settings.column)
    backbone = zoo.find(settings.model)
    folder = ctx.path(settings.weights_dir) if settings.weights_dir else None
    weights = fetch_weights(backbone, folder, ctx)
    device = pick_device(ctx.device if settings.device == "auto" else settings.device)
    extractor = of_weights(backbone, weights, settings.image_size, device).extractor(ctx)
    tell = _telling(ctx)

    def parts() -> Iterator[_Part]:
        for found in Embedder(extractor, ctx).embed(table.to_batches(), column, tell):
            rows, directed = unit(np.where(found.readable[:, None], found.rows, np.float32(0)))
            yield rows, found.readable & directed

    return extractor.network.dimensions, parts()


def _telling(ctx: RunContext) -> Callable[[pa.RecordBatch, int, str], None]:
    def tell(batch: pa.RecordBatch, row: int, reason: str) -> None:
        example = f"{record_name(batch, row)}: {reason}"
        ctx.warn("pictures could not be read and are passed over", 1, example)

    return tell
