import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pyarrow as pa
import pytest
import torch
from command_line import ROOT, install_stubs
from drawn_shapes import shape
from sample_pictures import huge_header, turned

from weft.sdk import picture_array
from weft.sdk.testing import run_tool
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.networks.zoo import find
from weft_nodes.computer_vision.image_input import ImageInput
from weft_nodes.machine_learning.predict import Predict

CLASSES = ("7", "8", "9")


@dataclass(frozen=True)
class Serving:
    """`weft serve-model` at work with a model."""

    process: subprocess.Popen[str]
    url: str
    model: pa.Table

    def ask(self, picture: bytes) -> dict[str, Any]:
        """What it says of a picture."""
        answer = httpx2.post(f"{self.url}predict", content=picture, timeout=30)
        assert answer.status_code == 200, answer.text
        (found,) = answer.json()["predictions"]
        result: dict[str, Any] = found
        return result

    def predicted(self, table: pa.Table) -> list[dict[str, Any]]:
        """What the tool Predict says, in the form of the service."""
        out = run_tool(Predict, {"scores": True}, {"data": table, "model": self.model})["out"]
        return [
            {
                "picture": None,
                "predicted": row["Class_Predicted"],
                "score": row["Score"],
                "unknown": row["Unknown"],
                "probabilities": {name: row[f"Score_{name}"] for name in CLASSES},
            }
            for row in out.to_pylist()
        ]


@contextmanager
def serving(folder: Path) -> Iterator[Serving]:
    """A process of its own, with a model that is sure of itself and may not know."""
    start = Pretraining()
    values = {"label": "Class", "label_type": "int64", "classes": CLASSES, "backbone": "Small CNN"}
    more = {
        "pretraining": start,
        "preprocess": start.preprocess(32, 32),
        "threshold": 0.6,
        "temperature": 1.3,
    }
    card = Card.model_validate({**values, **more})
    seed_torch(1)
    network = build(find("Small CNN"), Shape(len(CLASSES), 32, 32), start)
    torch.nn.init.normal_(network.head.get_parameter("1.weight"), std=1)
    packed = Classifier(card, network).pack()
    (folder / "model.safetensors").write_bytes(packed)
    entry = "serve-model = weft_nodes._commands.serve_model:serve_model"
    site = install_stubs(folder / "site", "[weft.commands]", entry)
    path = [str(site), *(str(ROOT / name) for name in ("engine", "nodes", "web"))]
    code = "import sys; sys.argv[0] = 'weft'; from weft.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "serve-model", str(folder / "model.safetensors"), "--port", "0"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        greeting = ""
        for line in process.stdout:
            greeting += line
            if "Ctrl-C" in line:
                break
        found = re.search(r"http://\S+", greeting)
        assert found is not None, greeting
        assert greeting.startswith("Weft model: Class by Small CNN, 32 x 32 pixels (7, 8, 9)")
        yield Serving(process, found[0], model_table(packed, "Class"))
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found


def test_many_at_once_get_the_scores_of_predict_to_the_last_digit(service: Serving) -> None:
    pictures = [shape("disc" if number % 2 else "cross", number, 20 + number % 30) for number in range(60)]
    with ThreadPoolExecutor(16) as pool:
        found = list(pool.map(service.ask, pictures))
    expected = service.predicted(pa.table({"image": picture_array(pictures)}))
    assert found == expected
    assert {each["unknown"] for each in found} == {True, False}
    assert all((each["predicted"] is None) == each["unknown"] for each in found)


def test_a_photograph_that_lies_on_its_side_is_turned_as_image_input_does(
    service: Serving, tmp_path: Path
) -> None:
    (tmp_path / "side.jpg").write_bytes(turned(6))
    table = run_tool(ImageInput, {"folder": str(tmp_path)})["out"].select(["image"])
    assert service.ask(turned(6)) == service.predicted(table)[0]


def test_what_is_no_picture_or_too_large_is_a_problem(service: Serving) -> None:
    good = shape("disc", 1)
    files = {"no picture": b"text", "truncated": good[: len(good) // 2], "pixels": huge_header()}
    for told, data in files.items():
        answer = httpx2.post(f"{service.url}predict", files={"picture": (f"{told}.png", data)}, timeout=30)
        assert answer.status_code == 422, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert told.replace("no picture", "not a picture") in answer.json()["errors"][0]["message"]
    assert service.ask(good)["score"] > 0


def test_it_tells_its_card_and_that_it_is_well(service: Serving) -> None:
    assert httpx2.get(f"{service.url}model").json()["classes"] == list(CLASSES)
    assert httpx2.get(f"{service.url}healthz").json() == {"status": "ok"}
    assert httpx2.get(service.url).text.startswith("Weft model: Class by Small CNN")
    strange = {"host": "evil.example"}
    assert httpx2.get(f"{service.url}model", headers=strange).status_code == 403


def test_when_it_is_told_to_end_it_answers_what_it_has_first(service: Serving) -> None:
    """The last test here: it ends the service."""
    picture = shape("disc", 1, 200)
    where = httpx2.URL(service.url)
    connection = http.client.HTTPConnection(where.host, where.port, timeout=30)
    connection.putrequest("POST", "/predict")
    connection.putheader("content-length", str(len(picture)))
    connection.endheaders(picture[:100])
    assert httpx2.get(f"{service.url}healthz").status_code == 200  # so it has seen that request too
    service.process.send_signal(signal.SIGTERM)
    until = time.monotonic() + 30
    while listens(where):
        assert time.monotonic() < until
        time.sleep(0.02)
    connection.send(picture[100:])
    answer = connection.getresponse()
    assert answer.status == 200
    assert json.load(answer)["predictions"][0]["score"] > 0
    out, _ = service.process.communicate(timeout=30)
    assert out.strip() == "Weft has ended."
    assert service.process.returncode == 0


def listens(where: httpx2.URL) -> bool:
    """Whether somebody takes connections there."""
    try:
        socket.create_connection((where.host, where.port or 0), 5).close()
    except ConnectionError:
        return False
    return True
