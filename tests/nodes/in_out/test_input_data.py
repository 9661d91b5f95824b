import os
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.feather as feather
import pyarrow.parquet as parquet
import pytest
from file_tables import ODD_NAMES, everything, model, models, pictures, write_whole

from weft.sdk import EditContext, ModelType, ToolError
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes._formats.catalog import format_of
from weft_nodes.in_out.input_data import InputData

SMALL = pa.table({"n": pa.array([1, 2, 3]), "t": ["a", None, "é"]})
ENDINGS = ("yxdb", "arrow", "parquet", "csv", "jsonl")


def save(path: Path, table: pa.Table = SMALL, kind: str = "automatic") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(format_of(path, kind), path, table)
    return path


def read(folder: Path, path: str, **settings: Any) -> pa.Table:
    return run_tool(InputData, {"path": path, **settings}, base=folder)["out"]


def problem(folder: Path, path: str, **settings: Any) -> tuple[str | None, str]:
    schemas, (found,) = configure_tool(InputData, {"path": path, **settings}, base=folder)
    assert schemas == {"out": None}
    return found.field, found.message


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_format_keeps_the_contract(tmp_path: Path, ending: str) -> None:
    save(tmp_path / f"a.{ending}")
    check_tool(InputData, {"path": f"a.{ending}"}, base=tmp_path)
    assert read(tmp_path, f"a.{ending}").equals(SMALL)


@pytest.mark.parametrize("ending", ["yxdb", "arrow", "parquet"])
def test_pictures_and_models_come_back_and_the_schema_is_known_before_the_run(
    tmp_path: Path, ending: str
) -> None:
    save(tmp_path / f"a.{ending}", everything())
    assert read(tmp_path, f"a.{ending}").equals(everything())
    schemas, problems = configure_tool(InputData, {"path": f"a.{ending}"}, base=tmp_path)
    assert problems == []
    assert schemas["out"] is not None
    assert schemas["out"].equals(everything().schema)


def test_a_model_from_a_file_fits_an_anchor_for_models(tmp_path: Path) -> None:
    save(tmp_path / "m.yxdb", pa.table({"model": models([model("Breed", 2_000_000)], "Breed")}))
    schemas, _ = configure_tool(InputData, {"path": "m.yxdb"}, base=tmp_path)
    assert schemas["out"] is not None
    assert [kind for kind in schemas["out"].types if isinstance(kind, ModelType)] == [ModelType("Breed")]


def test_a_format_chosen_by_name_wins_over_the_ending(tmp_path: Path) -> None:
    save(tmp_path / "data.bin", kind="csv")
    assert read(tmp_path, "data.bin", format="csv").equals(SMALL)


def test_a_pattern_reads_its_files_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b 10.csv", "a.csv", "c.txt", "sub/d.csv"):
        save(tmp_path / "in" / name, pa.table({"from": [name]}))
    assert read(tmp_path, "in/*.csv")["from"].to_pylist() == ["a.csv", "b 10.csv"]
    assert read(tmp_path, "in/*.csv", subfolders=True)["from"].to_pylist() == [
        "a.csv",
        "b 10.csv",
        "sub/d.csv",
    ]
    assert read(tmp_path, "in/**/*.csv")["from"].to_pylist() == ["a.csv", "b 10.csv", "sub/d.csv"]
    assert read(tmp_path, "i?/[b]*")["from"].to_pylist() == ["b 10.csv"]


def test_a_folder_reads_its_files(tmp_path: Path) -> None:
    for name in ("b.csv", "a.yxdb", "notes.pdf", "sub/c.parquet"):
        if name.endswith("pdf"):
            (tmp_path / "in" / name).write_text("no data")
        else:
            save(tmp_path / "in" / name, pa.table({"from": [name]}))
    assert read(tmp_path, "in")["from"].to_pylist() == ["a.yxdb", "b.csv"]
    assert read(tmp_path, "in", subfolders=True)["from"].to_pylist() == ["a.yxdb", "b.csv", "sub/c.parquet"]
    assert read(tmp_path, "in", format="csv")["from"].to_pylist() == ["b.csv"]


def test_a_file_whose_name_looks_like_a_pattern_is_read(tmp_path: Path) -> None:
    save(tmp_path / "a[1].csv")
    assert read(tmp_path, "a[1].csv").equals(SMALL)


@pytest.mark.parametrize(("kind", "text"), [("file name", "a.csv"), ("full path", "{}/in/a.csv")])
def test_the_file_a_record_is_from_can_be_a_column(tmp_path: Path, kind: str, text: str) -> None:
    save(tmp_path / "in/a.csv")
    found = read(tmp_path, "in/*.csv", file_name_column=kind)
    assert found.schema.names == ["n", "t", "FileName"]
    assert found["FileName"].to_pylist() == [text.format(tmp_path)] * 3
    check_tool(InputData, {"path": "in", "file_name_column": kind}, base=tmp_path)


def test_a_column_of_that_name_stays(tmp_path: Path) -> None:
    save(tmp_path / "a.csv", pa.table({"FileName": ["mine"]}))
    assert read(tmp_path, "a.csv", file_name_column="file name").to_pydict() == {
        "FileName": ["mine"], "FileName2": ["a.csv"],
    }  # fmt: skip


def test_a_limit_counts_over_all_files(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv", "c.csv"):
        save(tmp_path / name)
    (tmp_path / "d.csv").write_text("other,columns\n")
    assert read(tmp_path, "*.csv", record_limit=5)["n"].to_pylist() == [1, 2, 3, 1, 2]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (pa.table({"n": [1]}), "it has no column 't'"),
        (pa.table({"n": [1], "t": ["x"], "more": [1]}), "it has a column more: 'more'"),
        (pa.table({"t": ["x"], "n": [1]}), "its columns stand in another order: 't', 'n'"),
        (pa.table({"n": ["x"], "t": ["x"]}), "its column 'n' is text, not int64"),
    ],
)
@pytest.mark.parametrize("ending", ["yxdb", "parquet"])
def test_a_file_with_other_columns_is_named_with_the_difference(
    tmp_path: Path, ending: str, table: pa.Table, said: str
) -> None:
    save(tmp_path / f"a.{ending}")
    save(tmp_path / f"b.{ending}", table)
    with pytest.raises(ToolError) as told:
        read(tmp_path, f"*.{ending}")
    assert f"b.{ending} does not have the columns of {tmp_path / f'a.{ending}'}: {said}." in str(told.value)


def test_csv_files_take_the_types_of_the_first(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n,x\n1,1.5\n")
    (tmp_path / "b.csv").write_text("n,x\n2,3\n")
    assert read(tmp_path, "*.csv").to_pydict() == {"n": [1, 2], "x": [1.5, 3.0]}
    (tmp_path / "b.csv").write_text("n,x\n2.5,3\n")
    with pytest.raises(ToolError, match=r"b\.csv, line 2, column 'n': '2\.5' is not a whole number"):
        read(tmp_path, "*.csv")
    (tmp_path / "b.csv").write_text("n,y\n2,3\n")
    with pytest.raises(
        ToolError, match=r"b\.csv does not have the columns of .*a\.csv: it has no column 'x'"
    ):
        read(tmp_path, "*.csv")


def test_an_empty_column_of_blobs_may_turn_out_to_be_pictures(tmp_path: Path) -> None:
    save(tmp_path / "a.yxdb", pa.table({"p": pictures([b"\xff\xd8\xff"])}))
    save(tmp_path / "b.yxdb", pa.table({"p": pa.array([None], pa.large_binary())}))
    assert read(tmp_path, "*.yxdb")["p"].to_pylist() == [b"\xff\xd8\xff", None]


def test_settings_for_text_reach_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("made today\n'ü';1\n'x;y';2\n".encode("latin-1"))
    settings = {
        "delimiter": ";",
        "header": False,
        "encoding": "latin-1",
        "quote": "'",
        "first_line": 2,
        "types": "text",
    }
    assert read(tmp_path, "a.csv", **settings).to_pydict() == {"Field_1": ["ü", "x;y"], "Field_2": ["1", "2"]}
    (tmp_path / "b.csv").write_text("a\tb\n1\t2\n")
    assert read(tmp_path, "b.csv", delimiter="\\t").to_pydict() == {"a": [1], "b": [2]}


def test_ignored_errors_are_warned_of(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("n\n1\nx\n")
    heard = Heard()
    settings = {"path": "a.csv", "look_at": 1, "ignore_errors": True}
    with run_context(tmp_path, heard) as ctx:
        assert run_tool(InputData, settings, base=tmp_path, ctx=ctx)["out"]["n"].to_pylist() == [1, None]
    assert heard.warnings == [
        ("values of a.csv became null: they are not a whole number", 1, "column 'n': 'x'")
    ]


def test_columns_with_odd_names_are_read(tmp_path: Path) -> None:
    table = pa.table({name: [index] for index, name in enumerate(ODD_NAMES)})
    for ending in ENDINGS:
        save(tmp_path / f"a.{ending}", table)
        delimiter = "," if ending == "csv" else ""
        assert read(tmp_path, f"a.{ending}", delimiter=delimiter).equals(table)


def test_what_is_not_there_is_a_problem_that_names_it(tmp_path: Path) -> None:
    save(tmp_path / "sales.csv")
    (tmp_path / "empty").mkdir()
    field, said = problem(tmp_path, "slaes.csv")
    assert (field, said) == (
        "path",
        f"the file {tmp_path / 'slaes.csv'} does not exist; did you mean 'sales.csv'?",
    )
    assert problem(tmp_path, "") == ("path", "no file is chosen; choose one")
    assert problem(tmp_path, "*.yxdb") == (
        "path", f"no file matches {tmp_path / '*.yxdb'}; check the folder and the pattern",
    )  # fmt: skip
    assert problem(tmp_path, "empty")[1].startswith(
        f"the folder {tmp_path / 'empty'} holds no file that ends with .yxdb"
    )
    (tmp_path / "empty" / "inner").mkdir()
    save(tmp_path / "empty" / "inner" / "a.yxdb")
    hint = "; its subfolders hold some: switch on Include subfolders"
    assert problem(tmp_path, "empty")[1].endswith(hint)
    assert problem(tmp_path, "empty/*.yxdb")[1].endswith(hint)
    assert problem(tmp_path, "nowhere/a.csv")[1] == (
        f"the file {tmp_path / 'nowhere/a.csv'} does not exist; "
        "run the workflow that writes it first, or choose another file"
    )


def test_an_unknown_ending_is_a_problem_with_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "a.yxbd").write_bytes(b"")
    field, said = problem(tmp_path, "a.yxbd")
    assert field == "format"
    assert said.startswith("the ending of 'a.yxbd' does not tell the format; did you mean '.yxdb'?")


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("delimiter", ",,", "the delimiter ',,' is not one plain sign; give one, such as , or ;"),
        ("quote", "„", "the quote '„' is not one plain sign"),
        ("quote", ";", "the quote and the delimiter are both ';'; change one of them"),
        ("encoding", "utf8x", "there is no encoding 'utf8x'; did you mean 'utf-8'?"),
        ("encoding", "base64", "there is no encoding 'base64'"),
    ],
)
def test_a_setting_that_makes_no_sense_is_a_problem(
    tmp_path: Path, setting: str, value: str, said: str
) -> None:
    save(tmp_path / "a.csv")
    settings = {"delimiter": ";"} | {setting: value}
    field, message = problem(tmp_path, "a.csv", **settings)
    assert field == setting
    assert message.startswith(said)


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02nonsense" * 20])
def test_a_file_that_cannot_be_read_is_a_problem_that_names_it(
    tmp_path: Path, ending: str, content: bytes
) -> None:
    (tmp_path / f"bad.{ending}").write_bytes(content)
    _, said = problem(tmp_path, f"bad.{ending}")
    assert f"bad.{ending}" in said


def test_broken_quoting_at_the_head_is_a_problem_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('a,b\n1,"x\n')
    field, said = problem(tmp_path, "a.csv")
    assert field == "quote"
    assert "a.csv, line 2: broken quoting" in said


def test_the_state_of_the_files_is_the_fingerprint(tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.csv")

    def state() -> str:
        return InputData(InputData.Config.model_validate({"path": "in"})).fingerprint(EditContext(tmp_path))

    first = state()
    os.utime(tmp_path / "in" / "a.csv", ns=(0, 1))
    second = state()
    save(tmp_path / "in" / "b.csv")
    third = state()
    (tmp_path / "in" / "a.csv").unlink()
    (tmp_path / "in" / "b.csv").unlink()
    assert len({first, second, third, state()}) == 4
    assert "holds no file" in state()


def test_the_annotation_is_the_name_of_the_file() -> None:
    assert (
        InputData(InputData.Config.model_validate({"path": "some/where/a b.csv"})).annotation() == "a b.csv"
    )


@pytest.mark.parametrize("ending", ["arrow", "parquet"])
def test_columns_of_one_name_in_a_file_of_another_program_get_names_of_their_own(
    tmp_path: Path, ending: str
) -> None:
    twice = pa.table([pa.array([1]), pa.array([2]), pa.array([3])], names=["a", "a", "a2"])
    if ending == "arrow":
        feather.write_feather(twice, str(tmp_path / "a.arrow"))
    else:
        parquet.write_table(twice, tmp_path / "a.parquet")
    assert read(tmp_path, f"a.{ending}").to_pydict() == {"a": [1], "a2": [2], "a22": [3]}


def test_a_pipe_is_told_and_does_not_keep_the_user_waiting(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert problem(tmp_path, "pipe.csv") == (
        "path",
        f"{tmp_path / 'pipe.csv'} is a pipe or a device; choose a file",
    )


def test_long_identifiers_in_a_csv_file_keep_their_last_digits(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,n\n18446744073709551615,1.5\n12,2\n")
    assert read(tmp_path, "a.csv").to_pydict() == {"id": ["18446744073709551615", "12"], "n": [1.5, 2.0]}


@pytest.mark.parametrize("ending", ["arrow", "parquet"])
def test_a_damaged_name_of_a_column_is_told_as_damage(tmp_path: Path, ending: str) -> None:
    file = save(tmp_path / f"a.{ending}", pa.table({"quantity": [1]}))
    file.write_bytes(file.read_bytes().replace(b"quantity", b"quan\xf8ity"))
    field, message = problem(tmp_path, f"a.{ending}")
    assert field == "path"
    assert message.startswith(f"{file} cannot be read as ")


RUNS = [
    pa.array(["a", None]),
    pa.array([1, None]),
    pa.array(["a", "b"], pa.string_view()),
    pa.array(["a", "b"]).dictionary_encode(),
    pa.array([[1], None]),
]


@pytest.mark.parametrize("values", RUNS, ids=lambda values: str(values.type))
def test_a_column_that_stores_runs_of_equal_values_is_read(tmp_path: Path, values: pa.Array) -> None:
    column = pa.RunEndEncodedArray.from_arrays(pa.array([2, 5], pa.int32()), values)
    table = pa.table({"n": range(6), "x": pa.chunked_array([column.slice(1), column.slice(3)])})
    with pa.ipc.new_file(str(tmp_path / "a.arrow"), table.schema) as file:
        file.write_table(table)
    found = read(tmp_path, "a.arrow")
    assert found["x"].to_pylist() == table["x"].to_pylist()
    assert not pa.types.is_run_end_encoded(found.schema.field("x").type)


@pytest.mark.parametrize("ending", ["arrow", "parquet"])
def test_lists_of_views_can_be_sorted_along(tmp_path: Path, ending: str) -> None:
    kinds = {
        "list": pa.list_(pa.string_view()),
        "large": pa.large_list(pa.binary_view()),
        "pair": pa.list_(pa.string_view(), 1),
    }
    columns: dict[str, pa.Array] = {name: pa.array([["a"], None], kind) for name, kind in kinds.items()}
    columns["struct"] = pa.array([{"a": "b"}, None], pa.struct([("a", pa.string_view())]))
    columns["map"] = pa.array([[("a", "b")], None], pa.map_(pa.string(), pa.string_view()))
    file = tmp_path / f"a.{ending}"
    table = pa.table(columns)
    if ending == "arrow":
        feather.write_feather(table, file)
    else:
        parquet.write_table(table, file)
    found = read(tmp_path, file.name)
    assert found.take([1, 0]).to_pylist() == table.to_pylist()[::-1]


UNUSABLE = {
    "values of several types": pa.UnionArray.from_sparse(
        pa.array([0, 1], pa.int8()), [pa.array([1, 2]), pa.array(["a", "b"])]
    ),
    "runs or views inside": pa.StructArray.from_arrays([pc.run_end_encode(pa.array(["a", "a"]))], ["in"]),
}


@pytest.mark.parametrize("reason", UNUSABLE)
def test_a_column_that_no_tool_could_work_with_is_a_problem_before_the_run(
    tmp_path: Path, reason: str
) -> None:
    table = pa.table({"n": [1, 2], "x": UNUSABLE[reason]})
    with pa.ipc.new_file(str(tmp_path / "a.arrow"), table.schema) as file:
        file.write_table(table)
    field, message = problem(tmp_path, "a.arrow")
    assert field == "path"
    assert message.startswith(f"column 'x' of {tmp_path / 'a.arrow'} is ")
    assert reason in message
    assert message.endswith("; write the file without it, or give it a plain type")
