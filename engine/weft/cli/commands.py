"""The group of commands: built-in ones, and ones of other packages that load only when called."""

import errno
import importlib.metadata
from importlib.metadata import EntryPoint
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from weft.errors import WeftError

GROUP = "weft.commands"


class Command(TyperCommand):
    """A command whose help tells of each option what it takes: a flag takes nothing."""

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters, that for help included."""
        return _without_types_of_flags(super().get_params(ctx))


class CommandGroup(TyperGroup):
    """Commands by name. Those of entry points in group `weft.commands` follow the built-in ones.

    An entry point is a function with typer's annotations. The listing of commands reads its docstring and
    does not load it, so that a package with a heavy command costs nothing until the command is called.
    """

    def get_params(self, ctx: Any) -> list[Any]:
        """The parameters of `weft` itself."""
        return _without_types_of_flags(super().get_params(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """The names in the order of the listing."""
        return [*self.commands, *sorted(_added(self.commands))]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command, or what stands for it in the listing."""
        if (known := super().get_command(ctx, cmd_name)) is not None:
            return known
        entry = _added(self.commands).get(cmd_name)
        if entry is None:
            return None
        from weft.cli.sentences import sentence_of

        return Command(cmd_name, help=sentence_of(entry) or f"A command of {_distribution(entry)}.")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is called, loaded."""
        name, command, rest = super().resolve_command(ctx, args)
        entry = _added(self.commands).get(name or "")
        return (name, command, rest) if entry is None else (name, _load(entry), rest)

    def brought_by(self, distribution: str) -> dict[str, Any]:
        """The commands of entry points that a distribution brings, loaded, by name."""
        found = _added(self.commands)
        return {
            name: _load(entry)
            for name, entry in sorted(found.items())
            if _distribution(entry) == distribution
        }

    def invoke(self, ctx: Any) -> Any:
        """Run a command; what is wrong with the user's files is told, without a traceback."""
        try:
            return super().invoke(ctx)
        except WeftError as error:
            from weft.cli.terminal import tell_error

            tell_error(error)
            raise typer.Exit(2) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output is gone; typer ends quietly
                raise
            from weft.cli.terminal import tell_error

            tell_error(error)
            raise typer.Exit(3) from error


def _without_types_of_flags(params: list[Any]) -> list[Any]:
    """Typer writes `--open <bool>`, as if a value could follow."""
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = ""
    return params


def _added(builtin: Any) -> dict[str, EntryPoint]:
    found = importlib.metadata.entry_points(group=GROUP)
    return {entry.name: entry for entry in found if entry.name not in builtin}


def _load(entry: EntryPoint) -> Any:
    try:
        function = entry.load()
    except Exception as error:
        raise WeftError(
            f"the command {entry.name!r} of {_distribution(entry)} cannot be loaded:"
            f" {type(error).__name__}: {error}"
        ) from error
    app = typer.Typer(add_completion=False)
    app.command(entry.name, cls=Command)(function)
    return typer.main.get_command(app)


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else entry.value.partition(":")[0]
