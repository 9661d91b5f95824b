from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from weft.sdk import Cancelled, CancelToken
from weft.sdk.testing import run_context
from weft_nodes._vision.features.turns import Turns
from weft_nodes._vision.gpu.resident import Resident, room_on, settle
from weft_nodes._vision.learning.learner import Examples, Learner, batches
from weft_nodes._vision.learning.lesson import Lesson
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.training import train

CPU = torch.device("cpu")
PLENTY = 10**9


pytestmark = pytest.mark.usefixtures("one_thread")


def nothing() -> None:
    """A beat of somebody who lets things go on."""


def pixels(count: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (count, 4, 6, 3), np.uint8)


def lesson_of(count: int, cancel: CancelToken | None = None) -> Lesson:
    codes = np.arange(count) % 2
    dark = (pixels(count) // 2 + codes[:, None, None, None] * 100).astype(np.uint8)
    with run_context(cancel=cancel) as ctx:
        examples = Examples(dark, codes)
        return Lesson(examples, examples, Classes(2), Recipe(rate=0.01, epochs=2, batch_size=8), ctx)


def learner() -> Learner:
    with torch.random.fork_rng():
        torch.manual_seed(3)
        module = nn.Sequential(nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(12, 2))
    look = lambda values: values.permute(0, 3, 1, 2) / 255  # noqa: E731
    return Learner(module, [list(module.parameters())], look, CPU)


def test_rows_on_the_device_are_those_of_the_file(tmp_path: Path) -> None:
    values = pixels(20)
    values.tofile(tmp_path / "p")
    mapped = np.memmap(tmp_path / "p", np.uint8, "r", shape=values.shape)
    held = settle(mapped, CPU, values.nbytes, nothing)
    assert held is not None
    assert (held.shape, held.forms.dtype) == (values.shape, torch.uint8)
    places = np.array([7, 0, 19, 7])
    assert np.array_equal(held[places].numpy(), values[places])


def test_forms_take_turns_as_they_do_in_the_file() -> None:
    turns = Turns([pixels(9, seed) for seed in range(3)])
    held = settle(turns, CPU, PLENTY, nothing)
    assert held is not None
    assert held.shape == turns.shape
    places = np.array([8, 1, 2, 0])
    for epoch in range(1, 5):
        assert np.array_equal(held.in_epoch(epoch)[places].numpy(), turns.in_epoch(epoch)[places])


def test_what_does_not_fit_stays_where_it_is_and_training_pictures_go_first() -> None:
    lesson = lesson_of(20)
    size = 20 * 4 * 6 * 3
    assert settle(lesson.training.values, CPU, size - 1, nothing) is None  # type: ignore[arg-type]
    near = lesson.settled(CPU, 2 * size - 1)
    assert isinstance(near.training.values, Resident)
    assert near.validation.values is lesson.validation.values
    assert isinstance(lesson.settled(CPU, 2 * size).validation.values, Resident)
    assert room_on(CPU) == 0


def test_large_sets_are_sent_in_parts_so_that_a_cancellation_is_noticed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("weft_nodes._vision.gpu.resident._PART", 4 * 6 * 3 * 7)
    beats = []
    values = pixels(20)
    held = settle(values, CPU, PLENTY, lambda: beats.append(1))
    assert held is not None
    assert len(beats) == 3
    assert np.array_equal(held.forms[0].numpy(), values)
    token = CancelToken()
    lesson = lesson_of(20, token)
    token.abort()
    with pytest.raises(Cancelled):
        lesson.settled(CPU, PLENTY)


def test_batches_of_pictures_on_the_device_are_those_read_from_a_file() -> None:
    plain = lesson_of(33).training
    near, left = plain.settled(CPU, PLENTY, nothing)
    assert left == PLENTY - 33 * 4 * 6 * 3
    steps = np.array_split(np.arange(33)[::-1], 5)
    pairs = zip(batches(plain, steps, CPU), batches(near, steps, CPU), strict=True)
    assert all(torch.equal(a, b) for one, other in pairs for a, b in zip(one, other, strict=True))


def test_a_training_on_pictures_on_the_device_gives_the_same_numbers_and_shares_its_checkpoint(
    tmp_path: Path,
) -> None:
    first, second = learner(), learner()
    lesson = lesson_of(24)
    train(first, lesson, tmp_path / "c")
    train(second, lesson.settled(CPU, PLENTY), tmp_path / "d")
    assert (tmp_path / "c").stat().st_size == (tmp_path / "d").stat().st_size
    assert all(
        torch.equal(a, b)
        for a, b in zip(first.module.state_dict().values(), second.module.state_dict().values(), strict=True)
    )
    third = learner()
    assert train(third, lesson, tmp_path / "d").epochs == train(second, lesson, tmp_path / "d").epochs
