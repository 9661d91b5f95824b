"""What the service tells a worker process. None of it goes over HTTP."""

from pydantic import JsonValue

from weft_web.messages.base import Message

FINISH = "finish"
"""A line that asks what learns to end with its best so far."""
ABORT = "abort"
"""A line that ends the run."""


class Order(Message):
    """The first line that a worker reads: what to run."""

    run: str
    workflow: str
    """The file, with its folder; it need not exist."""
    store: str
    plugins: str | None
    document: dict[str, JsonValue]
    parameters: dict[str, JsonValue]
    only: tuple[str, ...]
    force: tuple[str, ...]
    use_cache: bool
