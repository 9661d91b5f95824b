import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from pydantic import JsonValue

from weft.errors import ToolError
from weft_web.model_server.answers import Prediction
from weft_web.model_server.app import create_app
from weft_web.model_server.door import LARGEST_BODY

LOCAL = "http://127.0.0.1"


@dataclass
class Letters:
    """A model that knows texts: their first letter is their class. It works while `free` is set."""

    batch: int = 4
    free: threading.Event = field(default_factory=threading.Event)
    began: threading.Event = field(default_factory=threading.Event)
    seen: list[str] = field(default_factory=list)
    lots: list[list[str]] = field(default_factory=list)
    title: str = "Letters"
    card: Mapping[str, JsonValue] = field(default_factory=lambda: {"label": "letter"})

    def look(self, picture: bytes) -> str:
        if picture.startswith(b"?"):
            raise ToolError("this is no text")
        self.seen.append(picture.decode())
        return picture.decode()

    def judge(self, looks: Sequence[str]) -> list[Prediction]:
        self.lots.append(list(looks))
        self.began.set()
        assert self.free.wait(20)
        if "!" in looks:
            raise RuntimeError("broken")
        return [Prediction(predicted=text[0], score=1.0, probabilities={text[0]: 1.0}) for text in looks]


@contextmanager
def answering(letters: Letters, host: str = "127.0.0.1", wait: float = 0.05) -> Iterator[TestClient]:
    with TestClient(create_app(letters, host, wait), base_url=LOCAL) as client:
        yield client


@pytest.fixture
def letters() -> Letters:
    made = Letters()
    made.free.set()
    return made


@pytest.fixture
def client(letters: Letters) -> Iterator[TestClient]:
    with answering(letters) as found:
        yield found


def wait_for_pictures(letters: Letters, count: int) -> None:
    """Wait until so many pictures have arrived, and are lined up a moment later."""
    until = time.monotonic() + 20
    while len(letters.seen) < count:
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.05)


def refusal(answer: Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found: str = answer.json()["detail"]
    return found


def test_a_picture_may_be_the_body_whatever_its_type_is_called(client: TestClient) -> None:
    for kind in ("image/png", "application/x-www-form-urlencoded", "application/octet-stream"):
        answer = client.post("/predict", content=b"cat", headers={"content-type": kind})
        assert answer.json() == {
            "predictions": [
                {
                    "picture": None,
                    "predicted": "c",
                    "score": 1.0,
                    "unknown": False,
                    "probabilities": {"c": 1.0},
                }
            ]
        }


def test_several_pictures_of_a_form_are_answered_in_their_order_with_their_names(client: TestClient) -> None:
    names = [f"{letter}.png" for letter in "cabfed"]
    files = [("picture", (name, name.encode())) for name in names]
    found = client.post("/predict", files=files).json()["predictions"]
    assert [each["picture"] for each in found] == names
    assert [each["predicted"] for each in found] == list("cabfed")


def test_requests_that_come_while_the_network_works_are_judged_together() -> None:
    letters = Letters(batch=4)
    with answering(letters) as client, ThreadPoolExecutor(9) as pool:

        def ask(text: str) -> str:
            found: str = client.post("/predict", content=text).json()["predictions"][0]["predicted"]
            return found

        first = pool.submit(ask, "first")
        assert letters.began.wait(20)
        others = [pool.submit(ask, letter) for letter in "abcdefgh"]
        wait_for_pictures(letters, 9)
        letters.free.set()
        assert first.result() == "f"
        assert [each.result() for each in others] == list("abcdefgh")
    assert letters.lots[0] == ["first"]
    assert [len(lot) for lot in letters.lots[1:]] == [4, 4]


def test_a_picture_that_is_alone_does_not_wait_for_others(letters: Letters) -> None:
    with answering(letters, wait=20) as client:
        started = time.monotonic()
        assert client.post("/predict", content=b"a").status_code == 200
        assert time.monotonic() - started < 10


def test_more_pictures_than_there_is_room_for_are_to_come_later() -> None:
    letters = Letters(batch=4)
    with answering(letters) as client, ThreadPoolExecutor(2) as pool:
        lot = [("picture", (f"{number}", b"a")) for number in range(64)]
        kept = [pool.submit(client.post, "/predict", files=lot) for _ in range(2)]
        wait_for_pictures(letters, 128)
        answer = client.post("/predict", content=b"b")
        assert "try again" in refusal(answer, 503)
        assert answer.headers["retry-after"] == "1"
        letters.free.set()
        assert [each.result().status_code for each in kept] == [200, 200]
        assert client.post("/predict", content=b"b").status_code == 200


def test_what_is_no_picture_is_named_and_the_others_are_not_judged(
    client: TestClient, letters: Letters
) -> None:
    files = [("picture", ("good.png", b"good")), ("picture", ("bad.png", b"?"))]
    answer = client.post("/predict", files=files)
    assert refusal(answer, 422) == "a picture cannot be read: bad.png: this is no text"
    assert [error["field"] for error in answer.json()["errors"]] == ["picture.1"]
    assert refusal(client.post("/predict", content=b"?"), 422).endswith("this is no text")
    assert letters.lots == []


def test_a_request_without_a_picture_is_told_how_to_send_one(client: TestClient) -> None:
    form = {"picture": ("", "a text")}
    for answer in (
        client.post("/predict"),
        client.post("/predict", files={"photo": b"a"}),
        client.post("/predict", files=form, data={"picture": "a text"}),
    ):
        assert "files named 'picture'" in refusal(answer, 422)


def test_forms_that_are_broken_or_have_too_many_parts_are_refused(client: TestClient) -> None:
    many = [("picture", (f"{number}", b"a")) for number in range(65)]
    assert "64" in refusal(client.post("/predict", files=many), 400)
    broken = {"content-type": "multipart/form-data"}
    assert "boundary" in refusal(client.post("/predict", content=b"x", headers=broken), 400)


def test_a_body_that_is_too_large_or_of_unknown_size_is_refused_before_it_is_read(client: TestClient) -> None:
    size = {"content-length": str(LARGEST_BODY + 1)}
    assert "larger" in refusal(client.post("/predict", content=b"a", headers=size), 413)
    assert "Content-Length" in refusal(client.post("/predict", content=iter([b"a"])), 411)


def test_only_names_of_this_machine_are_answered_to_on_loopback(letters: Letters) -> None:
    strange = {"host": "evil.example"}
    with answering(letters) as client:
        assert "no name" in refusal(client.get("/model", headers=strange), 403)
        for own in ("localhost:8800", "127.0.0.1", "[::1]:1"):
            assert client.get("/model", headers={"host": own}).status_code == 200
    with answering(letters, host="0.0.0.0") as client:
        assert client.get("/model", headers=strange).status_code == 200


def test_pages_of_other_origins_are_refused(client: TestClient) -> None:
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert "origin" in refusal(client.post("/predict", content=b"a", headers=headers), 403)


def test_a_network_that_breaks_is_told_and_the_next_picture_is_judged(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    assert "`weft serve-model` tells more" in refusal(client.post("/predict", content=b"!"), 500)
    assert "RuntimeError: broken" in caplog.text
    assert client.post("/predict", content=b"a").status_code == 200


def test_it_says_what_it_is_that_it_is_well_and_what_its_model_is(client: TestClient) -> None:
    page = client.get("/")
    assert page.headers["content-type"].startswith("text/plain")
    assert page.text.startswith("Letters\n")
    assert "POST /predict" in page.text
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/model").json() == {"label": "letter"}
    assert "nothing at /more" in refusal(client.get("/more"), 404)
    assert "does not take GET" in refusal(client.get("/predict"), 405)
