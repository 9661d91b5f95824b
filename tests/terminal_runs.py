"""What the canvas has saved runs in the terminal too, and gives the same."""

from pathlib import Path

from typer.testing import CliRunner

from weft.cli.app import make_app
from weft.run.checking import Request
from weft.run.results import find_result
from weft.storage.memory import recall

TIMED = {"LastAccessTime"}
"""Columns of a listing of files that change by being read."""


def runs_the_same_in_the_terminal(workflow: Path, store: Path, *options: str) -> None:
    """Run a saved file by `weft run` where nothing is kept: all that comes out is what the canvas has of its
    last run, as many records with the same in them.

    Args:
        workflow: The file, in the folder that was served.
        store: A folder that is not there yet.
        options: More for the command.
    """
    done = CliRunner().invoke(make_app(), ["run", str(workflow), "--store", str(store), *options])
    assert done.exit_code == 0, done.output
    assert " 0 kept" in done.output
    canvas, terminal = Request(workflow), Request(workflow, store=store)
    places = outputs_of(terminal)
    assert places
    assert places <= outputs_of(canvas)
    for node, anchor in sorted(places):
        shown, given = (find_result(request, node, anchor) for request in (canvas, terminal))
        assert given.records == shown.records, f"{node}.{anchor}"
        assert given.table.schema == shown.table.schema, f"{node}.{anchor}"
        names = set(given.table.column_names) - TIMED
        other = sorted(name for name in names if not given.table[name].equals(shown.table[name]))
        assert not other, f"{node}.{anchor} differs in {', '.join(other)}"


def outputs_of(request: Request) -> set[tuple[str, str]]:
    """The nodes and anchors with a result of the last run."""
    store = request.open_store()
    known = recall(store, request.workflow).nodes
    records = {name: store.find(each.stage) for name, each in known.items()}
    return {
        (name, output.anchor)
        for name, record in records.items()
        for output in (record.outputs if record else ())
        if output.node == name
    }
