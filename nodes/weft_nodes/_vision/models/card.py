"""The card of a trained classifier and the record of the M output: no torch is imported here."""

import importlib.metadata
from typing import Any

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, field_validator

from weft.sdk import ToolError, read_card
from weft_nodes._vision.learning.targets import IN_WORDS, Target
from weft_nodes._vision.models.records import model_schema
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import Pretraining

KIND = "image classifier"
FORMAT = 1


class ClassFigures(BaseModel):
    """What was measured of one class; a pair is where the true value lies with 95 % confidence."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="strings")

    support: int
    precision: float
    precision_interval: tuple[float, float]
    recall: float
    recall_interval: tuple[float, float]
    f1: float
    average_precision: float | None = None


class Card(BaseModel):
    """All that is known of a classifier. No times of day, so that equal trainings give equal bytes."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, ser_json_inf_nan="strings"
    )

    kind: str = KIND
    format: int = FORMAT
    """Of this card; a newer one is refused."""
    label: str
    """The label column."""
    label_type: str = "string"
    """The Arrow type of the label column, as `str(type)` writes it; of several labels, that of one."""
    target: Target = "classes"
    """What it gives: one of several classes, several labels, or a number."""
    classes: tuple[str, ...] = Field((), validate_default=True)
    """Or labels, as text, in the order of the network's outputs; none where it gives a number.
    `class_values` gives them their type back."""
    label_thresholds: tuple[float, ...] = ()
    """The probability from which on each of several labels is said."""
    mean: float = 0.0
    """Of the numbers of the training pictures: the network gives how far a number is from it."""
    spread: float = Field(default=1.0, gt=0)
    """Their standard deviation, in which that is counted."""
    picture: str = ""
    """The picture column that it learned from."""
    backbone: str
    """As in `zoo`, such as `Resnet50V2`."""
    pretraining: Pretraining
    """What it started from."""
    preprocess: Preprocess
    """What is done to every picture."""
    dropout: float = 0.2
    seed: int = 1
    counts: dict[str, int] = Field(default_factory=dict)
    """Pictures by name of the set: `training`, `validation`."""
    class_counts: dict[str, tuple[int, ...]] = Field(default_factory=dict)
    """Likewise, of each class."""
    skipped: dict[str, int] = Field(default_factory=dict)
    """Likewise, the records that were not used."""
    digests: dict[str, str] = Field(default_factory=dict)
    """Likewise, SHA-256 of the pictures and their labels, in whatever order they came."""
    scope: str = ""
    """What was trained, such as `head only`."""
    recipe: dict[str, Any] = Field(default_factory=dict)
    """How, with what was chosen automatically."""
    settings: dict[str, Any] = Field(default_factory=dict)
    """The settings of the training."""
    metrics: dict[str, float] = Field(default_factory=dict)
    """On the validation pictures: `accuracy`, `loss` and what else the training says."""
    intervals: dict[str, tuple[float, float]] = Field(default_factory=dict)
    """By name as in `metrics`: where the true value lies with 95 % confidence."""
    class_metrics: tuple[ClassFigures, ...] = ()
    """On the validation pictures, one a class."""
    temperature: float = Field(default=1.0, gt=0)
    """Divides what the network gives before softmax, so that scores tell how often it is right."""
    threshold: float | None = None
    """The score under which the answer is unknown; None always answers."""
    limits: tuple[str, ...] = ()
    """Sentences that one should know before trusting the model."""
    versions: dict[str, str] = Field(default_factory=dict)
    """Of the libraries; see `library_versions`."""

    @field_validator("classes")
    @classmethod
    def _as_the_target_wants(cls, classes: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if info.data.get("target") == "number":
            if classes:
                raise ValueError("a model that gives a number has no classes")
        elif len(classes) < 2:
            raise ValueError("a model has two classes or labels, or more")
        return classes

    @property
    def outputs(self) -> int:
        """How many numbers the model gives for a picture."""
        return len(self.classes) or 1

    def in_unit(self, found: Any) -> Any:
        """Arrays or tensors of what the model gives, a number in the unit of the label column, not in
        standard deviations from the mean of T. Far from zero that wants float64. Probabilities stay.
        """
        return found * self.spread + self.mean if self.target == "number" else found

    def require_classes(self, what: str) -> None:
        """Raise a `ToolError` where the model does not give one class; `what` is what needs that."""
        if self.target != "classes":
            raise ToolError(
                f"this model gives {IN_WORDS[self.target]} for a picture; {what} takes models of classes only"
            )


def read(data: bytes) -> Card:
    """The card in the header of a packed classifier.

    Raises:
        ToolError: Not a model of Weft, of another kind, of a newer Weft, or damaged.
    """
    values = read_card(data)
    if values.get("kind") != KIND:
        raise ToolError(f"this model is no image classifier but {values.get('kind', 'of an unknown kind')!r}")
    version = values.get("format")
    if isinstance(version, int) and version > FORMAT:
        raise ToolError("this model was saved by a newer version of Weft; update Weft to use it")
    try:
        return Card.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ToolError(f"the card of this model is damaged at {place!r}: {first['msg']}") from error


def library_versions() -> dict[str, str]:
    """Versions of weft, torch, timm and numpy, for the card."""
    return {name: importlib.metadata.version(name) for name in ("weft", "torch", "timm", "numpy")}


def class_values(classes: list[str | None], label_type: str) -> pa.Array:
    """Names of classes back in the type of the label column; None stays null."""
    return pa.array(classes, pa.string()).cast(pa.type_for_alias(label_type))


def model_table(data: bytes, label: str) -> pa.Table:
    """The record of the M output: the packed model, and what a person wants to know of it.

    `classes` is a text, separated by commas. `accuracy` is that on the validation pictures, null if
    there were none or the model gives a number.
    """
    card = read(data)
    unknown = card.threshold is not None
    schema = model_schema(label, card.label_type, unknown, card.target)
    cell = pa.ExtensionArray.from_storage(schema.field("model").type, pa.array([data], pa.large_binary()))
    size = card.preprocess
    values = [card.label, ", ".join(card.classes), card.backbone, size.width, size.height]
    columns = [
        pa.array([value], field.type)
        for value, field in zip([*values, card.metrics.get("accuracy")], list(schema)[1:], strict=True)
    ]
    return pa.Table.from_arrays([cell, *columns], schema=schema)
