"""The settings of Image Recognition, and what they ask for. No torch is imported here."""

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field, JsonValue, field_validator

from weft.sdk import Column, RunContext, ToolConfig
from weft_nodes._vision.learning.balance import Balance
from weft_nodes._vision.learning.recipe import AUTOMATIC, Augmentation, Scope, Wishes, mixing_for
from weft_nodes._vision.learning.targets import Wish
from weft_nodes._vision.networks import zoo
from weft_nodes._vision.networks.offer import hints, in_words


def _open(group: str) -> dict[str, JsonValue]:
    """A heading of the form that is not folded."""
    return {"group": group, "open": True}


class ImageRecognitionConfig(ToolConfig):
    """What is learned from which columns, for how long, and by which network."""

    training_image: Annotated[str, Column("training", kind="picture")] = Field(
        "", title="Training image field", json_schema_extra=_open("Training images")
    )
    """The column of T with the pictures."""
    training_label: Annotated[str, Column("training", kind="target")] = Field(
        "", title="Training image labels", json_schema_extra=_open("Training images")
    )
    """The column of T with what is to be learned: the class of each picture (text, whole numbers, or yes
    and no), its labels (a list), or a number (with decimals)."""
    validation_image: Annotated[str, Column("validation", kind="picture")] = Field(
        "", title="Validation image field", json_schema_extra=_open("Validation images")
    )
    """The column of V with the pictures."""
    validation_label: Annotated[str, Column("validation", kind="target")] = Field(
        "", title="Validation image labels", json_schema_extra=_open("Validation images")
    )
    """The column of V with the same of its pictures."""
    model: str = Field(
        "MobileNetV2",
        title="Pre-trained model",
        min_length=1,
        description=in_words(zoo.listed()),
        json_schema_extra={**hints(zoo.listed()), **_open("Options")},
    )
    epochs: int = Field(10, title="Epochs", ge=1, le=10_000, json_schema_extra=_open("Options"))
    """How often all training pictures are gone through. More take longer and fit better, up to a point."""
    minutes: float | None = Field(
        None, title="Minutes instead", gt=0, le=10_000, json_schema_extra=_open("Options")
    )
    """Give minutes in place of epochs: a step is measured, and the size of the pictures, how much of the
    network learns and the epochs are planned so that the training keeps to the time. With *from scratch*
    every layer learns; else as much of the network as there is time for."""
    batch_size: int = Field(32, title="Batch size", ge=1, le=4096, json_schema_extra=_open("Options"))
    """How many pictures are learned from at a time. Less needs less memory."""
    train: Scope = Field("head only", title="What to train", json_schema_extra=_open("Options"))
    """*head only*: the network stays as it is and a new last layer is learned: quick, and good where
    pictures are few. *last stages*: the later layers are fine-tuned on what the earlier ones see, which
    is computed once, so an epoch takes a part of the time. *whole network*: all layers are fine-tuned:
    slower, and mostly more accurate. *from scratch*: all layers start from random numbers."""
    learning_rate: float | None = Field(
        None, title="Learning rate", gt=0, le=1, json_schema_extra={"group": "Advanced"}
    )
    """The highest learning rate; empty chooses one."""
    rate_choice: Literal["recommended", "automatic"] = Field(
        "recommended", title="Choice of the learning rate", json_schema_extra={"group": "Advanced"}
    )
    """Where no learning rate is given. *recommended*: one that suits what is trained. *automatic*: a
    short test before the training, in which the rate rises until the loss does; for networks or pictures
    out of the ordinary."""
    augmentation: Augmentation = Field("light", title="Augmentation", json_schema_extra={"group": "Advanced"})
    """How training pictures are varied. *light*: flipped left to right, cropped, slightly tinted.
    *strong*: also turned, tinted more, partly blanked. *none*: choose it where a mirrored picture
    means something else, such as letters. *head only* and *last stages* vary by views."""
    views: int | None = Field(None, title="Views", ge=0, le=8, json_schema_extra={"group": "Advanced"})
    """With *head only* and *last stages*, layers that rest see each training picture once; so many varied
    views of it are computed beside, and epochs take turns. The first is the mirror image, the others are
    cropped and tinted. Each takes as long as the pictures themselves. Empty: none for *head only*, 4 for
    *last stages*; none without augmentation."""
    early_stopping: int | None = Field(
        None, title="Early stopping (patience)", ge=0, le=10_000, json_schema_extra={"group": "Advanced"}
    )
    """Stop after so many epochs without a better one; empty or 0 goes through all epochs."""
    class_weights: Balance = Field(
        "automatic", title="Class weights", json_schema_extra={"group": "Advanced"}
    )
    """Whether pictures of rare classes count more. *automatic*: yes, half of the way, where the largest
    class has three times the pictures of the smallest. *on*: all classes count alike. *off*: all pictures
    do. The report says what was done."""
    target: Wish = Field("auto", title="What the labels are", json_schema_extra={"group": "Advanced"})
    """*auto* goes by the type of the columns: numbers with decimals are a *number*, lists are *several
    labels*, all else is *classes*. Whole numbers such as an age or a count are classes unless you choose
    *number*."""
    label_separator: str = Field(
        "", title="Separator of labels", max_length=8, json_schema_extra={"group": "Advanced"}
    )
    """For labels that stand in one text, such as `;` in `cat;dog`: splits it into *several labels*. Empty
    takes a text as it is."""
    wanted_precision: float | None = Field(
        None, title="Wanted precision", gt=0, lt=1, json_schema_extra={"group": "Advanced"}
    )
    """Of the answers that Predict gives, the share that should be right, such as 0.99. From V the model
    learns how sure it must be for that; less sure, Predict leaves the prediction empty and says
    `Unknown`. Empty always answers."""
    seed: int | None = Field(None, title="Seed", ge=0, le=2**31 - 1, json_schema_extra={"group": "Advanced"})
    """Of all that is random; the same seed gives the same model on the same CPU. Empty takes the
    seed of the run."""
    device: Literal["auto", "cpu", "cuda"] = Field(
        "auto", title="Device", json_schema_extra={"group": "Advanced"}
    )
    """*auto* takes what the run was started with, by default a GPU where there is one. Where there are
    several, they train the whole network or its last stages together, each from its part of every batch;
    the batch size must leave eight pictures for each. *cuda* takes one GPU."""
    image_size: int | None = Field(
        None, title="Image size (pixels)", ge=16, le=2048, json_schema_extra={"group": "Advanced"}
    )
    """Pictures are scaled to squares of this size; empty keeps the size of the pictures."""
    weights_dir: str = Field(
        "", title="Folder with weights", json_schema_extra={"widget": "folder", "group": "Advanced"}
    )
    """Where weights are looked for before `WEFT_WEIGHTS`, the hub's cache and the hub."""

    @field_validator("class_weights", mode="before")
    @classmethod
    def _yes_or_no(cls, given: object) -> object:
        """Class weights were a yes or no once."""
        return {True: "on", False: "off"}[given] if isinstance(given, bool) else given


def wishes_of(config: ImageRecognitionConfig, ctx: RunContext) -> Wishes:
    """What these settings ask for in a run; its clock starts now."""
    # With minutes how much learns is planned; a head alone is what is left if time is short.
    by_time = config.minutes is not None and config.train == "head only"
    scope: Scope = "whole network" if by_time else config.train
    rests = scope in ("head only", "last stages")
    views = AUTOMATIC[scope].views if config.views is None else config.views
    recipe = replace(
        AUTOMATIC[scope],
        rate=config.learning_rate or AUTOMATIC[scope].rate,
        find_rate=config.learning_rate is None and config.rate_choice == "automatic",
        augmentation=config.augmentation if views or not rests else "none",
        views=views if rests and config.augmentation != "none" else 0,
        epochs=config.epochs,
        seconds=60 * (config.minutes or 0.0),
        batch_size=config.batch_size,
        patience=config.early_stopping or 0,
        balance=config.class_weights,
        seed=ctx.seed if config.seed is None else config.seed,
    )
    return Wishes(
        backbone=zoo.find(config.model),
        scope=scope,
        recipe=recipe if scope == "head only" else replace(recipe, mixup=mixing_for(recipe)),
        image_size=config.image_size,
        weights_dir=ctx.path(config.weights_dir) if config.weights_dir else None,
        device=ctx.device if config.device == "auto" else config.device,
        # Where it ran and where weights lay says nothing about the model.
        settings=config.model_dump(mode="json", exclude={"weights_dir", "device"}),
        precision=config.wanted_precision,
    )
