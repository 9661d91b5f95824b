import json
from pathlib import Path

import pytest

from weft.document.files import load
from weft.document.migrations import migrate
from weft.document.model import FORMAT, Connection, Document, Node
from weft.document.text import loads
from weft.errors import DocumentError

FORMATS = Path(__file__).parent / "formats"


def test_there_is_a_file_of_every_format() -> None:
    found = sorted(path.name for path in FORMATS.iterdir())
    assert found == [f"format_{number}.workflow.json" for number in range(FORMAT + 1)]


@pytest.mark.parametrize("number", range(FORMAT + 1))
def test_a_file_of_every_format_opens_in_todays(number: int) -> None:
    assert load(FORMATS / f"format_{number}.workflow.json").format == FORMAT


def test_format_0_keeps_tools_settings_connections_and_places() -> None:
    assert load(FORMATS / "format_0.workflow.json") == Document(
        title="Count the big ones",
        nodes={
            "words": Node(tool="weft.text_input", version=2, settings={"columns": ["word", "count"]}),
            "big": Node(tool="weft.filter", title="Only big", settings={"expression": "[count] > 3"}),
        },
        connections=(Connection(from_="words.out", to="big.in"),),
        layout={"zoom": 1, "nodes": {"words": {"x": 40, "y": 120}}},
    )


def test_a_migration_leaves_what_it_was_given_as_it_was() -> None:
    raw = json.loads((FORMATS / "format_0.workflow.json").read_text(encoding="utf-8"))
    before = json.dumps(raw)
    migrate(raw)
    assert json.dumps(raw) == before


def test_a_newer_format_says_that_a_newer_program_is_wanted() -> None:
    with pytest.raises(
        DocumentError, match="has format 99, and this program knows formats up to 1; open it with"
    ):
        loads('{"format": 99}')


@pytest.mark.parametrize("value", ['"one"', "true", "-1", "1.5", "null"])
def test_a_format_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(DocumentError, match="is not a format of workflows"):
        loads(f'{{"format": {value}}}')


@pytest.mark.parametrize("nodes", ["[]", '{"a": 3}', '{"a": {"type": 7, "position": {}}}'])
def test_a_wrong_shape_in_an_old_format_is_told_as_in_a_new_one(nodes: str) -> None:
    with pytest.raises(DocumentError, match="this is not a workflow:\n  nodes"):
        loads(f'{{"format": 0, "nodes": {nodes}, "layout": {{}}}}')
