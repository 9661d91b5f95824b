"""`weft check`: every problem of a workflow at once."""

from pathlib import Path

from weft.cli.terminal import complaints, counted, output, tell_problems, write
from weft.errors import Severity
from weft.registry.discovery import discover
from weft.registry.registry import Registry
from weft.run.checking import Request, check_workflow


def check_file(request: Request, plugins: Path | None) -> int:
    """Check a workflow, tell what is wrong, and give the exit code."""
    registry = discover(plugins)
    graph, found = check_workflow(request, registry)
    console = output()
    tell_problems(console, found.problems)
    errors = len(found.errors)
    warnings = sum(each.severity is Severity.WARNING for each in found.problems)
    said = [counted(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number]
    size = f"{counted(len(graph.names), 'node')}, {counted(len(graph.connections), 'connection')}"
    style = "error" if errors else "warning" if warnings else "good"
    write(console, f"{request.workflow.name}: {size}: {', '.join(said) or 'nothing is wrong'}", style)
    if errors:
        tell_packs(registry)
        return 2
    return 1 if warnings else 0


def tell_packs(registry: Registry) -> None:
    """Say which packs of tools are not there: one of them may be what a workflow lacks."""
    for problem in registry.problems:
        write(complaints(), f"warning: the pack {problem}", "warning")
