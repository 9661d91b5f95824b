import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from weft.sdk import Cancelled, CancelToken, ToolError
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.learning import checkpoints
from weft_nodes._vision.learning.balance import class_weights
from weft_nodes._vision.learning.course import Course, Epoch
from weft_nodes._vision.learning.growth import Growth
from weft_nodes._vision.learning.learner import Examples, Learner, batches, outputs_of
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.pace import Pace, beating
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.training import train

CPU = torch.device("cpu")
PLAIN = Recipe(rate=0.05, augmentation="none", smoothing=0.0, epochs=4, batch_size=8)


pytestmark = pytest.mark.usefixtures("one_thread")


def points(count: int, seed: int = 0) -> Examples:
    """Two clouds of points in the plane."""
    codes = np.arange(count) % 2
    spread = np.random.default_rng(seed).normal(size=(count, 2))
    return Examples((spread + codes[:, None] * 3).astype(np.float32), codes.astype(np.int64))


def learner(look: Callable[[torch.Tensor], torch.Tensor] = lambda values: values) -> Learner:
    with torch.random.fork_rng():
        torch.manual_seed(3)
        module = nn.Sequential(
            nn.Linear(2, 8), nn.BatchNorm1d(8), nn.ReLU(), nn.Dropout(0.2), nn.Linear(8, 2)
        )
    return Learner(module, [list(module[:2].parameters()), list(module[2:].parameters())], look, CPU)


def learned(file: Path, heard: Heard | None = None, **changed: Any) -> tuple[Course, Learner]:
    recipe = Recipe(**{**{name: getattr(PLAIN, name) for name in Recipe.__slots__}, **changed})
    student = learner()
    with run_context(heard=heard) as ctx:
        return train(student, Lesson(points(50), points(20, 1), Classes(2), recipe, ctx), file), student


def same(first: Learner, second: Learner) -> bool:
    states = first.module.state_dict(), second.module.state_dict()
    return all(torch.equal(value, states[1][name]) for name, value in states[0].items())


def test_it_learns_and_keeps_the_best_epoch(tmp_path: Path) -> None:
    course, student = learned(tmp_path / "c")
    assert [epoch.number for epoch in course.epochs] == [1, 2, 3, 4]
    assert course.best == max(course.epochs, key=lambda e: (e.valid_accuracy, -e.valid_loss))
    assert course.best.valid_accuracy > 0.9
    with run_context() as ctx:
        outputs = outputs_of(student, points(20, 1), Pace(ctx, 1))
    assert np.array_equal(outputs.numpy(), course.verdict.logits)
    assert course.verdict.loss == course.best.valid_loss
    assert not student.module.training


def test_the_same_recipe_repeats_exactly_and_leaves_the_generator_of_others_alone(tmp_path: Path) -> None:
    torch.manual_seed(9)
    before = torch.get_rng_state()
    _, first = learned(tmp_path / "a")
    assert torch.equal(before, torch.get_rng_state())
    torch.manual_seed(10)
    _, again = learned(tmp_path / "b")
    _, other = learned(tmp_path / "c", seed=2)
    assert same(first, again)
    assert not same(first, other)


class Stopping(Heard):
    """Aborts or finishes when the curve of an epoch is told."""

    def __init__(self, token: CancelToken, epoch: int, stop: Callable[[CancelToken], None]) -> None:
        super().__init__()
        self.token, self.epoch, self.stop = token, epoch, stop

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        if step == self.epoch:
            self.stop(self.token)


def test_an_interrupted_training_goes_on_and_ends_as_if_nothing_had_been(tmp_path: Path) -> None:
    token = CancelToken()
    heard = Stopping(token, 2, CancelToken.abort)
    student = learner()
    with run_context(heard=heard, cancel=token) as ctx, pytest.raises(Cancelled):
        train(student, Lesson(points(50), points(20, 1), Classes(2), PLAIN, ctx), tmp_path / "c")
    again = Heard()
    course, resumed = learned(tmp_path / "c", again)
    whole_course, whole = learned(tmp_path / "whole")
    assert again.infos == ["goes on after epoch 2, where an earlier run stopped"]
    assert [step for name, step, _ in again.metrics if name == "train_loss"] == [1, 2, 3, 4]
    assert same(resumed, whole)
    assert [e.valid_loss for e in course.epochs] == [e.valid_loss for e in whole_course.epochs]
    assert np.array_equal(course.verdict.score, whole_course.verdict.score)


def test_a_finished_training_that_runs_again_only_takes_its_checkpoint(tmp_path: Path) -> None:
    _, first = learned(tmp_path / "c")
    heard = Heard()
    course, again = learned(tmp_path / "c", heard)
    assert len(course.epochs) == 4
    assert same(first, again)
    assert [message for _, _, message in heard.progressed if "epoch" in message] == []


def test_a_checkpoint_of_another_recipe_or_a_damaged_one_is_not_taken(tmp_path: Path) -> None:
    learned(tmp_path / "c")
    heard = Heard()
    learned(tmp_path / "c", heard, batch_size=16)
    assert heard.infos == []
    (tmp_path / "c").write_bytes((tmp_path / "c").read_bytes()[:200])
    learned(tmp_path / "c", heard)
    assert heard.infos == []
    assert checkpoints.load(tmp_path / "none", "key") is None
    assert [file.name for file in tmp_path.iterdir()] == ["c"]


def test_finishing_keeps_whole_epochs_only(tmp_path: Path) -> None:
    token = CancelToken()
    heard = Stopping(token, 2, CancelToken.finish)
    with run_context(heard=heard, cancel=token) as ctx:
        course = train(learner(), Lesson(points(50), points(20, 1), Classes(2), PLAIN, ctx), tmp_path / "c")
    assert [epoch.number for epoch in course.epochs] == [1, 2]
    assert course.ending == "the user asked for the best so far"


@pytest.mark.parametrize(("whole", "seen"), [(False, 8), (True, 50)])
def test_finishing_in_the_first_epoch_checks_at_once_or_after_a_whole_epoch(
    whole: bool, seen: int, tmp_path: Path
) -> None:
    token = CancelToken()
    token.finish()
    shown: list[int] = []

    def look(values: torch.Tensor) -> torch.Tensor:
        shown.append(len(values))
        return values

    with run_context(cancel=token) as ctx:
        lesson = Lesson(points(50), points(20, 1), Classes(2), Recipe(**_fields(batch_size=8)), ctx)
        course = train(learner(look), lesson, tmp_path / "c", whole_epochs=whole)
    assert len(course.epochs) == 1
    assert sum(shown) - 20 in range(seen - 1, seen + 1)


def _fields(**changed: Any) -> dict[str, Any]:
    return {**{name: getattr(PLAIN, name) for name in Recipe.__slots__}, **changed}


def test_patience_ends_a_training_that_does_not_get_better(tmp_path: Path) -> None:
    course, _ = learned(tmp_path / "c", epochs=200, patience=3)
    assert len(course.epochs) == course.best.number + 3 < 200
    assert course.ending == "no better epoch among 3 more"


def exploding(after: int) -> Callable[[torch.Tensor], torch.Tensor]:
    """Gives values that are no numbers once it was asked so often."""
    asked = 0

    def look(values: torch.Tensor) -> torch.Tensor:
        nonlocal asked
        asked += 1
        return values if asked <= after else values * math.inf

    return look


def test_a_training_that_falls_apart_at_once_is_an_error_and_later_keeps_what_it_had(tmp_path: Path) -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        lesson = Lesson(points(50), points(20, 1), Classes(2), PLAIN, ctx)
        with pytest.raises(ToolError, match="choose a lower learning rate"):
            train(learner(exploding(3)), lesson, tmp_path / "first")
        student = learner(exploding(20))
        course = train(student, lesson, tmp_path / "later")
    assert [epoch.number for epoch in course.epochs] == [1, 2]
    assert "lower learning rate" in course.ending
    assert len(heard.warnings) == 1
    assert all(torch.isfinite(value).all() for value in student.module.state_dict().values())


@pytest.mark.parametrize(("count", "batch_size"), [(2, 1), (3, 2), (5, 2), (33, 32), (4, 3)])
def test_no_step_has_a_single_picture(count: int, batch_size: int, tmp_path: Path) -> None:
    seen: list[int] = []

    def look(values: torch.Tensor) -> torch.Tensor:
        seen.append(len(values))
        return values

    with run_context() as ctx:
        lesson = Lesson(
            points(count), points(2), Classes(2), Recipe(**_fields(batch_size=batch_size, epochs=1)), ctx
        )
        train(learner(look), lesson, tmp_path / "c")
    assert sum(seen[:-1]) == count
    assert min(seen[:-1]) >= 2


def test_class_weights_let_a_rare_class_count(tmp_path: Path) -> None:
    # All examples are alike, so only the numbers of their classes can be learned: 1,000 and 50.
    codes = np.repeat(np.array([0, 1]), [1000, 50])
    training = Examples(np.zeros((1050, 2), np.float32), codes)
    found = {}
    for weighted in (False, True):
        student = learner()
        with run_context() as ctx:
            objective = Classes(2, weights=class_weights(codes, 2, "on") if weighted else ())
            recipe = Recipe(**_fields(epochs=1))
            train(student, Lesson(training, points(20, 1), objective, recipe, ctx), tmp_path / f"{weighted}")
            one = Examples(np.zeros((1, 2), np.float32), np.array([1]))
            found[weighted] = outputs_of(student, one, Pace(ctx, 1)).softmax(1)[0, 1]
    assert found[False] < 0.2
    assert found[True] > 0.35


def test_steps_of_an_epoch_are_of_nearly_one_size_and_hold_every_example_once() -> None:
    examples = points(33)
    steps = list(batches(examples, np.array_split(np.arange(33)[::-1], 5), CPU))
    assert [len(codes) for _, codes in steps] == [7, 7, 7, 6, 6]
    values = torch.cat([values for values, _ in steps]).numpy()
    assert isinstance(examples.values, np.ndarray)
    assert np.array_equal(values, examples.values[::-1])


def test_a_cancellation_is_noticed_within_a_step_forward_and_backward() -> None:
    module = nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 2))
    token = CancelToken()
    with run_context(cancel=token) as ctx, beating(module, Pace(ctx, 1)):
        loss = module(torch.zeros(1, 2)).sum()
        token.abort()
        with pytest.raises(Cancelled):
            torch.autograd.backward(loss)
        with pytest.raises(Cancelled):
            module(torch.zeros(1, 2))
    module(torch.zeros(1, 2)).sum().backward()


def test_progress_tells_epoch_and_speed() -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        pace = Pace(ctx, 1000, message="epoch 1 of 2")
        pace.add(100)
        pace._start -= 10  # ten seconds ago
        pace._told = 0.0
        pace.add(100)
    (done, total, message) = heard.progressed[-1]
    assert (done, total) == (200, 1000)
    assert message == "epoch 1 of 2, 20 pictures/s"


def test_the_better_epoch_is_that_of_higher_accuracy_then_of_lower_loss() -> None:
    def epoch(accuracy: float, loss: float) -> Epoch:
        return Epoch(1, 0, 0, loss, accuracy, 1, 1)

    assert epoch(0.9, 2.0).better_than(epoch(0.8, 1.0))
    assert epoch(0.9, 1.0).better_than(epoch(0.9, 2.0))
    assert not epoch(0.9, 1.0).better_than(epoch(0.9, 1.0))
    assert epoch(0.0, 9.0).better_than(None)


FULL: dict[str, Any] = {"averaging": 0.2, "clip": 1.0, "mixup": 0.2, "epochs": 4}


def test_averaged_mixed_and_clipped_trainings_go_on_to_the_same_end_too(tmp_path: Path) -> None:
    token = CancelToken()
    with run_context(heard=Stopping(token, 2, CancelToken.abort), cancel=token) as ctx:
        recipe = Recipe(**_fields(**FULL))
        lesson = Lesson(points(50), points(20, 1), Classes(2), recipe, ctx)
        with pytest.raises(Cancelled):
            train(learner(), lesson, tmp_path / "c")
    _, resumed = learned(tmp_path / "c", **FULL)
    _, whole = learned(tmp_path / "whole", **FULL)
    assert same(resumed, whole)
    _, plain = learned(tmp_path / "plain")
    assert not same(whole, plain)


def test_the_average_is_what_is_judged_and_kept(tmp_path: Path) -> None:
    course, student = learned(tmp_path / "c", averaging=0.5, epochs=3)
    with run_context() as ctx:
        outputs = outputs_of(student, points(20, 1), Pace(ctx, 1))
    assert np.array_equal(outputs.numpy(), course.verdict.logits)
    state = checkpoints.load(tmp_path / "c", torch.load(tmp_path / "c", weights_only=True)["key"])
    assert state is not None
    assert not torch.equal(state.now.module["0.weight"], state.now.average["0.weight"])
    if state.best == 3:
        assert torch.equal(state.best_module["0.weight"], state.now.average["0.weight"])


def test_pictures_grow_while_they_are_learned_from(tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []

    class Watching(nn.Module):
        def forward(self, pictures: torch.Tensor) -> torch.Tensor:
            if self.training:
                shown.append((pictures.shape[3], pictures.shape[2]))
            return pictures.mean((2, 3))

    layer = nn.Linear(3, 2)
    module = nn.Sequential(Watching(), layer)
    student = Learner(module, [list(layer.parameters())], lambda values: values, CPU)
    pictures = Examples(np.zeros((8, 3, 64, 128), np.float32), np.arange(8) % 2)
    with run_context() as ctx:
        recipe = Recipe(**_fields(epochs=3))
        growth = Growth(128, 64, 0.5, smallest=32)
        train(student, Lesson(pictures, pictures, Classes(2), recipe, ctx, growth), tmp_path / "c")
    assert shown == [(64, 32), (96, 48), (128, 64)]


def test_a_training_by_the_clock_has_the_planned_epochs_in_the_time(tmp_path: Path) -> None:
    learned(tmp_path / "other")  # the first training of a process loads parts of torch
    start = time.monotonic()
    course, _ = learned(tmp_path / "c", seconds=1.0, epochs=5)
    assert 0.8 < time.monotonic() - start < 6, "a crowded machine may stop for a while"
    assert [epoch.number for epoch in course.epochs] == [1, 2, 3, 4, 5]
    assert course.best.valid_accuracy > 0.9
    learned(tmp_path / "c", Heard(), seconds=1.0, epochs=5)
    assert time.monotonic() - start < 7, "a finished one is only taken from its checkpoint"


def test_memory_for_no_picture_at_all_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    def look(values: torch.Tensor) -> torch.Tensor:
        raise torch.OutOfMemoryError("CUDA out of memory")

    with run_context() as ctx:
        lesson = Lesson(points(50), points(20, 1), Classes(2), PLAIN, ctx)
        with pytest.raises(ToolError, match="choose a smaller image size"):
            train(learner(look), lesson, tmp_path / "c")
