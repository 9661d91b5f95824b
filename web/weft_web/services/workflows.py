"""Workflow files of the workspace: list, read, save, move, remove."""

import hashlib
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from weft.document.files import dumps, loads, read, save
from weft.document.model import FORMAT, Document
from weft.errors import DocumentError
from weft.storage.memory import carry
from weft_web.messages.workflows import WorkflowEntry, WorkflowFile
from weft_web.services.core import (
    ChangedError,
    ConflictError,
    Core,
    NotFoundError,
    RefusedError,
    inside,
    readable,
)
from weft_web.services.drafts import Drafts
from weft_web.services.walk import files_below

SUFFIX = ".workflow.json"

_MOST_LISTED = 2_000


@dataclass
class Workflows:
    """The workflow files of a workspace. Safe to use from several threads."""

    core: Core
    drafts: Drafts
    _writing: threading.Lock = field(default_factory=threading.Lock)
    """One for all files: a save takes milliseconds, and a rename touches two."""
    _seen: dict[tuple[str, int, int], WorkflowEntry] = field(default_factory=dict)
    """What stood in files, by path, time and size."""

    def list(self) -> list[WorkflowEntry]:
        """All workflow files, in hidden folders none, sorted by path."""
        found = files_below(self.core.settings.workspace, SUFFIX, _MOST_LISTED)
        entries = [entry for path in sorted(found) if (entry := self._entry(path)) is not None]
        # What is gone is forgotten.
        listed = {entry.path: entry for entry in entries}
        self._seen = {key: entry for key, entry in self._seen.items() if listed.get(key[0]) is entry}
        return entries

    def open(self, path: str) -> WorkflowFile:
        """A workflow as it stands on disk.

        Raises:
            NotFoundError: There is no such file.
            DocumentError: It is no workflow.
        """
        file = self._existing(path)
        data = file.read_bytes()
        document = read(data, Path(path))
        return WorkflowFile(
            path=self._name(file),
            revision=revision_of(data),
            modified=file.stat().st_mtime,
            document=document,
        )

    def create(self, path: str, document: Document) -> WorkflowEntry:
        """Write a new file.

        Raises:
            ConflictError: There is one already.
        """
        with self._writing:
            file = self._new(path)
            return self._save(file, document)

    def save(self, path: str, document: Document, known: str) -> WorkflowEntry:
        """Write a workflow over the revision that its editor knew.

        Raises:
            ChangedError: The file is another by now, or gone.
        """
        file = self.core.workflow_path(path)
        with self._writing:
            found = self.revision(path)
            if found is None:
                raise ChangedError(f"{path} is gone from the disk; save it anew or elsewhere", None)
            if found != known:
                raise ChangedError(f"{path} was changed on disk since it was opened", found)
            return self._save(file, document)

    def revision(self, path: str) -> str | None:
        """The revision of a file that is on disk now; None where there is none."""
        file = self.core.workflow_path(path)
        return revision_of(file.read_bytes()) if file.is_file() else None

    def rename(self, path: str, new: str) -> WorkflowEntry:
        """Move a file inside the workspace, or back out of the bin; its draft and its results go along.

        Raises:
            NotFoundError: There is no such file.
            ConflictError: The new name is taken.
        """
        with self._writing:
            binned = self._binned(path)
            old = binned or self._existing(path)
            target = self._new(new)
            old.rename(target)
            if binned is None:
                self.drafts.move(path, new)
                with self.core.store.writing():
                    carry(self.core.store, old, target)
        entry = self._entry(target)
        if entry is None:
            raise NotFoundError(f"there is no workflow {new!r} any more")
        return entry

    def remove(self, path: str) -> str:
        """Move a file to the bin, and forget its draft; gives its place there, from the workspace folder."""
        with self._writing:
            file = self._existing(path)
            self._bin.mkdir(parents=True, exist_ok=True)
            stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
            target = self._bin / f"{stamp}-{file.name}"
            number = 2
            while target.exists():
                target = self._bin / f"{stamp}-{number}-{file.name}"
                number += 1
            file.rename(target)
            self.drafts.remove(path)
        return target.relative_to(self.core.settings.workspace).as_posix()

    def read_text(self, text: str) -> Document:
        """The workflow in a text that was pasted or dropped, in today's format.

        Raises:
            DocumentError: It is none; says where.
        """
        document = loads(text.removeprefix("\ufeff"))
        # Files allow to leave both out; among all the JSON that may be dropped, a workflow has one of them.
        if not {"format", "nodes"} & document.model_fields_set:
            raise DocumentError("this is JSON, but no workflow: it has neither a format nor nodes")
        return document

    @property
    def _bin(self) -> Path:
        return self.core.store.root / "bin"

    def _binned(self, path: str) -> Path | None:
        """A file in the bin, where the path names one."""
        found = inside(self.core.settings.workspace, path)
        return found if found.parent == self._bin and found.is_file() else None

    def _existing(self, path: str) -> Path:
        file = self.core.workflow_path(path)
        if not file.is_file():
            raise NotFoundError(f"there is no workflow {path!r}")
        return file

    def _new(self, path: str) -> Path:
        if not path.endswith(SUFFIX) or PurePosixPath(path).name == SUFFIX:
            raise RefusedError(f"{path!r} is no name of a workflow file; it must end in {SUFFIX}")
        file = self.core.workflow_path(path)
        if file.exists() or file.is_symlink():
            raise ConflictError(f"{path!r} is there already; choose another name")
        file.parent.mkdir(parents=True, exist_ok=True)
        return file

    def _save(self, file: Path, document: Document) -> WorkflowEntry:
        if document.format != FORMAT:
            raise DocumentError(f"the document has format {document.format}; this service writes {FORMAT}")
        save(document, file)
        return self._described(file, document, dumps(document).encode())

    def _entry(self, file: Path) -> WorkflowEntry | None:
        """What is to be listed of a file; None where it has just gone."""
        name = self._name(file)
        if name != file.relative_to(self.core.settings.workspace).as_posix():
            return _unreadable(file, name, "its name is no text in UTF-8, so it cannot be opened; rename it")
        try:
            stat = file.stat()
            key = (name, stat.st_mtime_ns, stat.st_size)
            if key not in self._seen:
                self._seen[key] = self._read_entry(file)
            return self._seen[key]
        except FileNotFoundError:
            return None
        except OSError as error:
            return _unreadable(file, name, str(error.strerror))

    def _read_entry(self, file: Path) -> WorkflowEntry:
        data = file.read_bytes()
        try:
            return self._described(file, read(data, Path(file.name)), data)
        except DocumentError as error:
            entry = self._described(file, Document(), data)
            return entry.model_copy(update={"problem": str(error)})

    def _described(self, file: Path, document: Document, data: bytes) -> WorkflowEntry:
        return WorkflowEntry(
            path=self._name(file),
            title=document.title or _plain_name(file),
            modified=file.stat().st_mtime,
            revision=revision_of(data),
        )

    def _name(self, file: Path) -> str:
        return readable(file.relative_to(self.core.settings.workspace).as_posix())


def _unreadable(file: Path, name: str, problem: str) -> WorkflowEntry:
    """A file that is there, and what keeps it from being opened."""
    return WorkflowEntry(path=name, title=_plain_name(file), modified=0.0, revision="", problem=problem)


def revision_of(data: bytes) -> str:
    """The digest that names what a file holds."""
    return hashlib.sha256(data).hexdigest()[:32]


def _plain_name(file: Path) -> str:
    return readable(file.name).removesuffix(SUFFIX).removesuffix(".json")
