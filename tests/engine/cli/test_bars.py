import io
import re

import pytest
from rich.console import Console

from weft.cli.bars import bar_rows, numbers_text
from weft.cli.forecast import Forecast
from weft.cli.view import NodeView

TRAINING = NodeView(
    state="running",
    started=1000,
    done=640,
    total=2000,
    message="epoch 3 of 12, 310 pictures/s",
    step=2,
    metrics={"train_loss": 0.5, "valid_loss": 0.4},
    forecast=Forecast()
    .after(1000, 0, 2000, "epoch 1 of 12")
    .after(1005, 320, 2000, "epoch 2 of 12")
    .after(1010, 640, 2000, "epoch 3 of 12"),
)


def drawn(nodes: dict[str, NodeView], width: int) -> list[str]:
    file = io.StringIO()
    console = Console(file=file, width=width, force_terminal=True, color_system=None, legacy_windows=False)
    console.print(bar_rows(nodes, width, now=1010.0))
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", file.getvalue()).splitlines()]


def test_a_training_shows_its_message_and_not_the_values_of_its_curves() -> None:
    (row,) = drawn({"image_recognition": TRAINING}, 100)
    assert row.startswith("image_recognition  ━")
    assert row.endswith("  32 %  0:21 left  epoch 3 of 12, 310 pictures/s")
    assert "loss" not in row


@pytest.mark.parametrize("width", [20, 60, 80, 120])
@pytest.mark.parametrize("name", ["learn", "image_recognition_of_every_picture_there_is", "🍩" * 40])
def test_a_bar_is_one_row_however_narrow_the_terminal(width: int, name: str) -> None:
    from rich.cells import cell_len

    rows = drawn({name: TRAINING, "sort": NodeView("running", 1000, records={"out": 123456})}, width)
    assert len(rows) == 2
    assert max(map(cell_len, rows)) < width


def test_what_matters_least_is_left_out_first() -> None:
    texts = [numbers_text(TRAINING, 1010, width) for width in (60, 42, 25, 15, 8)]
    assert texts == [
        "32 %  0:21 left  epoch 3 of 12, 310 pictures/s",
        "0:21 left  epoch 3 of 12, 310 pictures/s",
        "0:21 left  epoch 3 of 12",
        "epoch 3 of 12",
        "epoch 3…",
    ]
