import pytest
from formula_values import differences, problems, values

from weft.sdk import ToolError

CASES: dict[str, object] = {
    r'REGEX_Match("abc", "B")': False,
    r'REGEX_Match("abc", ".B.")': True,
    r'REGEX_Match("abc", ".B.", 0)': False,
    r'REGEX_Match(Null(), ".*")': False,
    r'REGEX_CountMatches("aAa", "a", 0)': 2,
    r'REGEX_Replace("a1b22", "\d+", "#")': "a#b#",
    r'REGEX_Replace("a-b", "(\w)-(\w)", "$2\$1")': "b\\a",
    r'REGEX_Replace("aA", "a", "x", 0)': "xA",
}


def test_corner_cases() -> None:
    assert differences(CASES) == {}


def test_pattern_and_replacement_may_come_from_columns() -> None:
    columns = {"s": ["ab", "cd"], "p": ["(a)", "(d)"], "r": ["<$1>", "$1$1"]}
    assert values("REGEX_Replace([s], [p], [r])", columns) == ["<a>b", "cdd"]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a(?=b)", "cannot look ahead or behind"),
        ("(?<!a)b", "cannot look ahead or behind"),
        (r"(a)\1", "cannot refer to its own groups"),
        ("a(", "the regular expression is not right"),
        ("(" * 2000 + ")" * 2000, "nested too deep"),
    ],
)
def test_what_the_engine_cannot_do_is_told_at_edit_time(pattern: str, why: str) -> None:
    (problem,) = problems(f'REGEX_Match("x", "{pattern}")')
    assert why in problem


def test_a_wrong_pattern_in_a_column_ends_the_run_with_a_sentence() -> None:
    with pytest.raises(ToolError, match="cannot be evaluated"):
        values("REGEX_Match([s], [p])", {"s": ["a"], "p": ["("]})
