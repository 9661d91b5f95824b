"""The columns in which Predict says what a model says: promised while editing, filled in a run. No torch."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from weft.sdk import ModelType
from weft_nodes._vision.models.model_input import SCORE, UNKNOWN, predicted_column

if TYPE_CHECKING:
    from weft_nodes._vision.models.answering import Outputs
    from weft_nodes._vision.models.card import Card


@dataclass(frozen=True)
class AnswerColumns:
    """What is added to records.

    Attributes:
        kind: Of the model.
        scores: Whether there is a column for the score of every class.
        wanted: The score from which on there is an answer; None takes the model's, 0 always answers.
    """

    kind: ModelType
    scores: bool
    wanted: float | None

    def promised(self) -> list[pa.Field] | None:
        """All of them; None where their names are known from the model's card only."""
        has_scores = self.kind.target != "number"
        if self.scores and has_scores:
            return None
        return [
            pa.field(predicted_column(self.kind), self.kind.predicted_type),
            *([pa.field(SCORE, pa.float64())] if has_scores else []),
            *([pa.field(UNKNOWN, pa.bool_())] if self._may_be_unknown else []),
        ]

    def of(self, card: "Card", outputs: "Outputs") -> Iterator[tuple[str, pa.Array]]:
        """Name and values of each, for what the network gave (n, outputs) for the pictures."""
        from weft_nodes._vision.models.answering import answers_of

        threshold = (card.threshold or 0.0) if self.wanted is None else self.wanted
        answers = answers_of(card, outputs, threshold)
        yield predicted_column(self.kind), answers.values.cast(self.kind.predicted_type)
        if answers.scores is not None:
            yield SCORE, pa.array(answers.scores)
            if self.scores:
                for place, name in enumerate(card.classes):
                    yield f"{SCORE}_{name}", pa.array(outputs[:, place].astype(np.float64))
        if self._may_be_unknown:
            yield UNKNOWN, pa.array(answers.unknown)

    @property
    def _may_be_unknown(self) -> bool:
        """Whether there is a column `Unknown`; known while a workflow is edited."""
        if self.kind.target != "classes":
            return False
        return self.kind.unknown if self.wanted is None else self.wanted > 0
