"""Image Search: for each picture, those that look most like it."""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal

import numpy as np
import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    Resources,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
    ToolError,
)
from weft_nodes._tables.gather import Records, cut, portions
from weft_nodes._vision.features.neighbours import QUERIES, Index, Nearest, Wanted, exact
from weft_nodes._vision.features.vectors import Block, Rows, column_blocks, is_vector

RANK, SIMILARITY = "Rank", "Similarity"

_MANY_VECTORS, _MANY_QUERIES = 50_000, 15_000
"""Building an index takes about as long as so many exact searches, and with fewer vectors hardly less;
measured, see docs/decisions/neighbours.md."""


class ImageSearchConfig(ToolConfig):
    """Which vectors are compared, and how many neighbours are wanted."""

    data_vector: Annotated[str, Column("data")] = Field("", title="Vectors to search in")
    """The column of D that Embed made. Left empty it is the only column with vectors."""
    query_vector: Annotated[str, Column("queries")] = Field("", title="Vectors to search for")
    """The column of Q that Embed made. Left empty it is the only column with vectors."""
    count: int = Field(5, title="How many", ge=1, le=1000)
    """The most records that are found for each query."""
    others_only: bool = Field(True, title="Leave out the same picture")
    """Leave out what has a similarity of 1: the picture itself where D and Q share pictures, and its
    exact copies."""
    prefix: str = Field("Found_", title="Prefix of the found columns", min_length=1)
    """Stands before the names of the columns of D."""
    method: Literal["auto", "exact", "index"] = Field("auto", json_schema_extra={"group": "Advanced"})
    """*exact* compares every query with every vector. *index* first builds a graph of the vectors in
    memory, which takes long but then answers at once, and misses about one neighbour in several
    hundred. *auto* takes the index from 50,000 vectors and 15,000 queries on, where it pays."""


class ImageSearch(Tool[ImageSearchConfig]):
    """Finds for each picture of one table the pictures of another that look most like it.

    **D** takes the records to search in, **Q** those to search for. Both need a column of vectors
    that Embed made with the same settings; connect one Embed to both to find what is alike within
    one table.

    For each record of Q come the records of D that are nearest, nearest first. A record of the output
    has

    - all columns of the query, pictures included;
    - `Rank`: 1 for the nearest;
    - `Similarity`: the cosine of the two vectors, from -1 to 1; 1 is the same picture;
    - all columns of the found record, their names after the prefix `Found_`.

    Where a name is taken already, the prefix is put before it until it is not.

    Records without vector (null, zero, or with numbers that are none) find nothing and are not found;
    they are counted in a warning. Where D has fewer records than wanted, there are fewer.

    What similarity means *alike* depends on the network and the pictures: look at some pairs, then
    use Filter. Alteryx Designer has no such tool.
    """

    id = "weft.image_search"
    label = "Image Search"
    category = "Computer Vision"
    icon = "images"
    inputs = (
        InputAnchor("data", "D", delivery=Delivery.WHOLE),
        InputAnchor("queries", "Q", delivery=Delivery.WHOLE),
    )
    outputs = (OutputAnchor("out"),)
    resources = Resources(cpu=0)
    needs = ("voyager",)
    extra = "vision"
    Config = ImageSearchConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        types = {}
        for anchor, field, chosen in self._sides():
            schema = inputs[anchor]
            if schema is None or (chosen and chosen not in schema.names):
                continue
            try:
                types[anchor] = schema.field(_vectors(schema, chosen, field)).type
            except ToolError as error:
                ctx.problem(str(error), field)
        if len(types) == 2 and types["data"].list_size != types["queries"].list_size:
            ctx.problem(_different(types["data"], types["queries"]), "query_vector")
        data, queries = inputs["data"], inputs["queries"]
        return {"out": None if data is None or queries is None else self._schema(data, queries)}

    def annotation(self) -> str:
        return f"{self.config.count} nearest"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        tables = {anchor: inputs[anchor].table() for anchor in ("data", "queries")}
        data, queries = (
            tables[anchor].column(_vectors(tables[anchor].schema, chosen, field))
            for anchor, field, chosen in self._sides()
        )
        if data.type.list_size != queries.type.list_size:
            raise ToolError(_different(data.type, queries.type), "query_vector")
        for column, letter in ((data, "D"), (queries, "Q")):
            _tell_unusable(column, letter, ctx)
        schema = self._schema(tables["data"].schema, tables["queries"].schema)
        yield "out", pa.RecordBatch.from_pylist([], schema=schema)
        found, asked = Records(tables["data"]), Records(tables["queries"])
        search = self._searching(data, len(queries), ctx)
        done = 0
        for block in column_blocks(queries)():
            for start in range(0, len(block.rows), QUERIES):
                part = slice(start, start + QUERIES)
                chosen = np.flatnonzero(block.usable[part]) + start
                nearest = search(block.rows[chosen])
                for batch in _pairs(asked, found, chosen + block.start, nearest, schema):
                    ctx.check_cancelled()
                    yield "out", batch
                done += len(block.usable[part])
                ctx.progress(done, len(queries), "searching")

    def _searching(self, data: pa.ChunkedArray, queries: int, ctx: RunContext) -> Callable[[Rows], Nearest]:
        blocks = column_blocks(data)
        wanted = Wanted(self.config.count, self.config.others_only)
        many = len(data) >= _MANY_VECTORS and queries >= _MANY_QUERIES
        if self.config.method == "exact" or (self.config.method == "auto" and not many):
            return lambda rows: exact(rows, blocks, wanted, ctx.check_cancelled)

        def watched() -> Iterator[Block]:
            for block in blocks():
                ctx.progress(block.start, len(data), "building the index")
                yield block

        index = Index(watched, data.type.list_size, ctx.check_cancelled)
        return lambda rows: index.search(rows, wanted, ctx.check_cancelled)

    def _sides(self) -> tuple[tuple[str, str, str], ...]:
        """Anchor, setting and chosen column of each input."""
        config = self.config
        return (
            ("data", "data_vector", config.data_vector),
            ("queries", "query_vector", config.query_vector),
        )

    def _schema(self, data: pa.Schema, queries: pa.Schema) -> pa.Schema:
        fields = list(queries)
        added = [pa.field(RANK, pa.int32()), pa.field(SIMILARITY, pa.float64())]
        found = [field.with_name(self.config.prefix + field.name) for field in data]
        for field in (*added, *found):
            taken, name = {other.name for other in fields}, field.name
            while name in taken:
                name = self.config.prefix + name
            fields.append(field.with_name(name))
        return pa.schema(fields)


def _vectors(schema: pa.Schema, chosen: str, field: str) -> str:
    """The column with vectors that is meant."""
    columns = [one.name for one in schema if is_vector(one.type)]
    if chosen in columns or (not chosen and len(columns) == 1):
        return chosen or columns[0]
    if not columns:
        raise ToolError("there is no column with vectors; make one by Embed before", field)
    names = ", ".join(columns)
    if chosen:
        raise ToolError(f"column {chosen!r} holds no vectors; those that do: {names}", field)
    raise ToolError(f"choose one of the columns with vectors: {names}", field)


def _different(data: pa.DataType, queries: pa.DataType) -> str:
    return (
        f"the vectors of D have {data.list_size:,} numbers, those of Q {queries.list_size:,}, so they come "
        "from different networks; make both by Embed with the same settings"
    )


def _tell_unusable(column: pa.ChunkedArray, letter: str, ctx: RunContext) -> None:
    for block in column_blocks(column)():
        ctx.check_cancelled()
        if count := int((~block.usable).sum()):
            first = block.start + int(np.flatnonzero(~block.usable)[0]) + 1
            ctx.warn(f"records of {letter} have no vector and are passed over", count, f"record {first:,}")


def _pairs(
    asked: Records, found: Records, numbers: np.ndarray, nearest: Nearest, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The records of the output for some queries, in batches of bounded size."""
    there = nearest.numbers >= 0
    ranks = np.broadcast_to(np.arange(1, there.shape[1] + 1, dtype=np.int32), there.shape)[there]
    ones = np.repeat(numbers, there.sum(axis=1))
    others = nearest.numbers[there]
    similarities = nearest.similarities[there].astype(np.float64)
    for start, stop in cut(asked.sizes(ones) + found.sizes(others)):
        added = [pa.array(ranks[start:stop]), pa.array(similarities[start:stop])]
        one, other = asked.take(ones[start:stop]), found.take(others[start:stop])
        columns = [*one.columns, *added, *other.columns]
        yield from portions(pa.RecordBatch.from_arrays(columns, schema=schema))
