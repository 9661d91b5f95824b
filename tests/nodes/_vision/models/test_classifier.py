import json
import math

import drawn_faces
import numpy as np
import pyarrow as pa
import pytest
import torch
from safetensors.torch import save

from weft.sdk import CARD_KEY, ModelType, ToolError, looks_like_model, read_card
from weft_nodes._vision.models.classifier import (
    Card,
    Classifier,
    class_values,
    library_versions,
    model_table,
    pick_device,
)
from weft_nodes._vision.models.records import model_schema
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find

SIZE = 32


def classifier(backbone: str = "Small CNN", **card: object) -> Classifier:
    start = untrained(find(backbone))
    preprocess = start.preprocess(SIZE, SIZE)
    values = {"label": "Class", "classes": drawn_faces.KINDS, "backbone": backbone, **card}
    made = Card.model_validate({**values, "pretraining": start, "preprocess": preprocess})
    seed_torch(1)
    network = build(find(backbone), Shape(len(made.classes), SIZE, SIZE), start)
    # A new head is unsure of everything; with these numbers the probabilities differ.
    torch.nn.init.normal_(network.head.get_parameter("1.weight"), std=2)
    return Classifier(made, network)


@pytest.mark.parametrize("backbone", ["Small CNN", "test_resnet", "test_vit"])
def test_a_packed_classifier_predicts_exactly_as_before(backbone: str) -> None:
    pixels, _ = drawn_faces.pixels(2, SIZE)
    before = classifier(backbone)
    after = Classifier.load(before.pack())
    assert after.card == before.card
    assert np.array_equal(after.probabilities(pixels), before.probabilities(pixels))


def test_equal_classifiers_pack_to_equal_bytes() -> None:
    assert classifier().pack() == classifier().pack()
    assert Classifier.load(classifier().pack()).pack() == classifier().pack()


def test_the_card_stands_in_the_header_as_json() -> None:
    data = classifier(metrics={"accuracy": 0.75}, settings={"epochs": 3}, counts={"training": 8}).pack()
    card = read_card(data)
    assert card["classes"] == list(drawn_faces.KINDS)
    assert card["metrics"] == {"accuracy": 0.75}
    assert looks_like_model(data)
    assert b"pickle" not in data


def test_a_metric_that_is_no_number_survives() -> None:
    card = Classifier.load(classifier(metrics={"loss": math.nan}).pack()).card
    assert math.isnan(card.metrics["loss"])


def test_probabilities_are_one_row_a_picture_and_add_up_to_one() -> None:
    pixels, _ = drawn_faces.pixels(3, SIZE)
    probabilities = classifier().probabilities(pixels)
    assert probabilities.shape == (12, 4)
    assert probabilities.dtype == np.float32
    assert np.allclose(probabilities.sum(axis=1), 1, atol=1e-6)
    assert probabilities.std() > 0.05


@pytest.mark.parametrize("backbone", ["Small CNN", "test_resnet", "test_vit", "test_efficientnet"])
def test_a_picture_scores_the_same_to_the_last_bit_whichever_pictures_are_beside_it(backbone: str) -> None:
    pixels, _ = drawn_faces.pixels(5, SIZE)
    made = classifier(backbone)
    together = made.probabilities(pixels)
    alone = np.concatenate([made.probabilities(pixels[i : i + 1]) for i in range(len(pixels))])
    backwards = made.probabilities(pixels[::-1])[::-1]
    assert np.array_equal(together, alone)
    assert np.array_equal(together, backwards)


def test_another_batch_size_changes_no_more_than_the_last_digits() -> None:
    pixels, _ = drawn_faces.pixels(5, SIZE)
    made = classifier()
    for size in (3, 16, 64):
        assert np.allclose(made.probabilities(pixels, size), made.probabilities(pixels), atol=1e-5)


def test_a_temperature_makes_scores_milder_and_keeps_the_answers() -> None:
    pixels, _ = drawn_faces.pixels(3, SIZE)
    plain, mild = classifier().probabilities(pixels), classifier(temperature=4.0).probabilities(pixels)
    assert np.array_equal(plain.argmax(1), mild.argmax(1))
    assert (mild.max(1) < plain.max(1)).all()
    assert np.allclose(mild.sum(axis=1), 1, atol=1e-6)
    softened = plain.astype(float) ** 0.25
    assert np.allclose(mild, softened / softened.sum(axis=1, keepdims=True), atol=1e-5)


def test_a_card_of_before_calibration_still_loads_and_always_answers() -> None:
    values = json.loads(classifier().card.model_dump_json())
    new = ("temperature", "threshold", "intervals", "class_metrics", "digests", "class_counts", "skipped")
    old = Card.model_validate({name: value for name, value in values.items() if name not in new})
    assert (old.temperature, old.threshold, old.class_metrics) == (1.0, None, ())


def test_the_type_of_a_model_with_a_threshold_says_that_it_may_answer_unknown() -> None:
    data = classifier(threshold=0.8).pack()
    kind = model_table(data, "Class").schema.field("model").type
    assert kind == ModelType.of(data) == ModelType("Class", unknown=True)
    assert kind != ModelType("Class")
    read = ModelType.__arrow_ext_deserialize__(kind.storage_type, kind.__arrow_ext_serialize__())
    assert (read.label, read.label_type, read.unknown) == ("Class", "string", True)


def test_no_pictures_give_no_probabilities() -> None:
    assert classifier().probabilities(np.empty((0, SIZE, SIZE, 3), np.uint8)).shape == (0, 4)


def packed(values: dict[str, object]) -> bytes:
    data: bytes = save({"a": torch.zeros(1)}, {CARD_KEY: json.dumps(values)})
    return data


def test_bytes_that_are_no_model_are_refused() -> None:
    for data in (b"", b"short", bytes(100), save({"a": torch.zeros(1)})):
        with pytest.raises(ToolError, match="this is not a model of Weft"):
            Classifier.load(data)


def test_a_model_of_another_kind_is_refused_by_its_name() -> None:
    with pytest.raises(ToolError, match="no image classifier but 'word counter'"):
        Classifier.load(packed({"kind": "word counter"}))


def test_a_model_of_a_newer_version_is_refused() -> None:
    values = json.loads(classifier().card.model_dump_json())
    with pytest.raises(ToolError, match="saved by a newer version of Weft"):
        Classifier.load(packed({**values, "format": 2, "unheard of": 1}))


def test_a_damaged_card_is_refused_with_the_place() -> None:
    values = json.loads(classifier().card.model_dump_json())
    with pytest.raises(ToolError, match="the card of this model is damaged at 'classes'"):
        Classifier.load(packed({**values, "classes": ["one"]}))


def test_tensors_of_another_network_are_refused() -> None:
    values = json.loads(classifier(versions={"timm": "0.1"}).card.model_dump_json())
    with pytest.raises(ToolError, match=r"the model is damaged, or its network Small CNN .* timm \(0\.1\)"):
        Classifier.load(packed(values))


def test_a_model_cut_in_the_middle_is_refused() -> None:
    data = classifier().pack()
    with pytest.raises(ToolError, match="the model is damaged"):
        Classifier.load(data[: len(data) // 2])


@pytest.mark.parametrize(
    ("labels", "texts"),
    [
        (pa.array(["a", "b c", None]), ["a", "b c", None]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([3, -1, None], pa.int16()), ["3", "-1", None]),
        (pa.array([True, False]), ["true", "false"]),
    ],
)
def test_labels_become_texts_and_come_back_in_their_type(labels: pa.Array, texts: list[str | None]) -> None:
    assert labels.cast(pa.string()).to_pylist() == texts
    assert class_values(texts, str(labels.type)).equals(labels)


def test_the_record_of_a_model_can_be_read_by_people() -> None:
    data = classifier(metrics={"accuracy": 0.5}).pack()
    table = model_table(data, "Class")
    assert table.schema == model_schema("Class")
    assert table.num_rows == 1
    assert table.drop_columns("model").to_pylist() == [
        {
            "label": "Class",
            "classes": "antenna, bow, ears, spikes",
            "backbone": "Small CNN",
            "width": SIZE,
            "height": SIZE,
            "accuracy": 0.5,
        }
    ]
    assert table["model"][0].as_py() == data


def test_the_type_of_the_model_column_tells_the_label_and_its_type() -> None:
    data = classifier(label_type="int64", classes=("1", "2")).pack()
    found = model_table(data, "Class").schema.field("model").type
    assert (found.label, found.label_type) == ("Class", "int64")
    assert found == ModelType.of(data)
    assert found != ModelType("Class")
    again = pa.ipc.read_schema(pa.schema([("m", found)]).serialize()).field("m").type
    assert (again.label, again.label_type) == ("Class", "int64")


def test_a_model_that_was_not_validated_has_no_accuracy() -> None:
    assert model_table(classifier().pack(), "Class")["accuracy"].to_pylist() == [None]


def test_the_versions_of_the_libraries_are_told() -> None:
    assert library_versions()["torch"].startswith(torch.__version__.partition("+")[0])


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU")
def test_a_gpu_that_is_not_there_is_an_error_only_where_it_was_asked_for() -> None:
    assert pick_device("auto").type == pick_device("cpu").type == "cpu"
    with pytest.raises(ToolError, match="there is no GPU"):
        pick_device("cuda")
