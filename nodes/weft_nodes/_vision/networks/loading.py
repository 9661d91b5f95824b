"""How large libraries are imported. No torch is imported here."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let what follows make objects without a search for those that nobody holds any more.

    Importing torch and timm makes a million objects that stay, and looking through them again and again
    takes a quarter of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
