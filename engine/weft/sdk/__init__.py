"""All that the author of a tool imports: `from weft.sdk import Tool, ToolConfig, Column, ...`."""

import pyarrow as pa

from weft.errors import Cancelled, Problem, Severity, ToolError, suggestion
from weft.sdk.anchors import Delivery, InputAnchor, InputSchemas, Kind, OutputAnchor, Schemas
from weft.sdk.columns import Column, add_columns, fits, named_columns, set_column, type_name
from weft.sdk.context import CancelToken, EditContext, Reporter, RunContext
from weft.sdk.inputs import Input, Inputs, StreamInput, TableInput
from weft.sdk.models import CARD_KEY, ModelType, looks_like_model, read_card
from weft.sdk.pictures import (
    MAX_PIXELS,
    PictureType,
    check_size,
    decode,
    decode_scaled,
    eight_bit,
    encode,
    load,
    on_white,
    open_picture,
    picture_array,
    picture_format,
)
from weft.sdk.reports import ReportType, report_table
from weft.sdk.tool import (
    BatchTool,
    Output,
    Resources,
    TableTool,
    Tool,
    ToolConfig,
    table_output,
)

# Arrow looks extension types up by name in a registry of the process; without this a picture that
# is read from a file would come back as plain bytes.
for _cell in (PictureType(), ModelType(), ReportType()):
    pa.register_extension_type(_cell)

__all__ = [
    "CARD_KEY",
    "MAX_PIXELS",
    "BatchTool",
    "CancelToken",
    "Cancelled",
    "Column",
    "Delivery",
    "EditContext",
    "Input",
    "InputAnchor",
    "InputSchemas",
    "Inputs",
    "Kind",
    "ModelType",
    "Output",
    "OutputAnchor",
    "PictureType",
    "Problem",
    "ReportType",
    "Reporter",
    "Resources",
    "RunContext",
    "Schemas",
    "Severity",
    "StreamInput",
    "TableInput",
    "TableTool",
    "Tool",
    "ToolConfig",
    "ToolError",
    "add_columns",
    "check_size",
    "decode",
    "decode_scaled",
    "eight_bit",
    "encode",
    "fits",
    "load",
    "looks_like_model",
    "named_columns",
    "on_white",
    "open_picture",
    "picture_array",
    "picture_format",
    "read_card",
    "report_table",
    "set_column",
    "suggestion",
    "table_output",
    "type_name",
]
