"""One picture through a model, by the tool that predicts in a run, so that both say the same."""

import base64
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa

from weft.registry.discovery import discover, library_problem
from weft.registry.registry import AnyTool
from weft.sdk import (
    CancelToken,
    Inputs,
    ModelType,
    RunContext,
    TableInput,
    ToolError,
    picture_array,
    read_card,
)
from weft.storage.folder import FolderStore

_TOOL = "weft.predict"
_WARM = 2
"""Models that stay loaded; the largest take half a gigabyte each."""
_SCORE = "Score_"


class Judge:
    """Keeps the models that were used last."""

    def __init__(self, plugins: Path | None) -> None:
        self._plugins = plugins
        self._warm: dict[str, tuple[AnyTool, list[str]]] = {}

    def judge(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The probabilities of all classes, in the order of the model's card.

        Raises:
            ToolError: The model cannot be used, or the picture cannot be read.
        """
        started = time.monotonic()
        heard = _Heard()
        batch = pa.record_batch({"picture": picture_array([base64.b64decode(request["picture"])])})
        with _context(heard) as ctx:
            tool, classes = self._opened(request, ctx)
            record = tool.process(batch, ctx)
        scores = [record.column(f"{_SCORE}{name}")[0].as_py() for name in classes]
        if any(score is None for score in scores):
            raise ToolError(heard.complaint or "the picture could not be read")
        return {"classes": classes, "scores": scores, "seconds": time.monotonic() - started}

    def warm(self, request: Mapping[str, Any]) -> None:
        """Load a model, so that the first picture does not wait for it.

        Raises:
            ToolError: It cannot be used.
        """
        with _context(_Heard()) as ctx:
            self._opened(request, ctx)

    def _opened(self, request: Mapping[str, Any], ctx: RunContext) -> tuple[Any, list[str]]:
        digest = request["hash"]
        found = self._warm.pop(digest, None) or self._open(_model(request), ctx)
        self._warm[digest] = found
        while len(self._warm) > _WARM:
            old, _ = self._warm.pop(next(iter(self._warm)))
            old.close()
        return found

    def _open(self, model: bytes, ctx: RunContext) -> tuple[AnyTool, list[str]]:
        kind = discover(self._plugins).get(_TOOL)
        if kind is None:
            raise ToolError(f"there is no tool {_TOOL!r}, which judges pictures")
        if (missing := library_problem(kind)) is not None:
            raise ToolError(missing)
        if read_card(model).get("target") == "number":
            raise ToolError("this model gives a number, which Image Recognition Predict tells of pictures")
        tool = kind(kind.Config.model_validate({"scores": True}))
        cell = pa.ExtensionArray.from_storage(ModelType.of(model), pa.array([model], pa.large_binary()))
        nothing = pa.table({"picture": picture_array([])})
        tool.open(
            Inputs({"data": [TableInput(nothing)], "model": [TableInput(pa.table({"model": cell}))]}), ctx
        )
        classes = read_card(model).get("classes")
        return tool, [str(name) for name in classes] if isinstance(classes, list) else []


class _Heard:
    """A reporter that remembers why a picture was not judged."""

    def __init__(self) -> None:
        self.complaint = ""

    def progress(self, done: float, total: float | None, message: str) -> None:
        """Nobody watches."""

    def metric(self, name: str, step: int, value: float) -> None:
        """Nobody watches."""

    def info(self, message: str) -> None:
        """Nobody watches."""

    def warn(self, message: str, rows: int, example: str) -> None:
        """The example names the record first, and there is only one."""
        self.complaint = example.partition(": ")[2] or example or message


def _model(request: Mapping[str, Any]) -> bytes:
    store = FolderStore(Path(request["store"]))
    opened = store.open if request["complete"] else store.open_preview
    cell = opened(request["key"], request["node"], request["anchor"]).column(request["column"])[
        request["row"]
    ]
    return bytes(cell.as_py())


@contextmanager
def _context(heard: _Heard) -> Iterator[RunContext]:
    with tempfile.TemporaryDirectory() as name, ThreadPoolExecutor(1) as pool:
        folder = Path(name)
        yield RunContext(folder, folder / "work", folder / "kept", heard, CancelToken(), pool, threads=1)
