from pathlib import Path

import drawn_faces
import numpy as np
import pyarrow as pa
import pytest
import timm
import torch
from drawn_shapes import shape
from safetensors.torch import save_file
from torch import nn

from weft.errors import WorkflowError
from weft.sdk import Cancelled, CancelToken, EditContext, Inputs, TableInput, ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.features.vectors import vector_type
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import Pretraining, untrained
from weft_nodes._vision.networks.zoo import find
from weft_nodes.computer_vision.embed import Embed
from weft_nodes.computer_vision.image_recognition import ImageRecognition

SIZE = 32


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with weights of a tiny network of timm, as a user would name it."""
    folder = tmp_path_factory.mktemp("weights")
    torch.manual_seed(0)
    save_file(timm.create_model("test_resnet").state_dict(), folder / "test_resnet.safetensors")
    return str(folder)


@pytest.fixture(scope="module")
def settings(weights: str) -> dict[str, object]:
    return {"model": "test_resnet", "image_size": SIZE, "weights_dir": weights}


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    start = Pretraining()
    card = Card(
        label="Class",
        classes=drawn_faces.KINDS,
        backbone="Small CNN",
        pretraining=start,
        preprocess=start.preprocess(SIZE, SIZE),
    )
    with torch.random.fork_rng():
        seed_torch(1)
        return Classifier(card, build(find("Small CNN"), Shape(4, SIZE, SIZE), start))


def records(count: int, name: str = "image") -> pa.Table:
    pictures: list[bytes | None] = [shape("disc" if i % 2 else "cross", i) for i in range(count)]
    return pa.table({"id": range(count), name: picture_array(pictures)})


def vectors(table: pa.Table, name: str = "Embedding") -> np.ndarray:
    return np.array(table[name].to_pylist(), np.float32)


def test_it_keeps_the_contract_of_a_tool(settings: dict[str, object], classifier: Classifier) -> None:
    pictures = [*records(40)["image"].to_pylist(), None, b"no picture"]
    table = pa.table({"image": picture_array(pictures)})
    check_tool(Embed, settings, {"data": table})
    check_tool(Embed, {}, {"data": table, "model": model_table(classifier.pack(), "Class")})


def test_vectors_are_the_features_of_the_network_at_unit_length(settings: dict[str, object]) -> None:
    table = records(5)
    plain = run_tool(Embed, {**settings, "normalise": False}, {"data": table})["out"]
    assert plain.schema.names == ["id", "image", "Embedding"]
    assert plain.schema.field("Embedding").type == vector_type(96)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        network: nn.Module = timm.create_model("test_resnet")
    network.set_submodule("fc", nn.Identity())
    size = untrained(find("test_resnet")).preprocess(SIZE, SIZE)
    pixels = np.stack([size.pixels(picture) for picture in table["image"].to_pylist()])
    with torch.inference_mode():
        expected = network.eval()(size.normalise(torch.from_numpy(pixels))).numpy()
    assert np.allclose(vectors(plain), expected, atol=1e-5)
    scaled = vectors(run_tool(Embed, settings, {"data": table})["out"])
    assert np.allclose(np.linalg.norm(scaled, axis=1), 1, atol=1e-6)
    assert np.allclose(scaled, expected / np.linalg.norm(expected, axis=1, keepdims=True), atol=1e-5)


def test_a_trained_model_describes_by_its_own_network(classifier: Classifier) -> None:
    table = records(3)
    inputs = {"data": table, "model": model_table(classifier.pack(), "Class")}
    # The name of a network that does not exist counts for nothing beside the model.
    out = run_tool(Embed, {"model": "no network", "normalise": False, "name": "v [1] 🐱"}, inputs)["out"]
    pixels = np.stack([classifier.card.preprocess.pixels(picture) for picture in table["image"].to_pylist()])
    with torch.inference_mode():
        expected = classifier.network.features(
            classifier.card.preprocess.normalise(torch.from_numpy(pixels))
        ).numpy()
    assert np.allclose(vectors(out, "v [1] 🐱"), expected, atol=1e-5)


def test_what_was_computed_is_kept_and_is_the_same_in_any_company(
    settings: dict[str, object], tmp_path: Path
) -> None:
    table = records(50)
    twice = pa.concat_tables([table, table.slice(0, 7)])
    said = []
    found = []
    for some in (table.slice(3, 11), twice, table):
        heard = Heard()
        with run_context(heard=heard, kept=tmp_path) as ctx:
            found.append(vectors(run_tool(Embed, settings, {"data": some}, ctx=ctx)["out"]))
        said.append(heard.infos[-1])
    assert said == [
        f"features computed for {computed} of {seen} pictures; the others were kept"
        for computed, seen in ((11, 11), (39, 57), (0, 50))
    ]
    assert np.array_equal(found[0], found[1][3:14])
    assert np.array_equal(found[1][:7], found[1][50:])
    assert np.array_equal(found[1][:50], found[2])


def test_a_training_of_the_head_and_its_model_share_what_is_kept(
    settings: dict[str, object], tmp_path: Path
) -> None:
    table = records(24)
    labels = pa.array(["a", "b"] * 12)
    labelled = table.append_column("Class", labels)
    chosen = {
        f"{side}_{what}": column
        for side in ("training", "validation")
        for what, column in (("image", "image"), ("label", "Class"))
    }
    sides = {"training": labelled, "validation": labelled.slice(0, 8)}
    with run_context(kept=tmp_path) as ctx:
        model = run_tool(ImageRecognition, {**settings, **chosen, "epochs": 1}, sides, ctx=ctx)["model"]
    for own, inputs in ((settings, {"data": table}), ({}, {"data": table, "model": model})):
        heard = Heard()
        with run_context(heard=heard, kept=tmp_path) as ctx:
            run_tool(Embed, own, inputs, ctx=ctx)
        assert heard.infos == ["features computed for 0 of 24 pictures; the others were kept"]


def test_pictures_that_cannot_be_read_get_null_and_one_warning(settings: dict[str, object]) -> None:
    good = shape("disc", 1)
    table = pa.table(
        {"file": ["a.png", "b.png", "c.png", "d.png"], "image": picture_array([good, None, b"x", good[:100]])}
    )
    heard = Heard()
    with run_context(heard=heard) as ctx:
        out = run_tool(Embed, settings, {"data": table}, ctx=ctx)["out"]
    assert [value is None for value in out["Embedding"].to_pylist()] == [False, True, True, True]
    assert {message for message, _, _ in heard.warnings} == {"pictures could not be read and got no vector"}
    assert sorted(example.partition(":")[0] for _, _, example in heard.warnings) == [
        "b.png",
        "c.png",
        "d.png",
    ]


def test_the_column_is_known_at_edit_time_for_the_networks_on_offer() -> None:
    table = records(1)
    promised, problems = configure_tool(Embed, {"name": "id"}, {"data": table})
    assert promised["out"] == pa.schema([pa.field("id", vector_type(1280)), table.schema.field("image")])
    assert [problem.severity for problem in problems] == ["warning"]
    assert configure_tool(Embed, {}, {"data": None}) == ({"out": None}, [])
    assert configure_tool(Embed, {"model": "resnet18"}, {"data": table}) == ({"out": None}, [])
    assert configure_tool(Embed, {}, {"data": table, "model": None}) == ({"out": None}, [])


@pytest.mark.parametrize(
    ("settings", "table", "field", "message"),
    [
        ({}, pa.table({"a": [1]}), "column", "there is no column with pictures"),
        ({}, records(1).append_column("second", picture_array([None])), "column", "choose one of"),
        ({"model": "MobileNetV3"}, records(1), "model", "there is no model 'MobileNetV3'"),
        ({"model": "Small CNN"}, records(1), "model", "Small CNN has no pre-trained weights"),
        ({"model": "InceptionV3", "image_size": 64}, records(1), "image_size", "under the minimum"),
    ],
)
def test_mistakes_are_told_while_editing(
    settings: dict[str, object], table: pa.Table, field: str, message: str
) -> None:
    _, (problem,) = configure_tool(Embed, settings, {"data": table})
    assert problem.field == field
    assert message in problem.message
    with pytest.raises(WorkflowError):
        run_tool(Embed, settings, {"data": table})


def test_weights_that_change_change_the_result(settings: dict[str, object], tmp_path: Path) -> None:
    file = tmp_path / "test_resnet.safetensors"
    file.write_bytes(b"1")
    tool = Embed(Embed.Config.model_validate({**settings, "weights_dir": str(tmp_path)}))
    before = tool.fingerprint(EditContext(tmp_path))
    file.write_bytes(b"12")
    assert tool.fingerprint(EditContext(tmp_path)) != before


def test_something_else_than_a_model_on_m_is_an_error_that_says_what_to_connect() -> None:
    with pytest.raises(ToolError, match="the M input holds no model"):
        run_tool(Embed, {}, {"data": records(1), "model": pa.table({"a": [1]})})


def test_what_was_computed_before_a_cancellation_is_kept(settings: dict[str, object], tmp_path: Path) -> None:
    parts = pa.concat_tables([records(200).slice(start, 40) for start in range(0, 200, 40)])
    token, heard = CancelToken(), Heard()
    tool = Embed(Embed.Config.model_validate(settings))
    with run_context(cancel=token, kept=tmp_path) as ctx:
        running = tool.run(Inputs({"data": [TableInput(parts)]}), ctx)
        assert next(running)[1].num_rows == 40
        token.abort()
        with pytest.raises(Cancelled):
            next(running)
    with run_context(heard=heard, kept=tmp_path) as ctx:
        run_tool(Embed, settings, {"data": records(200)}, ctx=ctx)
    computed = int(heard.infos[-1].split()[3])
    assert 0 < computed <= 160
