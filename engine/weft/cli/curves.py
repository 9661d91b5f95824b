"""The values of an epoch in a few words: how well it does on what it learns from, and on what it does not."""

from collections.abc import Mapping

_SIDES = {"train_": "training", "valid_": "validation"}
"""What names begin with that speak of what was learned from, and of what was held back."""

_PER_SECOND = "_per_second"
_SHARE = "accuracy"
"""What names of this ending count is a share, and reads as a percentage."""


def epoch_text(epoch: int, metrics: Mapping[str, float]) -> str:
    """`epoch 3  training: loss 0.7, accuracy 68.9 %  validation: loss 0.5, accuracy 83.3 %`, and a speed."""
    sides = {title: _side(prefix, metrics) for prefix, title in _SIDES.items()}
    told = [f"{title}: {', '.join(values)}" for title, values in sides.items() if values]
    others = [_other(name, value) for name, value in metrics.items() if not name.startswith(tuple(_SIDES))]
    return "  ".join([f"epoch {epoch}", *told, *others])


def _side(prefix: str, metrics: Mapping[str, float]) -> list[str]:
    return [
        f"{name.removeprefix(prefix)} {_value_text(name, value)}"
        for name, value in metrics.items()
        if name.startswith(prefix)
    ]


def _other(name: str, value: float) -> str:
    if name.endswith(_PER_SECOND):
        return f"{value:,.0f} {name.removesuffix(_PER_SECOND)}/s"
    return f"{name} {_value_text(name, value)}"


def _value_text(name: str, value: float) -> str:
    if name.endswith(_SHARE):
        return f"{100 * value:.1f} %"
    return f"{value:.3f}" if 0.001 <= abs(value) < 1000 else f"{value:.3g}"
