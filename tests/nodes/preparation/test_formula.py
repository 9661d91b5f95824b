from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from weft.errors import WorkflowError
from weft.sdk import EditContext, PictureType
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.preparation.formula import Formula, FormulaConfig

TABLE = pa.table({"Name": ["bart", None, "lisa"], "Width": pa.array([64, 128, None], pa.int32())})


def settings(*expressions: tuple[str, ...]) -> dict[str, Any]:
    names = ("column", "expression", "type")
    return {"expressions": [dict(zip(names, each, strict=False)) for each in expressions]}


def result(*expressions: tuple[str, ...], table: pa.Table = TABLE) -> pa.Table:
    return run_tool(Formula, settings(*expressions), {"in": table})["out"]


def problems(
    *expressions: tuple[str, ...], schema: pa.Schema | None = TABLE.schema
) -> list[tuple[str, str | None]]:
    found = configure_tool(Formula, settings(*expressions), {"in": schema})[1]
    return [(problem.message, problem.field) for problem in found]


def test_formula_keeps_the_contract() -> None:
    check_tool(
        Formula,
        settings(
            ("Large", "[Width] > 64"), ("Name", 'Uppercase([Name]) + "!"'), ("Half", "[Width] / 2", "int16")
        ),
        {"in": TABLE},
    )


def test_a_new_column_is_added_and_an_old_one_replaced_in_its_place() -> None:
    found = result(("Size", "[Width] * 2"), ("Name", "Length([Name])"))
    assert found.schema == pa.schema({"Name": pa.int64(), "Width": pa.int32(), "Size": pa.int64()})
    assert found.to_pylist() == [
        {"Name": 4, "Width": 64, "Size": 128},
        {"Name": None, "Width": 128, "Size": 256},
        {"Name": 4, "Width": None, "Size": None},
    ]


def test_later_expressions_see_earlier_results() -> None:
    found = result(("a", "[Width] + 1"), ("b", "[a] * 10"), ("a", "[b] + [a]"))
    assert found.column("a").to_pylist() == [715, 1419, None]
    assert found.column_names == ["Name", "Width", "a", "b"]


def test_the_class_of_a_picture_comes_from_its_folder() -> None:
    table = pa.table({"Directory": ["/data/train/bart_simpson", r"C:\train\homer_simpson"]})
    found = result(("Class", "FileGetFileName([Directory])"), table=table)
    assert found.column("Class").to_pylist() == ["bart_simpson", "homer_simpson"]


def test_the_comparison_of_the_scoring_workflow() -> None:
    table = pa.table({"Class_Predicted": ["a", "b", None], "Class_True": ["a", "a", "b"]})
    expression = "IF [Class_Predicted] == [Class_True] THEN 1 ELSE 0 ENDIF"
    found = result(("Class Matches Prediction", expression), table=table)
    assert found.column("Class Matches Prediction").to_pylist() == [1, 0, 0]


def test_the_chosen_type_is_the_type_of_the_column() -> None:
    found = result(
        ("a", "[Width]", "byte"),
        ("b", '"2024-01-31"', "date"),
        ("c", "[Width] / 3", "decimal"),
        ("d", "[a] + 1"),
    )
    assert [field.type for field in found.schema][2:] == [
        pa.uint8(),
        pa.date32(),
        pa.decimal128(19, 6),
        pa.int64(),
    ]
    assert found.column("b").to_pylist() == [date(2024, 1, 31)] * 3


def test_decimals_may_have_other_digits() -> None:
    chosen = {"column": "d", "expression": "1.25", "type": "decimal", "digits": 5, "decimals": 1}
    found = run_tool(Formula, {"expressions": [chosen]}, {"in": TABLE})["out"]
    assert found.schema.field("d").type == pa.decimal128(5, 1)
    (problem,) = configure_tool(Formula, {"expressions": [{**chosen, "decimals": 6}]}, {"in": TABLE})[1]
    assert (problem.message, problem.field) == (
        "6 decimals do not fit into 5 digits; allow more digits",
        "expressions.0.decimals",
    )


def test_what_cannot_be_converted_or_computed_is_counted_with_the_first_example() -> None:
    heard = Heard()
    table = pa.table({"s": ["1", "two", "3", "four", None]})
    with run_context(heard=heard) as ctx:
        chosen = settings(("n", "[s]", "int32"), ("r", "6 / ([n] - 1)"))
        found = run_tool(Formula, chosen, {"in": table}, ctx=ctx)["out"]
    assert found.column("n").to_pylist() == [1, None, 3, None, None]
    assert found.column("r").to_pylist() == [None, None, 3.0, None, None]
    assert heard.warnings == [
        ("n: texts that are no int32 number give null", 2, "two"),
        ("r: divisions by zero give null", 1, "6 / 0"),
    ]


def test_every_mistake_names_its_expression() -> None:
    assert problems(("a", "[Widt] + 1"), ("", "1 +"), ("c", '[Name] > 3 AND Lft("x", 1)')) == [
        ("the output column has no name; write one", "expressions.1.column"),
        ("line 1, column 1: no column 'Widt'; did you mean 'Width'?", "expressions.0.expression"),
        (
            "line 1, column 4: the expression ends too early; expected a value "
            "(a column, a number, a text, a function)",
            "expressions.1.expression",
        ),
        (
            "line 1, column 8: cannot compare text with a number: [Name] is text, 3 is a whole number; "
            "write ToNumber([Name]), or put the other between quotes",
            "expressions.2.expression",
        ),
        (
            "line 1, column 16: unknown function 'Lft'; did you mean 'Left'?",
            "expressions.2.expression",
        ),
    ]


def test_no_expression_at_all_is_a_mistake() -> None:
    assert problems() == [("there is no expression; add one", "expressions")]


def test_a_run_with_mistakes_does_not_start() -> None:
    with pytest.raises(WorkflowError, match="no column 'x'"):
        result(("a", "[x]"))


def test_an_unknown_schema_stays_unknown_and_mistakes_are_found_all_the_same() -> None:
    schemas, found = configure_tool(Formula, settings(("a", "[x] + 1"), ("b", "Lft([x], 1)")), {"in": None})
    assert schemas == {"out": None}
    assert [problem.field for problem in found] == ["expressions.1.expression"]


def test_an_empty_table_keeps_its_new_columns() -> None:
    found = result(("a", "[Width] / 2"), table=TABLE.slice(0, 0))
    assert found.num_rows == 0
    assert found.schema.field("a").type == pa.float64()


def test_odd_names_work_on_both_sides() -> None:
    table = pa.table({'it\'s [x] "q" 🎈': [1, 2]})
    found = result(('new "col" [y]', '[it\'s [x]] "q" 🎈] * 2'), table=table)
    assert found.column('new "col" [y]').to_pylist() == [2, 4]


def test_names_that_differ_only_in_case_are_different_columns() -> None:
    found = result(("A", "[a] + 1"), table=pa.table({"a": [1], "b": [2]}))
    assert found.to_pylist() == [{"a": 1, "b": 2, "A": 2}]


def test_pictures_pass_through_without_a_copy() -> None:
    pictures = pa.ExtensionArray.from_storage(PictureType(), pa.array([b"x" * 1000, None], pa.large_binary()))
    table = pa.table({"p": pictures, "a": [1, 2]})
    found = result(("b", "[a] + 1"), ("missing", "IsNull([p])"), table=table)
    assert found.schema.field("p").type == PictureType()
    assert found.column("missing").to_pylist() == [False, True]
    before, after = (each.column("p").chunk(0).storage.buffers()[2].address for each in (table, found))
    assert before == after


def test_the_annotation_shows_one_line_for_each_expression_and_cuts_long_ones() -> None:
    chosen = settings(
        ("Class", "FileGetFileName([Directory])"),
        ("Match", "IF [Class_Predicted] == [Class_True]\n  THEN 1\n  ELSE 0\nENDIF"),
    )
    tool = Formula(FormulaConfig.model_validate(chosen))
    assert tool.annotation().splitlines() == [
        "Class = FileGetFileName([Directory])",
        "Match = IF [Class_Predicted] == [Class_True] TH...",
    ]


def test_the_fingerprint_is_fresh_where_chance_or_the_clock_decides(tmp_path: Path) -> None:
    def fingerprints(expression: str, folder: Path = tmp_path) -> list[str]:
        tool = Formula(FormulaConfig.model_validate(settings(("a", "1"), ("b", expression))))
        return [tool.fingerprint(EditContext(folder)) for _ in range(2)]

    first, second = fingerprints("DateTimeNow()")
    assert first != second
    assert fingerprints("[Width] + 1") == ["", ""]
    here, there = (
        fingerprints("[Engine.WorkflowDirectory]"),
        fingerprints("[Engine.WorkflowDirectory]", Path("/")),
    )
    assert here[0] == here[1] != there[0]


def test_the_clock_stands_still_during_a_run() -> None:
    table = pa.table({"a": list(range(150_000))})
    found = result(("now", "DateTimeNow()"), table=table)
    assert len(found.column("now").unique()) == 1


def test_files_are_looked_for_from_the_folder_of_the_workflow(tmp_path: Path) -> None:
    (tmp_path / "here.txt").write_text("")
    table = pa.table({"p": ["here.txt", "there.txt"]})
    found = run_tool(Formula, settings(("found", "FileExists([p])")), {"in": table}, base=tmp_path)["out"]
    assert found.column("found").to_pylist() == [True, False]


def test_columns_that_formulas_cannot_read_pass_through_an_expression() -> None:
    spans = pa.array([timedelta(days=1), None], pa.duration("us"))
    wide = pa.array([Decimal("1" * 50), None], pa.decimal256(60, 2))
    expressions = [
        {"column": "same", "expression": "[span]"},
        {"column": "wide2", "expression": "[wide]"},
    ]
    found = run_tool(Formula, {"expressions": expressions}, {"in": pa.table({"span": spans, "wide": wide})})
    assert found["out"]["same"].combine_chunks().equals(spans)
    assert found["out"]["wide2"].combine_chunks().equals(wide)
