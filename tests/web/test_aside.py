import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from web_results import show, stage_of

from weft.errors import ToolError
from weft_web.services.aside import Aside, AsideError


@pytest.fixture
def aside() -> Iterator[Aside]:
    found = Aside()
    yield found
    found.close()


def request(folder: Path, expression: str) -> dict[str, Any]:
    """Compute an expression over the records of a run."""
    step = {"name": "", "expression": expression, "type": None, "condition": False}
    return {
        "do": "compute", "store": str(folder / ".weft"), "key": stage_of(folder, "data"), "node": "data",
        "anchor": "out", "complete": True, "records": 2, "folder": str(folder), "assignments": [step],
    }  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    show(tmp_path, pa.table({"n": [1, 2, 3]}))
    return tmp_path


def test_nothing_is_started_before_the_first_request_and_then_it_stays(aside: Aside, folder: Path) -> None:
    assert aside.process_id is None
    assert aside.ask(request(folder, "[n] * 2"), 60)["values"] == [2, 4]
    first = aside.process_id
    assert aside.ask(request(folder, "[n] * 3"), 60)["values"] == [3, 6]
    assert aside.process_id == first


def test_it_is_started_again_when_it_has_died(aside: Aside, folder: Path) -> None:
    aside.ask(request(folder, "1"), 60)
    first = aside.process_id
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert aside.ask(request(folder, "2"), 60)["values"] == [2, 2]
    assert aside.process_id != first


def test_what_takes_too_long_is_stopped_and_the_next_request_is_answered(aside: Aside, folder: Path) -> None:
    endless = 'Length(PadLeft("", 200000000, "x")) + Length(PadLeft("", 200000000 + [n], "y"))' + (
        ' + Length(ReplaceChar(PadLeft("", 200000000 + [n], "z"), "z", "w"))' * 5
    )
    aside.ask(request(folder, "1"), 60)
    started = time.monotonic()
    with pytest.raises(AsideError, match=r"took longer than 0\.3 seconds"):
        aside.ask(request(folder, endless), 0.3)
    assert time.monotonic() - started < 5
    assert aside.ask(request(folder, "[n]"), 60)["values"] == [1, 2]


def test_several_threads_get_their_own_answers(aside: Aside, folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: aside.ask(request(folder, str(n)), 60)["values"], range(12)))
    assert found == [[n, n] for n in range(12)]


def test_it_tells_in_a_sentence_what_cannot_be_done(aside: Aside, folder: Path) -> None:
    with pytest.raises(ToolError, match="KeyError"):
        aside.ask({"do": "compute"}, 60)
    assert aside.ask(request(folder, "[unknown]"), 60) is None
    assert aside.ask({**request(folder, "1"), "key": "0" * 40}, 60) is None


def test_it_ends_when_it_is_closed_or_nobody_is_left_to_ask(folder: Path) -> None:
    closed, left = Aside(), Aside()
    for each in (closed, left):
        each.ask(request(folder, "1"), 60)
    process = closed.process_id
    assert process is not None
    closed.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    with pytest.raises(AsideError, match="ending"):
        closed.ask(request(folder, "1"), 60)
    orphan = left._process
    assert orphan is not None
    assert orphan.stdin is not None
    orphan.stdin.close()
    assert orphan.wait(20) == 0
    left.close()


def test_who_types_on_while_a_formula_hangs_does_not_block_the_service(aside: Aside, folder: Path) -> None:
    endless = 'Length(PadLeft("", 200000000, "x")) + Length(PadLeft("", 200000000 + [n], "y"))' + (
        ' + Length(ReplaceChar(PadLeft("", 200000000 + [n], "z"), "z", "w"))' * 5
    )

    def said(_: int) -> str:
        with pytest.raises(AsideError) as told:
            aside.ask(request(folder, endless), 1)
        return str(told.value)

    started = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(said, range(20)))
    assert sum("took longer" in each for each in answers) == 4
    assert sum("try again in some seconds" in each for each in answers) == 16
    assert time.monotonic() - started < 15


def test_what_takes_too_much_memory_is_stopped_before_the_machine_has_none(folder: Path) -> None:
    frugal = Aside(memory=3 * 2**28)
    try:
        frugal.ask(request(folder, "1"), 60)
        vast = 'Replace(PadLeft("", 30000 + [n], "a"), "a", PadLeft("", 30000, "b"))'
        with pytest.raises(AsideError, match=r"took more than 0\.75 GB of memory and was stopped"):
            frugal.ask(request(folder, vast), 60)
        assert frugal.ask(request(folder, "[n]"), 60)["values"] == [1, 2]
    finally:
        frugal.close()
