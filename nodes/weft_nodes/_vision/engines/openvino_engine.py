"""Networks computed by OpenVINO on the CPU, several batches side by side. No torch is imported here."""

import importlib
import importlib.util
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any
from uuid import uuid4

import numpy as np

from weft_nodes._vision.engines.engine import Beat, Engine, filled, patiently
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.networks.preprocess import Pixels

BATCH = 8
"""Pictures at a time: more bring nothing, and few are soon done when the user cancels."""

_WAIT = 100
"""Milliseconds after which a wait looks whether the user wants to stop."""


def available() -> bool:
    """Whether OpenVINO is installed."""
    return importlib.util.find_spec("openvino") is not None


def openvino() -> ModuleType:
    """The library; the reports that it sends on its use are kept back by `weft_nodes._vision`."""
    return importlib.import_module("openvino")


def write(model: Any, file: Path) -> None:
    """Keep a model of OpenVINO as `file` (.xml) and its numbers beside it (.bin), all digits of them."""
    half = file.with_name(f"half-{uuid4().hex}-{file.name}")
    openvino().save_model(model, str(half), compress_to_fp16=False)
    # Whoever sees the graph finds its numbers.
    half.with_suffix(".bin").replace(file.with_suffix(".bin"))
    half.replace(file)


class OpenvinoEngine(Engine):
    """A graph that was kept by `write`: one input of uint8 (n, height, width, 3), one output (n, m)."""

    def __init__(
        self, file: Path, beat: Beat, batch: int = BATCH, ending: Callable[[Any], Any] | None = None
    ) -> None:
        """Read and compile it, which takes from a tenth of a second to a few seconds.

        With an ending, what that makes of the graph.
        """
        self.batch = batch
        compiled = patiently(lambda: _compile(file, batch, ending), beat)
        lanes = compiled.get_property("OPTIMAL_NUMBER_OF_INFER_REQUESTS")
        self._dimensions = int(compiled.output(0).shape[1])
        # One more than run side by side, so that none has to wait for this thread.
        self._requests = [compiled.create_infer_request() for _ in range(lanes + 1)]

    def stream(self, batches: Iterable[Pixels], beat: Beat) -> Iterator[Rows]:
        running: deque[tuple[Any, Pixels, int]] = deque()
        idle = list(self._requests)
        try:
            for pixels in batches:
                if len(running) == len(self._requests):
                    yield self._finish(running, idle, beat)
                if not len(pixels):
                    running.append((None, pixels, 0))
                    continue
                full = filled(pixels, self.batch)
                request = idle.pop()
                # The array stays alive beside its request: it is not copied.
                running.append((request, full, len(pixels)))
                request.start_async({0: full}, share_inputs=True)
            while running:
                yield self._finish(running, idle, beat)
        finally:
            begun = [request for request, _, count in running if count]
            for request in begun:
                request.cancel()
            for request in begun:
                # A request tells by an error that it ended because it was cancelled.
                with suppress(RuntimeError):
                    request.wait()

    def _finish(self, running: "deque[tuple[Any, Pixels, int]]", idle: list[Any], beat: Beat) -> Rows:
        request, _, count = running[0]
        beat()
        if not count:
            running.popleft()
            return np.zeros((0, self._dimensions), np.float32)
        while not request.wait_for(_WAIT):
            beat()
        rows = np.array(request.get_output_tensor(0).data[:count])
        running.popleft()
        idle.append(request)
        return rows


def _compile(file: Path, batch: int, ending: Callable[[Any], Any] | None) -> Any:
    library = openvino()
    core = library.Core()
    model = core.read_model(str(file))
    if ending is not None:
        model = ending(model)
    model.reshape({0: [batch, *model.input(0).partial_shape.get_min_shape()[1:]]})
    settings = {
        # Each batch is computed by one core: batches side by side need no waiting for each other.
        "PERFORMANCE_HINT": "THROUGHPUT",
        # Processors that have bfloat16 would round to it.
        "INFERENCE_PRECISION_HINT": "f32",
        # Cores are shared with the threads that decode pictures, and with other programs.
        "ENABLE_CPU_PINNING": False,
    }
    return core.compile_model(model, "CPU", settings)
