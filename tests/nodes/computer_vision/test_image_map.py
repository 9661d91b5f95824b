from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import timm
import torch
from drawn_shapes import shape, shapes
from safetensors.torch import save_file

from weft.errors import WorkflowError
from weft.sdk import ToolError, picture_array
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._vision.features.vectors import vector_array
from weft_nodes.computer_vision import image_map
from weft_nodes.computer_vision.image_map import ImageMap


def drawn(count: int, known: np.ndarray | None = None) -> pa.Table:
    table = shapes(count)
    vectors = np.random.default_rng(0).normal(0, 0.3, (count, 12)).astype(np.float32)
    vectors[:, 0] += [2.0 * (label == "disc") - 1 for label in table["Class"].to_pylist()]
    return table.append_column("v", vector_array(vectors, np.ones(count, bool) if known is None else known))


def page_of(table: pa.Table, **settings: object) -> str:
    return str(run_tool(ImageMap, settings, {"data": table})["report"]["report"][0].as_py())


def test_it_keeps_the_contract_of_a_tool() -> None:
    check_tool(ImageMap, {"label": "Class"}, {"data": drawn(12)})


def test_all_records_get_a_place_and_what_is_alike_lies_together() -> None:
    table = drawn(60)
    out = run_tool(ImageMap, {}, {"data": table})["out"]
    assert out.schema.names == [*table.schema.names, "X", "Y"]
    places = np.stack([out["X"].to_numpy(), out["Y"].to_numpy()], axis=1)
    disc = np.array(out["Class"].to_pylist()) == "disc"
    between = np.linalg.norm(places[disc].mean(0) - places[~disc].mean(0))
    assert between > places[disc].std() + places[~disc].std()


def test_a_record_without_vector_has_no_place() -> None:
    known = np.ones(20, bool)
    known[3] = False
    heard = Heard()
    with run_context(heard=heard) as ctx:
        made = run_tool(ImageMap, {}, {"data": drawn(20, known)}, ctx=ctx)
    assert [number for number, x in enumerate(made["out"]["X"].to_pylist()) if x is None] == [3]
    assert heard.warnings == [("records have no vector and are passed over", 1, "record 4")]
    assert made["report"]["report"][0].as_py().count("<li") == 19


def test_further_records_are_placed_among_those_that_made_the_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image_map, "_LEARNED", 40)
    out = run_tool(ImageMap, {}, {"data": drawn(80)})["out"]
    places = np.stack([out["X"].to_numpy(), out["Y"].to_numpy()], axis=1)
    assert np.isfinite(places).all()
    disc = np.array(out["Class"].to_pylist()) == "disc"
    assert np.linalg.norm(places[disc].mean(0) - places[~disc].mean(0)) > places[disc].std()


def test_pictures_are_described_by_a_network_where_there_are_no_vectors(tmp_path: Path) -> None:
    torch.manual_seed(0)
    save_file(timm.create_model("test_resnet").state_dict(), tmp_path / "test_resnet.safetensors")
    pictures = [shape("disc", i) for i in range(6)]
    table = pa.table({"file": list("abcdefg"), "image": picture_array([*pictures, b"no picture"])})
    settings = {"model": "test_resnet", "image_size": 32, "weights_dir": str(tmp_path)}
    heard = Heard()
    with run_context(heard=heard) as ctx:
        made = run_tool(ImageMap, settings, {"data": table}, ctx=ctx)
    assert [x is None for x in made["out"]["X"].to_pylist()] == [False] * 6 + [True]
    (warning,) = heard.warnings
    assert warning[:2] == ("pictures could not be read and are passed over", 1)
    assert warning[2].startswith("g: ")


def test_the_page_has_points_a_list_and_a_legend_and_no_script() -> None:
    page = page_of(drawn(30), label="Class")
    assert page.count('type="radio"') == page.count("data:image/webp;base64,") == 30
    assert page.count('type="checkbox"') == 3
    assert "<script" not in page
    assert "http" not in page
    assert "All pictures." in page
    assert 'type="checkbox"' not in page_of(drawn(12).drop_columns(["image"]))


def test_many_records_are_thinned_out_on_the_page_alone() -> None:
    made = run_tool(ImageMap, {"points": 10}, {"data": drawn(40)})
    page = made["report"]["report"][0].as_py()
    assert page.count("<li") == 10
    assert "10 of 40 pictures" in page
    assert made["out"]["X"].null_count == 0


def test_names_and_classes_of_users_cannot_break_the_page() -> None:
    table = drawn(6)
    table = table.set_column(1, "Class", pa.array(['<b>"&', None] * 3)).append_column(
        "file", pa.array([f"x/<i>{number}.png" for number in range(6)])
    )
    page = page_of(table, label="Class")
    assert "&lt;b&gt;&quot;&amp;" in page
    assert "<i>0" not in page
    assert "no label" in page


def test_more_classes_than_colours_share_a_grey_line() -> None:
    count = 45
    table = drawn(count).set_column(1, "Class", pa.array([f"k{number:02}" for number in range(count)]))
    page = page_of(table, label="Class")
    assert page.count('id="kind') == 41
    assert "other classes" in page


def test_nothing_to_draw_is_told_or_an_empty_map() -> None:
    with pytest.raises(ToolError, match="none of the 4 records has features"):
        run_tool(ImageMap, {}, {"data": drawn(4, np.zeros(4, bool))})
    made = run_tool(ImageMap, {}, {"data": drawn(4).slice(0, 0)})
    assert made["out"].num_rows == 0
    assert made["report"].num_rows == 1


def test_mistakes_are_told_while_editing() -> None:
    _, (problem,) = configure_tool(ImageMap, {}, {"data": pa.table({"a": [1]})})
    assert (problem.field, problem.severity) == ("column", "error")
    two = shapes(2).append_column("second", picture_array([None, None]))
    _, (problem,) = configure_tool(ImageMap, {}, {"data": two})
    assert problem.message == "choose one of the columns with pictures: image, second"
    with pytest.raises(WorkflowError):
        run_tool(ImageMap, {}, {"data": two})
    _, (problem,) = configure_tool(ImageMap, {}, {"data": drawn(2).append_column("X", pa.array([1, 2]))})
    assert problem.severity == "warning"
