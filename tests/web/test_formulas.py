from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from sample_pictures import encoded, gradient
from web_results import NAME, Looking, Nodes, run, workflow, write_arrow
from web_service import API, plain, served

from weft.document.model import Document
from weft.sdk import picture_array
from weft_web.messages.formulas import FormulaRequest
from weft_web.services.core import Core
from weft_web.services.formulas import Formulas
from weft_web.services.results.outputs import Outputs
from weft_web.settings import Settings

TABLE = pa.table(
    {
        "name": ["Zoë", None, "Bo"],
        "age": [36, 7, 2**60],
        "image": picture_array([encoded(gradient()), None, None]),
    }
)
EXPRESSIONS = [
    {"column": "double", "type": "int32", "expression": "[age] + 0.6"},
    {"column": "next", "expression": "[double]"},
    {"column": "last", "type": "text", "expression": "[next]"},
]
NODES: Nodes = {
    "data": ("input_data", {"path": "data.arrow"}),
    "formula": ("formula", {"expressions": EXPRESSIONS}),
    "filter": ("filter", {"mode": "custom", "expression": "[age] > 10"}),
}
MADE = workflow(NODES, "data.out formula.in", "formula.out filter.in")


@pytest.fixture
def looking(tmp_path: Path) -> Iterator[Looking]:
    write_arrow(tmp_path / "data.arrow", TABLE)
    with served(tmp_path) as client:
        yield Looking(client)


def ask(
    looking: Looking, expression: str, node: str = "formula", field: str = "expressions.1.expression",
    made: Document = MADE, **more: Any,
) -> Any:  # fmt: skip
    asked = {
        "path": NAME,
        "document": plain(made),
        "node": node,
        "field": field,
        "expression": expression,
        **more,
    }
    answer = looking.client.post(f"{API}/formulas/check", json=asked)
    assert answer.status_code == 200, answer.text
    return answer.json()


def marked(looking: Looking, expression: str, **more: Any) -> list[str]:
    """The parts of an expression that are underlined, as JavaScript cuts them."""
    units = expression.encode("utf-16-le")
    found = ask(looking, expression, **more)["problems"]
    return [units[2 * each["start"] : 2 * each["end"]].decode("utf-16-le") for each in found]


def test_the_language_has_functions_with_help_keywords_and_operators(looking: Looking) -> None:
    language = looking.client.get(f"{API}/formulas/language").json()
    functions = {each["name"]: each for each in language["functions"]}
    contains = functions["Contains"]
    assert contains["signature"].startswith("Contains(")
    assert contains["category"] == "String"
    assert contains["help"]
    assert len(functions) > 80
    assert {"IF", "THEN", "ELSE", "ENDIF", "AND", "NOT", "TRUE"} <= set(language["keywords"])
    assert {"+", "!=", "<=", "&&"} <= set(language["operators"])
    shown = {result for each in language["functions"] for _, result in each["examples"]}
    assert {"True", "False"} <= shown
    assert any(result.startswith('"') for result in shown)


def test_a_sound_expression_has_the_type_of_its_result(looking: Looking) -> None:
    assert ask(looking, "[age] / 2") == {
        "problems": [],
        "type": "double",
        "values": [],
        "inputs": [],
        "note": "",
    }
    assert ask(looking, "[name]")["type"] == "text"
    assert ask(looking, "DateTimeToday()")["type"] == "date"
    assert ask(looking, "[image]")["type"] == "picture"


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("[nme] + 1", ["[nme]"]),
        ("1 +\n  [nme]", ["[nme]"]),
        ('"😀" + "a" = [nme]', ["[nme]"]),
        ("Lft([name], 2)", ["Lft"]),
        ("1 + ", ["+"]),
        ("IF [age] > 1 THEN 2", ["2"]),
        ('[name] + "abc', ['"abc']),
        ("[name] & 1", ["&"]),
        ('[age] + "x"', ["+"]),
        ("[ages] + [nams]", ["[ages]", "[nams]"]),
    ],
)
def test_mistakes_are_marked_where_they_are(looking: Looking, expression: str, parts: list[str]) -> None:
    assert marked(looking, expression) == parts


def test_an_empty_expression_is_a_problem_without_a_place(looking: Looking) -> None:
    (problem,) = ask(looking, "")["problems"]
    assert (problem["start"], problem["end"]) == (0, 0)
    assert "empty" in problem["message"]


def test_a_later_expression_sees_the_columns_of_earlier_ones_and_no_others(looking: Looking) -> None:
    assert ask(looking, "[double]")["type"] == "int64"
    assert ask(looking, "[next]")["problems"] != []
    assert ask(looking, "[double]", field="expressions.0.expression")["problems"] != []
    assert ask(looking, "[double]", field="expressions.9.expression")["problems"] == []
    assert ask(looking, "[age]", field="expressions.2.expression")["type"] == "text"


def test_the_condition_of_a_filter_must_be_true_or_false(looking: Looking) -> None:
    condition: dict[str, Any] = {"node": "filter", "field": "expression"}
    assert ask(looking, '[last] = "7"', **condition)["type"] == "bool"
    assert "Filter" in ask(looking, "[last]", **condition)["problems"][0]["message"]


def test_unknown_columns_are_no_mistake_where_only_a_run_can_tell_them(looking: Looking) -> None:
    alone = workflow({"formula": NODES["formula"]})
    assert ask(looking, "[whatever] = 1", made=alone)["problems"] == []
    note = ask(looking, "[whatever] = 1", made=alone, records=3)["note"]
    assert note == "connect the input of this node to see values"


def test_before_a_run_there_are_no_values_and_after_it_those_of_the_first_records(
    tmp_path: Path, looking: Looking
) -> None:
    assert "run what comes before" in ask(looking, "[age] / 2", records=2)["note"]
    run(tmp_path, MADE)
    found = ask(looking, '[name] + "!"', records=2)
    assert found["values"] == ["Zoë!", "!"]
    assert found["inputs"] == [{"name": "Zoë"}, {"name": None}]
    exact = ask(looking, "[age]", records=9)
    assert exact["values"] == [36, 7, {"kind": "number", "text": str(2**60)}]
    assert ask(looking, "[age]", field="expressions.0.expression", records=1)["values"] == [36]
    later = ask(looking, "[double] * 2", records=1)
    assert (later["values"], later["inputs"]) == ([74], [{"double": 37}])
    picture = ask(looking, "IsNull([image])", records=1)
    assert picture["values"] == [False]
    assert (picture["inputs"][0]["image"]["kind"], picture["inputs"][0]["image"]["width"]) == ("picture", 64)
    condition = ask(looking, "[age] > 10", node="filter", field="expression", records=3)
    assert condition["values"] == [True, False, True]


def test_parameters_stand_for_their_values(looking: Looking) -> None:
    with_one = Document.model_validate(
        {**plain(MADE), "parameters": {"limit": {"type": "integer", "default": 3}}}
    )
    assert ask(looking, "[age] > ${limit}", made=with_one)["type"] == "bool"
    # The place is in the text with the value in it, which nobody sees.
    assert marked(looking, "${limit} > [ag]", made=with_one) == ["${limit} > [ag]"]


def test_what_would_take_for_ever_gets_no_values_and_holds_up_nobody(
    tmp_path: Path, looking: Looking
) -> None:
    run(tmp_path, MADE)
    core = Core.open(Settings(tmp_path))
    asked = FormulaRequest(
        path=NAME, document=MADE, node="formula", field="expressions.0.expression", expression="1", records=1
    )
    impatient = Formulas(core, Outputs(core.store), seconds=0.001)
    found = impatient.check(asked)
    impatient.close()
    assert found.problems == ()
    assert found.note == "the values cannot be shown: it took longer than 0.001 seconds and was stopped"


def test_an_unknown_node_is_told(looking: Looking) -> None:
    asked = {"path": NAME, "document": plain(MADE), "node": "formla", "field": "x", "expression": "1"}
    answer = looking.client.post(f"{API}/formulas/check", json=asked)
    assert answer.status_code == 404
    assert answer.json()["detail"] == "there is no node 'formla'; did you mean 'formula'?"
