"""What tools with an M input share: its record, and the column of pictures; no torch is imported here."""

import pyarrow as pa

from weft.sdk import ModelType, PictureType, ToolError

SCORE = "Score"
"""The column that tells how sure a model is of its prediction."""

SOURCES = "the M output of Image Recognition, or Input Data with a file saved from it"


def model_column(schema: pa.Schema) -> pa.Field | None:
    """The first column that holds a model."""
    return next((field for field in schema if isinstance(field.type, ModelType)), None)


def read_model(table: pa.Table) -> tuple[ModelType, bytes]:
    """The only model of a table: the type of its column, and its bytes.

    Raises:
        ToolError: There is no column with a model, not exactly one record, or the cell is empty.
    """
    field = model_column(table.schema)
    if field is None:
        columns = ", ".join(table.schema.names)
        raise ToolError(f"the M input holds no model, only the columns {columns}; connect {SOURCES}")
    if table.num_rows != 1:
        count = f"{table.num_rows} records" if table.num_rows else "no record"
        raise ToolError(f"the M input has {count}, but it must be one, with the model; connect {SOURCES}")
    cell = table.column(field.name)[0]
    if not cell.is_valid:
        raise ToolError(f"the model on the M input is empty; connect {SOURCES}")
    return field.type, cell.value.as_py()


UNKNOWN = "Unknown"
"""The column that tells whether a model was too unsure to answer."""


def predicted_column(kind: ModelType) -> str:
    """The name of the column with the predicted classes."""
    return f"{kind.label}_Predicted"


def picture_columns(schema: pa.Schema) -> list[str]:
    """The names of all columns with pictures."""
    return [field.name for field in schema if isinstance(field.type, PictureType)]


def picture_column(schema: pa.Schema, chosen: str, learned: str = "", field: str = "column") -> str:
    """The column that was chosen; else the only one; else the one that the model learned from.

    Args:
        schema: Of the records.
        chosen: What the setting says, empty for nothing.
        learned: The name in the model's card.
        field: The setting, for the message.

    Raises:
        ToolError: There is none, or several and none is meant.
    """
    pictures = picture_columns(schema)
    if chosen:
        return chosen
    if len(pictures) == 1:
        return pictures[0]
    if learned in pictures:
        return learned
    found = f"there are several: {', '.join(pictures)}" if pictures else "there is none"
    raise ToolError(f"choose the column with the pictures; {found}", field)
