"""Several classifiers on the same labelled pictures: figures, tests, the table. No torch is imported here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from weft.sdk import ToolError
from weft_nodes._vision.comparing.contenders import Contender, listed
from weft_nodes._vision.comparing.judging import Answers
from weft_nodes._vision.comparing.significance import Pair, compare_pairs
from weft_nodes._vision.evaluation.metrics import Evaluation, evaluate
from weft_nodes._vision.learning.samples import Samples

_LEAST = float(np.finfo(np.float32).eps)
"""A lower probability of the true class counts as this, so that no picture makes the loss infinite."""


@dataclass(frozen=True)
class Result:
    """A contender and how it did; `answers` has an entry for each picture of the comparison."""

    contender: Contender
    answers: Answers
    evaluation: Evaluation

    @property
    def macro_f1(self) -> float:
        """The mean F1 of the classes that are among the pictures."""
        there = self.evaluation.support > 0
        return float(np.nan_to_num(self.evaluation.f1[there]).mean())

    @property
    def log_loss(self) -> float:
        """Mean cross-entropy in nats."""
        return float(-np.log(np.maximum(self.answers.true_score.astype(np.float64), _LEAST)).mean())

    @property
    def rate(self) -> float:
        """Pictures a second."""
        return len(self.answers.predicted) / max(self.answers.seconds, 1e-9)


@dataclass(frozen=True)
class Comparison:
    """All contenders on the same pictures.

    Attributes:
        classes: In the order of the first contender.
        samples: The pictures, those left out among `skipped`.
        truth: (n,) positions of classes.
        results: In the order of the contenders.
    """

    classes: tuple[str, ...]
    samples: Samples
    truth: npt.NDArray[np.int64]
    results: tuple[Result, ...]

    def right(self, result: Result) -> npt.NDArray[np.bool_]:
        """(n,) which pictures a contender has right."""
        return result.answers.predicted == self.truth

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Every two contenders side by side."""
        return compare_pairs([self.right(result) for result in self.results])

    @property
    def ranking(self) -> list[int]:
        """Positions of the contenders, the most accurate first; the earlier of equals first."""
        return sorted(range(len(self.results)), key=lambda place: -self.results[place].evaluation.right)


def check_labels(samples: Samples, classes: Sequence[str]) -> None:
    """Raise a `ToolError` where pictures have a class that no model knows: none could be right there."""
    counts = {found["values"]: found["counts"] for found in pc.value_counts(samples.labels).to_pylist()}
    strange = sorted(set(counts) - set(classes))
    if strange:
        number = sum(counts[name] for name in strange)
        raise ToolError(
            f"{number:,} of {len(samples):,} pictures have a class that the models do not know: "
            f"{listed(strange)}; they know {listed(classes)}. Choose another label column, or leave "
            "these records out by a Filter"
        )


def compare(samples: Samples, contenders: Sequence[Contender], answers: Sequence[Answers]) -> Comparison:
    """Bring answers together; pictures that one model could not read are left out for all.

    Raises:
        ToolError: No picture could be read.
    """
    used = np.logical_and.reduce([one.readable for one in answers])
    if not used.any():
        raise ToolError("none of the pictures can be read")
    kept = samples.keep(used, ["the picture cannot be read"] * int((~used).sum()))
    classes = contenders[0].classes
    truth = kept.codes(classes)
    results = []
    for one, said in zip(contenders, answers, strict=True):
        known = said.keep(used)
        results.append(Result(one, known, evaluate(classes, truth, known.predicted)))
    return Comparison(classes, kept, truth, tuple(results))


def comparison_schema(models: int) -> pa.Schema:
    """Of the table: a record a model; `P_1`, `P_2`, ... are those of the tests against each model."""
    number = pa.float64()
    fields = [
        ("Number", pa.int32()),
        *((name, pa.string()) for name in ("Model", "Network", "Trained")),
        ("Pictures", pa.int64()),
        *((name, number) for name in ("Accuracy", "Accuracy_Low", "Accuracy_High", "Macro_F1", "Log_Loss")),
        *((name, number) for name in ("Training_Seconds", "Prediction_Seconds", "Pictures_per_Second")),
        ("Size_MB", number),
        *((f"P_{place}", number) for place in range(1, models + 1)),
    ]
    return pa.schema(fields)


def comparison_table(comparison: Comparison) -> pa.Table:
    """A record a contender, as `comparison_schema` says; what is not known is null."""
    count = len(comparison.results)
    chances: list[list[float | None]] = [[None] * count for _ in range(count)]
    for pair in comparison.pairs:
        chances[pair.first][pair.second] = chances[pair.second][pair.first] = pair.chance
    records = [
        (
            place + 1,
            *(one.contender.name, one.contender.network, one.contender.trained or None),
            one.evaluation.total,
            *(one.evaluation.accuracy, *one.evaluation.interval(), one.macro_f1, one.log_loss),
            *(one.contender.seconds, one.answers.seconds, one.rate),
            one.contender.size / 1e6,
            *chances[place],
        )
        for place, one in enumerate(comparison.results)
    ]
    schema = comparison_schema(count)
    columns = zip(*records, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
