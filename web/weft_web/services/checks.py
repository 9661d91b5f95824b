"""What is wrong with a document, what flows in it, and what a run would do."""

from weft_web.services.core import Core


class Checks:
    """Validation and plans of documents, saved or not."""

    def __init__(self, core: Core) -> None:
        self._core = core
