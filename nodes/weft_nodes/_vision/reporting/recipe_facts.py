"""What a report says of how a network was trained. No torch."""

import numpy as np
import numpy.typing as npt

from weft_nodes._vision.learning.balance import balance_in_words, class_weights
from weft_nodes._vision.learning.recipe import Recipe, Scope


def recipe_facts(
    scope: Scope, recipe: Recipe, codes: npt.NDArray[np.int64] | None, rate_is_given: bool
) -> tuple[tuple[str, str], ...]:
    """Names and values; `codes` are the classes of the training pictures, None where there are none."""
    facts = [
        ("What was trained", scope),
        ("Layers that learned", _part(scope, recipe)),
        ("Wished time", f"{recipe.seconds / 60:g} minutes" if recipe.seconds else ""),
        ("Epochs", f"{recipe.epochs:,}{' (planned for the time)' if recipe.seconds else ''}"),
        ("Batch size", f"{recipe.batch_size:,}"),
        ("Learning rate", f"{recipe.rate:g}{_origin(recipe, rate_is_given)}"),
        ("Augmentation", recipe.augmentation),
        ("Views of a picture", f"{recipe.views:,} beside the picture itself" if recipe.views else ""),
        ("Mixed pictures", "on (a long training)" if recipe.mixup else ""),
        (
            "Growing pictures",
            f"from {_percent(recipe.start_size)} of the size" if recipe.start_size < 1 else "",
        ),
        (
            "Averaged weights",
            f"over the last {_percent(recipe.averaging)} of the steps" if recipe.averaging else "",
        ),
        ("Early stopping", f"after {recipe.patience:,} epochs" if recipe.patience else "off"),
        ("Class weights", "" if codes is None else _weights(codes, recipe)),
        ("Seed", str(recipe.seed)),
    ]
    return tuple((name, value) for name, value in facts if value)


def _part(scope: Scope, recipe: Recipe) -> str:
    if recipe.depth >= 1:
        return ""
    return f"the last {_percent(recipe.depth)}{' of the numbers' if scope == 'last stages' else ''}"


def _weights(codes: npt.NDArray[np.int64], recipe: Recipe) -> str:
    weights = class_weights(codes, int(codes.max()) + 1, recipe.balance)
    return balance_in_words(weights, recipe.balance)


def _origin(recipe: Recipe, is_given: bool) -> str:
    if recipe.find_rate:
        return " (found by a range test)"
    return "" if is_given else " (recommended)"


def _percent(part: float) -> str:
    return f"{part * 100:.0f}\u00a0%"
