import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weft.document.model import Connection, Document, Node
from weft.document.text import dumps, loads
from weft.errors import DocumentError

FORMATS = Path(__file__).parent / "formats"


def test_loading_and_saving_gives_identical_bytes() -> None:
    text = (FORMATS / "format_1.workflow.json").read_text(encoding="utf-8")
    assert dumps(loads(text)) == text


def test_the_smallest_workflow_has_format_nodes_and_connections() -> None:
    assert dumps(Document()) == '{\n  "format": 1,\n  "nodes": {},\n  "connections": []\n}\n'


def test_two_orders_of_the_same_workflow_have_one_text() -> None:
    a, b = Node(tool="x.a"), Node(tool="x.b")
    one, two = Connection(from_="a.out", to="b.in"), Connection(from_="a.rest", to="b.more")
    assert dumps(Document(nodes={"a": a, "b": b}, connections=(one, two))) == dumps(
        Document(nodes={"b": b, "a": a}, connections=(two, one))
    )


def test_the_order_of_settings_and_parameters_is_kept() -> None:
    raw = {
        "parameters": {"zeta": {"default": "1"}, "alpha": {"default": "2"}},
        "nodes": {"a": {"tool": "x.a", "settings": {"z": 1, "b": {"y": 1, "a": 2}}}},
    }
    again = json.loads(dumps(loads(json.dumps(raw))))
    assert list(again["parameters"]) == ["zeta", "alpha"]
    assert json.dumps(again["nodes"]["a"]["settings"]) == '{"z": 1, "b": {"y": 1, "a": 2}}'


def test_unknown_keys_are_kept_everywhere() -> None:
    raw = {
        "$schema": "workflow.schema.json",
        "format": 1,
        "nodes": {"a": {"tool": "x.a", "version": 1, "retry": {"times": 3}}},
        "connections": [{"from": "a.out", "to": "a.in", "colour": "red"}],
        "containers": {"c": {"nodes": [], "shape": "round"}},
        "parameters": {"p": {"unit": "px"}},
        "requires": ["y", "x"],
    }
    assert json.loads(dumps(loads(json.dumps(raw)))) == raw


def test_letters_of_any_script_stand_as_they_are() -> None:
    text = dumps(Document(title="Größe 🍩"))
    assert '"title": "Größe 🍩"' in text


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(settings=st.dictionaries(st.text(), json_values, max_size=4), layout=json_values, extra=json_values)
def test_any_settings_come_back_as_they_were(settings: object, layout: object, extra: object) -> None:
    raw = {"nodes": {"a": {"tool": "x.a", "settings": settings, "extra": extra}}, "layout": {"a": layout}}
    document = Document.model_validate(raw)
    text = dumps(document)
    assert loads(text) == document
    assert dumps(loads(text)) == text


def complaint(text: str) -> str:
    with pytest.raises(DocumentError) as caught:
        loads(text)
    return str(caught.value)


def test_text_that_is_not_json_is_told_with_line_and_column() -> None:
    assert complaint('{\n  "nodes": {,}\n}').startswith("line 2, column 13: this is not JSON: ")


def test_an_empty_file_is_told() -> None:
    assert complaint("").startswith("line 1, column 1: this is not JSON")


def test_conflict_markers_of_a_merge_are_told_with_their_line() -> None:
    text = '{\n<<<<<<< HEAD\n  "title": "a"\n=======\n  "title": "b"\n>>>>>>> other\n}'
    assert complaint(text) == "line 2: the file holds the conflict markers of a merge; settle the merge first"


def test_a_key_that_stands_twice_is_told_and_not_lost() -> None:
    assert "the key 'a' stands twice" in complaint('{"nodes": {"a": {"tool": "x.a"}, "a": {"tool": "x.b"}}}')


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "a workflow file holds one JSON object"),
        ('{"layout": {"x": NaN}}', "NaN is no number in JSON"),
        ('{"layout": {"x": 1e999}}', "the number 1e999 is too large"),
        ('{"title": "\\ud800"}', "that is no letter"),
        ("[" * 100_000, "nested too deep"),
        ('{"layout": {"x": ' + "9" * 5000 + "}}", "this is not JSON"),
    ],
)
def test_json_that_nobody_can_use_is_refused(text: str, reason: str) -> None:
    assert reason in complaint(text)


def test_every_wrong_key_is_told_at_once_with_its_path() -> None:
    raw = {
        "title": 3,
        "parameters": {"p": {"type": "colour"}},
        "nodes": {"a": {"tol": "x.a"}, "Image Input": {"tool": "x.b"}, "c": {"tool": "x.c", "version": 0}},
        "connections": [{"from": "a", "to": "b.in"}, {"to": "b.in"}],
        "containers": [],
    }
    assert complaint(json.dumps(raw)).splitlines() == [
        "this is not a workflow:",
        "  title: must be a text, not 3",
        "  parameters.p.type: must be 'text', 'number', 'integer', 'boolean', 'file', 'folder' or 'choice',"
        " not 'colour'",
        "  nodes.a.tool: is missing; did you mean 'tol'?",
        "  nodes.Image Input: a name is made of small letters, digits and _, and starts with a letter;"
        " the title is free",
        "  nodes.c.version: must be 1 or more, not 0",
        "  connections.0.from: must name an anchor of a node, as 'sort.out', not 'a'",
        "  connections.1.from: is missing",
        "  containers: must be an object, {...}, not []",
    ]


def test_a_file_of_another_kind_gives_a_short_list() -> None:
    raw = {"nodes": {f"n{index}": 1 for index in range(100)}}
    lines = complaint(json.dumps(raw)).splitlines()
    assert len(lines) == 22
    assert lines[-1] == "  ... and 80 more"


def test_a_number_that_json_does_not_know_is_not_written() -> None:
    document = Document(nodes={"a": Node(tool="x.a", settings={"x": float("nan")})})
    with pytest.raises(DocumentError, match="cannot be written"):
        dumps(document)


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        (
            {"nodes": {"sort": {"tool": "weft.sort", "title": "x" * 5_000}}},
            "nodes.sort.title: has 5,000 letters; 200 are the most",
        ),
        ({"nodes": {"a" * 201: {"tool": "weft.sort"}}}, "has 201 letters; 200 are the most"),
        ({"description": "x" * 20_001}, "description: has 20,001 letters; 20,000 are the most"),
        (
            {"nodes": {}, "layout": {"notes": {"sort": "x" * 20_001}}},
            "layout: the note of 'sort' has 20,001 letters; 20,000 are the most",
        ),
        (
            {"nodes": {}, "layout": {"comments": {"c1": {"text": "x" * 30_000}}}},
            "layout: the comment 'c1' has 30,000 letters; 20,000 are the most",
        ),
    ],
)
def test_a_whole_file_that_was_pasted_as_a_name_or_a_note_is_refused_with_its_length(
    document: dict[str, object], complaint: str
) -> None:
    with pytest.raises(DocumentError) as found:
        loads(json.dumps(document))
    assert complaint in str(found.value)
    assert len(str(found.value)) < 500


def test_a_long_comment_that_a_person_can_read_is_kept() -> None:
    comments = {"c1": {"text": "x" * 20_000}, "c2": "of a newer program", "c3": {"text": 5}}
    made = loads(json.dumps({"title": "x" * 200, "nodes": {}, "layout": {"comments": comments, "notes": []}}))
    assert made.layout["comments"] == comments
