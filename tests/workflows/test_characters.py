"""The sample workflows as a user runs them: real commands, real pictures, real files."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from weft.run.checking import Request
from weft.run.results import find_result

ROOT = Path(__file__).parents[2]
HERE = ROOT / "workflows" / "characters"
TRAIN, PREDICT = HERE / "train.workflow.json", HERE / "predict.workflow.json"
SCORE = ROOT / "workflows" / "simpsons" / "score.workflow.json"
WEFT = str(Path(sys.executable).with_name("weft"))


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hundred and twenty drawn pictures."""
    folder = tmp_path_factory.mktemp("drawn") / "pictures"
    command = [sys.executable, str(HERE / "draw.py"), str(folder), "--pictures", "120"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


class Place:
    """A folder with a store, and commands that use both."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.model = folder / "model.yxdb"
        self.files = [
            *("--set", f"model_file={self.model}"),
            *("--set", f"holdout_file={folder / 'holdout.yxdb'}"),
        ]

    def train_command(self, pictures: Path, **parameters: object) -> list[str]:
        given = [part for name, value in parameters.items() for part in ("--set", f"{name}={value}")]
        return [
            *(WEFT, "run", str(TRAIN), "--store", str(self.store), "--set", f"pictures={pictures}"),
            *(*self.files, *given),
        ]

    def run(self, command: list[str], expected: int = 0) -> str:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=250)
        assert done.returncode == expected, done.stdout + done.stderr
        return done.stdout

    def table(self, workflow: Path, node: str, anchor: str | None = None) -> pa.Table:
        return find_result(Request(workflow, store=self.store), node, anchor).table


@pytest.fixture(scope="module")
def trained(pictures: Path, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place in which the training ran for two short epochs."""
    place = Place(tmp_path_factory.mktemp("characters"))
    place.run(place.train_command(pictures, epochs=2, size=32))
    return place


def test_the_training_leaves_a_model_a_holdout_a_report_and_figures(trained: Place) -> None:
    assert trained.model.exists()
    assert (trained.folder / "holdout.yxdb").exists()
    html = trained.table(TRAIN, "image_recognition", "report")["report"][0].as_py()
    assert "Confusion matrix" in html
    metrics = trained.table(TRAIN, "image_recognition", "metrics").to_pylist()
    assert [row["Class"] for row in metrics] == ["bolt", "hazel", "kiko", "momo"]
    assert sum(row["Support"] for row in metrics) == 24


def test_the_split_is_that_of_the_article(trained: Place) -> None:
    counts = {
        anchor: trained.table(TRAIN, "create_samples", anchor).num_rows
        for anchor in ("estimation", "validation", "holdout")
    }
    assert counts == {"estimation": 84, "validation": 24, "holdout": 12}


def test_the_prediction_compares_its_answers_with_the_truth(trained: Place) -> None:
    trained.run([WEFT, "run", str(PREDICT), "--store", str(trained.store), *trained.files])
    matches = trained.table(PREDICT, "matches").to_pylist()
    assert len(matches) == 12
    for row in matches:
        assert row["Class Matches Prediction"] == int(row["Class_Predicted"] == row["Class_True"])
    correct = sum(row["Class Matches Prediction"] for row in matches)
    (accuracy,) = trained.table(PREDICT, "accuracy").to_pylist()
    assert accuracy == {"Pictures": 12, "Correct": correct, "Accuracy": pytest.approx(correct / 12)}
    assert trained.table(PREDICT, "right_or_wrong", "true").num_rows == correct
    counts = trained.table(PREDICT, "contingency_table", "data").to_pylist()
    assert sum(row["Frequency"] for row in counts) == 12


def test_a_second_run_calls_no_tool(trained: Place, pictures: Path) -> None:
    started = time.perf_counter()
    events = trained.run([*trained.train_command(pictures, epochs=2, size=32), "--events", "jsonl"])
    states = {
        event["state"] for line in events.splitlines() if (event := json.loads(line))["type"] == "node.state"
    }
    assert states == {"kept"}
    assert time.perf_counter() - started < 20


def test_new_labelled_pictures_are_scored_in_one_record(trained: Place, pictures: Path) -> None:
    trained.run(
        [
            *(WEFT, "run", str(SCORE), "--store", str(trained.store), "--set", f"pictures={pictures}"),
            *("--set", f"model_file={trained.model}", "--set", "size=32"),
        ]
    )
    (accuracy,) = trained.table(SCORE, "accuracy").to_pylist()
    assert accuracy["Pictures"] == 120
    assert accuracy["Accuracy"] == pytest.approx(accuracy["Correct"] / 120)


def test_a_training_that_was_killed_goes_on_where_it_was(pictures: Path, tmp_path: Path) -> None:
    place = Place(tmp_path)
    command = [*place.train_command(pictures, epochs=40, size=32), "--events", "jsonl"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["type"] == "node.metric" and event["step"] >= 2:
            break
    process.send_signal(signal.SIGKILL)
    process.wait(30)
    process.stdout.close()
    assert not place.model.exists()
    events = place.run([*place.train_command(pictures, epochs=40, size=32), "--events", "jsonl"])
    told = [json.loads(line) for line in events.splitlines()]
    steps = [
        event["step"] for event in told if event["type"] == "node.metric" and event["name"] == "train_loss"
    ]
    assert steps[-1] == 40
    assert place.model.exists()
    progressed = [
        event for event in told if event["type"] == "node.progress" and event["node"] == "image_recognition"
    ]
    assert progressed[0]["done"] > 0, "the first epochs were not trained again"


@pytest.mark.skipif(os.name == "nt", reason="signals of a terminal")
def test_control_c_once_finishes_with_the_best_so_far(pictures: Path, tmp_path: Path) -> None:
    place = Place(tmp_path)
    command = [*place.train_command(pictures, epochs=500, size=32), "--events", "jsonl"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stderr is not None
    for line in process.stdout:
        event = json.loads(line)
        if event["type"] == "node.metric" and event["step"] >= 1:
            process.send_signal(signal.SIGINT)
            break
    rest = process.stdout.read()
    complaints = process.stderr.read()
    assert process.wait(60) in (0, 1), complaints
    process.stdout.close()
    process.stderr.close()
    assert json.loads(rest.splitlines()[-1])["status"] == "succeeded"
    assert place.model.exists()
