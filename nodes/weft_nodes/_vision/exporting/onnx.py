"""ONNX: one file, for ONNX Runtime and many other programs. Imports torch."""

from pathlib import Path
from typing import TYPE_CHECKING, cast

import torch

from weft.sdk import ToolError
from weft_nodes._vision.exporting.graph import INPUT, OUTPUT, Graph
from weft_nodes._vision.exporting.parity import Judge, Probabilities

if TYPE_CHECKING:
    import onnx_ir

    from weft_nodes._vision.networks.preprocess import Pixels

_OPSET = 18
"""Of 2022: what torch writes without a second conversion, and what programs of the last years read."""

_LARGEST = 1_900
"""Megabytes: a file of protobuf ends at 2 GB."""


def write(graph: Graph, facts: dict[str, str], folder: Path) -> tuple[Path, ...]:
    """Write `model.onnx` into a folder.

    Raises:
        ToolError: The network is too large for one file.
    """
    import onnx_ir

    path = folder / "model.onnx"
    model = _converted(graph)
    model.metadata_props.update(facts)
    onnx_ir.save(model, path)
    return (path,)


def _converted(graph: Graph) -> "onnx_ir.Model":
    from onnx_ir.passes.common import ClearMetadataAndDocStringPass

    if graph.megabytes() > _LARGEST:
        raise ToolError(
            f"the network holds {graph.megabytes():,.0f} MB, more than the 2 GB of such a file; "
            "choose the format torchscript",
            "format",
        )
    many = {0: torch.export.Dim("n", min=1)}
    followed = torch.export.export(graph, (graph.example(),), dynamic_shapes=(many,))
    program = torch.onnx.export(
        followed,
        (),
        dynamo=True,
        opset_version=_OPSET,
        input_names=[INPUT],
        output_names=[OUTPUT],
        verbose=False,
    )
    if program is None:  # said by its type alone: without a file it always gives the program
        raise ToolError("torch gave no program")
    model: onnx_ir.Model = program.model
    # Otherwise every node tells in which files of this computer it was met.
    ClearMetadataAndDocStringPass()(model)
    _name_batch(model)
    return model


def _name_batch(model: "onnx_ir.Model") -> None:
    """Call the free dimension `n`, whatever torch counted it as."""
    import onnx_ir

    for value in (*model.graph.inputs, *model.graph.outputs):
        if value.shape is not None:
            value.shape = onnx_ir.Shape(["n", *value.shape[1:]])


def reader(files: tuple[Path, ...]) -> Judge:
    """What ONNX Runtime makes of a written file, on the CPU."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # Threads that wait by spinning cost a shared machine far more than they bring.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(str(files[0]), options, providers=["CPUExecutionProvider"])

    def judge(pixels: "Pixels") -> Probabilities:
        return cast(Probabilities, session.run([OUTPUT], {INPUT: pixels})[0])

    return judge
