"""The command line: `weft run`, `check`, `plan`, `show`, `tools` and the rest."""


def main() -> None:
    """The entry point `weft`. What a command needs is imported when it is called, not before."""
    from weft.cli.app import make_app

    make_app()()
