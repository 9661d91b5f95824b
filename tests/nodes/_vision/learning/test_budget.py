import pytest

from weft_nodes._vision.learning.budget import MOST_EPOCHS, STAGES, Plan, Speed, Task, plan
from weft_nodes._vision.learning.growth import Growth

SPEED = Speed(learn=0.012, see=0.004)
WHOLE = Growth(128, 128)


def task(seconds: float, deep: bool = False, smallest: int = 64) -> Task:
    return Task(4000, 1000, seconds, WHOLE, smallest, deep)


def time_of(found: Plan) -> float:
    """Seconds of what was planned."""
    return (4000 * SPEED.learn + 1000 * SPEED.see) * found.size**2 * found.passes


def test_time_enough_trains_the_whole_network_on_whole_pictures() -> None:
    found = plan(task(600), SPEED)
    assert (found.size, found.depth, found.epochs) == (1.0, 1.0, 12)
    assert time_of(found) == pytest.approx(600)
    assert found.check == 1000 * SPEED.see


def test_less_time_takes_the_last_stages_then_smaller_pictures_then_the_head_only() -> None:
    ways = [(found.size, found.depth) for found in (plan(task(s), SPEED) for s in (600, 150, 100, 60, 40, 5))]
    assert ways == [(1.0, 1.0), (1.0, STAGES), (0.75, STAGES), (0.5, 1.0), (0.5, STAGES), (1.0, 0.0)]
    assert time_of(plan(task(60), SPEED)) == pytest.approx(60)


def test_a_chosen_size_is_kept_and_from_scratch_every_layer_learns() -> None:
    assert plan(task(150, smallest=128), SPEED).size == 1.0
    assert plan(task(5, deep=True), SPEED).depth == 1.0


def test_growing_pictures_make_room_for_more_epochs() -> None:
    growing = Task(4000, 1000, 600, Growth(128, 128, 0.5), 64)
    assert plan(growing, SPEED).epochs > plan(task(600), SPEED).epochs


def test_a_long_time_has_epochs_of_several_passes() -> None:
    found = plan(task(36_000), SPEED)
    assert found.epochs == MOST_EPOCHS
    assert found.passes > 500


def test_no_epoch_is_shorter_than_a_second() -> None:
    few = Task(50, 20, 3.0, Growth(24, 24), 64)
    assert plan(few, SPEED).epochs == 3


def test_the_plan_is_said_in_words() -> None:
    assert plan(task(600), SPEED).in_words == "the whole network in 12 epochs"
    assert plan(task(5), SPEED).in_words == "the head only"
    assert Plan(1.0, 1.0, 1, 1.6).in_words == "the whole network in 1 epoch"
    assert plan(task(40), SPEED).in_words == "the last stages"
