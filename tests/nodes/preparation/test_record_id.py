import pyarrow as pa
import pytest

from weft.sdk import ToolError
from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.preparation.record_id import RecordID

TABLE = pa.concat_tables([pa.table({"x": ["a", "b"]}), pa.table({"x": ["c"]})])


def number(table: pa.Table = TABLE, **settings: object) -> pa.Table:
    return run_tool(RecordID, settings, {"in": table})["out"]


def test_the_contract_holds() -> None:
    check_tool(RecordID, {"type": "text", "position": "last"}, {"in": TABLE})


def test_numbers_go_on_from_batch_to_batch_and_stand_first() -> None:
    assert number().to_pydict() == {"RecordID": [1, 2, 3], "x": ["a", "b", "c"]}
    assert number().schema.field("RecordID").type == pa.int64()


def test_name_start_and_position_can_be_chosen() -> None:
    result = number(column="No. [#]", start=-1, position="last", type="int32")
    assert result.to_pydict() == {"x": ["a", "b", "c"], "No. [#]": [-1, 0, 1]}
    assert result.schema.field("No. [#]").type == pa.int32()


def test_text_is_filled_with_zeros() -> None:
    assert number(type="text", size=3, start=98)["RecordID"].to_pylist() == ["098", "099", "100"]
    assert number(type="text", size=1, start=9)["RecordID"].to_pylist() == ["9", "10", "11"]


@pytest.mark.parametrize(("kind", "start"), [("int32", 2**31 - 2), ("int64", 2**63 - 2)])
def test_a_number_that_no_longer_fits_ends_the_run(kind: str, start: int) -> None:
    with pytest.raises(ToolError, match=f"beyond what {kind} can hold"):
        number(type=kind, start=start)
    assert number(TABLE.slice(0, 2), type=kind, start=start)["RecordID"].to_pylist() == [start, start + 1]


def test_a_name_that_is_taken_or_empty_is_a_problem() -> None:
    _, problems = configure_tool(RecordID, {"column": "x"}, {"in": TABLE})
    assert [p.message for p in problems] == ["the input has a column 'x' already; choose another name"]
    _, problems = configure_tool(RecordID, {"column": "", "type": "text", "start": -1}, {"in": None})
    assert [p.field for p in problems] == ["column", "start"]


def test_an_empty_table_gets_the_column() -> None:
    result = number(TABLE.schema.empty_table())
    assert (result.num_rows, result.column_names) == (0, ["RecordID", "x"])
