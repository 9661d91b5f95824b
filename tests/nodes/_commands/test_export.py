from pathlib import Path

import pyarrow as pa
import pytest
from command_line import CommandLine, command_line
from drawn_shapes import shape

from weft.sdk.testing import run_tool
from weft_nodes._vision.exporting import conversion
from weft_nodes._vision.models.classifier import Card, Classifier, model_table
from weft_nodes._vision.networks.network import Shape, build, seed_torch
from weft_nodes._vision.networks.weights import Pretraining
from weft_nodes._vision.networks.zoo import find
from weft_nodes.in_out.output_data import OutputData


@pytest.fixture(scope="module")
def model() -> pa.Table:
    """A model that knows nothing."""
    start = Pretraining()
    values = {"label": "Class", "classes": ("a", "b"), "backbone": "Small CNN", "pretraining": start}
    card = Card.model_validate({**values, "preprocess": start.preprocess(32, 32)})
    seed_torch(1)
    return model_table(Classifier(card, build(find("Small CNN"), Shape(2, 32, 32), start)).pack(), "Class")


@pytest.fixture
def weft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return command_line(
        tmp_path, monkeypatch, "[weft.commands]", "export = weft_nodes._commands.export:export"
    )


def save(table: pa.Table, path: Path) -> Path:
    run_tool(OutputData, {"path": str(path)}, {"in": table})
    return path


@pytest.mark.parametrize("ending", ["yxdb", "arrow", "parquet"])
def test_a_model_that_output_data_saved_is_exported_beside_it(
    weft: CommandLine, model: pa.Table, ending: str
) -> None:
    save(model, weft.folder / f"shapes.{ending}")
    said = weft("export", f"shapes.{ending}", "--to", "torchscript")
    assert said.code == 0, said.err
    assert said.out.startswith("shapes.pt: 2.7 MB; probabilities of 16 drawn pictures differ by ")
    assert (weft.folder / "shapes.pt").is_file()


def test_a_packed_model_goes_where_it_is_told_compared_by_pictures_of_a_folder(
    weft: CommandLine, model: pa.Table
) -> None:
    (weft.folder / "m.safetensors").write_bytes(model["model"][0].value.as_py())
    (weft.folder / "pictures" / "deep").mkdir(parents=True)
    for number in range(3):
        (weft.folder / "pictures" / "deep" / f"{number}.png").write_bytes(shape("disc", number))
    (weft.folder / "pictures" / "broken.png").write_bytes(b"no picture")
    arguments = ("--to", "torchscript", "--output", "new/out.pt", "--pictures", "pictures")
    said = weft("export", "m.safetensors", *arguments)
    assert said.code == 0, said.err
    assert said.out.startswith("new/out.pt: ")
    assert "probabilities of 3 pictures of pictures differ by " in said.out
    assert (weft.folder / "new" / "out.pt").is_file()


def test_what_is_wrong_is_a_sentence_and_nothing_is_written(weft: CommandLine, model: pa.Table) -> None:
    save(model, weft.folder / "one.arrow")
    save(pa.concat_tables([model, model]), weft.folder / "two.arrow")
    save(pa.table({"a": [1]}), weft.folder / "none.arrow")
    (weft.folder / "x.safetensors").write_bytes(b"something else")
    (weft.folder / "x.docx").write_bytes(b"something else")
    before = sorted(weft.folder.iterdir())

    def refused(*arguments: str, to: str = "torchscript", code: int = 2) -> str:
        said = weft("export", *arguments, "--to", to)
        assert said.code == code, said.err
        return " ".join(said.err.split())

    assert "does not exist" in refused("missing.arrow")
    assert "holds no model, only the columns a" in refused("none.arrow")
    assert "holds 2 models" in refused("two.arrow")
    assert "is a folder" in refused(".")
    assert "does not tell the format" in refused("x.docx")
    assert "did you mean 'onnx'" in refused("one.arrow", to="onx")
    assert "ends with .pt; call it 'a.pt'" in refused("one.arrow", "--output", "a.onnx")
    assert "no folder 'pics'" in refused("one.arrow", "--pictures", "pics")
    assert "not a model of Weft" in refused("x.safetensors", code=3)
    assert sorted(weft.folder.iterdir()) == before


def test_a_file_that_says_something_else_fails_with_the_code_of_a_tool(
    weft: CommandLine, model: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(model, weft.folder / "shapes.arrow")
    (weft.folder / "shapes.pt").write_text("old")
    monkeypatch.setattr(conversion, "LIMIT", -1.0)
    said = weft("export", "shapes.arrow", "--to", "torchscript")
    assert said.code == 3
    assert "error: nothing was written" in said.err
    assert (weft.folder / "shapes.pt").read_text() == "old"
