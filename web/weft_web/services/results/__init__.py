"""Records, pictures and models that the last runs left."""

from weft_web.services.core import Core


class Results:
    """The results of a workspace."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def stop(self) -> None:
        """End the processes that were started."""
