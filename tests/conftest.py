"""What holds for all tests."""

import os
from collections.abc import Iterator

import pytest

# Tests import torch in any order, and share few cores with each other: threads must not wait by
# spinning. OpenMP reads this when torch is imported first.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


@pytest.fixture
def one_thread() -> Iterator[None]:
    """Tiny networks gain nothing by threads, and lose much where others want the cores too."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)
