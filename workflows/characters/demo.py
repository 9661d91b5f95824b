"""The demo: draw the sample pictures, train on them, predict the held-out ones, show the result.

    python workflows/characters/demo.py .demo

It runs the same commands that a user would type, and prints them. All files go into the folder that
it is given, which becomes a workspace for the canvas; a second call finds everything done.
"""

import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa

from weft.run.checking import Request
from weft.run.results import find_result
from weft.storage.folder import STORE_NAME, FolderStore

HERE = Path(__file__).parent
SAMPLE = "characters"


def main(folder: Path) -> int:
    """Run the demo; gives the exit code of the first command that failed, else 0.

    The folder becomes a workspace: `weft serve` opens it, and finds all results there.
    """
    sample = copy_sample(folder)
    commands = [
        [sys.executable, str(HERE / "draw.py"), str(sample / "pictures")],
        [weft(), "run", str(sample / "train.workflow.json")],
        [weft(), "run", str(sample / "predict.workflow.json")],
    ]
    for command in commands:
        print(f"\n$ {shown(command)}", flush=True)
        code = subprocess.run(command, check=False).returncode
        if code > 1:
            return code
    print(f"\n{summary(folder)}")
    return 0


def copy_sample(folder: Path) -> Path:
    """The sample in the workspace. Files that are there stay: they may have been edited since."""
    FolderStore(folder / STORE_NAME).prepare()
    sample = folder / SAMPLE
    sample.mkdir(exist_ok=True)
    for path in HERE.glob("*.workflow.json"):
        if not (sample / path.name).exists():
            shutil.copy(path, sample)
    return sample


def weft() -> str:
    """The command of the environment that runs this."""
    return str(Path(sys.executable).with_name("weft"))


def shown(command: Sequence[str]) -> str:
    """The command as one would type it in the current folder, where no environment is active."""
    return shlex.join(near(part) if Path(part).is_absolute() else part for part in command)


def near(path: str) -> str:
    """A path in the current folder without that folder; any other as it is."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def summary(folder: Path) -> str:
    """Accuracy, confusion table, and where the report and everything else is."""
    sample = folder / SAMPLE

    def result(workflow: str, node: str, anchor: str | None = None) -> pa.Table:
        return find_result(Request(sample / f"{workflow}.workflow.json"), node, anchor).table

    accuracy = result("predict", "accuracy").to_pylist()[0]
    report = folder / "report.html"
    report.write_text(result("train", "image_recognition", "report")["report"][0].as_py(), encoding="utf-8")
    lines = [
        f"Accuracy on the holdout: {accuracy['Accuracy']:.1%} "
        f"({accuracy['Correct']:.0f} of {accuracy['Pictures']} pictures)",
        "",
        *confusion(result("predict", "contingency_table").to_pylist()),
        "",
        *places(folder, report),
    ]
    return "\n".join(lines)


def places(folder: Path, report: Path) -> list[str]:
    """Where everything is, and in the end how to open the canvas on it."""
    return [
        f"The report: {report.resolve()} (open it in a browser)",
        f"All files of this demo are in {folder.resolve()}",
        "",
        f"To see it all on the canvas, in a browser: {canvas(folder)}",
    ]


def canvas(folder: Path) -> str:
    """The command that opens the canvas on the demo."""
    return "make serve" if folder == Path(".demo") else shown([weft(), "serve", str(folder), "--open"])


def confusion(counts: list[dict[str, object]]) -> list[str]:
    """The counts of the contingency table, a row for each true class."""
    cells = {(str(row["Class_True"]), str(row["Class_Predicted"])): row["Frequency"] for row in counts}
    classes = sorted({name for pair in cells for name in pair})
    width = max(len(name) for name in (*classes, "true class"))
    head = f"{'true class':<{width}}  " + "  ".join(f"{name:>{width}}" for name in classes)
    return [
        f"{'':<{width}}  predicted",
        head,
        *(
            f"{true:<{width}}  " + "  ".join(f"{cells.get((true, guess), 0)!s:>{width}}" for guess in classes)
            for true in classes
        ),
    ]


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".demo")))
