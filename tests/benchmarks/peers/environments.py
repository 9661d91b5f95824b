"""Virtual environments of the peers, apart from Weft's own."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).parent / "requirements"


class CannotInstallError(Exception):
    """A peer that is left out, with the reason."""


def environment(name: str, folder: Path) -> Path:
    """The Python of a peer's environment, which is made where it is not there yet or is an older one.

    Raises:
        CannotInstallError: pip failed.
    """
    wanted = REQUIREMENTS / f"{name}.txt"
    home = folder / name
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp, digest = home / "installed", hashlib.sha256(wanted.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return python
    print(f"installing {name} into {home} (once; some minutes) ...", file=sys.stderr, flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    call([sys.executable, "-m", "venv", str(home)])
    call([str(python), "-m", "pip", "install", "--quiet", "--no-input", "-r", str(wanted)])
    stamp.write_text(digest)
    return python


def call(command: list[str]) -> None:
    """Run a command that installs something.

    Raises:
        CannotInstallError: It failed; the message is its last error.
    """
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        told = [line for line in lines if line.startswith("ERROR")] or lines
        raise CannotInstallError(told[-1] if told else f"pip ended with {done.returncode}")
