"""Records, pictures and models that a run left."""

from typing import Literal, TypeAlias

from pydantic import Field, JsonValue

from weft_web.messages.base import Message
from weft_web.messages.validation import ColumnInfo


class ObjectCell(Message):
    """A cell that is no plain value. Its bytes are at `/api/v1/blobs/{hash}?at={at}`."""

    kind: Literal["picture", "model", "report", "blob"]
    hash: str
    """SHA-256 of its bytes."""
    at: str
    """Where it rests."""
    bytes: int
    format: str = ""
    """Of a picture: `JPEG`, `PNG`, ..."""
    width: int = 0
    height: int = 0


class LongText(Message):
    """A text of more than 1,000 characters: its beginning."""

    kind: Literal["text"] = "text"
    text: str
    length: int
    hash: str = ""
    """SHA-256 of the whole text in UTF-8, which is at `/api/v1/blobs/{hash}?at={at}`; empty where it
    rests nowhere."""
    at: str = ""


class ExactNumber(Message):
    """A number that JSON or JavaScript cannot hold: NaN, infinity, decimals, beyond 2^53."""

    kind: Literal["number"] = "number"
    text: str


class NestedCell(Message):
    """A list or a struct, as JSON."""

    kind: Literal["json"] = "json"
    value: JsonValue


Cell: TypeAlias = bool | int | float | str | ObjectCell | LongText | ExactNumber | NestedCell | None
"""Dates and times are ISO 8601 texts."""


class Condition(Message):
    """A filter on one column; several must all hold. Text is compared without regard to case."""

    column: str
    op: Literal["=", "!=", ">", ">=", "<", "<=", "contains", "starts", "empty", "not empty"]
    value: str = ""


class RecordsQuery(Message):
    """Which records of an output, and what of them."""

    workflow: str
    """The path of the workflow, from the workspace folder."""
    offset: int = Field(0, ge=0)
    """How many of the wanted records come before the page."""
    limit: int = Field(100, ge=0, le=1_000)
    """How many there are on the page at most."""
    columns: list[str] = Field(default_factory=list, max_length=10_000)
    """Those to show, all without; several in one text are separated by commas."""
    sort: str = ""
    """A column to sort by."""
    descending: bool = False
    """From the greatest to the least; nulls stand last in any case."""
    filter: str = ""
    """A list of `Condition` as JSON; all must hold."""
    search: str = Field("", max_length=1_000)
    """What some cell must contain, as it is shown, in small or capital letters."""
    rows: str | None = Field(None, pattern=r"^\s*(\d{1,15}\s*(,\s*\d{1,15}\s*)*)?$")
    """Only records of these numbers, from 0, separated by commas, in this order."""


class RecordsPage(Message):
    """Some records of an output."""

    columns: tuple[ColumnInfo, ...]
    """Those asked for, else all."""
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    """The place of each row in the output, from 0, before sorting and filtering."""
    offset: int
    matching: int
    """How many records the filter leaves."""
    available: int
    """How many are kept: all, or the first ones."""
    records: int
    """How many the output had in the run."""
    complete: bool
    """All are kept; otherwise pin the node, or put a Browse behind it, and run again."""
    revision: str
    """Names this very result: changes when another run makes the node anew."""


class Bar(Message):
    """A bar of a histogram, or a frequent value."""

    label: str
    count: int
    low: str | None = None
    """Where its range begins, exactly and as a filter takes it; the rounded `label` does not tell.
    None for a frequent value."""
    high: str | None = None
    """Where its range ends: the range that begins there has the value itself, only the last bar holds it."""


class ColumnProfile(Message):
    """What is in a column."""

    name: str
    type: str
    nulls: int
    distinct: int | None
    """None where values are not compared: pictures, models."""
    minimum: str | None = None
    maximum: str | None = None
    mean: float | None = None
    deviation: float | None = None
    bars: tuple[Bar, ...] = ()
    """Numbers and times: ten equal ranges; other values: the ten most frequent."""


class Profile(Message):
    """The columns of an output, over the records that are kept, at most a million."""

    records: int
    columns: tuple[ColumnProfile, ...]


class CellPlace(Message):
    """Whose bytes are meant."""

    hash: str = Field(pattern="^[0-9a-f]{64}$")
    """SHA-256 of the bytes, as it came with the cell."""
    at: str = Field(max_length=600)
    """Where they rest, as it came with the cell."""


class ThumbnailRequest(Message):
    """Pictures of which small ones are wanted at once: a hundred requests cost a browser more than one."""

    width: int = Field(ge=16, le=1024)
    """Of the square that each must fit, in pixels."""
    cells: list[CellPlace] = Field(max_length=200)


class SmallPictures(Message):
    """Thumbnails by the hash of the picture."""

    pictures: dict[str, str]
    """WebP, as `data:` addresses."""
    troubles: dict[str, str]
    """Why there is none."""


class PictureDetails(Message):
    """All about one picture."""

    format: str
    width: int
    height: int
    mode: str
    bytes: int
    exif: dict[str, str]


class ModelCard(Message):
    """A trained model."""

    hash: str
    at: str
    classes: tuple[str, ...]
    card: dict[str, JsonValue]
    """The card as it stands in the model's file."""


class ClassScore(Message):
    """How likely a class is."""

    name: str
    probability: float


class Judgement(Message):
    """What a model says of one picture: all classes, the likeliest first."""

    scores: tuple[ClassScore, ...]
    seconds: float


class OutputInfo(Message):
    """What the last run left of an output."""

    node: str
    anchor: str
    records: int
    bytes: int
    complete: bool
    available: bool
    """Its data are still there."""
    revision: str


class NodeNote(Message):
    """What a node said when it ran."""

    level: Literal["info", "warning"]
    message: str
    rows: int = 0
    """How many records it is about."""


class ResultsIndex(Message):
    """What there is to look at for a workflow: what the last runs left, node by node."""

    outputs: dict[str, OutputInfo]
    """By `node.anchor`."""
    messages: dict[str, tuple[NodeNote, ...]]
    """What nodes said when they ran."""
    metrics: dict[str, dict[str, tuple[tuple[int, float | None], ...]]]
    """Curves: by node and name, as (step, value)."""
    seconds: dict[str, float]
    """How long the part of the run took that a node was the last of, when it ran last; 0 for a node in
    the midst of a part, so that the sum over nodes is that of a run."""


class ConfusionMatrix(Message):
    """How a trained classifier judged the validation pictures, for the canvas to draw."""

    classes: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    """A row a true class, a column a predicted one."""


class ClassFigures(Message):
    """How good a classifier is at one class; None where a figure is undefined."""

    name: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int
    """Validation pictures of the class."""


class Judged(Message):
    """How one validation picture was judged. Classes are positions in `classes`."""

    row: int
    """The number of its record in the V input, from 0: what `rows=` of its records takes."""
    truth: int
    predicted: int
    score: float | None
    """The probability of the predicted class."""


class Evaluation(Message):
    """How a trained classifier judged the validation pictures, one by one."""

    matrix: ConfusionMatrix
    accuracy: float | None
    figures: tuple[ClassFigures, ...]
    """Class by class, in the order of the matrix; empty where the tool gave none."""
    judged: tuple[Judged, ...]
    """In the order of the V input. Records that were skipped are not among them."""
    revision: str
    """Changes when the node is run anew."""
