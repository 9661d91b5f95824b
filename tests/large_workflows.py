"""Workflows that are as large as people make them, for measuring."""

from typing import Any

from weft.document.model import Document

COLUMNS, ROWS = 25, 20
CONNECTIONS = 700
PITCH = (176, 152)

_TOOLS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("weft.formula", {"expressions": [{"column": "x", "expression": "[a] * 2"}]}, "out"),
    ("weft.sort", {"keys": [{"column": "a"}]}, "out"),
    ("weft.filter", {"mode": "custom", "expression": "[a] > 1"}, "true"),
    ("weft.sort", {"keys": [{"column": "a", "direction": "descending"}]}, "out"),
    ("weft.union", {}, "out"),
)
_SOURCE: tuple[str, dict[str, Any], str] = (
    "weft.text_input",
    {"columns": [{"name": "a"}], "rows": [["1"], ["2"]]},
    "out",
)


def large_workflow() -> Document:
    """500 nodes in 20 rows of 25, with 700 connections: along each row, and from row to row into unions."""
    nodes: dict[str, Any] = {}
    places: dict[str, Any] = {}
    connections = []
    for row in range(ROWS):
        before = ""
        for column in range(COLUMNS):
            tool, settings, out = _TOOLS[column % len(_TOOLS)] if column else _SOURCE
            name = f"n{row}_{column}"
            nodes[name] = {"tool": tool, "settings": settings}
            places[name] = {"x": column * PITCH[0], "y": row * PITCH[1]}
            if before:
                connections.append({"from": before, "to": f"{name}.in"})
            before = f"{name}.{out}"
    unions = range(4, COLUMNS, 5)
    pairs = [(row - by, row, column) for by in range(1, ROWS) for row in range(by, ROWS) for column in unions]
    for above, row, column in pairs[: CONNECTIONS - len(connections)]:
        connections.append({"from": f"n{above}_{column - 1}.out", "to": f"n{row}_{column}.in"})
    return Document.model_validate({"nodes": nodes, "connections": connections, "layout": {"nodes": places}})


def chain_workflow(count: int) -> Document:
    """A source and a chain of tools behind it: `n0`, `n1` and so on."""
    nodes: dict[str, Any] = {}
    places: dict[str, Any] = {}
    connections = []
    before = ""
    for number in range(count):
        tool, settings, out = _TOOLS[number % len(_TOOLS)] if number else _SOURCE
        nodes[f"n{number}"] = {"tool": tool, "settings": settings}
        places[f"n{number}"] = {"x": number % 10 * PITCH[0], "y": number // 10 * PITCH[1]}
        if number:
            connections.append({"from": before, "to": f"n{number}.in"})
        before = f"n{number}.{out}"
    return Document.model_validate({"nodes": nodes, "connections": connections, "layout": {"nodes": places}})
