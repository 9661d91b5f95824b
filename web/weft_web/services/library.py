"""Workflow files, drafts, samples, folders and uploads of a workspace."""

from weft_web.services.core import Core


class Library:
    """The files of a workspace."""

    def __init__(self, core: Core) -> None:
        self._core = core
