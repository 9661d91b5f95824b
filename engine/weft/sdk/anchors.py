"""Anchors: where records enter and leave a tool, and what flows between them at edit time."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

import pyarrow as pa

Kind: TypeAlias = Literal["table", "model", "report"]

Schemas: TypeAlias = Mapping[str, pa.Schema | None]
"""Output anchor to schema; None is a schema that only the run can tell."""


class Delivery(enum.Enum):
    """How an input wants its records."""

    STREAM = "stream"
    """Batch by batch, while the tools before it still work."""
    WHOLE = "whole"
    """Complete, memory-mapped, to be read as often as wanted."""


@dataclass(frozen=True, slots=True)
class InputAnchor:
    """Where records enter.

    Attributes:
        name: The name in connections and in code.
        letter: One letter drawn on the anchor, or empty.
        kind: What fits: `table` takes anything, `model` and `report` need such a column.
        delivery: As a stream or whole.
        optional: The tool works without it.
        many: Takes any number of connections, in the order of their names.
    """

    name: str
    letter: str = ""
    kind: Kind = "table"
    delivery: Delivery = Delivery.STREAM
    optional: bool = False
    many: bool = False


@dataclass(frozen=True, slots=True)
class OutputAnchor:
    """Where records leave; `kind` is a promise about the schema.

    `repeats` says that the same settings and inputs give the same records again; False for one that
    tells how long something took.
    """

    name: str
    letter: str = ""
    kind: Kind = "table"
    repeats: bool = True


class InputSchemas:
    """The schemas that reach a node's inputs at edit time.

    `schemas["in"]` is the schema of the first connection, None when only the run can tell it.
    `"in" in schemas` says whether anything is connected.
    """

    def __init__(self, schemas: Mapping[str, Sequence[pa.Schema | None]]) -> None:
        self._schemas = {name: tuple(found) for name, found in schemas.items() if found}

    def __contains__(self, name: str) -> bool:
        return name in self._schemas

    def __getitem__(self, name: str) -> pa.Schema | None:
        found = self._schemas.get(name, ())
        return found[0] if found else None

    def __iter__(self) -> Iterator[str]:
        return iter(self._schemas)

    def all(self, name: str) -> tuple[pa.Schema | None, ...]:
        """The schemas of every connection of an anchor that takes many."""
        return self._schemas.get(name, ())
