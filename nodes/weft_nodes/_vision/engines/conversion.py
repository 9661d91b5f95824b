"""From torch to OpenVINO: a graph from plain pixels to rows of numbers, kept as a file. Imports torch."""

import copy
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

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
        self.network, self._preprocess = settled(network, preprocess), preprocess

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.network.features(self._preprocess.normalise(pictures))


def settled(network: Network, size: Preprocess) -> Network:
    """The network; a copy that is settled on the size of the pictures where it takes any size.

    A transformer that does so stretches its table of positions anew for each batch, and OpenVINO
    stretches differently: probabilities were off by 0.03.
    """
    if getattr(network.backbone, "dynamic_img_size", False) and hasattr(network.backbone, "set_input_size"):
        network = copy.deepcopy(network)
        cast(Any, network.backbone).set_input_size((size.height, size.width))
    return network


class ConversionError(Exception):
    """OpenVINO cannot take over a network; says why in one line."""


def convert(graph: nn.Module, preprocess: Preprocess, file: Path, beat: Beat) -> None:
    """Keep a module of torch as `file`; it takes uint8 pixels (n, height, width, 3) on the CPU.

    Its numbers are no longer to learn afterwards.

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
            traced = _traced(graph.eval().requires_grad_(False), example)
            model = library.convert_model(
                traced, example_input=example, input=[([-1, *size], library.Type.u8)]
            )
        openvino_engine.write(model, file)

    try:
        patiently(work, beat)
    except Cancelled:
        raise
    except Exception as error:  # both libraries raise whatever they like at what they do not know
        lines = str(error).strip().splitlines()
        raise ConversionError(lines[0] if lines else type(error).__name__) from error


def _traced(graph: nn.Module, example: torch.Tensor) -> Any:
    """What a module does, as a function whose constants are its numbers.

    OpenVINO would trace the module itself, layer by layer and, to be sure, twice more: for Resnet50V2 that
    takes more than twice as long and gives the same graph, which is compared with torch here anyway.
    """
    trace: Callable[..., Any] = torch.jit.trace
    return trace(lambda pictures: graph(pictures), example, strict=False, check_trace=False)
