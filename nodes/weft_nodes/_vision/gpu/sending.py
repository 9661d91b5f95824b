"""Sends batches to a device while it works: from page-locked memory, on its own stream. Imports torch."""

from dataclasses import dataclass
from typing import Any

import numpy.typing as npt
import torch


@dataclass(frozen=True)
class Sent:
    """Tensors that are on their way to a device."""

    tensors: tuple[torch.Tensor, ...]
    arrival: torch.Event | None


@dataclass(frozen=True)
class Returning:
    """A tensor that comes back from a device."""

    tensor: torch.Tensor
    arrival: torch.cuda.Event | None

    def wait(self) -> torch.Tensor:
        """The tensor on the CPU, once it is there."""
        if self.arrival is not None:
            self.arrival.synchronize()
        return self.tensor


class Sender:
    """Any thread may send; who received the tensors may work with them at once, on its own stream."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self._stream = _stream_of(device) if device.type == "cuda" else None

    def send(self, *values: npt.NDArray[Any] | torch.Tensor) -> Sent:
        """Start to send; does not wait. What is on the device already stays as it is."""
        tensors = [value if isinstance(value, torch.Tensor) else torch.from_numpy(value) for value in values]
        if self._stream is None:
            return Sent(tuple(tensor.to(self._device) for tensor in tensors), None)
        with torch.cuda.stream(self._stream):
            # Only from page-locked memory is a copy made without the processor.
            moved = tuple(tensor if tensor.is_cuda else self._move(tensor) for tensor in tensors)
            arrival = self._stream.record_event()
        return Sent(moved, arrival)

    def receive(self, sent: Sent) -> tuple[torch.Tensor, ...]:
        """What was sent; work that is asked for from now on waits for its arrival."""
        if sent.arrival is not None:
            stream = torch.cuda.current_stream(self._device)
            stream.wait_event(sent.arrival)
            for tensor in sent.tensors:
                # Its memory was taken on the other stream, and may be given away again only after this one.
                tensor.record_stream(stream)
        return sent.tensors

    def fetch(self, found: torch.Tensor) -> Returning:
        """Start to bring a result back to the CPU; does not wait for it to be computed."""
        if self._stream is None:
            return Returning(found.cpu(), None)
        back = found.to("cpu", non_blocking=True)  # torch takes page-locked memory for it
        return Returning(back, torch.cuda.current_stream(self._device).record_event())

    def _move(self, tensor: torch.Tensor) -> torch.Tensor:
        return tensor.pin_memory().to(self._device, non_blocking=True)


def _stream_of(device: torch.device) -> torch.cuda.Stream:
    stream: torch.cuda.Stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
    return stream
