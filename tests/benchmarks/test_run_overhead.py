"""What the service costs a run over the command line, without the start of the processes."""

import asyncio
import statistics
import subprocess
from pathlib import Path

import pytest
from command_line import command_line
from run_service import PATH, Workplace, asked, ended
from workflow_files import document

from weft.document.files import save
from weft.events import RunFinished

pytestmark = [pytest.mark.bench, pytest.mark.timeout(600)]

MOST = 1.05


def test_a_run_of_the_service_takes_as_long_as_one_of_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    weft, place = command_line(tmp_path, monkeypatch), Workplace.make(tmp_path)
    made = document(
        {
            "n": ("numbers", {"count": 40_000, "batch": 8}),
            "a": ("add", {}),
            "b": ("add", {}),
            "t": ("total", {}),
            "l": ("learn", {"epochs": 200, "seconds": 0.005}),
        },
        "n.out a.in",
        "a.out b.in",
        "b.out t.in",
        "t.out l.in",
    )
    file = place.workspace / PATH
    save(made, file)
    arguments = weft.process("run", file, "--no-cache", "--events", "jsonl")

    def by_command() -> float:
        before = set((place.workspace / ".weft" / "runs").glob("*"))
        subprocess.run(arguments, env=weft.environment, check=True, capture_output=True)
        (run,) = set((place.workspace / ".weft" / "runs").glob("*")) - before
        end = place.journal(run.name)[-1].event
        assert isinstance(end, RunFinished)
        return end.seconds

    async def measure() -> tuple[list[float], list[float]]:
        command, service = [], []
        async with place.runs() as runs:
            for _ in range(5):
                command.append(await asyncio.to_thread(by_command))
                info = await runs.submit(asked(made, use_cache=False))
                end = await ended(runs, info.id)
                assert end.status == "succeeded"
                service.append(end.seconds or 0.0)
        return command, service

    command, service = asyncio.run(measure())
    # The quickest of each: what else the machine does only ever adds.
    ratio = min(service) / min(command)
    print(f"\nby the command line {min(command):.2f} s, by the service {min(service):.2f} s: {ratio:.3f}")
    print(f"medians {statistics.median(command):.2f} s and {statistics.median(service):.2f} s")
    assert ratio < MOST
