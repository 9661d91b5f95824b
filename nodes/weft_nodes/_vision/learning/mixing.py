"""Mixed pictures: each is laid over another of its batch, and shall be recognised as both, in shares.

For long trainings, which else learn the training pictures by heart. Imports torch.
"""

from dataclasses import dataclass

import numpy as np
import torch


@dataclass(frozen=True)
class Mixture:
    """A batch of inputs (n, ...), each the mean of two, weighted by `share` and the rest.

    Attributes:
        inputs: The mixed ones.
        partners: (n,) which example of the batch is laid over each.
        share: Of the example itself, 0.5 to 1.
    """

    inputs: torch.Tensor
    partners: torch.Tensor
    share: float


def mix(inputs: torch.Tensor, strength: float, generator: torch.Generator) -> Mixture:
    """Lay a batch over itself in another order; a strength of 0.2 mostly leaves one of two alone.

    The share is drawn from the distribution Beta(strength, strength), as is usual.
    """
    seed = int(torch.randint(2**31, (1,), generator=generator))
    drawn = float(np.random.default_rng(seed).beta(strength, strength))
    share = max(drawn, 1 - drawn)
    partners = torch.randperm(len(inputs), generator=generator).to(inputs.device)
    return Mixture(torch.lerp(inputs[partners], inputs, share), partners, share)
