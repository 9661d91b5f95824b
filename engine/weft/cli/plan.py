"""`weft plan`: what would run, what is kept, and why."""

from pathlib import Path

from weft.cli.check import tell_packs
from weft.cli.terminal import aligned, counted, output, write
from weft.errors import WorkflowError
from weft.registry.discovery import discover
from weft.run.checking import Request, node_plans, plan_workflow

_STYLES = {"run": "bold", "kept": "info", "skipped": "warning"}


def plan_file(request: Request, plugins: Path | None) -> int:
    """Plan a workflow, tell the plan node by node, and give the exit code."""
    registry = discover(plugins)
    try:
        plans = node_plans(plan_workflow(request, registry))
    except WorkflowError:
        tell_packs(registry)
        raise
    console = output()
    rows = [(name, plan.action, plan.detail or plan.reason.replace("_", " ")) for name, plan in plans.items()]
    for line, plan in zip(aligned(rows), plans.values(), strict=True):
        write(console, line, _STYLES[plan.action])
    actions = [plan.action for plan in plans.values()]
    counts = ", ".join(f"{actions.count(action)} {word}" for action, word in _WORDS if action in actions)
    write(console, f"{counted(len(actions), 'node')}: {counts or 'nothing to do'}")
    return 0


_WORDS = (("run", "to run"), ("kept", "kept"), ("skipped", "skipped"))
