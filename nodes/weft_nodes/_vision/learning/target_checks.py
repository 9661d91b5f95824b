"""What must hold of labels before any training, whatever the target is. No torch is imported here."""

from weft.sdk import RunContext, ToolError
from weft_nodes._vision.learning.checks import (
    check_classes,
    tell_unmeasured,
)
from weft_nodes._vision.learning.samples import Samples, require
from weft_nodes._vision.learning.targets import different_labels, different_targets, indicators, label_family


def check_targets(training: Samples, validation: Samples) -> tuple[str, ...]:
    """The names of the outputs: classes or labels in the order of their type; none for a number.

    Raises:
        ToolError: An input is empty, the two do not go together, or there is nothing to learn.
    """
    if training.target != validation.target:
        names = training.side.label, validation.side.label
        raise ToolError(different_targets(names, (training.target, validation.target)), "validation_label")
    match training.target:
        case "classes":
            return check_classes(training, validation)
        case "labels":
            return _check_labels(training, validation)
        case "number":
            return _check_numbers(training, validation)


def tell_unmeasured_names(validation: Samples, names: tuple[str, ...], ctx: RunContext) -> tuple[str, ...]:
    """Warn of classes or labels that no validation picture has; gives their names."""
    if validation.target == "classes":
        return tell_unmeasured(validation, names, ctx)
    if validation.target == "number":
        return ()
    there = indicators(validation.values, names).max(axis=0).tolist()
    missing = tuple(name for name, known in zip(names, there, strict=True) if not known)
    if missing:
        ctx.warn("labels are on no validation picture, so nothing is known of them", len(missing), missing[0])
    return missing


def _check_labels(training: Samples, validation: Samples) -> tuple[str, ...]:
    require(training)
    require(validation)
    families = label_family(training.label_type), label_family(validation.label_type)
    if families[0] != families[1]:
        raise ToolError(different_labels(training.side.label, validation.side.label, families))
    ordered = training.label_values().unique().cast(training.label_type).sort()
    names = tuple(str(name) for name in ordered.to_pylist())
    if len(names) < 2:
        held = f"one label only, {names[0]!r}" if names else "no label on any picture"
        raise ToolError(
            f"column {training.side.label!r} of T holds {held}; several labels need two or more, and one "
            "that is there or not is a class: make it yes and no",
            "training_label",
        )
    unknown = sorted(set(validation.label_values().unique().to_pylist()) - set(names))
    if unknown:
        shown = ", ".join(map(repr, unknown[:5])) + (f" and {len(unknown) - 5} more" if unknown[5:] else "")
        raise ToolError(
            f"V has labels that T does not have: {shown}; give T pictures of them or remove them from V",
            "validation_label",
        )
    return names


def _check_numbers(training: Samples, validation: Samples) -> tuple[str, ...]:
    require(training)
    require(validation)
    numbers = training.numbers()
    # Both: the spread of equal numbers is not always an exact zero, and that of nearly equal ones may be.
    if not (numbers.max() > numbers.min() and numbers.std() > 0):
        raise ToolError(
            f"column {training.side.label!r} of T holds the same number, {training.labels[0].as_py()}, for "
            "every picture, so there is nothing to learn; choose a column whose numbers differ",
            "training_label",
        )
    return ()
