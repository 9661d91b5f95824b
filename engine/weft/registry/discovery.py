"""Discovery: packs of tools from entry points and from a folder, one broken pack never hiding others.

An entry point of group `weft.tools` is a function that gives tool classes, a list of them, or one
class. Loading a pack runs its author's code, so all of it happens behind one boundary that turns
whatever goes wrong into a `PackProblem` with the pack's name.
"""

import importlib.metadata
import importlib.util
import inspect
import sys
import traceback
import zlib
from collections.abc import Callable, Iterable
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType
from typing import Any

from weft.errors import RegistryError
from weft.registry.registry import AnyTool, Pack, PackProblem, Registry
from weft.sdk import Tool

GROUP = "weft.tools"
BUILTIN = "builtin"
"""The pack that comes with Weft; it is loaded first, so that no other can take its ids."""


def discover(plugins: Path | None = None) -> Registry:
    """The registry of all installed packs.

    Args:
        plugins: A folder whose `*.py` files are loaded as packs too. Only give it where the user
            switched that on: whoever can write into the folder can run code.
    """
    # A set: a package that is installed twice, as itself and from its sources, tells its points twice.
    entry_points = sorted(set(importlib.metadata.entry_points(group=GROUP)), key=_builtin_first)
    sources = [(entry.name, _entry_loader(entry)) for entry in entry_points]
    if plugins is not None and plugins.is_dir():
        sources += [(path.name, _file_loader(path)) for path in sorted(plugins.glob("*.py"))]
    return load_packs(sources)


def load_packs(sources: Iterable[tuple[str, Callable[[], object]]]) -> Registry:
    """The registry of the packs that these functions give, each with the pack's name.

    A tool that breaks the contract is left out alone; its pack's other tools stay.
    """
    packs: list[Pack] = []
    problems: list[PackProblem] = []
    for name, load in sources:
        tools: list[type[AnyTool]] = []
        try:
            for found in _offered(load()):
                try:
                    tools.append(_sound(found))
                except RegistryError as error:
                    problems.append(PackProblem(name, f"a tool is left out: {error}"))
        # A module that calls sys.exit when imported must not end the program either.
        except (Exception, SystemExit) as error:
            problems.append(_problem(name, error))
        packs.append(Pack(name, tuple(tools)))
    return Registry(packs, problems)


def missing_libraries(tool: type[AnyTool]) -> tuple[str, ...]:
    """The modules that a tool needs and that are not installed; none of them is imported."""
    return tuple(name for name in tool.needs if not _is_installed(name))


def library_problem(tool: type[AnyTool]) -> str | None:
    """What to install before a tool can run, as a sentence; None where nothing is missing."""
    missing = missing_libraries(tool)
    if not missing:
        return None
    distribution = _distribution(tool)
    target = f'"{distribution}[{tool.extra}]"' if tool.extra and distribution else " ".join(missing)
    return f"{tool.label} needs {' and '.join(missing)}; install {_it(missing)}: pip install {target}"


def _it(missing: tuple[str, ...]) -> str:
    return "it" if len(missing) == 1 else "them"


def _builtin_first(entry: EntryPoint) -> tuple[bool, str]:
    return entry.name != BUILTIN, entry.name


def _entry_loader(entry: EntryPoint) -> Callable[[], object]:
    def load() -> object:
        found = entry.load()
        return found() if callable(found) and not inspect.isclass(found) else found

    return load


def _file_loader(path: Path) -> Callable[[], object]:
    def load() -> list[type[AnyTool]]:
        # The name cannot clash with an installed module, and two folders may hold one file name.
        name = f"weft_plugin_{path.stem}_{zlib.crc32(str(path.resolve()).encode()):x}"
        spec = importlib.util.spec_from_file_location(name, path)
        if spec is None or spec.loader is None:
            raise RegistryError("this file cannot be loaded as Python")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        try:
            spec.loader.exec_module(module)
        except BaseException:
            del sys.modules[name]
            raise
        return defined_tools(module)

    return load


def defined_tools(module: ModuleType) -> list[type[AnyTool]]:
    """The tools that a module itself defines, not those that it imports, in its order.

    A name with an underscore is a base that several tools share.
    """
    return [
        value
        for name, value in vars(module).items()
        if not name.startswith("_")
        and inspect.isclass(value)
        and issubclass(value, Tool)
        and not inspect.isabstract(value)
        and value.__module__ == module.__name__
    ]


def _offered(found: object) -> Iterable[object]:
    if inspect.isclass(found):
        return [found]
    if not isinstance(found, Iterable):
        raise RegistryError(f"an entry point of {GROUP} gives tool classes, not {found!r}")
    return found


def _sound(tool: Any) -> type[AnyTool]:
    """The tool, if it can be put into a palette without failing there."""
    if not (inspect.isclass(tool) and issubclass(tool, Tool)):
        raise RegistryError(f"{tool!r} is no class of a tool; derive it from Tool")
    if inspect.isabstract(tool):
        missing = ", ".join(sorted(tool.__abstractmethods__))
        raise RegistryError(f"{tool.__name__} does not define {missing}")
    for name in ("id", "label", "category"):
        if not isinstance(getattr(tool, name, None), str):
            raise RegistryError(f"{tool.__name__} does not set {name}")
    if "." not in tool.id:
        raise RegistryError(f"{tool.__name__}: the id {tool.id!r} lacks the pack's name and a dot in front")
    return tool


def _problem(pack: str, error: BaseException) -> PackProblem:
    reason = str(error) or "no reason was given"
    if not isinstance(error, RegistryError):
        reason = f"{type(error).__name__}: {reason}"
    lines = "".join(traceback.format_exception(error))
    return PackProblem(pack, f"the pack cannot be loaded: {reason}", lines)


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        # The parent of a dotted name is missing, or a half-imported module has no spec.
        return False


def _distribution(tool: type[AnyTool]) -> str:
    """The name under which the tool's package was installed, to name its extra."""
    package = tool.__module__.partition(".")[0]
    if package in ("weft_nodes", "weft"):
        return "weft"
    names = importlib.metadata.packages_distributions().get(package, [])
    return names[0] if names else ""
