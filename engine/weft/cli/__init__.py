"""The command line: `weft run`, `check`, `plan`, `show`, `tools` and the rest."""

import io
import sys
import warnings


def main() -> None:
    """The entry point `weft`. What a command needs is imported when it is called, not before."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A terminal that cannot write a letter shows its number; that is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    # What Pillow thinks of a damaged picture is told by the tools, with the name of the file.
    warnings.filterwarnings("ignore", module="PIL")
    from weft.cli.app import make_app

    make_app()()
