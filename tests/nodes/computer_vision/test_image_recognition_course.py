"""The course of a training: its end by epochs, by the clock, by the user, by a kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shape_training import HEAD, INPUTS, SETTINGS, tiny_weights

from weft.sdk import (
    Cancelled,
    CancelToken,
    looks_like_model,
)
from weft.sdk.testing import Heard, configure_tool, run_context, run_tool
from weft_nodes.computer_vision.image_recognition import ImageRecognition

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_weights(tmp_path_factory.mktemp("weights")))


class Doing(Heard):
    """A reporter that does something once a number of steps were made."""

    def __init__(self, token: CancelToken, what: str, after: float) -> None:
        super().__init__()
        self.token, self.what, self.after, self.when = token, what, after, 0.0

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        if name == "pictures_per_second" and step == self.after and self.what == "finish":
            self.token.finish()

    def progress(self, done: float, total: float | None, message: str) -> None:
        super().progress(done, total, message)
        if message.startswith("epoch") and self.what == "abort":
            self.when = time.monotonic()
            self.token.abort()
        if message.startswith("epoch") and self.what == "finish at once":
            self.token.finish()


def test_a_cancelled_training_stops_within_a_third_of_a_second() -> None:
    token = CancelToken()
    heard = Doing(token, "abort", 0)
    with run_context(heard=heard, cancel=token) as ctx, pytest.raises(Cancelled):
        run_tool(ImageRecognition, {**SETTINGS, "epochs": 1000}, INPUTS, ctx=ctx)
    assert 0 < time.monotonic() - heard.when < 0.3


def test_finish_now_keeps_the_best_epoch_so_far() -> None:
    token = CancelToken()
    heard = Doing(token, "finish", 2)
    with run_context(heard=heard, cancel=token) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 1000}, INPUTS, ctx=ctx)
    assert max(step for _, step, _ in heard.metrics) == 2
    assert "Ended early: the user asked for the best so far." in outputs["report"].column(0)[0].as_py()
    told = [message for message, _, _ in heard.warnings if message.startswith("the training was ended")]
    assert told == [
        "the training was ended after 2 of 1,000 epochs, as asked; this result is kept: "
        "run the node again to train all of them"
    ]


def test_finish_now_in_the_first_epoch_checks_what_there_is() -> None:
    token = CancelToken()
    heard = Doing(token, "finish at once", 0)
    with run_context(heard=heard, cancel=token) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 1000}, INPUTS, ctx=ctx)
    assert {step for _, step, _ in heard.metrics} == {1}
    assert looks_like_model(outputs["model"].column("model")[0].as_py())


def test_early_stopping_ends_after_epochs_without_a_better_one() -> None:
    settings = {**SETTINGS, "epochs": 60, "early_stopping": 2}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    accuracies = [(v, s) for n, s, v in heard.metrics if n == "valid_accuracy"]
    losses = {s: v for n, s, v in heard.metrics if n == "valid_loss"}
    best = max(accuracies, key=lambda pair: (pair[0], -losses[pair[1]]))[1]
    assert len(accuracies) == best + 2 < 60


class Watching(Heard):
    """Knows when it was made, and when the last epoch was told."""

    def __init__(self) -> None:
        super().__init__()
        self.start = self.last = time.monotonic()

    def metric(self, name: str, step: int, value: float) -> None:
        super().metric(name, step, value)
        self.last = time.monotonic()


def test_minutes_replace_epochs_and_are_kept() -> None:
    # The first training of a process loads parts of torch.
    run_tool(ImageRecognition, {**SETTINGS, "epochs": 1}, INPUTS)
    heard = Watching()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(ImageRecognition, {**SETTINGS, "minutes": 0.05}, INPUTS, ctx=ctx)
    assert 2.7 < heard.last - heard.start < 12, "a crowded machine may stop for a while"
    (planned,) = [line for line in heard.infos if line.startswith("for 0.05 minutes: the whole network in")]
    epochs = int(planned.split(" in ")[1].split()[0].replace(",", ""))
    assert {step for _, step, _ in heard.metrics} == set(range(1, epochs + 1))
    assert any(f" of {epochs}" in message for _, _, message in heard.progressed)
    assert "0.05 minutes" in outputs["report"].column(0)[0].as_py()
    shares = [done / total for done, total, message in heard.progressed if total and "epoch" in message]
    assert shares == sorted(shares)
    assert shares[-1] > 0.7


def test_too_little_time_for_a_network_trains_the_head(weights: str) -> None:
    settings = {**SETTINGS, **HEAD, "weights_dir": weights, "minutes": 0.0001}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    assert [line for line in heard.infos if "minutes: the head only, pictures of 32 x 32" in line]
    assert any(said.startswith("0.0001 minutes are short even for the head") for said, _, _ in heard.warnings)


@pytest.mark.parametrize(("wish", "told"), [({"learning_rate": 0.02}, "0.02"), ({}, "0.001 (recommended)")])
def test_a_given_learning_rate_counts_where_there_is_time_for_the_head_only(
    wish: dict[str, float], told: str, weights: str
) -> None:
    settings = {**SETTINGS, **HEAD, "weights_dir": weights, "minutes": 0.0001}
    outputs = run_tool(ImageRecognition, {**settings, **wish}, INPUTS)
    assert f"<dt>Learning rate</dt><dd>{told}</dd>" in outputs["report"].column(0)[0].as_py()


def test_an_automatic_learning_rate_is_found_and_told_and_not_beside_a_given_one() -> None:
    settings = {**SETTINGS, "rate_choice": "automatic"}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        outputs = run_tool(ImageRecognition, settings, INPUTS, ctx=ctx)
    (found,) = [line for line in heard.infos if line.startswith("the range test chose a learning rate of ")]
    rate = float(found.rsplit(" ", 1)[1])
    assert 3e-3 / 4 <= rate <= 3e-3 * 4
    assert f"{rate:g} (found by a range test)" in outputs["report"].column(0)[0].as_py()
    _, problems = configure_tool(ImageRecognition, {**settings, "learning_rate": 0.01}, INPUTS)
    assert [(problem.field, problem.message) for problem in problems] == [
        ("learning_rate", "a learning rate is given; empty it to have one found")
    ]


_PROCESS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
import torch
from shape_training import INPUTS, SETTINGS
from weft.sdk import CancelToken, RunContext
from weft.sdk.testing import Heard, run_tool
from weft_nodes.computer_vision.image_recognition import ImageRecognition

class Loud(Heard):
    def metric(self, name, step, value):
        print("metric", name, step, flush=True)
    def info(self, message):
        print("info", message, flush=True)

torch.set_num_threads(1)
folder = Path(sys.argv[1])
with ThreadPoolExecutor(2) as pool:
    ctx = RunContext(folder, folder / "work", folder / "kept", Loud(), CancelToken(), pool, device="cpu")
    outputs = run_tool(ImageRecognition, {**SETTINGS, "epochs": 8}, INPUTS, ctx=ctx)
(folder / "model").write_bytes(outputs["model"].column("model")[0].as_py())
"""


def test_a_killed_training_goes_on_and_ends_with_the_very_same_model(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }
    command = [sys.executable, "-c", _PROCESS, str(tmp_path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        for line in process.stdout:
            if line.split() == ["metric", "train_loss", "4"]:
                break
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert not (tmp_path / "model").exists()
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert "info goes on after epoch " in done.stdout
    assert done.stdout.count("metric train_loss") == 8
    whole = run_tool(ImageRecognition, {**SETTINGS, "epochs": 8}, INPUTS)["model"].column("model")[0].as_py()
    assert (tmp_path / "model").read_bytes() == whole
