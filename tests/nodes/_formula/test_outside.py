from pathlib import Path

import pytest
from formula_values import somewhere

from weft_nodes._formula import is_volatile, outside_state, parse


@pytest.mark.parametrize(
    "expression",
    [
        "Rand()",
        "1 + RandInt(3)",
        "UuidCreate()",
        "IF True THEN datetimenow() ELSE Null() ENDIF",
        "FileExists([p])",
    ],
)
def test_chance_clocks_and_files_make_an_expression_volatile(expression: str) -> None:
    assert is_volatile(parse(expression))
    assert outside_state(["1", expression], somewhere(Path())) is None


def test_other_expressions_are_not_volatile() -> None:
    assert not is_volatile(parse('Left([a], 2) + FileGetExt([p]) + "Rand()"'))
    assert outside_state(["[a] + 1", "(mistake"], somewhere(Path())) == ""


def test_constants_that_are_read_belong_to_the_state(tmp_path: Path) -> None:
    one = outside_state(["[Engine.WorkflowDirectory] + [a]"], somewhere(tmp_path / "one"))
    two = outside_state(["[engine.workflowdirectory] + [a]"], somewhere(tmp_path / "two"))
    assert one
    assert two
    assert one != two
    assert "Version" not in one
