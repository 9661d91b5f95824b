from collections.abc import Iterator

import numpy as np
import pytest
import torch
from torch import nn

from weft.sdk import Cancelled
from weft_nodes._vision.engines.torch_engine import TorchEngine
from weft_nodes._vision.gpu.sending import Sender
from weft_nodes._vision.networks.preprocess import Pixels

CPU = torch.device("cpu")


class Sums(nn.Module):
    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return pixels.float().sum((1, 2))


def engine(ahead: int | None = None) -> TorchEngine:
    module = nn.Sequential(Sums())
    return TorchEngine(module, module, CPU, 4, ahead)


def steps(asked: list[int]) -> Iterator[Pixels]:
    for number, count in enumerate([4, 2, 0, 4, 1]):
        asked.append(number)
        yield np.random.default_rng(number).integers(0, 256, (count, 5, 6, 3), np.uint8)


def nothing() -> None:
    """A beat of somebody who lets things go on."""


def test_a_device_that_is_given_batches_ahead_says_the_same_of_each() -> None:
    plain = list(engine().stream(steps([]), nothing))
    ahead = list(engine(2).stream(steps([]), nothing))
    assert [len(rows) for rows in ahead] == [4, 2, 0, 4, 1]
    assert all(map(np.array_equal, plain, ahead))


@pytest.mark.parametrize(("ahead", "expected"), [(None, 1), (1, 2)])
def test_so_many_batches_are_begun_before_the_rows_of_the_first_are_given(
    ahead: int | None, expected: int
) -> None:
    asked: list[int] = []
    next(engine(ahead).stream(steps(asked), nothing))
    assert len(asked) == expected


def test_a_cancellation_ends_a_stream_with_batches_under_way() -> None:
    asked: list[int] = []

    def beat() -> None:
        if len(asked) == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        list(engine(1).stream(steps(asked), beat))


def test_arrays_and_tensors_arrive_in_their_order_and_come_back() -> None:
    sender = Sender(CPU)
    values, held = np.arange(6, dtype=np.int64), torch.ones(2)
    first, second = sender.receive(sender.send(values, held))
    assert np.array_equal(first.numpy(), values)
    assert second is held
    assert torch.equal(sender.fetch(first).wait(), first)
