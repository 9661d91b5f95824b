"""`run.json`: what a run was asked to do, written down before it starts."""

import json
import time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from weft.document.complaints import complaints
from weft.document.model import Document
from weft.document.text import loads
from weft.errors import DocumentError
from weft.events import RunStarted
from weft.run.workflow import new_run_name
from weft.storage.files import write_whole
from weft_web.messages.runs import RunRequest
from weft_web.messages.worker import Order
from weft_web.services.core import ConflictError, Core

NAME = "run.json"


class RunRecord(BaseModel):
    """What a run was asked to do, and whether it was taken up. How it ended stands in its journal."""

    model_config = ConfigDict(frozen=True)

    id: str
    path: str
    document: dict[str, Any]
    """As it came: a list of runs must not cost the checking of all their documents."""
    parameters: dict[str, JsonValue]
    only: tuple[str, ...]
    force: tuple[str, ...]
    use_cache: bool
    created: float
    status: Literal["queued", "running"] = "queued"
    server: str
    """The server that has it in its queue."""
    key: str | None = None
    """The `Idempotency-Key` that it was asked for with."""

    @classmethod
    def of(cls, asked: RunRequest, server: str, key: str | None = None) -> "RunRecord":
        """The record of a new run."""
        return cls(
            **asked.model_dump(mode="json", by_alias=True),
            id=new_run_name(),
            created=time.time(),
            server=server,
            key=key,
        )

    @property
    def title(self) -> str:
        """The title of the workflow, or the name of its file."""
        return str(self.document.get("title") or "") or file_title(self.path)

    def asked(self) -> RunRequest:
        """The request that the run came of.

        Raises:
            DamagedRecordError: Its workflow or something else in it is none any more.
        """
        try:
            return RunRequest(
                path=self.path,
                document=self.read_document(),
                parameters=self.parameters,
                only=self.only,
                force=self.force,
                use_cache=self.use_cache,
            )
        except DocumentError as error:
            raise DamagedRecordError(" ".join(str(error).split())) from error
        except ValidationError as error:
            raise DamagedRecordError(complaints(error)[0].removeprefix(": ")) from error

    def read_document(self) -> Document:
        """The workflow, in today's format.

        Raises:
            DocumentError: It is of a newer Weft.
        """
        return loads(json.dumps(self.document))

    def order(self, core: Core) -> Order:
        """What its worker is told."""
        plugins = core.settings.plugins
        return Order(
            run=self.id,
            workflow=str(core.workflow_path(self.path).absolute()),
            store=str(core.store.root.absolute()),
            plugins=str(plugins.absolute()) if plugins else None,
            document=self.document,
            parameters=self.parameters,
            only=self.only,
            force=self.force,
            use_cache=self.use_cache,
        )

    def opening(self, core: Core) -> RunStarted:
        """The first event, for a run that could not tell it itself."""
        # Not checked: this is told of runs whose file is where none may be any more, too.
        return RunStarted(workflow=str((core.settings.workspace / self.path).absolute()), targets=self.only)

    def write(self, folder: Path) -> None:
        """Write it into the folder of the run."""
        write_record(folder, self.model_dump_json())


def write_record(folder: Path, text: str) -> None:
    """Write the text of a record into the folder of its run."""
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / NAME, text)


class DamagedRecordError(ConflictError):
    """The file of a record is there and cannot be read; the sentence says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"what this run was asked to do cannot be read: its {NAME} is damaged ({reason}), so it cannot be"
            " resumed; run the workflow again"
        )


def read_record(folder: Path) -> RunRecord | None:
    """The record of a run; None for one of the command line.

    Raises:
        DamagedRecordError: There is one that cannot be read.
    """
    try:
        data = (folder / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DamagedRecordError(error.strerror or str(error)) from error
    try:
        return RunRecord.model_validate_json(data)
    except ValidationError as error:
        raise DamagedRecordError(complaints(error)[0].removeprefix(": ")) from error


def file_title(path: str) -> str:
    """The name of a workflow file without what all of them end in."""
    return Path(path).name.removesuffix(".json").removesuffix(".workflow")
