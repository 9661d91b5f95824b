"""From torch to OpenVINO: a graph from plain pixels to rows of numbers, kept as a file. Imports torch."""

import warnings
from pathlib import Path

import torch
from torch import nn

from weft.sdk import Cancelled
from weft_nodes._vision.engines import openvino_engine
from weft_nodes._vision.engines.engine import Beat, patiently
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.preprocess import Preprocess


class FeatureGraph(nn.Module):
    """uint8 pixels (n, height, width, 3) to the features of a network (n, dimensions)."""

    def __init__(self, network: Network, preprocess: Preprocess) -> None:
        super().__init__()
        self.network, self._preprocess = network, preprocess

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.network.features(self._preprocess.normalise(pictures))


class ConversionError(Exception):
    """OpenVINO cannot take over a network; says why in one line."""


def convert(graph: nn.Module, preprocess: Preprocess, file: Path, beat: Beat) -> None:
    """Keep a module of torch as `file`; it takes uint8 pixels (n, height, width, 3) on the CPU.

    Raises:
        ConversionError: OpenVINO does not know what the module does.
    """
    size = (preprocess.height, preprocess.width, 3)

    def work() -> None:
        library = openvino_engine.openvino()
        # Two pictures: of one, the number would be taken for fixed.
        example = torch.zeros((2, *size), dtype=torch.uint8)
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = library.convert_model(
                graph.eval(), example_input=example, input=[([-1, *size], library.Type.u8)]
            )
        openvino_engine.write(model, file)

    try:
        patiently(work, beat)
    except Cancelled:
        raise
    except Exception as error:  # both libraries raise whatever they like at what they do not know
        lines = str(error).strip().splitlines()
        raise ConversionError(lines[0] if lines else type(error).__name__) from error
