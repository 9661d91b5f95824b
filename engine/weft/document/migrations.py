"""Older formats of the workflow file: each step turns one format into the next.

A step is a pure function over plain JSON; it never uses the model, which speaks of today's format
only. `tests/engine/document/formats/` holds one file for each format that was ever written.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from weft.document.model import FORMAT
from weft.errors import DocumentError

Raw: TypeAlias = dict[str, Any]


def migrate(raw: Raw) -> Raw:
    """The same workflow in today's format.

    Raises:
        DocumentError: The format is no number or is newer than this program.
    """
    found = raw.get("format", 0 if "edges" in raw else FORMAT)
    if isinstance(found, bool) or not isinstance(found, int) or found < 0:
        raise DocumentError(f"format: {found!r} is not a format of workflows; this program writes {FORMAT}")
    if found > FORMAT:
        raise DocumentError(
            f"the file has format {found}, and this program knows formats up to {FORMAT};"
            " open it with a newer version of Weft"
        )
    for step in range(found, FORMAT):
        raw = {**_STEPS[step](raw), "format": step + 1}
    return raw


def _from_0(raw: Raw) -> Raw:
    """Format 0, of the time before the first release: `edges` for `connections`, `config` for
    `settings`, the tool as `id@version`, positions in the node.
    """
    rest = {key: value for key, value in raw.items() if key != "edges"}
    rest["connections"] = raw.get("edges", [])
    nodes = raw.get("nodes", {})
    if not isinstance(nodes, dict):
        return rest  # for the model to complain about
    places = {
        n: node["position"] for n, node in nodes.items() if isinstance(node, dict) and "position" in node
    }
    layout = raw.get("layout", {})
    if places and isinstance(layout, dict):
        rest["layout"] = {**layout, "nodes": places}
    return {**rest, "nodes": {name: _node_from_0(node) for name, node in nodes.items()}}


def _node_from_0(node: Any) -> Any:
    if not isinstance(node, dict) or not isinstance(node.get("type"), str):
        return node
    rest = {key: value for key, value in node.items() if key not in ("type", "config", "position")}
    tool, _, version = node["type"].partition("@")
    number = int(version) if version.isdecimal() else 1
    return {**rest, "tool": tool, "version": number, "settings": node.get("config", {})}


_STEPS: Mapping[int, Callable[[Raw], Raw]] = {0: _from_0}
