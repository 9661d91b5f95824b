"""A small memory of what is dear to make, shared by threads."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass
class _Entry(Generic[Value]):
    making: threading.Lock = field(default_factory=threading.Lock)
    made: list[Value] = field(default_factory=list)
    weight: int = 0


class Memo(Generic[Key, Value]):
    """Keeps what was used last. What several threads ask for at once is made once.

    Args:
        most: How many things are kept.
        weight: How much of them altogether, as `weigh` says; None for any amount.
        weigh: The weight of a thing.
    """

    def __init__(
        self, most: int, weight: int | None = None, weigh: Callable[[Value], int] = lambda _: 1
    ) -> None:
        self._most = most
        self._weight = weight
        self._weigh = weigh
        self._lock = threading.Lock()
        self._entries: OrderedDict[Key, _Entry[Value]] = OrderedDict()

    def get(self, key: Key, make: Callable[[], Value]) -> Value:
        """What is kept under the key, made now where there is nothing."""
        with self._lock:
            entry = self._entries.setdefault(key, _Entry())
            self._entries.move_to_end(key)
        with entry.making:
            if not entry.made:
                try:
                    entry.made.append(make())
                except BaseException:
                    with self._lock:
                        self._entries.pop(key, None)
                    raise
                entry.weight = self._weigh(entry.made[0])
                self._trim()
            return entry.made[0]

    def _trim(self) -> None:
        with self._lock:
            total = sum(entry.weight for entry in self._entries.values())
            while self._entries and (
                len(self._entries) > self._most or (self._weight is not None and total > self._weight)
            ):
                total -= self._entries.popitem(last=False)[1].weight
