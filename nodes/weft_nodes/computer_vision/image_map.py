"""Image Map: pictures on a plane, those that look alike together."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
import numpy.typing as npt
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
    Severity,
    Tool,
    ToolError,
    add_columns,
    report_table,
    set_column,
    table_output,
)
from weft_nodes._vision.exploring.map_page import MapStory, Place, map_page
from weft_nodes._vision.exploring.projection import Points, place_among, project
from weft_nodes._vision.features.feature_source import (
    Described,
    FeatureSettings,
    check_source,
    describe,
    shown_column,
    source_state,
)
from weft_nodes._vision.reporting.thumbnails import record_title, thumbnail

_LEARNED = 10_000
"""Records that the map is made of; further ones are placed among them, so memory and time stay bounded."""

_SIDE = 64
"""Pixels of a picture of the page."""

_BLOCK = 4096

_FIELDS = (pa.field("X", pa.float64()), pa.field("Y", pa.float64()))


class ImageMapConfig(FeatureSettings):
    """Which pictures make the map, and what colours their points."""

    label: Annotated[str, Column("data", kind="label")] = Field("", title="Colour by")
    """The column with the classes that colour the points; empty for one colour."""
    points: int = Field(2000, title="Pictures on the page", ge=10, le=5000)
    """The most points that the report shows, chosen by chance where there are more records. A thousand
    take about 3 MB."""


class ImageMap(Tool[ImageMapConfig]):
    """Draws a map of pictures: those that look alike lie together.

    **D** takes records with pictures. Their features come from a network that was trained on photos of
    all kinds of things, or from a column that Embed made, by a trained model for instance. From many
    hundred features two are made (t-SNE), such that neighbours stay neighbours.

    **O** has all records with all columns, and `X` and `Y`: the place on the map. A picture that cannot be
    read has none, and is counted in a warning.

    **R** is the map as a page. A point shows its picture under the mouse; a click keeps it. The list beside
    it does the same for the keyboard: the arrow keys go from picture to picture. The boxes of the legend
    hide classes, and *Pictures instead of points* shows all at once.

    **How to read it.** Groups, and what lies amidst a group of another class, tell something: a wrong
    label, a rare view, a double. Directions, the distance between groups and their size tell nothing.
    The same records, settings and seed give the same map. Of more than 10,000 records, 10,000 by chance
    make the map, and the others are placed among those they look most like. Alteryx Designer has no
    such tool.
    """

    id = "weft.image_map"
    label = "Image Map"
    category = "Computer Vision"
    icon = "map"
    inputs = (InputAnchor("data", "D", delivery=Delivery.WHOLE),)
    outputs = (OutputAnchor("out", "O"), OutputAnchor("report", "R", kind="report"))
    resources = Resources(cpu=0, gpu=1)
    expensive = True
    needs = ("torch", "timm")
    extra = "vision"
    Config = ImageMapConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        schema = inputs["data"]
        check_source(self.config, schema, ctx)
        if schema is not None and (taken := [f.name for f in _FIELDS if f.name in schema.names]):
            names = ", ".join(map(repr, taken))
            message = f"the incoming columns {names} are replaced; rename them to keep them"
            ctx.problem(message, severity=Severity.WARNING)
        return {"out": add_columns(schema, *_FIELDS), "report": report_table("").schema}

    def annotation(self) -> str:
        return f"Map by {self.config.label}" if self.config.label else ""

    def fingerprint(self, ctx: EditContext) -> str:
        """The files of weights that the run may take, by name, size and time."""
        return source_state(self.config, ctx)

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        table = inputs["data"].table()
        described = describe(table, self.config, ctx)
        if table.num_rows and not described.usable.any():
            raise ToolError(f"none of the {table.num_rows:,} records has features, so there is no map")
        places = _places(described, ctx)
        yield "out", pa.RecordBatch.from_pylist([], schema=add_columns(table.schema, *_FIELDS))
        done = 0
        for batch in table.to_batches():
            ctx.check_cancelled()
            part = places[done : done + batch.num_rows]
            done += batch.num_rows
            for axis, field in enumerate(_FIELDS):
                batch = set_column(batch, field, pa.array(part[:, axis], from_pandas=True))
            yield "out", batch
        yield from table_output("report", report_table(map_page(self._story(table, places, ctx))))

    def _story(self, table: pa.Table, places: Points, ctx: RunContext) -> MapStory:
        config = self.config
        column = shown_column(table.schema, config.column)
        usable = np.flatnonzero(~np.isnan(places[:, 0]))
        numbers = _some(usable, config.points, ctx.seed)
        spots = _fitted(places[numbers])

        def place(index: int) -> Place:
            number = int(numbers[index])
            cell = table.column(config.label)[number].as_py() if config.label else ""
            return Place(
                x=float(spots[index, 0]),
                y=float(spots[index, 1]),
                title=record_title(table, number),
                label="no label" if cell is None else str(cell),
                picture=thumbnail(table.column(column)[number].as_py(), _SIDE, 70) if column else "",
            )

        found = list(ctx.map(place, range(len(numbers))))
        found.sort(key=lambda one: (one.label, one.title))
        return MapStory(config.label, found, len(usable))


def _places(described: Described, ctx: RunContext) -> Points:
    """(records, 2) where each lies; not a number where it has no features."""
    rows, usable = described.rows, np.flatnonzero(described.usable)
    places = np.full((len(rows), 2), np.nan)

    def watch(share: float) -> None:
        ctx.check_cancelled()
        ctx.progress(share, 1, "drawing the map")

    chosen = _some(usable, _LEARNED, ctx.seed)
    learned = rows[chosen]
    places[chosen] = project(learned, ctx.seed, watch)
    others = np.setdiff1d(usable, chosen)
    for start in range(0, len(others), _BLOCK):
        ctx.check_cancelled()
        ctx.progress(start, len(others), "placing the other pictures")
        some = others[start : start + _BLOCK]
        places[some] = place_among(rows[some], learned, places[chosen], ctx.check_cancelled)
    return places


def _some(numbers: npt.NDArray[np.int64], most: int, seed: int) -> npt.NDArray[np.int64]:
    """At most so many of the numbers by chance, ascending."""
    if len(numbers) <= most:
        return numbers
    return np.sort(np.random.default_rng(seed).choice(numbers, most, replace=False))


def _fitted(places: Points) -> Points:
    """Places between 0 and 1, the middle of all in the middle, both axes in one scale."""
    if not len(places):
        return places
    low, high = places.min(axis=0), places.max(axis=0)
    width = float((high - low).max()) or 1.0
    spots = (places - (low + high) / 2) / width + 0.5
    return np.asarray(spots * [1, -1] + [0, 1])
