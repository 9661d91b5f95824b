"""Keys: what a result depends on, and nothing else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from weft.errors import node_failure
from weft.graph.build import Graph, connection_order
from weft.graph.propagate import Place
from weft.plan.stages import Stage
from weft.sdk.context import EditContext

KEY_FORMAT = 1
"""Raise it when results of an older engine must not be used any more."""


@dataclass(frozen=True)
class NodePart:
    """What one node adds to a key; kept from run to run, to say why a node runs again."""

    tool: str
    version: int
    settings: str
    fingerprint: str


def node_part(graph: Graph, name: str) -> NodePart:
    """The part of a node. Reads the outside by the tool's `fingerprint`, unless it has effects:
    then the outside is what it writes, and is compared apart.
    """
    tool = graph.tools[name]
    outside = "" if tool.effects else fingerprint(graph, name)
    # Relative paths count from the folder of the workflow.
    found = f"{graph.base}|{outside}" if outside else ""
    return NodePart(tool.id, tool.version, tool.config.model_dump_json(), found)


def fingerprint(graph: Graph, name: str) -> str:
    """What the tool of a node tells of the outside.

    Raises:
        NodeError: The tool broke over it.
    """
    try:
        return graph.tools[name].fingerprint(EditContext(graph.base))
    except Exception as error:
        raise node_failure(name, error) from error


def stage_key(stage: Stage, parts: Mapping[str, NodePart], digests: Mapping[Place, str]) -> str:
    """The key of a stage: its nodes, how they are wired, and the digests of what it reads.

    Names of nodes inside the stage count, since results are found by them; positions do not.
    """
    inner = frozenset(stage.inner)
    # In one list: an input that takes many may take some from inside the stage and some from outside.
    arriving = [
        (each.to, each.name, each.from_ if each in inner else digests[each.source_node, each.source_anchor])
        for each in sorted((*stage.inner, *stage.inputs), key=lambda each: (each.to, connection_order(each)))
    ]
    described = [KEY_FORMAT, [[name, asdict(parts[name])] for name in stage.nodes], arriving]
    return hashlib.sha256(json.dumps(described, sort_keys=True).encode()).hexdigest()[:40]
