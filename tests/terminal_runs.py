"""What the canvas has saved runs in the terminal too, and gives the same."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from typer.testing import CliRunner

from weft.cli.app import make_app
from weft.run.checking import Request
from weft.run.results import find_result
from weft.storage.memory import recall

TIMED = ("LastAccessTime", "report")
"""Columns that are another each time: when a file was read, and a report, which tells how long it took."""


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
        one, other = lasting(given.table), lasting(shown.table)
        differing = [name for name in one.column_names if not one[name].equals(other[name])]
        assert not differing, f"{node}.{anchor} differs in {', '.join(differing)}"


def lasting(table: pa.Table) -> pa.Table:
    """A table without what is another each time, as a column or as a record of a profile of columns."""
    found = table.select([name for name in table.column_names if name not in TIMED])
    if "Column" not in found.column_names:
        return found
    return found.filter(pc.invert(pc.is_in(found["Column"], pa.array(TIMED))))


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
