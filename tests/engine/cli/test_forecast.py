from collections.abc import Iterable

import pytest

from weft.cli.forecast import Forecast

EPOCHS = 10
EACH = 100


def training(seconds: Iterable[float], start: float = 0.0, number: int = 1) -> Forecast:
    """Epochs that take so many seconds; the one after them has just begun."""
    forecast, at = Forecast(), start
    for took in seconds:
        for part in range(4):
            done = EACH * (number - 1 + part / 4)
            forecast = forecast.after(
                at + took * part / 4, done, EACH * EPOCHS, f"epoch {number} of {EPOCHS}"
            )
        number, at = number + 1, at + took
    return forecast.after(
        at, EACH * (number - 1), EACH * EPOCHS, f"epoch {number} of {EPOCHS}, 70 pictures/s"
    )


def test_within_the_first_epoch_nothing_is_said_of_the_time_left() -> None:
    forecast = Forecast()
    for second in range(60):
        forecast = forecast.after(second, second, 1000, "epoch 1 of 10, 1 pictures/s")
        assert forecast.left(second) is None


def test_a_first_epoch_that_warmed_up_does_not_make_the_rest_look_longer() -> None:
    assert training([30.0]).left(30) == pytest.approx(270), "all that is known"
    assert training([30.0, 10.0]).left(40) == pytest.approx(80)
    assert training([30.0, 10.0, 10.0]).left(50) == pytest.approx(70)
    assert training([30.0, 10.0, 10.0]).left(54) == pytest.approx(66), "it runs down while an epoch goes on"


def test_checking_that_is_faster_than_learning_does_not_move_the_time_left() -> None:
    forecast = training([10.0, 10.0, 10.0])
    slow = forecast.after(38, 350, EACH * EPOCHS, f"epoch 4 of {EPOCHS}")
    assert slow.left(38) == pytest.approx(62)


def test_while_pictures_grow_nothing_is_said_of_the_time_left() -> None:
    assert training([5.0, 6.0, 7.5]).left(18.5) is None
    assert training([5.0, 6.0, 7.5, 8.0]).left(26.5) is not None
    assert training([0.9, 0.6, 1.2]).left(2.7) is not None, "of a moment that means nothing"


def test_a_training_that_is_taken_up_again_counts_what_it_does_now() -> None:
    resumed = training([12.0, 10.0], start=100, number=6)
    assert resumed.left(122) == pytest.approx(30)


def test_what_comes_before_and_after_the_epochs_is_no_part_of_their_time() -> None:
    forecast = Forecast()
    for second in range(11):
        forecast = forecast.after(second, 100 * second, 1000, "looking at training pictures")
    assert forecast.after(11, 0, 1000, "epoch 1 of 10").left(11) is None
    assert training([10.0, 10.0]).after_epoch(2).left(20) is not None
    assert training([10.0] * 9).after_epoch(10).left(91) is None, "evaluation follows"
    assert training([10.0, 10.0]).left(500) is None, "longer than it could take says nothing"


def test_epochs_of_a_moment_are_measured_together() -> None:
    forecast = Forecast()
    for beat in range(20):
        forecast = forecast.after(beat / 2, 30 * beat, 3000, f"epoch {1 + 3 * beat} of 300")
    assert forecast.left(9.5) == pytest.approx((3000 - 570) / 60)
