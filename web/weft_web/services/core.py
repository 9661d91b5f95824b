"""The workspace: its folder, its store and the tools; what every other service stands on."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from weft.errors import WeftError
from weft.registry.discovery import discover
from weft.registry.registry import Registry
from weft.storage.folder import STORE_NAME, FolderStore
from weft_web.settings import Settings


class NotFoundError(WeftError):
    """What was asked for does not exist."""


class RefusedError(WeftError):
    """What was asked for is against a rule, such as a path outside the workspace."""


@dataclass(frozen=True)
class Core:
    """A workspace that is served."""

    settings: Settings
    registry: Registry
    store: FolderStore

    @classmethod
    def open(cls, settings: Settings) -> "Core":
        """Open a workspace; its store is made where there is none.

        Raises:
            StoreError: The store cannot be made.
        """
        store = FolderStore(settings.workspace / STORE_NAME)
        store.prepare()
        return cls(settings, discover(settings.plugins), store)

    def workflow_path(self, path: str) -> Path:
        """The file of a workflow of the workspace; it need not exist.

        Raises:
            RefusedError: The path is not inside the workspace or does not end in `.json`.
        """
        found = inside(self.settings.workspace, path)
        if found.suffix != ".json":
            raise RefusedError(f"{path!r} is no workflow file; its name must end in .workflow.json")
        return found


def inside(root: Path, path: str) -> Path:
    """A path below a root, links followed.

    Raises:
        RefusedError: It leads out of the root.
    """
    parts = PurePosixPath(path).parts
    found = root.joinpath(*parts)
    if PurePosixPath(path).is_absolute() or not found.resolve().is_relative_to(root.resolve()):
        raise RefusedError(f"the path {path!r} leads out of the folder {root.name!r}")
    return found
