"""Gradients and statistics of one module in several processes become the same everywhere. Imports torch."""

from collections.abc import Iterator

import torch
from torch import nn
from torch.nn.modules.batchnorm import _NormBase

from weft_nodes._vision.learning.parallel.group import Group

_BUCKET = 16_000_000
"""Numbers that are added up at a time, if no parameter has more."""


class Sums:
    """Adds up through one buffer, which is taken before the first step: a process whose memory ran out
    between two sums would let all others wait."""

    def __init__(self, group: Group, module: nn.Module, device: torch.device, bucket: int = _BUCKET) -> None:
        self._group, self._module = group, module
        self._learned = [parameter for parameter in module.parameters() if parameter.requires_grad]
        sizes = [tensor.numel() for tensor in (*self._learned, *module.buffers())]
        self._buffer = torch.empty(min(sum(sizes), max(bucket, *sizes)), device=device)

    @torch.no_grad()
    def add_up(self, share: float) -> None:
        """The sum of what the processes have, each times its share of the pictures of a step.

        For gradients of mean losses that is the gradient of the mean loss of all. Statistics of batch
        normalisation, which each process took from its own pictures, become their mean.

        Raises:
            LostError: Another process is gone.
        """
        gradients = [parameter.grad for parameter in self._learned if parameter.grad is not None]
        for bucket in _buckets([*gradients, *_statistics(self._module)], len(self._buffer)):
            flat = self._buffer[: sum(tensor.numel() for tensor in bucket)]
            places = torch.split(flat, [tensor.numel() for tensor in bucket])
            for place, tensor in zip(places, bucket, strict=True):
                # By position and not as it lies in memory, which may differ between processes.
                place.view(tensor.shape).copy_(tensor)
            self._group.add_up(flat.mul_(share))
            for place, tensor in zip(places, bucket, strict=True):
                tensor.copy_(place.view(tensor.shape))


def _statistics(module: nn.Module) -> Iterator[torch.Tensor]:
    """Those of batch normalisations that learn; those that rest must stay to the last bit."""
    for layer in module.modules():
        if isinstance(layer, _NormBase) and layer.training:
            yield from (buffer for buffer in layer.buffers(recurse=False) if buffer.is_floating_point())


def _buckets(tensors: list[torch.Tensor], most: int) -> Iterator[list[torch.Tensor]]:
    """The tensors in their order, together as many as have `most` numbers."""
    bucket: list[torch.Tensor] = []
    size = 0
    for tensor in tensors:
        if bucket and size + tensor.numel() > most:
            yield bucket
            bucket, size = [], 0
        bucket.append(tensor)
        size += tensor.numel()
    if bucket:
        yield bucket
