"""Let peers and Weft learn from the same pictures, in one run, and print one table.

cd tests; python -m benchmarks.peers.race --data FOLDER --weights FOLDER [--pictures 600] [--epochs 2]
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.peers.environments import CannotInstallError, environment
from benchmarks.peers.jobs.protocol import Job, Measured
from benchmarks.peers.machine import machine
from benchmarks.peers.results import Finish, print_table
from benchmarks.peers.splits import Parts, split

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


@dataclass(frozen=True)
class Contestant:
    """One program for one job.

    Attributes:
        name: In the table, and for `--only`.
        says: What it does, for the table.
        program: In `jobs`.
        network: Its word for the network.
        environment: Of the peer; empty is Weft's own.
        arguments: Further ones of the program.
    """

    name: str
    says: str
    program: str
    network: str
    environment: str = ""
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Contest:
    """One job that all contestants do; the first one is Weft.

    Attributes:
        name: For `--contest`.
        title: Above the table.
        epochs: Unless the user wishes others.
        weights: A pattern of the file of weights; empty for random numbers, of which only the time counts.
        contestants: In the order of the table.
    """

    name: str
    title: str
    epochs: int
    weights: str
    contestants: tuple[Contestant, ...]


CONTESTS = (
    Contest(
        "article",
        "The article's job: a frozen ResNet50V2 of random numbers and a dense layer on it",
        10,
        "",
        (
            Contestant(
                "weft", "Image Recognition, head only", "weft_recognition", "Resnet50V2", "", ("head only",)
            ),
            Contestant("keras", "frozen, model.fit", "keras_frozen", "ResNet50V2", "keras"),
        ),
    ),
    Contest(
        "whole",
        "Fine-tuning the whole of MobileNetV2 with weights of ImageNet",
        8,
        "mobilenetv2_100*.safetensors",
        (
            Contestant(
                *("weft", "Image Recognition, whole network", "weft_recognition", "MobileNetV2", ""),
                ("whole network",),
            ),
            Contestant(
                "timm", "plain loop of torch, timm, torchvision", "timm_loop", "mobilenetv2_100", "timm"
            ),
            Contestant("fastai", "vision_learner, fine_tune", "fastai_learner", "mobilenetv2_100", "fastai"),
        ),
    ),
)


def main() -> int:
    """Run what was asked for; gives the exit code."""
    options = _options()
    if not options.data.is_dir():
        print(
            f"there is no folder {options.data}; name one of pictures, with one subfolder a class: DATA=..."
        )
        return 1
    parts = split(options.data.resolve(), options.pictures)
    print(machine())
    print(", ".join(f"{len(rows):,} pictures for {name}" for name, rows in parts.items()))
    for contest in CONTESTS:
        if options.contest not in ("", contest.name):
            continue
        finishes = [finish for finish in _race(contest, parts, options) if finish is not None]
        if finishes:
            print_table(contest.title, options.epochs or contest.epochs, finishes, bool(contest.weights))
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    shared = ROOT.parent / "shared"
    parser.add_argument("--data", type=Path, default=shared / "data" / "simpsons")
    parser.add_argument("--weights", type=Path, default=shared / "weights")
    parser.add_argument("--pictures", type=int, help="how many take part")
    parser.add_argument("--epochs", type=int, help="of every contest")
    names = [contest.name for contest in CONTESTS]
    parser.add_argument("--contest", default="", choices=["", *names], help="only this one")
    parser.add_argument("--only", default="", help="names of contestants, separated by commas")
    parser.add_argument(
        "--folder", type=Path, default=ROOT / ".bench-peers", help="where peers are installed"
    )
    return parser.parse_args()


def _race(contest: Contest, parts: Parts, options: argparse.Namespace) -> Iterator[Finish | None]:
    wanted = set(filter(None, options.only.split(",")))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for one in contest.contestants:
            if wanted and one.name not in wanted:
                continue
            print(f"{one.name}: {one.says} ...", file=sys.stderr, flush=True)
            try:
                python = environment(one.environment, options.folder) if one.environment else sys.executable
                yield _run(one, [str(python)], _job(contest, one, parts, options, folder), folder)
            except (CannotInstallError, FileNotFoundError) as error:
                print(f"{one.name} is left out: {error}")


def _job(contest: Contest, one: Contestant, parts: Parts, options: argparse.Namespace, folder: Path) -> Job:
    weights = ""
    if contest.weights:
        found = sorted(options.weights.glob(contest.weights))
        if not found:
            raise FileNotFoundError(f"there are no weights {contest.weights} in {options.weights}")
        weights = str(found[0].resolve())
    return Job(
        parts=parts,
        classes=sorted({kind for _, kind in parts["training"]}),
        network=one.network,
        weights=weights,
        folder=str(folder / one.name),
        epochs=options.epochs or contest.epochs,
    )


def _run(one: Contestant, python: list[str], job: Job, folder: Path) -> Finish | None:
    told, measured = folder / "job.json", folder / "measured.json"
    told.write_text(json.dumps(asdict(job)), encoding="utf-8")
    measured.unlink(missing_ok=True)
    program = f"benchmarks.peers.jobs.{one.program}"
    command = [*python, "-m", program, str(told), str(measured), *one.arguments]
    process = subprocess.Popen(command, stdout=sys.stderr, cwd=ROOT / "tests")
    # Memory of this child alone; `subprocess` would only tell that of the largest child so far.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode or not measured.exists():
        print(f"{one.name} failed with exit code {process.returncode}; what it said stands above")
        return None
    found = Measured(**json.loads(measured.read_text(encoding="utf-8")))
    unit = 1 if sys.platform == "darwin" else 1024
    return Finish(one.name, one.says, found, usage.ru_maxrss * unit, usage.ru_utime + usage.ru_stime)


if __name__ == "__main__":
    raise SystemExit(main())
