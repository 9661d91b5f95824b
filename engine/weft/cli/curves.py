"""The values of an epoch in a few words: what was trained beside what was checked."""

from collections.abc import Mapping

_TRAIN, _VALID = "train_", "valid_"
_PER_SECOND = "_per_second"
_SHARE = "accuracy"
"""What names of this ending count is a share, and reads as a percentage."""


def epoch_text(epoch: int, metrics: Mapping[str, float]) -> str:
    """`epoch 3  loss 0.764 / 0.504  accuracy 68.9 % / 83.3 %  234 pictures/s`: training / validation."""
    return "  ".join([f"epoch {epoch}", *_parts(metrics)])


def _parts(metrics: Mapping[str, float]) -> list[str]:
    parts = []
    for name, value in metrics.items():
        subject = name.removeprefix(_TRAIN)
        if name.startswith(_VALID) and _TRAIN + name.removeprefix(_VALID) in metrics:
            continue  # told with its other half
        checked = metrics.get(_VALID + subject) if name.startswith(_TRAIN) else None
        if name.endswith(_PER_SECOND):
            parts.append(f"{value:,.0f} {name.removesuffix(_PER_SECOND)}/s")
        elif checked is None:
            parts.append(f"{name} {_value_text(name, value)}")
        else:
            parts.append(f"{subject} {_value_text(name, value)} / {_value_text(name, checked)}")
    return parts


def _value_text(name: str, value: float) -> str:
    if name.endswith(_SHARE):
        return f"{100 * value:.1f} %"
    return f"{value:.3f}" if 0.001 <= abs(value) < 1000 else f"{value:.3g}"
