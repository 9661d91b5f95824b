"""The built-in tools. Every module of a category package is searched; nothing is registered by hand."""

import importlib
import inspect
import pkgutil
from typing import Any

from weft.sdk import Tool


def tools() -> list[type[Tool[Any]]]:
    """Every built-in tool, sorted by id: the entry point `builtin` of the group `weft.tools`."""
    found: set[type[Tool[Any]]] = set()
    for category in pkgutil.iter_modules(__path__, f"{__name__}."):
        # A name with an underscore is a library that tools share; it holds no tool.
        if not category.ispkg or category.name.rpartition(".")[2].startswith("_"):
            continue
        package = importlib.import_module(category.name)
        for module in pkgutil.iter_modules(package.__path__, f"{category.name}."):
            found.update(_defined_in(module.name))
    return sorted(found, key=lambda tool: tool.id)


def _defined_in(name: str) -> list[type[Tool[Any]]]:
    module = importlib.import_module(name)
    return [
        value
        for key, value in vars(module).items()
        if not key.startswith("_")
        and inspect.isclass(value)
        and issubclass(value, Tool)
        and not inspect.isabstract(value)
        and value.__module__ == name
    ]
