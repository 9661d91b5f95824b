"""Runs: the queue, worker processes, journals."""

from weft_web.services.core import Core


class Runs:
    """The runs of a workspace."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def start(self) -> None:
        """Take up work."""

    async def stop(self) -> None:
        """End all workers."""
