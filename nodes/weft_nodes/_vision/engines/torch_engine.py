"""Networks computed by torch. Imports torch."""

from collections.abc import Callable, Iterable, Iterator

import torch
from torch import nn

from weft_nodes._vision.engines.engine import Beat, Engine, filled
from weft_nodes._vision.features import Rows
from weft_nodes._vision.learner import precision
from weft_nodes._vision.network import Network
from weft_nodes._vision.pace import hooked
from weft_nodes._vision.preprocess import Pixels, Preprocess


class TorchEngine(Engine):
    """Calls a function that calls a module, which beats at every layer."""

    def __init__(self, module: nn.Module, look: Callable[[Pixels], Rows], batch: int) -> None:
        """`look` gives the rows of exactly `batch` pictures."""
        self._module, self._look, self.batch = module, look, batch

    def stream(self, batches: Iterable[Pixels], beat: Beat) -> Iterator[Rows]:
        with hooked(self._module, beat):
            for pixels in batches:
                beat()
                yield self._look(filled(pixels, self.batch))[: len(pixels)]


def of_features(
    network: Network, preprocess: Preprocess, device: torch.device, batch: int = 32
) -> TorchEngine:
    """What gives the features of a frozen network that is on the device, in evaluation mode."""

    @torch.no_grad()
    def look(pixels: Pixels) -> Rows:
        with precision(device):
            found = network.features(preprocess.normalise(torch.from_numpy(pixels).to(device)))
        return found.float().cpu().numpy()

    return TorchEngine(network, look, batch)
