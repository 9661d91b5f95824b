"""What is remembered of a stage that has run: its outputs, its counts, what it said."""

import base64
from typing import Annotated, Literal

import pyarrow as pa
from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from weft.events import Number


def _read_schema(value: object) -> object:
    return pa.ipc.read_schema(pa.py_buffer(base64.b64decode(value))) if isinstance(value, str) else value


def _write_schema(schema: pa.Schema) -> str:
    return base64.b64encode(schema.serialize().to_pybytes()).decode()


Schema = Annotated[pa.Schema, BeforeValidator(_read_schema), PlainSerializer(_write_schema)]


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)


class OutputRecord(_Record):
    """One output of a node. `digest` is of all its records, empty where they did not come to rest."""

    node: str
    anchor: str
    letter: str = ""
    schema_: Schema
    records: int
    bytes: int
    digest: str = ""


class Said(_Record):
    """A merged message of a node, told again when its result is kept."""

    node: str
    level: Literal["info", "warning"]
    message: str
    rows: int = 0


class StageRecord(_Record):
    """A stage that has run.

    Attributes:
        key: What it depends on.
        root: The node whose outputs rest.
        outputs: Every output of every node in it.
        messages: What its nodes said.
        metrics: The curves: node, name, step, value.
        seconds: How long it took.
        after: For nodes with effects: the state of what they write, right after the run.
    """

    key: str
    root: str
    outputs: tuple[OutputRecord, ...]
    messages: tuple[Said, ...] = ()
    metrics: tuple[tuple[str, str, int, Number], ...] = ()
    seconds: float = 0.0
    after: dict[str, str] = {}

    def output(self, node: str, anchor: str) -> OutputRecord:
        """The record of one output."""
        return next(each for each in self.outputs if (each.node, each.anchor) == (node, anchor))
