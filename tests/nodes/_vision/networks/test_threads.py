from collections.abc import Iterator

import pytest
import torch

from weft_nodes._vision.networks.threads import enough_threads


@pytest.fixture(autouse=True)
def three_threads() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(3)
    yield
    torch.set_num_threads(before)


def test_small_steps_are_calculated_by_one_thread_and_then_all_are_there_again() -> None:
    with enough_threads(torch.device("cpu"), 32 * 2048 * 20):
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == 3


@pytest.mark.parametrize(("device", "step"), [("cpu", 512 * 2048 * 1000), ("cuda", 32 * 2048 * 20)])
def test_large_steps_and_those_of_a_gpu_keep_their_threads(device: str, step: int) -> None:
    with enough_threads(torch.device(device), step):
        assert torch.get_num_threads() == 3
