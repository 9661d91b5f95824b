import pytest

from weft_nodes._vision.reporting.duration import duration


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.04, "0.0 s"),
        (7.26, "7.3 s"),
        (48.4, "48 s"),
        (59.7, "1 min"),
        (200, "3 min 20 s"),
        (7500, "2 h 5 min"),
    ],
)
def test_durations_are_told_in_the_units_that_people_use(seconds: float, text: str) -> None:
    assert duration(seconds) == text
