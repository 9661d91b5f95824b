"""What Explain adds to its records: the columns, and what fills them; torch is imported only to fill."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from weft.sdk import ModelType, PictureType, picture_array
from weft_nodes._vision.exploring.overlay import heat_over
from weft_nodes._vision.models.model_input import SCORE, predicted_column

if TYPE_CHECKING:
    from weft_nodes._vision.exploring.attribution import Judgement
    from weft_nodes._vision.features.neighbours import Nearest
    from weft_nodes._vision.networks.preprocess import Pixels

EXPLANATION = "Explanation"


@dataclass(frozen=True)
class Seen:
    """Some records, their pictures ready for the network.

    Attributes:
        batch: As they came.
        rows: Those whose picture could be read.
        pixels: Of these.
    """

    batch: pa.RecordBatch
    rows: Sequence[int]
    pixels: "Pixels"


@dataclass(frozen=True)
class Explained:
    """Some records and what there is to say of their pictures.

    Attributes:
        seen: The records.
        judgement: Of their readable pictures; None where there are none.
        nearest: The training pictures most like these; None where none were looked for.
    """

    seen: Seen
    judgement: "Judgement | None"
    nearest: "Nearest | None"


def explained_fields(kind: ModelType) -> list[pa.Field]:
    """The columns of every explanation."""
    return [
        pa.field(EXPLANATION, PictureType()),
        pa.field(predicted_column(kind), pa.type_for_alias(kind.label_type)),
        pa.field(SCORE, pa.float64()),
    ]


def similar_fields(kind: ModelType, training: pa.Schema, count: int) -> list[pa.Field]:
    """The columns of so many similar pictures of a training table."""
    fields = []
    for rank in range(1, count + 1):
        name = f"Similar_{rank}"
        fields.append(pa.field(name, PictureType()))
        if kind.label in training.names:
            fields.append(pa.field(f"{name}_{kind.label}", training.field(kind.label).type))
        fields.append(pa.field(f"{name}_Similarity", pa.float64()))
    return fields


def explained_columns(
    found: Explained, column: str, classes: Sequence[str], kind: ModelType
) -> list[pa.Array]:
    """What stands in `explained_fields`; null for pictures that could not be read."""
    from weft_nodes._vision.models.classifier import class_values

    batch = found.seen.batch
    heats: list[bytes | None] = [None] * batch.num_rows
    names: list[str | None] = [None] * batch.num_rows
    scores: list[float | None] = [None] * batch.num_rows
    if found.judgement is not None:
        best = found.judgement.probabilities.argmax(axis=1)
        pictures = batch.column(column).storage
        for place, row in enumerate(found.seen.rows):
            heats[row] = heat_over(pictures[row].as_buffer(), found.judgement.heats[place])
            names[row] = classes[best[place]]
            scores[row] = float(found.judgement.probabilities[place, best[place]])
    return [picture_array(heats), class_values(names, kind.label_type), pa.array(scores, pa.float64())]
