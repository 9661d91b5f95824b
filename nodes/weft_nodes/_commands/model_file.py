"""The model in a file: saved by Output Data in any format that holds one, or packed as it is."""

from pathlib import Path

from weft.sdk import ToolError
from weft_nodes._formats.catalog import format_of
from weft_nodes._formats.file_format import TextOptions
from weft_nodes._formats.files import file_problem
from weft_nodes._vision.models.model_input import model_column

PACKED = ".safetensors"
"""The ending of a file that is a model and nothing else, such as `weft show --save` writes."""


def read_model_file(path: Path) -> bytes:
    """The packed model.

    Raises:
        ToolError: The file cannot be read, or does not hold exactly one model.
    """
    if path.is_dir():
        raise ToolError(f"{path} is a folder; name the file in which a model was saved")
    if problem := file_problem(path):
        raise ToolError(problem)
    if path.suffix.lower() == PACKED:
        return path.read_bytes()
    kind, options = format_of(path), TextOptions()
    schema = kind.schema(path, options)
    column = model_column(schema)
    if column is None:
        raise ToolError(
            f"{path} holds no model, only the columns {', '.join(schema.names)}; save the M output of Image "
            "Recognition by Output Data as .yxdb, .arrow or .parquet"
        )
    found = [
        cell.value.as_py()
        for batch in kind.read(path, options, schema, lambda *_: None)
        for cell in batch.column(column.name)
        if cell.is_valid
    ]
    if len(found) != 1:
        count = f"{len(found)} models" if found else "no model"
        raise ToolError(f"{path} holds {count} in its column {column.name!r}, but it must be one")
    packed: bytes = found[0]
    return packed
