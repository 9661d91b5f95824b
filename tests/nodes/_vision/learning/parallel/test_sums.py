from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest
import torch
from learning_together import CPU
from torch import nn

from weft_nodes._vision.learning.parallel.group import Group
from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.sums import Sums
from weft_nodes._vision.learning.parallel.waiting import LostError, Patience

Result = TypeVar("Result")


pytestmark = pytest.mark.usefixtures("one_thread")


def together(folder: Path, work: Callable[[int, Group], Result], patience: float = 20.0) -> list[Result]:
    """What two members of a group find out at the same time: here on threads, which is quicker."""

    def member(rank: int) -> Result:
        place = Place(rank, 2, CPU, folder, patience, threads=1)
        group = Group(place, Patience(patience, lambda: None))
        try:
            return work(rank, group)
        finally:
            group.close()

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(member, range(2)))


@pytest.mark.parametrize("bucket", [1, 9, 1000])
def test_gradients_and_statistics_become_means_weighted_by_pictures(tmp_path: Path, bucket: int) -> None:
    def work(rank: int, group: Group) -> nn.Module:
        resting, moving = nn.BatchNorm2d(2), nn.BatchNorm2d(2)
        module = nn.Sequential(nn.Conv2d(2, 2, 3, bias=False), resting, moving)
        module = module.to(memory_format=(torch.channels_last, torch.contiguous_format)[rank])
        resting.eval()
        for number, parameter in enumerate(module.parameters()):
            wanted = torch.arange(parameter.numel()).view(parameter.shape) + 100.0 * number + 8.0 * rank
            parameter.grad = torch.zeros_like(parameter).copy_(wanted)
        moving.bias.requires_grad_(False)
        for layer in (resting, moving):
            assert layer.running_mean is not None
            layer.running_mean.fill_(4.0 * rank)
        Sums(group, module, CPU, bucket).add_up((0.75, 0.25)[rank])
        return module

    for module in together(tmp_path, work):
        first, *_, last = module.parameters()
        assert first.grad is not None
        assert last.grad is not None
        assert torch.equal(first.grad.flatten(), torch.arange(36) + 2.0)
        assert last.grad.tolist() in ([400.0, 401.0], [408.0, 409.0])  # It rests, so nobody asks for it.
        state = module.state_dict()
        assert state["2.running_mean"].tolist() == [1.0, 1.0]
        assert state["1.running_mean"].tolist() in ([0.0, 0.0], [4.0, 4.0])


def test_a_sum_that_one_does_not_add_to_is_given_up(tmp_path: Path) -> None:
    def work(rank: int, group: Group) -> str:
        if rank:
            return ""
        with pytest.raises(LostError) as caught:
            group.add_up(torch.ones(1))
        return str(caught.value)

    assert together(tmp_path, work, patience=3.0)[0] != ""


def test_waiting_is_given_up_in_time() -> None:
    beats: list[int] = []
    with pytest.raises(LostError, match=r"nothing came for 0\.05 seconds"):
        Patience(0.05, lambda: beats.append(1)).until(lambda: False)
    assert len(beats) > 3
