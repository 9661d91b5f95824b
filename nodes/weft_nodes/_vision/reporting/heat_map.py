"""The confusion matrix as a table whose cells are tinted by their share of the row."""

import numpy as np

from weft_nodes._pages.page import Html, element
from weft_nodes._vision.evaluation.metrics import Evaluation

_MOST = 24
"""Classes that are drawn; a larger matrix could not be read, and would take the square of the room."""

_UPRIGHT = 6
"""Classes whose names still fit side by side above the columns."""

_ROOMY = 12
"""Classes whose cells are drawn large."""


def confusion_matrix(evaluation: Evaluation) -> Html:
    """Rows are true classes, columns predicted ones; every cell tells its count.

    Of more than 24 classes, the 24 with most mistakes are drawn.
    """
    shown = _most_mistaken(evaluation)
    names = [evaluation.classes[index] for index in shown]
    upright = "" if len(names) <= _UPRIGHT and all(len(name) < 22 for name in names) else "turned"
    heads = [element("th", element("span", name), scope="col", class_=upright or None) for name in names]
    corner = element("td", element("span", "true ↓  predicted →"), class_="corner")
    total = element("th", element("span", "pictures"), scope="col", class_=f"total {upright}".strip())
    rows = [element("tr", corner, heads, total)]
    for index in shown:
        cells = [_cell(evaluation, index, column) for column in shown]
        support = element("td", f"{evaluation.support[index]:,}", class_="total")
        rows.append(element("tr", element("th", evaluation.classes[index], scope="row"), cells, support))
    note = "" if len(shown) == len(evaluation.classes) else _left_out(len(evaluation.classes))
    table = element("table", rows, class_="matrix" if len(names) <= _ROOMY else "matrix small")
    # A matrix that is wider than the page scrolls, by the keyboard too.
    return element(
        "div", table, note, class_="card wide", tabindex="0", role="region", aria_label="Confusion matrix"
    )


def frequent_confusions(evaluation: Evaluation, most: int = 3) -> list[tuple[str, str, int]]:
    """True class, predicted class and count of the most frequent mistakes."""
    counts = evaluation.confusion.copy()
    np.fill_diagonal(counts, 0)
    found = []
    for place in np.argsort(-counts, axis=None, kind="stable")[:most]:
        truth, predicted = divmod(int(place), len(evaluation.classes))
        if count := int(counts[truth, predicted]):
            found.append((evaluation.classes[truth], evaluation.classes[predicted], count))
    return found


def _most_mistaken(evaluation: Evaluation) -> list[int]:
    if len(evaluation.classes) <= _MOST:
        return list(range(len(evaluation.classes)))
    right = np.diagonal(evaluation.confusion)
    mistakes = evaluation.confusion.sum(axis=0) + evaluation.support - 2 * right
    return sorted(np.argsort(-mistakes, kind="stable")[:_MOST].tolist())


def _left_out(classes: int) -> Html:
    return element("p", f"The {_MOST} of {classes:,} classes with most mistakes are drawn.", class_="note")


def _cell(evaluation: Evaluation, row: int, column: int) -> Html:
    count, support = int(evaluation.confusion[row, column]), int(evaluation.support[row])
    part = count / support if support else 0.0
    truth, predicted = evaluation.classes[row], evaluation.classes[column]
    right = row == column
    # Mistakes are few beside what is right; the root keeps small shares visible.
    tint = part if right else part**0.5
    kind = ("right" if right else "wrong") if count else "none"
    return element(
        "td",
        f"{count:,}",
        class_=f"{kind} strong" if tint > 0.55 else kind,
        style=f"--tint:{tint:.3f}",
        title=f"{count:,} of {support:,} {truth} predicted as {predicted} ({part * 100:.1f} %)",
    )
