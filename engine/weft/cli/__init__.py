"""The command line: `weft run`, `check`, `plan`, `show`, `tools` and the rest."""

import io
import sys


def main() -> None:
    """The entry point `weft`. What a command needs is imported when it is called, not before."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot write a letter shows its number; that is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    from weft.cli.app import make_app

    make_app()()
