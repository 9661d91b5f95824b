"""The commands with their options. What they do is in the module of the same name, imported late."""

from pathlib import Path
from typing import Annotated

import typer

from weft.cli.commands import Command, CommandGroup
from weft.cli.options import (
    Device,
    Events,
    File,
    Plugins,
    ShowFormat,
    Store,
    ToolsFormat,
    Values,
    one_of,
    read_size,
    read_values,
)


def make_app() -> typer.Typer:
    """The command line with its built-in commands."""
    app = typer.Typer(
        name="weft",
        cls=CommandGroup,
        help="Run visual workflows on pictures and tables.",
        epilog="Exit codes: 0 success, 1 success with warnings, 2 the workflow is wrong, 3 a tool failed,"
        " 130 cancelled.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for function in (run, check, plan, show, tools):
        app.command(cls=Command)(function)
    app.command("new-plugin", cls=Command)(new_plugin)
    app.command(cls=Command)(schema)
    app.command(hidden=True, cls=Command)(docs)
    app.callback(invoke_without_command=True)(_weft)
    return app


def _weft(
    ctx: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Show the version.")] = False,
) -> None:
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"weft {version_of('weft')}")
        raise typer.Exit


def run(  # noqa: PLR0913 -- the options of a command are the parameters of its function
    file: File,
    values: Values = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NODE", help="Run this node and what it needs; may be given several times."),
    ] = None,
    force: Annotated[
        list[str] | None,
        typer.Option(metavar="NODE", help="Run this node again though nothing changed."),
    ] = None,
    no_cache: Annotated[bool, typer.Option("--no-cache", help="Run everything again.")] = False,
    events: Annotated[
        Events | None,
        typer.Option(
            metavar="jsonl",
            parser=one_of(Events),
            help="Write the events of the run to standard output, and nothing else.",
        ),
    ] = None,
    device: Annotated[
        Device, typer.Option(metavar="auto|cpu|cuda", parser=one_of(Device), help="Where tools compute.")
    ] = Device.AUTO,
    store: Store = None,
    cache_size: Annotated[
        str | None,
        typer.Option(metavar="SIZE", help="How much the store may hold after the run, such as 20GB."),
    ] = None,
    plugins: Plugins = None,
) -> None:
    """Run a workflow; what did not change since the last run is kept.

    Ctrl-C asks a training that runs to finish with its best so far; once more, or without a training, it
    cancels.
    """
    from weft.cli.run import run_file
    from weft.plan.plan import PlanOptions
    from weft.run.checking import Request
    from weft.storage.eviction import DEFAULT_CACHE_BYTES

    request = Request(
        file,
        read_values(values or []),
        PlanOptions(tuple(only or ()), frozenset(force or ()), not no_cache),
        device.value,
        store,
        read_size(cache_size) if cache_size else DEFAULT_CACHE_BYTES,
    )
    raise typer.Exit(run_file(request, plugins, as_events=events is not None))


def check(file: File, values: Values = None, store: Store = None, plugins: Plugins = None) -> None:
    """Say what is wrong with a workflow; nothing runs."""
    from weft.cli.check import check_file
    from weft.run.checking import Request

    raise typer.Exit(check_file(Request(file, read_values(values or []), store=store), plugins))


def plan(file: File, values: Values = None, store: Store = None, plugins: Plugins = None) -> None:
    """Say of every node whether it would run or is kept, and why; nothing runs."""
    from weft.cli.plan import plan_file
    from weft.run.checking import Request

    raise typer.Exit(plan_file(Request(file, read_values(values or []), store=store), plugins))


def show(  # noqa: PLR0913 -- as for run
    file: File,
    node: Annotated[str, typer.Argument(metavar="NODE", help="The node.", show_default=False)],
    anchor: Annotated[
        str | None, typer.Argument(metavar="ANCHOR", help="The output, or an input; the first by default.")
    ] = None,
    form: Annotated[
        ShowFormat,
        typer.Option(
            "--format", metavar="table|json|csv", parser=one_of(ShowFormat), help="How records are written."
        ),
    ] = ShowFormat.TABLE,
    rows: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Most records; by default 20 in a table, else all."),
    ] = None,
    save: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="Save the picture, model or report of the first record."),
    ] = None,
    column: Annotated[
        str | None, typer.Option(metavar="NAME", help="Show or save this column alone.")
    ] = None,
    store: Store = None,
) -> None:
    """Show records that the last run left at an anchor; pictures as their format and size."""
    from weft.cli.show import Shown, show_result
    from weft.run.checking import Request

    shown = Shown(node, anchor, form.value, rows, save, column)
    raise typer.Exit(show_result(Request(file, store=store), shown))


def tools(
    name: Annotated[
        str | None, typer.Argument(metavar="NAME", help="A tool's id, or its name in the palette.")
    ] = None,
    form: Annotated[
        ToolsFormat,
        typer.Option("--format", metavar="text|json", parser=one_of(ToolsFormat), help="How it is written."),
    ] = ToolsFormat.TEXT,
    plugins: Plugins = None,
) -> None:
    """List the tools, or tell one tool's help, anchors and settings."""
    from weft.cli.tools import show_tools

    raise typer.Exit(show_tools(name, form.value, plugins))


def new_plugin(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the pack.", show_default=False)],
    folder: Annotated[Path, typer.Option("--in", metavar="DIR", help="Where its folder is made.")] = Path(),
) -> None:
    """Make the folder of a new pack of tools: a tool, its test, and what installs them."""
    from weft.cli.new_plugin import make_plugin

    raise typer.Exit(make_plugin(name, folder))


def schema() -> None:
    """Write the JSON Schema of workflow files."""
    from weft.cli.terminal import for_programs
    from weft.document.schema import schema_text

    for_programs().write(schema_text())


def docs(
    folder: Annotated[Path, typer.Argument(metavar="OUT", help="The folder of the reference.")],
    pack: Annotated[str, typer.Option(help="The pack whose tools are described.")] = "builtin",
) -> None:
    """Write the reference: a page for every tool, the index, the schema of workflow files."""
    from weft.cli.docs import write_reference

    raise typer.Exit(write_reference(folder, pack))
