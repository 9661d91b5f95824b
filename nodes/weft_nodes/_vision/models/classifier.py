"""A trained classifier: its card, its bytes, its predictions. Imports torch."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch

from weft.sdk import CARD_KEY, ToolError
from weft_nodes._vision.models.card import (
    FORMAT,
    KIND,
    Card,
    ClassFigures,
    class_values,
    library_versions,
    model_table,
    read,
)
from weft_nodes._vision.networks.network import Network, Shape, rebuild
from weft_nodes._vision.networks.preprocess import Pixels
from weft_nodes._vision.networks.zoo import find

__all__ = [
    "FORMAT",
    "KIND",
    "Card",
    "ClassFigures",
    "Classifier",
    "class_values",
    "library_versions",
    "model_table",
    "pick_device",
]


@dataclass(frozen=True)
class Classifier:
    """A network with its card, ready to predict."""

    card: Card
    network: Network

    def pack(self) -> bytes:
        """One safetensors file with the card in its header; equal classifiers give equal bytes."""
        from safetensors.torch import save

        state = {name: t.detach().cpu().contiguous() for name, t in self.network.state_dict().items()}
        packed: bytes = save(state, {CARD_KEY: self.card.model_dump_json()})
        return packed

    @classmethod
    def load(cls, data: bytes, device: str = "cpu") -> "Classifier":
        """What `pack` gave, on a device (`auto`, `cpu`, `cuda`), in evaluation mode.

        Raises:
            ToolError: Not a model of Weft, of another kind, of a newer Weft, or damaged.
        """
        from safetensors import SafetensorError
        from safetensors.torch import load

        card = read(data)
        size = card.preprocess
        shape = Shape(card.outputs, size.width, size.height, card.dropout)
        try:
            network = rebuild(find(card.backbone), shape, card.pretraining, load(data))
        except (SafetensorError, RuntimeError, KeyError) as error:
            raise ToolError(
                f"the model is damaged, or its network {card.backbone} was made by another version of timm "
                f"({card.versions.get('timm', 'unknown')}): {error}"
            ) from error
        return cls(card, network.to(pick_device(device)))

    @property
    def device(self) -> torch.device:
        """Where the network is."""
        return next(self.network.parameters()).device

    @property
    def batch_size(self) -> int:
        """Pictures that the network sees at a time unless told otherwise: more than 8 bring a processor
        nothing, and few are soon done when the user cancels.
        """
        return 128 if self.device.type == "cuda" else 8

    def probabilities(self, pixels: Pixels, batch_size: int | None = None) -> npt.NDArray[np.float32]:
        """uint8 pixels (n, height, width, 3) to what `calibrated` gives (n, outputs).

        The network always sees exactly `batch_size` pictures, the last ones filled up with black:
        on a CPU a picture's probabilities then come out the same to the last bit, whichever pictures
        are beside it. Another batch size can change the fifth decimal (seen between 1 and 8 only).
        """
        device, batch_size = self.device, batch_size or self.batch_size
        found = np.empty((len(pixels), self.card.outputs), np.float32)
        with torch.inference_mode():
            for start in range(0, len(pixels), batch_size):
                some = pixels[start : start + batch_size]
                filled = np.zeros((batch_size, *some.shape[1:]), np.uint8)
                filled[: len(some)] = some
                answers = self.answers(torch.from_numpy(filled).to(device))[: len(some)]
                found[start : start + len(some)] = answers.cpu().numpy()
        return found

    def answers(self, pixels: torch.Tensor) -> torch.Tensor:
        """uint8 pixels (n, height, width, 3) on the device of the network to what `calibrated` gives."""
        return self.calibrated(self.network(self.card.preprocess.normalise(pixels)))

    def calibrated(self, logits: torch.Tensor) -> torch.Tensor:
        """What the network gave (n, outputs) in words of the target.

        Of classes the probabilities, which tell how often an answer is right; of several labels the
        probability of each; of a number how far it is from the mean of T, in standard deviations: 32 bits
        have too few digits for numbers far from zero. `Card.in_unit` tells it in the unit of the label.
        """
        match self.card.target:
            case "classes":
                return (logits / self.card.temperature).softmax(1)
            case "labels":
                return logits.sigmoid()
            case "number":
                return logits


def pick_device(wish: str) -> torch.device:
    """`auto` to the GPU where there is one, else the CPU.

    Raises:
        ToolError: `cuda` was asked for and there is none.
    """
    if wish != "cpu" and torch.cuda.is_available():
        return torch.device("cuda")
    if wish == "cuda":
        raise ToolError("there is no GPU that torch can use; choose the device 'auto' or 'cpu'", "device")
    return torch.device("cpu")
