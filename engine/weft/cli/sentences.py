"""What a command of another package says of itself, read from its source: nothing of it is imported."""

import ast
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec, PathFinder
from importlib.metadata import EntryPoint


def sentence_of(entry: EntryPoint) -> str | None:
    """The docstring of the function that an entry point names; None where its source tells none."""
    spec = _find(entry.module)
    source = _source(spec) if spec else None
    if source is None:
        return None
    try:
        module = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    for statement in module.body:
        if isinstance(statement, ast.FunctionDef) and statement.name == entry.attr:
            return ast.get_docstring(statement)
    return None


def _find(module: str) -> ModuleSpec | None:
    """Where a module is. importlib.util.find_spec would import the packages that it lies in."""
    spec: ModuleSpec | None = None
    path = None
    name = ""
    for part in module.split("."):
        name = f"{name}.{part}" if name else part
        spec = PathFinder.find_spec(name, path)
        if spec is None:
            return None
        path = spec.submodule_search_locations
    return spec


def _source(spec: ModuleSpec) -> str | None:
    loader = spec.loader
    try:
        return loader.get_source(spec.name) if isinstance(loader, InspectLoader) else None
    except (ImportError, OSError):
        return None
