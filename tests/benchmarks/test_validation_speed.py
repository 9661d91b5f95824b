"""How quick the service says what is wrong with a document. Run by `make bench`."""

import statistics
import time
from pathlib import Path
from typing import Any

import pytest
from web_service import API, served

pytestmark = pytest.mark.bench

TIMES = 30


def fifty_nodes(value: int) -> dict[str, Any]:
    """A source of twenty columns and a chain of tools; `value` stands in a setting in the middle."""
    columns = [{"name": f"c{number}"} for number in range(20)]
    nodes: dict[str, Any] = {
        "n0": {"tool": "weft.text_input", "settings": {"columns": columns, "rows": [["1"] * 20] * 20}}
    }
    connections = []
    for number in range(1, 50):
        tool, settings, _ = _LINKS[number % len(_LINKS)](number if number != 25 else value)
        nodes[f"n{number}"] = {"tool": tool, "settings": settings}
        before = "out" if number == 1 else _LINKS[(number - 1) % len(_LINKS)](0)[2]
        connections.append({"from": f"n{number - 1}.{before}", "to": f"n{number}.in"})
    return {"nodes": nodes, "connections": connections}


_LINKS: Any = (
    lambda value: (
        "weft.formula",
        {"expressions": [{"column": f"x{value}", "expression": f"[c1] * {value}"}]},
        "out",
    ),
    lambda value: ("weft.sort", {"keys": [{"column": "c1"}]}, "out"),
    lambda value: ("weft.filter", {"mode": "custom", "expression": f"[c1] > {value}"}, "true"),
    lambda value: ("weft.record_id", {"column": f"id{value}"}, "out"),
)


def test_an_edit_of_fifty_nodes_is_answered_in_a_tenth_of_a_second(tmp_path: Path) -> None:
    seconds = []
    with served(tmp_path) as client:
        for time_ in range(TIMES):
            body = {"path": "a.workflow.json", "document": fifty_nodes(1_000 + time_)}
            started = time.perf_counter()
            answer = client.post(f"{API}/validate", json=body)
            seconds.append(time.perf_counter() - started)
            assert answer.json()["problems"] == []
    first, usual, worst = seconds[0], statistics.median(seconds), max(seconds[1:])
    print(
        f"\nvalidation of 50 nodes: first {first * 1000:.0f} ms, median {usual * 1000:.0f} ms,"
        f" worst {worst * 1000:.0f} ms"
    )
    assert usual < 0.1
