import json
from typing import Any

from weft.document.doubts import doubts
from weft.document.text import dumps, loads
from weft.errors import Severity

NODES = {"a": {"tool": "t.a"}, "b": {"tool": "t.b"}}


def told(raw: dict[str, Any]) -> list[str]:
    found = doubts(loads(json.dumps({"format": 1, "connections": [], **raw})))
    assert all(problem.severity is Severity.WARNING for problem in found)
    return [str(problem) for problem in found]


def test_a_file_with_known_keys_alone_raises_no_doubt() -> None:
    raw = {
        "$schema": "weft.json",
        "parameters": {"p": {"type": "number", "default": 1}},
        "nodes": NODES,
        "connections": [{"from": "a.out", "to": "b.in", "name": "x"}],
        "containers": {"inner": {"nodes": ["a"]}, "outer": {"nodes": ["b"], "containers": ["inner"]}},
        "layout": {"anything": {"goes": "here"}},
    }
    assert told(raw) == []


def test_unknown_keys_are_told_wherever_they_stand() -> None:
    raw = {
        "titel": "x",
        "parameters": {"p": {"defualt": 1}},
        "nodes": {"a": {"tool": "t.a", "disabled": True}, "b": {"tool": "t.b", "$schema": "x"}},
        "connections": [{"from": "a.out", "to": "b.in", "nam": "x"}],
        "containers": {"c": {"disabled": True}},
    }
    unknown = "is unknown and does nothing"
    assert told(raw) == [
        f"the key 'titel' {unknown}; did you mean 'title'?",
        f"parameters.p: the key 'defualt' {unknown}; did you mean 'default'?",
        f"a: the key 'disabled' {unknown}; did you mean 'enabled'?",
        f"b: the key '$schema' {unknown}; known are tool, version, title, enabled, pinned, settings",
        f"connection a.out -> b.in: the key 'nam' {unknown}; did you mean 'name'?",
        f"containers.c: the key 'disabled' {unknown}; did you mean 'enabled'?",
    ]


def test_containers_that_name_what_is_not_there_are_told() -> None:
    raw = {"nodes": NODES, "containers": {"frame": {"nodes": ["a", "zz"], "containers": ["fram"]}}}
    assert told(raw) == [
        "containers.frame: there is no node 'zz'; remove the name",
        "containers.frame: there is no container 'fram'; did you mean 'frame'?",
    ]


def test_what_is_in_two_containers_is_told_once() -> None:
    raw = {
        "nodes": NODES,
        "containers": {
            "c": {"nodes": ["a", "a"], "containers": ["e"]},
            "d": {"nodes": ["a"], "containers": ["e"]},
            "e": {"nodes": ["b", "b"]},
        },
    }
    assert told(raw) == [
        "node 'a' is in the containers 'c' and 'd'; leave it in one of them",
        "container 'e' is in the containers 'c' and 'd'; leave it in one of them",
    ]


def test_what_is_doubted_stays_in_the_file() -> None:
    raw = {"format": 1, "nodes": {"a": {"tool": "t.a", "disabled": True}}, "connections": []}
    assert json.loads(dumps(loads(json.dumps(raw))))["nodes"]["a"]["disabled"] is True
