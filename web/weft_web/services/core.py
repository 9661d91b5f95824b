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


class ConflictError(WeftError):
    """What was asked for does not fit what is there, such as a new file under a name that is taken."""


class GoneError(WeftError):
    """A folder that is served is not there any more."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"the folder {folder} is gone: it was moved, renamed or removed while `weft serve` worked in it;"
            " bring it back, or end `weft serve` and start it on the new place. Nothing is written until then"
        )


class BusyError(WeftError):
    """What was asked for cannot be done now; it may be possible later."""


class ChangedError(ConflictError):
    """A file is not as the asker knew it; `revision` is that of the file now, None where it is gone."""

    def __init__(self, message: str, revision: str | None) -> None:
        super().__init__(message)
        self.revision = revision


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

    def check_present(self) -> None:
        """Raise `GoneError` where the workspace is gone: it must not be made anew where it was."""
        if not self.settings.workspace.is_dir():
            raise GoneError(self.settings.workspace)

    def workflow_path(self, path: str) -> Path:
        """The file of a workflow of the workspace; it need not exist.

        Raises:
            RefusedError: The path is not inside the workspace, is hidden, or does not end in `.json`.
        """
        found = visible(self.settings.workspace, path)
        if found.suffix != ".json":
            raise RefusedError(f"{path!r} is no workflow file; its name must end in .workflow.json")
        return found


def inside(root: Path, path: str) -> Path:
    """A path below a root, links followed.

    Raises:
        RefusedError: It leads out of the root, or nowhere.
    """
    if "\0" in path:
        raise RefusedError("a path holds no zero byte")
    if any("\ud800" <= char <= "\udfff" for char in path):
        raise RefusedError(f"the path {path!r} holds half of a letter, which no file name can")
    parts = PurePosixPath(path).parts
    found = root.joinpath(*parts)
    try:
        target = found.resolve()
    except RuntimeError as error:  # of Python before 3.13; later ones find no file there
        raise RefusedError(f"the links in the path {path!r} go round in a circle") from error
    if PurePosixPath(path).is_absolute() or not target.is_relative_to(root.resolve()):
        raise RefusedError(f"the path {path!r} leads out of the folder {root.name!r}")
    return found


def visible(root: Path, path: str) -> Path:
    """A path below a root whose every part is to be seen: `.weft`, `.git` and the like are nobody's.

    Raises:
        RefusedError: It leads out of the root, or a part of it is hidden.
    """
    if any(part.startswith(".") for part in PurePosixPath(path).parts):
        raise RefusedError(f"the path {path!r} is hidden; names that begin with a dot are left alone")
    return inside(root, path)


def readable(name: str) -> str:
    """A name of a file as it may be told: with marks in place of what is no UTF-8 on disk."""
    return name.encode(errors="replace").decode()
