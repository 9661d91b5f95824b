"""The hub's client fetches from a small server on this machine that speaks the hub's protocol."""

import hashlib
import http.server
import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
import timm
import torch
from safetensors.torch import save

MODEL = "test_resnet.r160_in1k"
COMMIT = "0123456789abcdef0123456789abcdef01234567"

# In a process of its own, since the hub's client reads its environment when it is imported.
SCRIPT = """
import json, sys
from pathlib import Path
from weft.sdk import ToolError
from weft_nodes._vision.networks.network import Shape, build
from weft_nodes._vision.networks.weights import locate
from weft_nodes._vision.networks.zoo import find

told = []
def search(name, folder=None):
    try:
        found = locate(find(name), folder, lambda done, total: told.append((done, total)))
    except ToolError as error:
        return {"error": str(error)}
    return {"origin": found.origin, "path": str(found.path), "license": found.pretraining.license}

answers = {"hub": search("test_resnet.r160_in1k"), "told": told[-1:]}
answers["cache"] = search("test_resnet", Path("empty"))
network = build(find("test_resnet"), Shape(3, 64, 64), locate(find("test_resnet")))
answers["stem"] = float(network.state_dict()["backbone.conv1.0.weight"].flatten()[0])
answers["private"] = search("test_vit.r160_in1k")
answers["no file"] = search("test_byobnet.r160_in1k")
answers["broken"] = search("VGG16")
print(json.dumps(answers))
"""


class Hub(http.server.BaseHTTPRequestHandler):
    """Knows one model with weights, one without, and drops the connection for VGG16."""

    protocol_version = "HTTP/1.1"
    weights: bytes
    asked: list[str]

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, with_body: bool) -> None:
        self.asked.append(f"{self.command} {self.path}")
        if "vgg16" in self.path:
            self.close_connection = True
        elif self.path == f"/timm/{MODEL}/resolve/main/model.safetensors":
            self._send(200, self.weights if with_body else b"", len(self.weights), {"ETag": self._etag()})
        elif "test_byobnet" in self.path:
            self._send(404, b"", 0, {"X-Error-Code": "EntryNotFound"})
        else:
            self._send(404, b"", 0, {"X-Error-Code": "RepoNotFound"})

    def _send(self, status: int, body: bytes, length: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"X-Repo-Commit": COMMIT, "Content-Length": str(length), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _etag(self) -> str:
        return f'"{hashlib.sha256(self.weights).hexdigest()}"'

    def log_message(self, *values: Any, **named: Any) -> None:
        """Nothing on the test's output."""


@pytest.fixture(scope="module")
def state() -> dict[str, torch.Tensor]:
    model = timm.create_model("test_resnet")
    return {name: tensor.contiguous() for name, tensor in model.state_dict().items()}


@pytest.fixture(scope="module")
def asked() -> list[str]:
    return []


@pytest.fixture(scope="module")
def answers(
    state: dict[str, torch.Tensor], asked: list[str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    handler = type("Handler", (Hub,), {"weights": save(state), "asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = tmp_path_factory.mktemp("home")
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("HF_", "WEFT_"))
        }
        environment |= {
            "HF_ENDPOINT": f"http://127.0.0.1:{server.server_port}",
            "HF_HOME": str(home),
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "NO_PROXY": "127.0.0.1",
            "PYTHONPATH": os.pathsep.join(sys.path),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=environment,
            cwd=home,
            capture_output=True,
            text=True,
            check=False,
        )
        server.shutdown()
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "home": str(home), "stderr": done.stderr}


def test_weights_are_fetched_from_the_hub_and_stay_in_its_cache(answers: dict[str, Any]) -> None:
    assert answers["hub"]["origin"] == "hub"
    assert answers["hub"]["license"] == "apache-2.0"
    path = Path(answers["hub"]["path"])
    assert path.is_relative_to(Path(answers["home"]).resolve())
    assert path.name == "model.safetensors"


def test_the_second_search_finds_them_in_the_cache_without_asking_the_hub(
    answers: dict[str, Any], asked: list[str]
) -> None:
    assert answers["cache"] == {**answers["hub"], "origin": "cache"}
    assert sum(request.startswith("GET") and MODEL in request for request in asked) == 1


def test_the_network_carries_the_numbers_of_the_fetched_file(
    answers: dict[str, Any], state: dict[str, torch.Tensor]
) -> None:
    assert answers["stem"] == pytest.approx(float(state["conv1.0.weight"].flatten()[0]))


def test_the_progress_of_the_download_is_told_and_nothing_is_drawn(
    answers: dict[str, Any], state: dict[str, torch.Tensor]
) -> None:
    size = len(save(state))
    assert answers["told"] == [[size, size]]
    assert answers["stderr"] == ""


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ("private", "the hub: there is no public repository timm/test_vit.r160_in1k"),
        ("no file", "the hub: timm/test_byobnet.r160_in1k has no file model.safetensors"),
        ("broken", "the hub: timm/vgg16.tv_in1k could not be reached: "),
    ],
)
def test_what_the_hub_does_not_give_is_an_error_with_the_reason_and_the_ways_out(
    answers: dict[str, Any], case: str, reason: str
) -> None:
    text = answers[case]["error"]
    assert reason in text
    assert f"the hub's cache: {answers['home']}" in text
    assert "WEFT_WEIGHTS: not set" in text
    assert "Ways out: put the file" in text
