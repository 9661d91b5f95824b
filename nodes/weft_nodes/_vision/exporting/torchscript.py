"""TorchScript: one file, for programs in C++ or Python that have torch but not Weft. Imports torch."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import torch

from weft_nodes._vision.exporting.graph import Graph
from weft_nodes._vision.exporting.parity import Judge, Probabilities

if TYPE_CHECKING:
    from weft_nodes._vision.networks.preprocess import Pixels

_JIT: Any = torch.jit
"""Torch gives it no types any more."""

FACTS = "weft.json"
"""The name of the file inside the file that holds the facts, as a JSON object."""


def write(graph: Graph, facts: dict[str, str], folder: Path) -> tuple[Path, ...]:
    """Write `model.pt` into a folder."""
    path = folder / "model.pt"
    with _without_advice(), torch.inference_mode():
        # Traced, not compiled from its source: networks of timm are not written for that.
        traced = _JIT.trace(graph, graph.example(), check_trace=False)
        _JIT.save(traced, path, {FACTS: json.dumps(facts, ensure_ascii=False)})
    return (path,)


def reader(files: tuple[Path, ...]) -> Judge:
    """What torch makes of a written file, on the CPU."""
    with _without_advice():
        module = _JIT.load(str(files[0]), "cpu")

    def judge(pixels: "Pixels") -> Probabilities:
        with torch.inference_mode():
            return cast(Probabilities, module(torch.from_numpy(pixels)).numpy())

    return judge


@contextmanager
def _without_advice() -> Iterator[None]:
    """Torch advises to leave TorchScript; the user asked for this format."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "`?torch.jit", FutureWarning)
        warnings.filterwarnings("ignore", category=_JIT.TracerWarning)
        yield
