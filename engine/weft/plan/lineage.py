"""Whether what the last run left of a node is what the workflow would give as it is now."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict

from weft.errors import NodeError
from weft.graph.build import Graph, connection_order
from weft.plan.keys import NodePart, node_part
from weft.plan.plan import Plan
from weft.storage.memory import WorkflowMemory


def lineages(graph: Graph, parts: Mapping[str, NodePart]) -> dict[str, str]:
    """By node a digest of what its result comes from: its own part, and the lineage of all that it is
    connected with.

    A key of a stage changes with the way the graph is cut, as when a second connection begins at an
    output. A lineage does not; it can be compared node by node, with every node before it unread.
    """
    found: dict[str, str] = {}
    for name in graph.names:
        if name not in parts:
            continue
        arriving = [
            (each.target_anchor, each.name, each.source_anchor, found.get(each.source_node, ""))
            for each in sorted(graph.into(name), key=connection_order)
        ]
        text = json.dumps([asdict(parts[name]), arriving], sort_keys=True)
        found[name] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def outdated(plan: Plan, memory: WorkflowMemory) -> tuple[str, ...]:
    """The planned nodes whose remembered results are of another state of the workflow than this one."""
    kept = {name: each.key for each in plan.stages if each.action == "kept" for name in each.stage.nodes}
    differing = _differing(plan.graph, plan.parts, memory)
    return tuple(
        name for name in differing if name in plan.parts and memory.nodes[name].stage != kept.get(name)
    )


def outdated_in_part(graph: Graph, memory: WorkflowMemory) -> tuple[str, ...]:
    """The same for a graph with problems, which has no plan. A node that cannot be configured gives what
    it gave no more.
    """
    parts: dict[str, NodePart] = {}
    for name in graph.tools:
        try:
            parts[name] = node_part(graph, name)
        except NodeError:  # its problem is told where the workflow is checked
            continue
    return tuple(name for name in _differing(graph, parts, memory) if name not in graph.skipped)


def _differing(graph: Graph, parts: Mapping[str, NodePart], memory: WorkflowMemory) -> list[str]:
    now = lineages(graph, parts)
    known = {name: memory.nodes[name].lineage for name in graph.names if name in memory.nodes}
    # A memory of an older engine tells no lineage.
    return [name for name, lineage in known.items() if lineage and lineage != now.get(name)]
