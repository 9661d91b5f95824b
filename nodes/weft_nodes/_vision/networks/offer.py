"""How networks are offered in a form, and what a choice means while a workflow is edited: no torch."""

import os
from collections.abc import Sequence

from pydantic import JsonValue

from weft.sdk import EditContext, Severity, ToolError
from weft_nodes._vision.networks import zoo
from weft_nodes._vision.networks.sizes import too_small
from weft_nodes._vision.networks.weights import VARIABLE, lying_files


def in_words(backbones: Sequence[zoo.Backbone]) -> str:
    """The description of a setting that chooses one of them, or any model of timm."""
    listed = (f"{one.name} (from {one.min_size} pixels): {one.note}" for one in backbones)
    first = "The network to stand on: one of these, or the name of any model of timm such as `resnet18`."
    return " ".join((first, *listed))


def hints(backbones: Sequence[zoo.Backbone]) -> dict[str, JsonValue]:
    """What the form shows of each network before one is chosen."""
    cards: dict[str, JsonValue] = {
        one.name: {
            "parameters": one.parameters,
            "megabytes": one.megabytes,
            "pace": one.pace,
            "min_size": one.min_size,
            "pretrained": one.pretrained,
            "note": one.note,
        }
        for one in backbones
    }
    return {"options": list(cards), "cards": cards}


def check_network(model: str, image_size: int | None, ctx: EditContext) -> zoo.Backbone | None:
    """The network of the setting `model`; tells of a name that is unknown and of a size too small for it."""
    try:
        backbone = zoo.find(model)
    except ToolError as error:
        ctx.problem(str(error), "model")
        return None
    if image_size and image_size < backbone.min_size:
        ctx.problem(too_small(backbone, f"the image size {image_size}"), "image_size")
    return backbone


def check_folder(weights_dir: str, ctx: EditContext) -> None:
    """Warn where the folder of the setting `weights_dir` is not there."""
    if weights_dir and not ctx.path(weights_dir).is_dir():
        message = f"there is no folder {str(ctx.path(weights_dir))!r}"
        ctx.problem(message, "weights_dir", Severity.WARNING)


def weights_state(model: str, weights_dir: str, ctx: EditContext) -> str:
    """The files of weights that a run may take, by name, size and time: for a tool's fingerprint."""
    try:
        backbone = zoo.find(model)
    except ToolError:
        return ""
    folders = (weights_dir, os.environ.get(VARIABLE, ""))
    return " ".join(lying_files(backbone, [ctx.path(folder) for folder in folders if folder]))
