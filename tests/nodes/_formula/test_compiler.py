import time
from pathlib import Path

import pyarrow as pa
import pytest
from formula_values import problems, somewhere, type_of, value

from weft.sdk import PictureType
from weft_nodes._formula import (
    Assignment,
    Environment,
    FormulaError,
    analyse,
    check,
    compile_expression,
    target,
)

SCHEMA = pa.schema({"Class": pa.string(), "Width": pa.int32(), "Share": pa.float32(), "taken": pa.date32()})


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("[Clas]", "line 1, column 1: no column 'Clas'; did you mean 'Class'?"),
        ("[class]", "line 1, column 1: no column 'class'; did you mean 'Class'?"),
        ("Class", "line 1, column 1: a column is written in brackets: [Class]"),
        ("Clas", "line 1, column 1: no column 'Clas'; did you mean 'Class'?"),
        ("zzz", "line 1, column 1: no column 'zzz'; write [zzz] for a column, \"zzz\" for a text"),
        ("Left", "line 1, column 1: 'Left' is a function; write Left(...)"),
        (
            "1 +\n FileGetName([Class])",
            "line 2, column 2: unknown function 'FileGetName'; did you mean 'FileGetFileName'?",
        ),
        ("Xyzzy(1)", "line 1, column 1: unknown function 'Xyzzy'"),
        ("Left([Class])", "line 1, column 1: Left takes 2 arguments: Left(text, count); 1 given"),
        ("Length()", "line 1, column 1: Length takes 1 argument: Length(text); 0 given"),
        (
            "Substring([Class])",
            "line 1, column 1: Substring takes 2 to 3 arguments: Substring(text, start, [length]); 1 given",
        ),
        ("Max()", "line 1, column 1: Max takes at least 1 arguments: Max(values, ...); 0 given"),
        (
            "Left([Width], 2)",
            "line 1, column 6: Left needs text; [Width] is a whole number; write ToString([Width])",
        ),
        (
            "[Row-1:Width]",
            "line 1, column 1: [Row-1:Width] looks at another record; "
            "that belongs to a Multi-Row Formula tool",
        ),
        (
            "[_CurrentField_]",
            "line 1, column 1: [_CurrentField_] belongs to a Multi-Field Formula tool; name a column instead",
        ),
        (
            "[Engine.Verson]",
            "line 1, column 1: no constant [Engine.Verson]; did you mean 'Engine.Version'?",
        ),
        (
            "[User.Threshold]",
            "line 1, column 1: no constant [User.Threshold]; known are Engine.TempFilePath, Engine.Version, "
            "Engine.WorkflowDirectory",
        ),
    ],
)
def test_mistakes_name_the_thing_and_what_to_do(expression: str, message: str) -> None:
    assert problems(expression, SCHEMA) == [message]


def test_all_mistakes_are_collected() -> None:
    expression = 'IF [Clas] = "x" THEN Lft([Class], 1)\nELSE [Width] + "px" ENDIF'
    assert problems(expression, SCHEMA) == [
        "line 1, column 4: no column 'Clas'; did you mean 'Class'?",
        "line 1, column 22: unknown function 'Lft'; did you mean 'Left'?",
        'line 2, column 14: cannot add text and a number: [Width] is a whole number, "px" is text; '
        'write ToString([Width]) to join texts, or ToNumber("px") to add numbers',
    ]


def test_one_mistake_is_told_once_and_not_again_by_what_surrounds_it() -> None:
    assert len(problems("Length([Clas] + 1) * [Clas] > Max([Clas], 1)", SCHEMA)) == 3
    assert len(problems("NOT Foo() AND (Foo() < 2)", SCHEMA)) == 2


def test_types_are_known_before_any_record_is_seen() -> None:
    types = {
        "[Width]": pa.int64(),
        "[Share]": pa.float64(),
        "[Width] / 2": pa.float64(),
        "[Class]": pa.string(),
        "[taken]": pa.date32(),
        'DateTimeAdd([taken], 1, "day")': pa.timestamp("us"),
        "IsNull([Width])": pa.bool_(),
        "Null()": pa.string(),
        "IF True THEN [Width] ELSE [Share] ENDIF": pa.float64(),
    }
    assert {text: type_of(text, SCHEMA) for text in types} == types


def test_without_a_schema_columns_may_be_anything_but_functions_are_known() -> None:
    assert problems("[a] + [b] * 2", None) == []
    assert problems('[a] = "x" AND Left([a], 1) IN ("y")', None) == []
    assert problems("Lft([a], 1)", None) == ["line 1, column 1: unknown function 'Lft'; did you mean 'Left'?"]
    assert problems('Left([a], 1) + 1 + "x" * 2', None) != []
    assert check("[a]", None)[0] is None
    assert check("Left([a], 1)", None)[0] == pa.string()


def test_later_assignments_see_earlier_results_and_replaced_columns() -> None:
    schema = pa.schema({"a": pa.int64()})
    steps = [
        Assignment("b", "[a] * 2"),
        Assignment("a", 'ToString([b]) + "!"'),
        Assignment("c", "Length([a]) + [b]"),
    ]
    found = analyse(steps, schema)
    assert found.types == (pa.int64(), pa.string(), pa.int64())
    assert found.program is not None
    with found.program as program:
        arrays = program.evaluate(pa.record_batch({"a": [5, None]}))
    assert [array.to_pylist() for array in arrays] == [[10, None], ["10!", "!"], [13, None]]


def test_a_mistake_in_one_assignment_leaves_the_others_checked() -> None:
    found = analyse([Assignment("b", "[x]"), Assignment("c", "[b] + 1"), Assignment("d", "(")], SCHEMA)
    assert [len(each) for each in found.problems] == [1, 0, 1]
    assert found.program is None


def test_compiling_a_mistake_raises_all_of_them() -> None:
    with pytest.raises(FormulaError, match="no column 'x'") as caught:
        compile_expression("[x] + [y]", SCHEMA)
    assert len(caught.value.problems) == 2


def test_constants_are_known_unless_a_column_has_the_name() -> None:
    here = Environment()
    assert value("[Engine.WorkflowDirectory]") == here.constants["Engine.WorkflowDirectory"]
    assert value("[engine.version]") == here.constants["Engine.Version"]
    with compile_expression("[Engine.Version]", pa.schema({"Engine.Version": pa.int64()})) as program:
        assert program.evaluate(pa.record_batch({"Engine.Version": [7]}))[0].to_pylist() == [7]


def test_the_folder_of_the_workflow_ends_with_a_separator(tmp_path: Path) -> None:
    folder = somewhere(tmp_path).constants["Engine.WorkflowDirectory"]
    assert folder.startswith(str(tmp_path))
    assert folder[-1] in "/\\"


def test_what_cannot_become_the_wanted_type_is_told() -> None:
    schema = pa.schema({"p": PictureType(), "t": pa.time64("us")})
    found = analyse([Assignment("n", "[p]", target("int64")), Assignment("d", "[t]", target("date"))], schema)
    assert [str(problem) for each in found.problems for problem in each] == [
        "line 1, column 1: the result is a blob and cannot become int64; "
        "choose another type or convert it in the expression",
        "line 1, column 1: the result is a time and cannot become date; "
        "choose another type or convert it in the expression",
    ]


def test_a_check_takes_milliseconds() -> None:
    expression = "IF [Width] > 3 THEN Left([Class], 2) ELSE ToString([Share], 2) ENDIF"
    check(expression, SCHEMA)
    started = time.perf_counter()
    for _ in range(20):
        check(expression, SCHEMA)
    assert (time.perf_counter() - started) / 20 < 0.1
