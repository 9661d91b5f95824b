from itertools import islice

import numpy as np
import pytest

from weft_nodes._vision.learning.timetable import Counted, Timed


def test_an_epoch_holds_every_example_once_in_steps_of_nearly_one_size() -> None:
    steps = list(Counted(33, 8, 2).steps(1, 5))
    assert sorted(np.concatenate(steps).tolist()) == list(range(33))
    assert sorted(len(step) for step in steps) == [6, 6, 7, 7, 7]


def test_counted_steps_say_their_place_in_the_whole() -> None:
    counted = Counted(32, 8, 3)
    assert counted.place(1, 0) == (0, 12)
    assert counted.place(3, 3) == (11, 12)
    assert not counted.is_over(3)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def timed(seconds: float, epochs: int) -> tuple[Timed, Clock]:
    clock = Clock()
    return Timed(Counted(32, 8, epochs), seconds, clock), clock


def test_by_the_clock_an_epoch_ends_with_its_part_of_the_time_less_that_of_its_check() -> None:
    table, clock = timed(100, 4)
    table.begin(0)
    clock.now = 124
    assert not table.is_over(1)
    clock.now = 125
    assert table.is_over(1)
    table.check = 5
    clock.now = 144
    assert not table.is_over(2)
    clock.now = 145
    assert table.is_over(2)


def test_by_the_clock_steps_go_on_through_the_examples_again_in_another_order() -> None:
    table, _ = timed(100, 2)
    first, again = (np.concatenate(list(islice(table.steps(1, 3), 4 * k, 4 * k + 4))) for k in (0, 1))
    assert sorted(first.tolist()) == sorted(again.tolist()) == list(range(32))
    assert first.tolist() != again.tolist()


def test_the_place_by_the_clock_is_the_share_of_the_time_and_counts_what_went_before() -> None:
    table, clock = timed(200, 2)
    table.begin(50)
    assert table.share() == pytest.approx(0.25)
    clock.now += 50
    step, steps = table.place(1, 3)
    assert step / steps == pytest.approx(0.5)
    clock.now += 500
    assert table.share() == 1.0
    step, steps = table.place(2, 0)
    assert step < steps
