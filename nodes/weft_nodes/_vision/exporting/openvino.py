"""OpenVINO: a graph (`.xml`) and its numbers (`.bin`), for processors and devices of Intel. Imports torch."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

from weft_nodes._vision.engines.openvino_engine import openvino as library
from weft_nodes._vision.exporting import onnx
from weft_nodes._vision.exporting.graph import Graph
from weft_nodes._vision.exporting.parity import Judge, Probabilities

if TYPE_CHECKING:
    from weft_nodes._vision.networks.preprocess import Pixels

_SECTION = "weft"
"""Where the facts stand in the model's runtime information."""


def write(graph: Graph, facts: dict[str, str], folder: Path) -> tuple[Path, ...]:
    """Write `model.xml` and `model.bin` into a folder.

    It goes by way of ONNX: OpenVINO reads that in a moment, and torch's graphs in up to 15 s.

    Raises:
        ToolError: The network is too large for ONNX.
    """
    (middle,) = onnx.write(graph, {}, folder)
    model = library().Core().read_model(str(middle))
    for name, text in facts.items():
        model.set_rt_info(text, [_SECTION, name])
    files = folder / "model.xml", folder / "model.bin"
    library().serialize(model, *map(str, files))
    del model  # it maps the file of ONNX
    middle.unlink()
    return files


def reader(files: tuple[Path, ...]) -> Judge:
    """What OpenVINO makes of the written files, on the CPU, in float32."""
    core = library().Core()
    model = core.read_model(*map(str, files))
    # On processors that have bfloat16, OpenVINO would round to it.
    compiled = core.compile_model(model, "CPU", {"INFERENCE_PRECISION_HINT": "f32"})

    def judge(pixels: "Pixels") -> Probabilities:
        return cast(Probabilities, compiled(pixels)[0])

    return judge
