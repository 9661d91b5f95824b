from pathlib import Path

import pytest
from pydantic import JsonValue

from weft.document.model import Document, Parameter
from weft.document.parameters import resolve_parameters, substitute
from weft.errors import Problem

BASE, HERE = Path("/workflows/faces"), Path("/home/me")


def resolved(parameter: Parameter, *given: JsonValue) -> tuple[JsonValue, list[str]]:
    """The value of a parameter `p`, and what is said about it."""
    document = Document(parameters={"p": parameter})
    values, problems = resolve_parameters(document, {"p": given[0]} if given else {}, BASE, HERE)
    return values["p"], [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("kind", "given", "value"),
    [
        ("text", "4", "4"),
        ("text", 4, "4"),
        ("integer", "4", 4),
        ("integer", " -4 ", -4),
        ("integer", 4.0, 4),
        ("number", "4", 4),
        ("number", "1e-3", 0.001),
        ("number", 0.5, 0.5),
        ("boolean", "yes", True),
        ("boolean", "TRUE", True),
        ("boolean", "no", False),
        ("boolean", False, False),
        ("folder", "../pictures", "/home/pictures"),
        ("file", "/tmp/./model.yxdb", "/tmp/model.yxdb"),
        ("folder", "", ""),
    ],
)
def test_a_given_value_takes_the_type_of_the_parameter(kind: str, given: JsonValue, value: JsonValue) -> None:
    found, problems = resolved(Parameter.model_validate({"type": kind}), given)
    assert (found, type(found), problems) == (value, type(value), [])


@pytest.mark.parametrize(
    ("kind", "given", "message"),
    [
        ("integer", "4.5", "must be a whole number, not '4.5'"),
        ("integer", "ten", "must be a whole number, not 'ten'"),
        ("integer", True, "must be a whole number, not true"),
        ("number", "ten", "must be a number, not 'ten'"),
        ("number", "inf", "must be a number, not 'inf'"),
        ("boolean", "maybe", "must be yes or no, not 'maybe'"),
        ("text", ["a"], 'must be a text, not ["a"]'),
        ("folder", {"a": 1}, 'must be a text, not {"a": 1}'),
    ],
)
def test_a_value_of_another_type_is_told(kind: str, given: JsonValue, message: str) -> None:
    _, problems = resolved(Parameter.model_validate({"type": kind}), given)
    assert problems == [f"parameter 'p' {message}"]


def test_a_choice_that_is_none_is_told_with_a_near_one() -> None:
    parameter = Parameter(type="choice", choices=("head only", "whole network"))
    assert resolved(parameter, "head only") == ("head only", [])
    assert resolved(parameter, "hed only")[1] == [
        "parameter 'p' cannot be 'hed only'; did you mean 'head only'?"
    ]
    assert resolved(parameter, "xyz")[1] == [
        "parameter 'p' cannot be 'xyz'; choose one of head only, whole network"
    ]


def test_a_default_path_counts_from_the_folder_of_the_workflow() -> None:
    assert resolved(Parameter(type="folder", default="data")) == ("/workflows/faces/data", [])


def test_a_path_at_home_is_found() -> None:
    assert resolved(Parameter(type="folder"), "~/pictures") == (str(Path.home() / "pictures"), [])


def test_a_parameter_without_a_value_says_how_to_give_one() -> None:
    value, problems = resolved(Parameter(type="folder"))
    assert (value, problems) == ("", ["parameter 'p' has no value; give one: --set p=..."])


def test_a_wrong_value_leaves_the_default_so_that_the_rest_can_be_checked() -> None:
    assert resolved(Parameter(type="integer", default=10), "ten")[0] == 10
    assert resolved(Parameter(type="integer", default="x"), "ten")[0] == 0
    assert resolved(Parameter(type="choice", choices=("a", "b")), "c")[0] == "a"


def test_a_wrong_default_is_told() -> None:
    assert resolved(Parameter(type="integer", default="x"))[1] == [
        "parameter 'p' must be a whole number, not 'x'"
    ]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("picture", "the workflow has no parameter 'picture'; did you mean 'pictures'?"),
        ("xyz", "the workflow has no parameter 'xyz'; it has pictures, epochs"),
    ],
)
def test_a_value_for_no_parameter_is_told(given: str, message: str) -> None:
    document = Document(parameters={"pictures": Parameter(default=""), "epochs": Parameter(default="")})
    _, problems = resolve_parameters(document, {given: "1"}, BASE, HERE)
    assert problems == [Problem(message, field=f"parameters.{given}")]


def test_a_setting_that_is_a_parameter_takes_its_typed_value() -> None:
    assert substitute({"epochs": "${n}", "steps": [{"on": "${b}"}]}, {"n": 4, "b": True}) == (
        {"epochs": 4, "steps": [{"on": True}]},
        [],
    )


def test_a_parameter_inside_a_longer_text_is_inserted_as_text() -> None:
    settings = {"file": "${out}/model-${n}.yxdb", "expression": "[x] > ${n} AND ${b}"}
    assert substitute(settings, {"out": "/tmp", "n": 4, "b": True})[0] == {
        "file": "/tmp/model-4.yxdb",
        "expression": "[x] > 4 AND true",
    }


def test_a_doubled_dollar_stands_for_itself() -> None:
    assert substitute({"a": "$${n} costs 3$", "b": "$${n}"}, {"n": 4}) == (
        {"a": "${n} costs 3$", "b": "${n}"},
        [],
    )


def test_what_a_parameter_holds_is_not_looked_into() -> None:
    assert substitute({"a": "x${p}"}, {"p": "${q}", "q": "no"}) == ({"a": "x${q}"}, [])


def test_keys_and_values_of_other_types_are_left_alone() -> None:
    settings: dict[str, JsonValue] = {"${n}": 1, "b": None, "c": 2.5, "d": True}
    assert substitute(settings, {"n": 4}) == (settings, [])


def test_a_setting_with_an_unknown_parameter_is_told_where_it_stands() -> None:
    settings: dict[str, JsonValue] = {"steps": [{"width": "${widht}"}], "note": "${}"}
    found, problems = substitute(settings, {"width": 3})
    assert found == settings
    assert problems == [
        Problem("the workflow has no parameter 'widht'; did you mean 'width'?", field="steps.0.width"),
        Problem("the workflow has no parameter ''; add it, or write $${ for a plain ${", field="note"),
    ]
