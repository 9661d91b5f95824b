import pytest
from pydantic import ValidationError

from weft.document.model import Connection, Container, Document, Node, disabled_nodes


def test_a_connection_tells_its_nodes_and_anchors() -> None:
    connection = Connection.model_validate({"from": "sample.T", "to": "train.V"})
    assert (connection.source_node, connection.source_anchor) == ("sample", "T")
    assert (connection.target_node, connection.target_anchor) == ("train", "V")


def test_a_document_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Document().title = "other"


def test_unknown_keys_stay_with_their_part() -> None:
    document = Document.model_validate(
        {"nodes": {"a": {"tool": "x.y", "colour": "red"}}, "requires": {"x": 1}}
    )
    assert document.model_extra == {"requires": {"x": 1}}
    assert document.nodes["a"].model_extra == {"colour": "red"}


def test_a_disabled_node_is_listed_with_the_reason() -> None:
    document = Document(nodes={"a": Node(tool="x.a", enabled=False), "b": Node(tool="x.b")})
    assert disabled_nodes(document) == {"a": "it is disabled"}


def test_a_disabled_container_disables_what_is_in_it_through_any_depth() -> None:
    document = Document(
        nodes={name: Node(tool="x.y") for name in ("a", "b", "c", "d")},
        containers={
            "outer": Container(title="Training", enabled=False, nodes=("a",), containers=("inner",)),
            "inner": Container(nodes=("b",), containers=("innermost",)),
            "innermost": Container(nodes=("c",)),
            "other": Container(nodes=("d",)),
        },
    )
    reason = "the container 'Training' is disabled"
    assert disabled_nodes(document) == {"a": reason, "b": reason, "c": reason}


def test_containers_that_hold_each_other_or_nothing_known_are_walked_once() -> None:
    document = Document(
        nodes={"a": Node(tool="x.y")},
        containers={
            "one": Container(enabled=False, containers=("two", "missing")),
            "two": Container(nodes=("a", "missing"), containers=("one",)),
        },
    )
    assert disabled_nodes(document) == {"a": "the container 'one' is disabled"}
