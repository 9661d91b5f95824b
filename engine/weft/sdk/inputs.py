"""What a tool reads while it runs: its inputs, as streams or as whole tables."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence

import pyarrow as pa

from weft.errors import ToolError


class Input(ABC):
    """The records of one connection."""

    @property
    @abstractmethod
    def schema(self) -> pa.Schema:
        """The true schema, known before the first batch."""

    @abstractmethod
    def __iter__(self) -> Iterator[pa.RecordBatch]:
        """The batches in order; a stream gives them once, a whole input as often as asked."""

    @property
    @abstractmethod
    def num_records(self) -> int | None:
        """The number of records, None while a stream has not ended."""

    @abstractmethod
    def table(self) -> pa.Table:
        """All records; memory-mapped for an input whose delivery is WHOLE."""

    def reader(self) -> pa.RecordBatchReader:
        """The batches as the standard stream that DuckDB and others understand."""
        return pa.RecordBatchReader.from_batches(self.schema, iter(self))


class TableInput(Input):
    """An input whose records are a table already; the form that tests use."""

    def __init__(self, table: pa.Table) -> None:
        self._table = table

    @property
    def schema(self) -> pa.Schema:
        return self._table.schema

    @property
    def num_records(self) -> int:
        return self._table.num_rows

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(self._table.to_batches())

    def table(self) -> pa.Table:
        return self._table


class StreamInput(Input):
    """Batches that another tool is still making."""

    def __init__(self, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> None:
        self._schema = schema
        self._batches = batches

    @property
    def schema(self) -> pa.Schema:
        return self._schema

    @property
    def num_records(self) -> None:
        return None

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(self._batches)

    def table(self) -> pa.Table:
        return pa.Table.from_batches(iter(self), schema=self._schema)


class Inputs:
    """The inputs of a running node: `inputs["in"]`, and `inputs.all("in")` where many connect."""

    def __init__(self, inputs: Mapping[str, Sequence[Input]]) -> None:
        self._inputs = {name: tuple(found) for name, found in inputs.items() if found}

    def __contains__(self, name: str) -> bool:
        return name in self._inputs

    def __getitem__(self, name: str) -> Input:
        if name not in self._inputs:
            raise ToolError(f"nothing is connected to input {name!r}; connect it")
        return self._inputs[name][0]

    def all(self, name: str) -> tuple[Input, ...]:
        """Every connection of an anchor that takes many, in the order of their names."""
        return self._inputs.get(name, ())
