import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drawn_shapes import shape, shapes
from fastapi.testclient import TestClient
from httpx2 import Response
from sample_pictures import huge_header
from web_results import Looking, Nodes, run, workflow, write_arrow
from web_service import API, served

from weft.sdk import picture_array

LEARN = {
    "training_image": "image",
    "training_label": "Class",
    "validation_image": "image",
    "validation_label": "Class",
    "model": "Small CNN",
    "train": "from scratch",
    "epochs": 3,
    "batch_size": 16,
}
NODES: Nodes = {
    "learn_from": ("input_data", {"path": "training.arrow"}),
    "check_on": ("input_data", {"path": "validation.arrow"}),
    "recognition": ("image_recognition", LEARN),
    "predict": ("predict", {"scores": True}),
}
CONNECTIONS = (
    "learn_from.out recognition.training",
    "check_on.out recognition.validation",
    "recognition.model predict.model",
    "check_on.out predict.data",
)
MISSING = 4
"""The record of the validation input that has no picture."""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which a classifier has learned, and judged its validation pictures."""
    folder = tmp_path_factory.mktemp("workspace")
    write_arrow(folder / "training.arrow", shapes(48))
    validation = shapes(20, seed=1)
    pictures = validation.column("image").to_pylist()
    pictures[MISSING] = None
    write_arrow(folder / "validation.arrow", validation.set_column(0, "image", picture_array(pictures)))
    run(folder, workflow(NODES, *CONNECTIONS), device="cpu")
    return folder


@pytest.fixture(scope="module")
def client(workspace: Path) -> Iterator[TestClient]:
    with served(workspace) as found:
        yield found


@pytest.fixture
def looking(client: TestClient) -> Looking:
    return Looking(client)


def judged(looking: Looking, picture: bytes, card: dict[str, Any] | None = None) -> Response:
    model = card or looking.get("/models", node="recognition", anchor="model")
    url = f"{API}/models/{model['hash']}/judge"
    return looking.client.post(url, params={"at": model["at"]}, files={"picture": ("some.png", picture)})


def test_a_model_shows_its_card_and_classes(looking: Looking) -> None:
    card = looking.get("/models", node="recognition", anchor="M")
    assert card["classes"] == ["cross", "disc"]
    assert card["card"]["backbone"] == "Small CNN"
    cell = looking.cells("recognition/model", columns="model")[0][0]
    assert (cell["kind"], cell["hash"], cell["at"]) == ("model", card["hash"], card["at"])
    saved = looking.client.get(f"{API}/blobs/{card['hash']}", params={"at": card["at"]})
    assert saved.headers["content-type"] == "application/octet-stream"
    assert saved.headers["content-disposition"].endswith("recognition.model.1.safetensors")
    assert "holds no model" in looking.refused("/models", 404, node="check_on", anchor="out")


def test_one_picture_gets_the_probabilities_that_a_run_gives_it_and_the_second_soon(looking: Looking) -> None:
    pictures = shapes(20, seed=1).column("image").to_pylist()
    first = judged(looking, pictures[2])
    assert first.status_code == 200, first.text
    started = time.perf_counter()
    second = judged(looking, pictures[3]).json()
    assert time.perf_counter() - started < 0.5
    names = ["Score_cross", "Score_disc"]
    of_run = looking.cells("predict/out", columns=names, rows="2,3")
    for answer, row in ((first.json(), of_run[0]), (second, of_run[1])):
        scores = {each["name"]: each["probability"] for each in answer["scores"]}
        assert scores == pytest.approx(dict(zip(("cross", "disc"), row, strict=True)), abs=1e-5)
        assert sum(scores.values()) == pytest.approx(1)
        probabilities = [each["probability"] for each in answer["scores"]]
        assert probabilities == sorted(probabilities, reverse=True)


def test_a_model_that_was_loaded_before_judges_the_first_picture_soon(workspace: Path) -> None:
    with served(workspace) as client:
        looking = Looking(client)
        card = looking.get("/models", node="recognition", anchor="model")
        loaded = client.post(f"{API}/models/{card['hash']}/warm", params={"at": card["at"]})
        assert loaded.status_code == 204, loaded.text
        started = time.perf_counter()
        assert judged(looking, shape("disc", 1), card).status_code == 200
        assert time.perf_counter() - started < 0.5
        gone = client.post(f"{API}/models/{'0' * 64}/warm", params={"at": card["at"]})
        assert gone.status_code == 404


def test_a_picture_that_cannot_be_read_gets_a_sentence(looking: Looking) -> None:
    whole = shape("disc", 1)
    for picture, words in (
        (b"", "not a picture"),
        (b"<svg>", "not a picture"),
        (whole[:60], "cut short"),
        (huge_header(), "more than the limit"),
    ):
        answer = judged(looking, picture)
        assert answer.status_code == 422, answer.text
        assert words in answer.json()["detail"] or "truncated" in answer.json()["detail"]
    assert judged(looking, whole).status_code == 200


def test_a_model_that_is_not_there_any_more_is_told(looking: Looking) -> None:
    card = looking.get("/models", node="recognition", anchor="model")
    wrong = {**card, "hash": "0" * 64}
    assert judged(looking, shape("disc", 1), wrong).status_code == 404


def test_the_evaluation_names_the_records_of_v_and_how_each_was_judged(
    workspace: Path, looking: Looking
) -> None:
    found = looking.get("/results/recognition/evaluation")
    assert found["matrix"]["classes"] == ["cross", "disc"]
    rows = [each["row"] for each in found["judged"]]
    assert rows == [row for row in range(20) if row != MISSING]
    page = looking.page("check_on/out", columns="Class", rows=",".join(map(str, rows)), limit=100)
    assert page["numbers"] == rows
    truths = [found["matrix"]["classes"][each["truth"]] for each in found["judged"]]
    assert truths == [row[0] for row in page["rows"]]
    predicted = looking.page("predict/out", columns="Class_Predicted,Score", rows=",".join(map(str, rows)))
    for each, (name, score) in zip(found["judged"], predicted["rows"], strict=True):
        assert found["matrix"]["classes"][each["predicted"]] == name
        assert each["score"] == pytest.approx(score, abs=1e-4)
    counts = found["matrix"]["counts"]
    assert sum(map(sum, counts)) == 19
    right = sum(each["truth"] == each["predicted"] for each in found["judged"])
    assert counts[0][0] + counts[1][1] == right
    assert found["accuracy"] == pytest.approx(right / 19)
    figures = looking.cells("recognition/metrics", columns="Class,Precision,Recall,F1,Support")
    assert [
        [each[key] for key in ("name", "precision", "recall", "f1", "support")] for each in found["figures"]
    ] == figures


def test_curves_of_the_training_are_in_the_index(looking: Looking) -> None:
    curves = looking.get("/results")["metrics"]["recognition"]
    assert [step for step, _ in curves["valid_accuracy"]] == [1, 2, 3]
