"""How quick the engine is around the tools. Run by `make bench`."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from pydantic import JsonValue
from workflow_files import REGISTRY, Bench, document

from weft.document.files import save
from weft.document.model import Document
from weft.run.checking import Checker

pytestmark = pytest.mark.bench

WEFT = str(Path(sys.executable).with_name("weft"))


def best_of(times: int, command: list[str]) -> float:
    """The shortest wall time of a command, in seconds."""
    found = []
    for _ in range(times):
        started = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        found.append(time.perf_counter() - started)
    return min(found)


def chain(length: int, value: int = 1) -> Document:
    nodes: dict[str, tuple[str, dict[str, JsonValue]]] = {"n0": ("numbers", {})}
    nodes |= {f"n{number}": ("add", {"value": number}) for number in range(1, length)}
    nodes[f"n{length // 2}"] = ("add", {"value": value})
    return document(nodes, *(f"n{number}.out n{number + 1}.in" for number in range(length - 1)))


def formula_chain(length: int) -> Document:
    """A source and formulas, as a user would have them."""
    nodes: dict[str, JsonValue] = {
        "n0": {
            "tool": "weft.text_input",
            "settings": {"columns": [{"name": "a", "type": "int64"}], "rows": [["1"], ["2"]]},
        }
    }
    for number in range(1, length):
        expression = f"IF [a] > {number} THEN [a] * 2 ELSE Length('x') ENDIF"
        settings: JsonValue = {"expressions": [{"column": f"c{number}", "expression": expression}]}
        nodes[f"n{number}"] = {"tool": "weft.formula", "settings": settings}
    connections: list[JsonValue] = [
        {"from": f"n{number}.out", "to": f"n{number + 1}.in"} for number in range(length - 1)
    ]
    return Document.model_validate({"nodes": nodes, "connections": connections})


def test_help_comes_in_under_three_tenths_of_a_second() -> None:
    seconds = best_of(5, [WEFT, "--help"])
    print(f"\nweft --help: {seconds:.2f} s")
    assert seconds < 0.3


def test_a_workflow_of_fifty_nodes_checks_in_under_a_second(tmp_path: Path) -> None:
    path = tmp_path / "fifty.workflow.json"
    save(formula_chain(50), path)
    seconds = best_of(5, [WEFT, "check", str(path)])
    print(f"\nweft check, 50 nodes: {seconds:.2f} s")
    assert seconds < 1


def test_a_chain_of_a_thousand_nodes_checks_in_under_a_second() -> None:
    doc = chain(1_000)
    started = time.perf_counter()
    Checker(REGISTRY).check(doc, Path("/nowhere"))
    seconds = time.perf_counter() - started
    print(f"\nchecking 1,000 nodes: {seconds * 1000:.0f} ms")
    assert seconds < 1


def test_an_edit_in_a_hundred_nodes_is_checked_in_under_ten_milliseconds() -> None:
    checker = Checker(REGISTRY)
    checker.check(chain(100), Path("/nowhere"))
    found = []
    for value in range(1_000, 1_020):
        edited = chain(100, value)
        started = time.perf_counter()
        checker.check(edited, Path("/nowhere"))
        found.append(time.perf_counter() - started)
    print(f"\nre-checking 100 nodes after an edit: {min(found) * 1000:.1f} ms")
    assert min(found) < 0.01


def test_an_unchanged_workflow_runs_again_in_under_a_second(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.run(chain(50))
    started = time.perf_counter()
    bench.run()
    seconds = time.perf_counter() - started
    print(f"\nrunning 50 unchanged nodes: {seconds * 1000:.0f} ms")
    assert seconds < 1
    assert bench.called() == set()
