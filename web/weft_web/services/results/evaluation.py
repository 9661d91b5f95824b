"""How a classifier judged the validation pictures, taken from its report."""

import json
import re
from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from weft.sdk import ReportType
from weft_web.messages.results import ClassFigures, ConfusionMatrix, Evaluation, Judged
from weft_web.services.core import NotFoundError

_BLOCK = re.compile(r'<script type="application/json" id="weft-evaluation">(.*?)</script>', re.DOTALL)
_FIGURES = ("Class", "Precision", "Recall", "F1", "Support")


class _Block(BaseModel):
    """What stands in the report; see `docs/decisions/training.md`."""

    model_config = ConfigDict(frozen=True)

    classes: tuple[str, ...]
    rows: tuple[int, ...]
    truth: tuple[int, ...]
    predicted: tuple[int, ...]
    score: tuple[float | None, ...]


def read_evaluation(tables: Iterable[pa.Table], node: str, revision: str) -> Evaluation:
    """The evaluation that the outputs of a node hold.

    Args:
        tables: Its outputs; one has the report, another may have the figures of the classes.
        node: Its name.
        revision: Of the result.

    Raises:
        NotFoundError: There is no report that tells it.
    """
    given = tuple(tables)
    block = next((found for table in given if (found := _block(table)) is not None), None)
    if block is None:
        raise NotFoundError(
            f"node {node!r} left no evaluation; there is one after a run of Image Recognition, "
            "and results of older versions lack it: run the node again"
        )
    size = len(block.classes)
    pairs = np.array(block.truth, np.int64) * size + np.array(block.predicted, np.int64)
    counts = np.bincount(pairs, minlength=size * size).reshape(size, size)
    judged = zip(block.rows, block.truth, block.predicted, block.score, strict=True)
    return Evaluation(
        matrix=ConfusionMatrix(classes=block.classes, counts=tuple(map(tuple, counts.tolist()))),
        accuracy=float(np.trace(counts) / counts.sum()) if counts.sum() else None,
        figures=next(filter(None, map(_figures, given)), ()),
        judged=tuple(Judged(row=r, truth=t, predicted=p, score=s) for r, t, p, s in judged),
        revision=revision,
    )


def _block(table: pa.Table) -> _Block | None:
    for field, column in zip(table.schema, table.columns, strict=True):
        if isinstance(field.type, ReportType) and table.num_rows and column[0].is_valid:
            found = _BLOCK.search(str(column[0].as_py()))
            try:
                return _checked(_Block.model_validate(json.loads(found[1]))) if found else None
            except (ValueError, ValidationError):  # a page of somebody else's tool
                return None
    return None


def _checked(block: _Block) -> _Block:
    lengths = {len(each) for each in (block.rows, block.truth, block.predicted, block.score)}
    known = range(len(block.classes))
    if len(lengths) > 1 or any(each not in known for each in (*block.truth, *block.predicted)):
        raise ValueError("the lists of the evaluation do not fit each other")
    return block


def _figures(table: pa.Table) -> tuple[ClassFigures, ...]:
    if any(table.schema.names.count(name) != 1 for name in _FIGURES):
        return ()
    return tuple(
        ClassFigures(
            name=str(record["Class"]),
            precision=record["Precision"],
            recall=record["Recall"],
            f1=record["F1"],
            support=record["Support"],
        )
        for record in table.select(_FIGURES).to_pylist()
    )
