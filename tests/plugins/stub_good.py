"""A pack as it should be: one tool, given by a function."""

import pyarrow as pa

from weft.sdk import (
    BatchTool,
    EditContext,
    InputAnchor,
    InputSchemas,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
)


class ReverseConfig(ToolConfig):
    keep: bool = True
    """Whether anything is done at all."""


class _Base(BatchTool[ReverseConfig]):
    """What two tools could share; it is none itself."""

    inputs = (InputAnchor("in"),)
    outputs = (OutputAnchor("out"),)
    Config = ReverseConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        return {"out": inputs["in"]}


class Reverse(_Base):
    """Turn the order of the records round.

    Only inside each batch, since this is a stub.
    """

    id = "stub.reverse"
    version = 3
    label = "Reverse"
    category = "Stubs"
    icon = "arrow-down-up"

    def process(self, batch: pa.RecordBatch, ctx: RunContext) -> pa.RecordBatch:
        return batch.take(pa.array(range(batch.num_rows - 1, -1, -1)))


def tools() -> list[type[Tool[ReverseConfig]]]:
    return [Reverse]
