"""What `make bench-peers` does around the peers: the split, the table, a peer that cannot be installed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.peers.environments import REQUIREMENTS, CannotInstallError, call
from benchmarks.peers.jobs.protocol import Measured
from benchmarks.peers.results import Finish, print_table
from benchmarks.peers.splits import split

TESTS = Path(__file__).parents[1]


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    for kind, count in (("cat", 40), ("dog", 20)):
        (tmp_path / "pictures" / kind).mkdir(parents=True)
        for number in range(count):
            (tmp_path / "pictures" / kind / f"{number}.jpg").touch()
        (tmp_path / "pictures" / kind / "notes.txt").touch()
    return tmp_path / "pictures"


def test_every_class_has_its_share_in_each_part_and_no_picture_is_in_two(pictures: Path) -> None:
    parts = split(pictures)
    counts = {
        name: [sum(kind == one for _, one in rows) for kind in ("cat", "dog")] for name, rows in parts.items()
    }
    assert counts == {"training": [28, 14], "validation": [8, 4], "holdout": [4, 2]}
    files = [file for rows in parts.values() for file, _ in rows]
    assert len(set(files)) == 60
    assert split(pictures) == parts


def test_a_short_trial_takes_as_many_of_each_class(pictures: Path) -> None:
    parts = split(pictures, most=20)
    assert [len(rows) for rows in parts.values()] == [14, 4, 2]
    assert sum(kind == "cat" for rows in parts.values() for _, kind in rows) == 10


def test_the_table_tells_how_many_times_as_long_as_weft(capsys: pytest.CaptureFixture[str]) -> None:
    versions = {"keras": "3"}
    finishes = [
        Finish("weft", "head only", Measured(10.0, 0.9), 2_000_000_000, 15.0),
        Finish("keras", "model.fit", Measured(80.0, 0.8, "slowly", versions), 3_000_000_000, 150.0),
    ]
    print_table("The job", 4, finishes, accurate=True)
    told = capsys.readouterr().out
    assert "| keras | model.fit | 80.0 s | 20.0 s | 8.00 | 80.0 % | 3.00 GB | 150 s |" in told
    assert "- keras: keras 3; slowly" in told
    print_table("The job", 4, finishes[1:], accurate=False)
    assert "| 80.0 s | 20.0 s |  |  | 3.00 GB |" in capsys.readouterr().out


def test_what_cannot_be_installed_is_told_with_the_last_error() -> None:
    lines = "WARNING: slow\\nERROR: first\\nERROR: No matching distribution\\nnotice: a new pip"
    failing = f"import sys; sys.stderr.write('{lines}'); sys.exit(1)"
    with pytest.raises(CannotInstallError, match=r"^ERROR: No matching distribution$"):
        call([sys.executable, "-c", failing])
    call([sys.executable, "-c", "pass"])


def test_every_peer_pins_every_version() -> None:
    files = sorted(REQUIREMENTS.glob("*.txt"))
    assert [file.stem for file in files] == ["fastai", "keras", "timm"]
    assert all("==" in line for file in files for line in file.read_text().splitlines())


def test_without_pictures_the_race_says_which_option_names_them(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.peers.race", "--data", str(tmp_path / "none")]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(TESTS)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "DATA=" in done.stdout
