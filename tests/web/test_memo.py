import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from weft_web.services.memo import Memo


def test_what_was_used_last_is_kept() -> None:
    made: list[str] = []
    memo: Memo[str, str] = Memo(2)

    def get(key: str) -> str:
        def make() -> str:
            made.append(key)
            return key.upper()

        return memo.get(key, make)

    assert [get(key) for key in "abaca"] == list("ABACA")
    assert made == ["a", "b", "c"]
    get("b")
    assert made == ["a", "b", "c", "b"]


def test_what_is_heavy_goes_sooner_and_what_is_too_heavy_is_never_kept() -> None:
    memo: Memo[str, bytes] = Memo(10, 100, len)
    memo.get("a", lambda: bytes(60))
    memo.get("b", lambda: bytes(60))
    assert memo.get("b", lambda: b"") == bytes(60)
    assert memo.get("a", lambda: b"new") == b"new"
    assert len(memo.get("c", lambda: bytes(200))) == 200
    assert memo.get("c", lambda: b"again") == b"again"


def test_threads_that_ask_at_once_share_one_making() -> None:
    memo: Memo[str, int] = Memo(2)
    made: list[int] = []
    lock = threading.Lock()

    def make() -> int:
        with lock:
            made.append(1)
        time.sleep(0.05)
        return len(made)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: memo.get("a", make), range(4)))
    assert found == [1, 1, 1, 1]


def test_what_failed_is_tried_again() -> None:
    memo: Memo[str, int] = Memo(2)
    with pytest.raises(ZeroDivisionError):
        memo.get("a", lambda: 1 // 0)
    assert memo.get("a", lambda: 7) == 7
