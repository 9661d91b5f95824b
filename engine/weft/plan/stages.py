"""Stages: the parts of a graph between which records come to rest on disk.

Inside a stage batches are pulled from tool to tool, so that a picture is never written between two
tools that only pass it on. A stage is a tree: one root, whose outputs rest, and before it the nodes
whose single connection leads towards the root.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from weft.document.model import Connection
from weft.graph.build import Graph
from weft.graph.propagate import active
from weft.sdk.anchors import Delivery


@dataclass(frozen=True)
class Stage:
    """One piece of work.

    Attributes:
        root: The node whose outputs rest; it names the stage.
        nodes: The nodes of the stage in topological order, the root last.
        inputs: The connections that bring records from other stages.
        inner: The connections inside.
    """

    root: str
    nodes: tuple[str, ...]
    inputs: tuple[Connection, ...]
    inner: tuple[Connection, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """The roots of the stages that this one reads, each once."""
        return tuple(dict.fromkeys(connection.source_node for connection in self.inputs))


def make_stages(graph: Graph, nodes: Iterable[str]) -> tuple[Stage, ...]:
    """The stages of these nodes, in an order in which each comes after those it reads."""
    wanted = frozenset(nodes) - graph.skipped.keys()
    root_of: dict[str, str] = {}
    for name in reversed(graph.names):
        if name in wanted:
            out = [each for each in graph.out_of(name) if each.target_node in wanted]
            root_of[name] = name if _rests(graph, name, out) else root_of[out[0].target_node]
    members: dict[str, list[str]] = {}
    for name in graph.names:
        if name in wanted:
            members.setdefault(root_of[name], []).append(name)
    roots = [name for name in graph.names if root_of.get(name) == name]
    return tuple(_stage(graph, root, members[root], root_of) for root in roots)


def _rests(graph: Graph, name: str, out: list[Connection]) -> bool:
    """Whether the outputs of a node come to rest."""
    tool = graph.tools[name]
    if len(out) != 1 or tool.expensive or name in graph.pinned:
        return True
    (connection,) = out
    target = graph.tools[connection.target_node]
    anchor = next(each for each in target.inputs if each.name == connection.target_anchor)
    return anchor.delivery is Delivery.WHOLE


def _stage(graph: Graph, root: str, members: list[str], root_of: dict[str, str]) -> Stage:
    arriving = [each for name in members for each in active(graph, graph.into(name))]
    inner = tuple(each for each in arriving if root_of[each.source_node] == root)
    inputs = tuple(each for each in arriving if root_of[each.source_node] != root)
    return Stage(root, tuple(members), inputs, inner)
