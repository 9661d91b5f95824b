"""The registry: every tool by its id, and what kept other tools out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from weft.sdk import Tool

AnyTool: TypeAlias = Tool[Any]


@dataclass(frozen=True, slots=True)
class PackProblem:
    """Why a pack of tools, or one tool of it, is not there.

    Attributes:
        pack: The name of the pack.
        message: What is wrong and what to do.
        traceback: Where it went wrong, for the pack's author; may be empty.
    """

    pack: str
    message: str
    traceback: str = ""

    def __str__(self) -> str:
        return f"{self.pack}: {self.message}"


@dataclass(frozen=True, slots=True)
class Pack:
    """The tools that came together. `name` is that of the entry point or of the file."""

    name: str
    tools: tuple[type[AnyTool], ...]


class Registry:
    """Tools by id; never changes once it is built.

    Where two tools claim one id, the first stays and the second becomes a problem: a pack that is
    installed later cannot change what a workflow does.
    """

    def __init__(self, packs: Iterable[Pack] = (), problems: Iterable[PackProblem] = ()) -> None:
        tools: dict[str, type[AnyTool]] = {}
        origins: dict[str, str] = {}
        found = list(problems)
        for pack in packs:
            for tool in pack.tools:
                if tools.get(tool.id, tool) is not tool:
                    found.append(_double(pack.name, tool.id, origins[tool.id]))
                elif tool.id not in tools:
                    tools[tool.id], origins[tool.id] = tool, pack.name
        self._tools: Mapping[str, type[AnyTool]] = MappingProxyType(dict(sorted(tools.items())))
        self._origins: Mapping[str, str] = MappingProxyType(origins)
        self.problems: tuple[PackProblem, ...] = tuple(found)

    @classmethod
    def of(cls, *tools: type[AnyTool]) -> "Registry":
        """A registry of just these tools."""
        return cls([Pack("given", tools)])

    def get(self, tool_id: str) -> type[AnyTool] | None:
        """The tool with this id, or None."""
        return self._tools.get(tool_id)

    def pack(self, tool_id: str) -> str:
        """The name of the pack that brought a tool; empty for one that is not there."""
        return self._origins.get(tool_id, "")

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, sorted."""
        return tuple(self._tools)

    def __contains__(self, tool_id: object) -> bool:
        return tool_id in self._tools

    def __iter__(self) -> Iterator[type[AnyTool]]:
        return iter(self._tools.values())

    def __len__(self) -> int:
        return len(self._tools)


def _double(pack: str, tool_id: str, first: str) -> PackProblem:
    return PackProblem(
        pack, f"its tool {tool_id!r} is left out: {first} has a tool of that id; remove one of the packs"
    )
