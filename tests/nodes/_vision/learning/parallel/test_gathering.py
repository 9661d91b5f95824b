import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from learning_together import CPU, Narrow, lesson, student
from torch import nn

from weft.sdk import Cancelled, CancelToken, ToolError
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.learning.course import Course
from weft_nodes._vision.learning.learner import Learner
from weft_nodes._vision.learning.parallel.place import Others
from weft_nodes._vision.learning.training import train

ALONE = Others()
TWO = Others((CPU,))


pytestmark = pytest.mark.usefixtures("one_thread")


class Meddling(Heard):
    """Does something when an epoch is told, or while the others are waited for."""

    def __init__(self, epoch: int, meddle: Callable[[], object]) -> None:
        super().__init__()
        self.epoch, self.meddle = epoch, meddle

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        if (name, step) == ("train_loss", self.epoch):
            self.meddle()

    def progress(self, done: float, total: float | None, message: str) -> None:
        super().progress(done, total, message)
        if not self.epoch:
            self.meddle()


def learned(
    folder: Path, learner: Learner, heard: Heard, cancel: CancelToken | None = None, **changed: Any
) -> Course:
    with run_context(heard=heard, cancel=cancel or CancelToken()) as ctx:
        return train(learner, lesson(folder, ctx, **changed), folder / "checkpoint")


def stop(number: signal.Signals) -> Callable[[], None]:
    """Send the other processes a signal."""

    def send() -> None:
        for process in multiprocessing.active_children():
            assert process.pid is not None
            os.kill(process.pid, number)

    return send


def close(first: Course, second: Course) -> bool:
    def figures(course: Course) -> list[float]:
        return [
            figure
            for epoch in course.epochs
            for figure in (epoch.train_loss, epoch.train_accuracy, epoch.valid_loss, epoch.valid_accuracy)
        ]

    return figures(first) == pytest.approx(figures(second), abs=1e-5)


def nobody_is_left(folder: Path) -> bool:
    return not multiprocessing.active_children() and not list(folder.glob("team-*"))


def folders(root: Path) -> tuple[Path, Path]:
    found = root / "alone", root / "together"
    for folder in found:
        folder.mkdir()
    return found


def test_two_processes_learn_what_one_does_and_halve_together_where_one_has_too_little_memory(
    tmp_path: Path,
) -> None:
    one, two = student(ALONE, nn.Identity()), student(TWO, Narrow(6))
    alone, together = folders(tmp_path)
    expected = learned(alone, one, Heard())
    heard = Heard()
    course = learned(together, two, heard)
    assert heard.infos == ["2 devices learn together, each from its part of every batch: cpu, cpu"]
    assert [message.split(";")[0] for message, *_ in heard.warnings] == [
        "memory was too small for 12 pictures at a time"
    ]
    assert close(course, expected)
    for own, other in zip(one.module.parameters(), two.module.parameters(), strict=True):
        assert torch.allclose(own, other, atol=1e-5)
    assert nobody_is_left(together)


def test_a_killed_process_ends_the_training_which_goes_on_after_its_last_epoch(
    tmp_path: Path,
) -> None:
    alone, together = folders(tmp_path)
    expected = learned(alone, student(ALONE), Heard())
    token = CancelToken()
    with pytest.raises(Cancelled):
        learned(together, student(ALONE), Meddling(1, token.abort), token)
    meddling = Meddling(2, stop(signal.SIGKILL))
    with pytest.raises(ToolError, match=r"on cpu ended in the middle \(exit code -9\); run again") as caught:
        learned(together, student(TWO), meddling)
    assert caught.value.field == "device"
    assert meddling.infos[0] == "goes on after epoch 1, where an earlier run stopped"
    assert nobody_is_left(together)
    heard = Heard()
    course = learned(together, student(ALONE), heard)
    assert heard.infos == ["goes on after epoch 2, where an earlier run stopped"]
    assert close(course, expected)


def test_a_cancellation_does_not_wait_for_a_process_that_hangs(tmp_path: Path) -> None:
    token, aborted = CancelToken(), []

    def abort() -> None:
        aborted.append(time.monotonic())
        token.abort()

    def meddle() -> None:
        stop(signal.SIGSTOP)()
        threading.Timer(0.3, abort).start()

    with pytest.raises(Cancelled):
        learned(tmp_path, student(TWO), Meddling(2, meddle), token, seconds=60.0, epochs=400)
    assert time.monotonic() - aborted[0] < 2
    assert nobody_is_left(tmp_path)


def test_where_the_others_do_not_come_the_training_is_done_alone(tmp_path: Path) -> None:
    alone, together = folders(tmp_path)
    heard = Meddling(0, stop(signal.SIGKILL))
    course = learned(together, student(TWO), heard)
    assert [message for message, *_ in heard.warnings] == [
        "only one device learns (cpu), since the others could not join it: the part of the training on cpu "
        "ended in the middle (exit code -9)"
    ]
    assert course.epochs[-1].train_loss == learned(alone, student(ALONE), Heard()).epochs[-1].train_loss
    assert nobody_is_left(together)


def test_a_learner_that_cannot_be_sent_learns_alone(tmp_path: Path) -> None:
    heard = Heard()
    learned(tmp_path, student(TWO, look=lambda values: values.permute(0, 3, 1, 2).float()), heard, epochs=1)
    ((message, *_),) = heard.warnings
    assert message.startswith("only one device learns (cpu), since the others could not join it: ")


def test_a_cancellation_does_not_wait_for_those_who_have_not_come(tmp_path: Path) -> None:
    token = CancelToken()
    began = time.monotonic()
    with pytest.raises(Cancelled):
        learned(tmp_path, student(TWO), Meddling(0, token.abort), token)
    assert time.monotonic() - began < 5
    assert nobody_is_left(tmp_path)
