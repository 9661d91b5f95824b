"""The names of timm's models, read from its sources: importing it takes seconds, for torch comes along."""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_REGISTERED = re.compile(rb"^@register_model\b.*\n(?:@.*\n)*def (\w+)\(", re.MULTILINE)
_DEPRECATED = re.compile(rb"^register_model_deprecations\(__name__, \{(.*?)^\}\)", re.MULTILINE | re.DOTALL)
_KEY = re.compile(rb"^\s*['\"](\w+)['\"]\s*:", re.MULTILINE)


@cache
def architectures() -> frozenset[str]:
    """Every model of the installed timm, old names that it still takes included, without tags.

    The sources do not change while a program runs, and reading them takes some 50 ms, so they are
    read once. Empty where timm is not installed.
    """
    spec = find_spec("timm")
    folders = (spec.submodule_search_locations if spec else None) or ()
    found: set[bytes] = set()
    for file in (file for folder in folders for file in Path(folder, "models").glob("*.py")):
        source = file.read_bytes()
        found.update(_REGISTERED.findall(source))
        for block in _DEPRECATED.findall(source):
            found.update(_KEY.findall(block))
    return frozenset(name.decode() for name in found)
