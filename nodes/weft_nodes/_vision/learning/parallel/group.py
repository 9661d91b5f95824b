"""Processes that add up tensors, by NCCL between GPUs and by gloo elsewhere. Imports torch.

The groups are made directly and not by `init_process_group`, of which a program can have one only.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import torch
import torch.distributed as dist

from weft_nodes._vision.learning.parallel.place import Place
from weft_nodes._vision.learning.parallel.waiting import LostError, Patience

_SLACK = 60
"""Seconds that the libraries wait longer than we do: what they say on giving up is less clear."""


class Group:
    """This process among the others. Making one waits for all of them."""

    def __init__(self, place: Place, patience: Patience) -> None:
        """All processes have to come, within the patience."""
        self._until = patience.until
        self._before: Any = None
        store = dist.FileStore(str(place.folder / "meeting"), place.size)  # type: ignore[attr-defined]
        self._by_nccl = place.device.type == "cuda" and dist.is_nccl_available()
        make = _nccl if self._by_nccl else _gloo
        with _told():
            self._group: Any = make(store, place)
        self.add_up(torch.ones(1, device=place.device))
        self.settle()

    def add_up(self, tensor: torch.Tensor) -> None:
        """Every process gets the sum of the tensors of all, in place.

        On a GPU only its stream waits for that; the processor waits for the sum before, so that it is one
        ahead at most and notices in time that a process is lost.

        Raises:
            LostError: Another process is gone.
        """
        with _told():
            work = self._group.allreduce([tensor])
            if self._by_nccl:
                work.wait()
                self.settle()
                self._before = work
            else:
                self._until(work.is_completed)
                work.wait()  # It is done, or says what went wrong.

    def settle(self) -> None:
        """Wait for the sum that the processor did not wait for.

        Raises:
            LostError: Another process is gone.
        """
        if self._before is not None:
            with _told():
                self._until(self._before.is_completed)

    def close(self) -> None:
        """Give up what is under way: a GPU would wait for a lost process for ever."""
        self._before = None
        self._group.abort()


@contextmanager
def _told() -> Iterator[None]:
    """What the libraries raise where another process is gone is only a `RuntimeError`."""
    try:
        yield
    except RuntimeError as error:
        raise LostError(str(error)) from error


def _gloo(store: Any, place: Place) -> Any:
    made: Any = dist.ProcessGroupGloo  # Its stub lacks the options that it has.
    options = made._Options()
    # Not by the name of the computer, which may not be known to itself.
    options._devices = [made.create_device(hostname="127.0.0.1")]
    options._timeout = _timeout(place)
    return made(store, place.rank, place.size, options)


def _nccl(store: Any, place: Place) -> Any:
    # By default torch ends the whole process where NCCL tells of a lost one; we look for that ourselves.
    os.environ.setdefault("TORCH_NCCL_ASYNC_ERROR_HANDLING", "0")
    options = dist.ProcessGroupNCCL.Options()
    options._timeout = _timeout(place)
    return dist.ProcessGroupNCCL(store, place.rank, place.size, options)


def _timeout(place: Place) -> timedelta:
    return timedelta(seconds=place.patience + _SLACK)
