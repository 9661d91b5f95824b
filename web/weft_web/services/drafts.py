"""Drafts: work that was not saved yet. They survive a crash of the browser, the service and the machine."""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from weft.document.files import dumps, replace_file
from weft_web.messages.workflows import Draft
from weft_web.services.core import Core


@dataclass(frozen=True)
class Drafts:
    """The drafts of a workspace, one a workflow."""

    core: Core

    def list(self) -> list[Draft]:
        """All drafts, the newest first. One that cannot be read is left out, and left where it is."""
        found = [self._read(path) for path in self._folder.glob("*.json")] if self._folder.is_dir() else []
        return sorted((each for each in found if each is not None), key=lambda each: -each.saved)

    def put(self, path: str, draft: Draft) -> Draft:
        """Keep a draft in place of an older one of the same workflow.

        Raises:
            RefusedError: The path is not one of the workspace.
            DocumentError: It holds what cannot be written down.
        """
        self.core.workflow_path(path)
        dumps(draft.document)
        kept = draft.model_copy(update={"path": PurePosixPath(path).as_posix(), "saved": time.time()})
        self._write(kept)
        return kept

    def remove(self, path: str) -> None:
        """Forget the draft of a workflow, where there is one."""
        self._place(path).unlink(missing_ok=True)

    def move(self, path: str, new: str) -> None:
        """Let the draft of a workflow, where there is one, be that of its new name."""
        found = self._read(self._place(path))
        if found is not None:
            self._write(found.model_copy(update={"path": PurePosixPath(new).as_posix()}))
            self.remove(path)

    @property
    def _folder(self) -> Path:
        return self.core.store.root / "drafts"

    def _place(self, path: str) -> Path:
        name = PurePosixPath(path).as_posix()
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()[:24]}.json"

    def _write(self, draft: Draft) -> None:
        with self.core.store.writing():
            self._folder.mkdir(parents=True, exist_ok=True)
            replace_file(self._place(draft.path), draft.model_dump_json(by_alias=True).encode())

    def _read(self, path: Path) -> Draft | None:
        try:
            return Draft.model_validate_json(path.read_bytes())
        except (OSError, ValueError):
            return None
