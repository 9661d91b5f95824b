"""What hatch does before it packs: the page is built, and the sample workflows come along."""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).parent))

from build_page import build_page

UNPACKED = {"results", "pictures", "__pycache__", ".weft"}
"""Folders of a sample that its user makes."""


class PageHook(BuildHookInterface[Any]):
    """Called by hatch for a wheel, and for an install that can be edited."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page; name the files that are packed from other places."""
        build_page()
        if self.target_name == "wheel" and version != "editable":
            build_data["force_include"] |= samples(Path(self.root) / "workflows")


def samples(folder: Path) -> dict[str, str]:
    """The files of the samples, and where they stand in the package."""
    found = (path for path in folder.glob("*/**/*") if path.is_file())
    return {
        str(path): f"weft_web/samples/{path.relative_to(folder).as_posix()}"
        for path in found
        if not UNPACKED.intersection(path.relative_to(folder).parts)
    }
