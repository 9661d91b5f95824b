"""Networks computed by torch. Imports torch."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator

import numpy as np
import torch
from torch import nn

from weft_nodes._vision.engines.engine import Beat, Engine, filled
from weft_nodes._vision.features.features import Rows
from weft_nodes._vision.gpu.sending import Returning, Sender
from weft_nodes._vision.learning.learner import precision
from weft_nodes._vision.learning.pace import hooked
from weft_nodes._vision.networks.network import Network
from weft_nodes._vision.networks.preprocess import Pixels, Preprocess


class TorchEngine(Engine):
    """Calls a function that calls a module, which beats at every layer.

    A GPU is given the next batch before the rows of the last one are waited for, so that it never rests.
    """

    def __init__(
        self,
        module: nn.Module,
        look: Callable[[torch.Tensor], torch.Tensor],
        device: torch.device,
        batch: int,
        ahead: int | None = None,
    ) -> None:
        """`look` gives the rows of exactly `batch` pictures that are on the device, where the module is.

        `ahead`: batches that the device is given before the rows of one are waited for; by default one on a
        GPU and none on a CPU, which computes at once.
        """
        self._module, self._look, self._device, self.batch = module, look, device, batch
        self._ahead = int(device.type == "cuda") if ahead is None else ahead

    def stream(self, batches: Iterable[Pixels], beat: Beat) -> Iterator[Rows]:
        sender = Sender(self._device)
        waiting: deque[tuple[int, Returning]] = deque()
        with hooked(self._module, beat):
            for pixels in batches:
                beat()
                waiting.append((len(pixels), self._begin(sender, pixels)))
                if len(waiting) > self._ahead:
                    yield _rows(*waiting.popleft())
            while waiting:
                yield _rows(*waiting.popleft())

    @torch.no_grad()
    def _begin(self, sender: Sender, pixels: Pixels) -> Returning:
        (there,) = sender.receive(sender.send(filled(pixels, self.batch)))
        return sender.fetch(self._look(there))


def _rows(count: int, returning: Returning) -> Rows:
    rows: Rows = np.asarray(returning.wait()[:count].numpy())
    return rows


def of_features(
    network: Network, preprocess: Preprocess, device: torch.device, batch: int = 32
) -> TorchEngine:
    """What gives the features of a frozen network that is on the device, in evaluation mode."""

    def look(pixels: torch.Tensor) -> torch.Tensor:
        with precision(device):
            found = network.features(preprocess.normalise(pixels))
        return found.float()

    return TorchEngine(network, look, device, batch)
