"""What the service of a model needs of the model, and what it answers."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, JsonValue


class Prediction(BaseModel):
    """What a model says of one picture."""

    model_config = ConfigDict(frozen=True)

    picture: str | None = None
    """The file name that came with it, if any."""
    predicted: str | int | bool | float | list[str] | list[int] | None
    """The class, in the type of the label, null where the score is under the model's threshold; a list of
    labels; or a number."""
    score: float | None
    """The probability of the likeliest class, or that all labels are right; null for a number."""
    unknown: bool = False
    """Whether the model is not sure enough to answer."""
    probabilities: dict[str, float]
    """Of all classes or labels, by name, in the model's order; none for a number."""


class Predictions(BaseModel):
    """The answer to one request, in the order of its pictures."""

    model_config = ConfigDict(frozen=True)

    predictions: tuple[Prediction, ...]


class Judge(Protocol):
    """A model that is ready."""

    @property
    def title(self) -> str:
        """What it is, in a line."""

    @property
    def card(self) -> Mapping[str, JsonValue]:
        """All that is known of it."""

    @property
    def batch(self) -> int:
        """How many pictures it judges at a time."""

    def look(self, picture: bytes) -> Any:
        """What `judge` takes of one picture; called on several threads.

        Raises:
            ToolError: It is no picture, damaged, or too large.
        """

    def judge(self, looks: Sequence[Any]) -> list[Prediction]:
        """What it says of at most `batch` pictures, in order; called on one thread at a time."""
