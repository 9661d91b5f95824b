import math
import re
from xml.etree import ElementTree

from weft_nodes._vision.reporting.charts import Curve, line_chart


def points(chart: str, style: str) -> list[tuple[float, float]]:
    line = re.search(rf'<polyline points="([^"]*)" class="line {style}"/>', chart)
    assert line
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line[1].split())]


def labels(chart: str) -> list[str]:
    return re.findall(r"<text [^>]*>([^<]*)</text>", chart)


def test_a_curve_rises_from_left_to_right_within_the_axes() -> None:
    chart = line_chart("Accuracy", [Curve("training", "train", (0.5, 0.75, 1.0))], best=3, percent=True)
    (x1, y1), (x2, y2), (x3, y3) = points(chart, "train")
    assert x1 < x2 < x3
    assert y1 - y2 == y2 - y3 > 0
    assert labels(chart)[:2] == ["100 %", "90 %"]
    assert "50 %" in labels(chart)
    assert labels(chart)[-4:] == ["1", "2", "3", "epoch"]


def test_a_loss_starts_at_zero_and_ends_above_its_highest_value() -> None:
    chart = line_chart("Loss", [Curve("training", "train", (1.3, 0.2))], best=2)
    assert labels(chart)[:4] == ["0", "0.5", "1", "1.5"]


def test_the_kept_epoch_is_marked_where_its_points_lie() -> None:
    chart = line_chart("Loss", [Curve("v", "valid", (3.0, 1.0, 2.0))], best=2)
    x = points(chart, "valid")[1][0]
    assert re.search(rf'<line x1="{x}" x2="{x}" [^>]*class="kept"/>', chart)


def test_one_epoch_and_values_that_are_no_numbers_can_be_drawn() -> None:
    one = line_chart("Loss", [Curve("v", "valid", (0.0,))], best=1)
    assert len(points(one, "valid")) == 1
    broken = line_chart("Loss", [Curve("v", "valid", (math.nan, math.inf, 1.0))], best=3)
    assert len(points(broken, "valid")) == 1
    line_chart("Loss", [Curve("v", "valid", (math.nan,))], best=1)


def test_a_thousand_epochs_have_few_labels_and_the_drawing_is_sound_xml() -> None:
    chart = line_chart("Loss", [Curve("<v>", "valid", tuple(1 / n for n in range(1, 1001)))], best=1000)
    assert len(labels(chart)) < 25
    assert chart.count("<circle") == 1
    ElementTree.fromstring(str(chart))
