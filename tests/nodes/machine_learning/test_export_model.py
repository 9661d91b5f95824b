import json
import threading
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import onnxruntime
import openvino
import pyarrow as pa
import pytest
import torch
import trained_shapes

from weft.errors import Cancelled
from weft.sdk import CancelToken, ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.exporting import conversion
from weft_nodes._vision.models.classifier import Classifier, model_table
from weft_nodes.machine_learning.export_model import ExportModel
from weft_nodes.machine_learning.predict import Predict

JIT: Any = torch.jit  # torch gives it no types any more
ENDINGS = {"onnx": "onnx", "openvino": "xml", "torchscript": "pt"}


def with_temperature(temperature: float) -> pa.Table:
    """The trained model, calibrated."""
    made = Classifier.load(trained_shapes.trained()["model"][0].value.as_py())
    card = made.card.model_copy(update={"temperature": temperature})
    return model_table(Classifier(card, made.network).pack(), "Class")


@dataclass(frozen=True)
class Exported:
    """The model in all formats."""

    folder: Path
    model: pa.Table
    records: dict[str, dict[str, Any]]
    heard: dict[str, Heard]

    def file(self, form: str) -> Path:
        return self.folder / f"shapes.{ENDINGS[form]}"


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("exported")
    model, data = with_temperature(1.5), trained_shapes.labelled(range(300, 320))
    records, said = {}, {}
    for form, ending in ENDINGS.items():
        heard = Heard()
        with run_context(folder, heard) as ctx:
            inputs = {"model": model, "data": data}
            out = run_tool(ExportModel, {"path": f"shapes.{ending}", "format": form}, inputs, ctx=ctx)["out"]
        (records[form],) = out.to_pylist()
        said[form] = heard
    return Exported(folder, model, records, said)


def by_onnx(file: Path) -> Callable[[npt.NDArray[np.uint8]], Any]:
    session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
    return lambda pixels: session.run(["probabilities"], {"pictures": pixels})[0]


def by_openvino(file: Path) -> Callable[[npt.NDArray[np.uint8]], Any]:
    compiled = openvino.Core().compile_model(str(file), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return lambda pixels: compiled({"pictures": pixels})["probabilities"]


def by_torch(file: Path) -> Callable[[npt.NDArray[np.uint8]], Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # torch advises to leave TorchScript
        module = JIT.load(str(file))
    return lambda pixels: module(torch.from_numpy(pixels)).detach().numpy()


READERS = {"onnx": by_onnx, "openvino": by_openvino, "torchscript": by_torch}


@pytest.mark.parametrize("form", ENDINGS)
def test_plain_pixels_in_any_number_get_the_scores_of_predict(exported: Exported, form: str) -> None:
    table = trained_shapes.labelled(range(400, 411))
    out = run_tool(Predict, {"scores": True}, {"data": table, "model": exported.model})["out"]
    expected = np.stack([out[f"Score_{name}"].to_numpy() for name in trained_shapes.CLASSES], axis=1)
    preprocess = Classifier.load(exported.model["model"][0].value.as_py()).card.preprocess
    pixels = np.stack([preprocess.pixels(cell.value.as_py()) for cell in table["image"]])
    judge = READERS[form](exported.file(form))
    for count in (1, 3, 11):
        found = judge(pixels[:count])
        assert found.shape == (count, 2)
        assert np.abs(found - expected[:count]).max() < 1e-5


@pytest.mark.parametrize("form", ENDINGS)
def test_the_record_tells_file_size_and_largest_difference(exported: Exported, form: str) -> None:
    record, file = exported.records[form], exported.file(form)
    assert record["path"] == str(file)
    assert record["format"] == form
    beside = file.with_suffix(".bin")
    assert record["bytes"] == file.stat().st_size + (beside.stat().st_size if form == "openvino" else 0)
    assert 0 <= record["largest_difference"] < 1e-5
    assert (record["pictures"], record["compared_by"]) == (20, "pictures of D")
    (told,) = exported.heard[form].infos
    size = f"{record['bytes'] / 1e6:.1f} MB"
    assert told.startswith(f"shapes.{ENDINGS[form]}: {size}; probabilities of 20 pictures of D differ by ")


def test_nothing_but_the_files_is_left_behind(exported: Exported) -> None:
    assert sorted(file.name for file in exported.folder.iterdir()) == [
        *("shapes.bin", "shapes.onnx", "shapes.pt", "shapes.xml")
    ]


def test_each_file_names_the_classes_in_order_and_nothing_of_this_computer(exported: Exported) -> None:
    graph = onnx.load(exported.file("onnx"))
    onnx.checker.check_model(graph, full_check=True)
    held = {each.key: each.value for each in graph.metadata_props}
    assert json.loads(held["classes"]) == ["cross", "disc"]
    assert held["input"] == "uint8 (n, 64, 64, 3), red, green, blue"
    assert [each.dim_param for each in graph.graph.input[0].type.tensor_type.shape.dim] == ["n", "", "", ""]
    model = openvino.Core().read_model(str(exported.file("openvino")))
    assert json.loads(model.get_rt_info(["weft", "classes"]).astype(str)) == ["cross", "disc"]
    extra = {"weft.json": ""}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)
        JIT.load(str(exported.file("torchscript")), _extra_files=extra)
    assert json.loads(json.loads(extra["weft.json"])["classes"]) == ["cross", "disc"]
    for form in ("onnx", "openvino"):
        assert b"weft_nodes" not in exported.file(form).read_bytes()


def children() -> list[str]:
    """The processes that this one started and that are still there, where the system tells them."""
    found = Path("/proc/self/task").glob("*/children")
    return [number for file in found for number in file.read_text().split()]


def quick(folder: Path, **inputs: pa.Table) -> dict[str, Any]:
    """The quickest export, and its record."""
    with run_context(folder) as ctx:
        settings = {"path": "new/a.pt", "format": "torchscript"}
        all_ = {"model": trained_shapes.trained(), **inputs}
        (record,) = run_tool(ExportModel, settings, all_, ctx=ctx)["out"].to_pylist()
    found: dict[str, Any] = record
    return found


def test_without_pictures_it_is_compared_by_drawn_ones_and_says_so(tmp_path: Path) -> None:
    record = quick(tmp_path)
    assert (record["pictures"], record["compared_by"]) == (16, "drawn pictures")
    assert (tmp_path / "new" / "a.pt").stat().st_size == record["bytes"]


def test_pictures_that_cannot_be_read_are_left_out_and_none_at_all_is_an_error(tmp_path: Path) -> None:
    some = [trained_shapes.placed("disc", 1), None, b"no picture"]
    assert quick(tmp_path, data=pa.table({"image": picture_array(some)}))["pictures"] == 1
    with pytest.raises(ToolError, match="no picture that can be read"):
        quick(tmp_path, data=pa.table({"image": picture_array(some[1:])}))


def test_an_export_that_says_something_else_leaves_the_old_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.pt").write_text("old")
    monkeypatch.setattr(conversion, "LIMIT", -1.0)
    with pytest.raises(ToolError, match=r"nothing was written: .* choose another format"):
        quick(tmp_path)
    assert [file.read_text() for file in (tmp_path / "new").iterdir()] == ["old"]


def test_a_file_that_is_there_may_stop_it(tmp_path: Path) -> None:
    (tmp_path / "a.pt").write_text("old")
    settings = {"path": "a.pt", "format": "torchscript", "mode": "fail if it exists"}
    with pytest.raises(ToolError, match="exists and is left as it is"), run_context(tmp_path) as ctx:
        run_tool(ExportModel, settings, {"model": trained_shapes.trained()}, ctx=ctx)


def test_a_cancelled_export_writes_nothing(tmp_path: Path) -> None:
    cancel = CancelToken()
    cancel.abort()
    with pytest.raises(Cancelled), run_context(tmp_path, cancel=cancel) as ctx:
        run_tool(ExportModel, {"path": "a.onnx"}, {"model": trained_shapes.trained()}, ctx=ctx)
    assert list(tmp_path.iterdir()) == []


class Stopping(Heard):
    """Stops a run while it converts."""

    def __init__(self, token: CancelToken) -> None:
        super().__init__()
        self.token, self.beats = token, 0

    def progress(self, done: float, total: float | None, message: str) -> None:
        super().progress(done, total, message)
        self.beats += message == "converting to onnx"
        if self.beats == 5:
            self.token.abort()


def test_an_export_that_is_stopped_midway_leaves_nobody_at_work(tmp_path: Path) -> None:
    """What followed the network went on for seconds, and took the processor from the next run."""
    token, before = CancelToken(), set(threading.enumerate())
    with run_context(tmp_path, Stopping(token), cancel=token) as ctx, pytest.raises(Cancelled):
        run_tool(ExportModel, {"path": "a.onnx"}, {"model": trained_shapes.trained()}, ctx=ctx)
    assert [thread.name for thread in set(threading.enumerate()) - before] == []
    assert children() == []
    assert list(tmp_path.iterdir()) == []


def test_it_keeps_the_contract_of_a_tool(tmp_path: Path) -> None:
    settings = {"path": "a.pt", "format": "torchscript"}
    check_tool(ExportModel, settings, {"model": trained_shapes.trained()}, tmp_path)


def test_what_is_wrong_with_the_settings_is_told_while_editing(tmp_path: Path) -> None:
    def problems(**settings: Any) -> list[tuple[str | None, str]]:
        inputs = {"model": trained_shapes.trained().schema, "data": pa.schema([("a", pa.string())])}
        found = configure_tool(ExportModel, {"column": "", **settings}, inputs, tmp_path)[1]
        return [(problem.field, problem.message) for problem in found]

    no_pictures = ("column", "D has no column with pictures; read them by Image Input before")
    assert problems() == [("path", "no file is chosen; name one"), no_pictures]
    ending = "a file of the format onnx ends with .onnx; call it 'a.onnx', or choose another format"
    assert problems(path="a.pt") == [("path", ending), no_pictures]
    (tmp_path / "folder.onnx").mkdir()
    assert problems(path="folder.onnx")[0][0] == "path"
