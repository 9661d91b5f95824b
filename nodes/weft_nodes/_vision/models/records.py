"""The schema of the M output, known while a workflow is edited: no torch is imported here."""

import pyarrow as pa

from weft.sdk import ModelType
from weft_nodes._vision.learning.targets import Target


def model_schema(
    label: str, label_type: str = "string", unknown: bool = False, target: Target = "classes"
) -> pa.Schema:
    """The schema of the record that `model_table` gives; known while a workflow is edited.

    Args:
        label: The column that is predicted.
        label_type: Its Arrow type as `str(type)` writes it.
        unknown: Whether the model may answer that it does not know.
        target: What the model gives.
    """
    return pa.schema(
        [
            pa.field("model", ModelType(label, label_type, unknown, target)),
            pa.field("label", pa.string()),
            pa.field("classes", pa.string()),
            pa.field("backbone", pa.string()),
            pa.field("width", pa.int32()),
            pa.field("height", pa.int32()),
            pa.field("accuracy", pa.float64()),
        ]
    )
