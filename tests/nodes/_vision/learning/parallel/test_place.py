import numpy as np
import pytest
import torch

from weft_nodes._vision.learning.parallel.place import Others, other_gpus
from weft_nodes._vision.learning.parallel.team import part_of

GPUS = tuple(torch.device("cuda", number) for number in (1, 2, 3))


@pytest.mark.parametrize(("pictures", "useful"), [(15, 0), (16, 1), (31, 2), (64, 3), (1, 0)])
def test_as_many_devices_learn_as_have_eight_pictures_each(pictures: int, useful: int) -> None:
    assert Others(GPUS).for_batch(pictures) == GPUS[:useful]


def test_only_gpus_that_the_user_left_to_weft_learn_together() -> None:
    assert other_gpus("auto", torch.device("cpu")) == Others()
    assert other_gpus("cuda", torch.device("cuda")) == Others()


def test_parts_of_a_batch_are_all_of_it_and_as_large_as_each_other() -> None:
    step = np.random.default_rng(0).permutation(35)
    parts = [part_of(step, rank, 4) for rank in range(4)]
    assert np.array_equal(np.concatenate(parts), step)
    assert {len(part) for part in parts} == {8, 9}
