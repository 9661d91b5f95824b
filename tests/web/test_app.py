"""The frame of the service: what goes wrong, the catalog, the built page."""

import gzip
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sample_pictures import encoded, gradient
from web_service import API, served

from weft.errors import Problem, StoreError, ToolError, WorkflowError
from weft.registry.catalog import catalog
from weft.registry.discovery import discover
from weft_web.problems import failure
from weft_web.services.core import ChangedError, ConflictError, NotFoundError, RefusedError


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path, static=tmp_path / "static") as found:
        yield found


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_an_unknown_route_is_a_problem(client: TestClient, method: str) -> None:
    answer = client.request(method, f"{API}/nothing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"] == "Not Found"
    assert f"{API}/nothing" in answer.json()["detail"]


def test_a_method_that_a_route_does_not_take_says_which_it_takes(client: TestClient) -> None:
    answer = client.get(f"{API}/validate")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "POST"
    assert answer.json()["status"] == 405


@pytest.mark.parametrize(
    ("ranges", "status", "said"),
    [
        ("bytes=0-3", 206, ""),
        ("bytes=abc", 400, "write it as 'bytes=0-99'"),
        ("bytes=500-600", 416, "the range 'bytes=500-600' is outside of the file, which has"),
    ],
)
def test_a_range_of_a_picture_that_cannot_be_given_is_told_as_a_problem(
    client: TestClient, tmp_path: Path, ranges: str, status: int, said: str
) -> None:
    picture = encoded(gradient(8, 8))
    assert len(picture) < 500
    (tmp_path / "a.png").write_bytes(picture)
    answer = client.get(f"{API}/files/content", params={"path": "a.png"}, headers={"range": ranges})
    assert answer.status_code == status
    if status == 206:
        assert answer.content == picture[:4]
        return
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert said in answer.json()["detail"]
    assert ("content-range" in answer.headers) == (status == 416)


def test_what_nobody_expected_is_a_sentence_and_its_traceback_is_in_the_log(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError("a secret of the inside")

    client.app.add_api_route(f"{API}/broken", broken)  # type: ignore[attr-defined]
    with caplog.at_level(logging.ERROR, "weft_web"):
        answer = client.get(f"{API}/broken")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "content-security-policy" in answer.headers
    assert "ZeroDivisionError: a secret of the inside" in caplog.text


def full() -> StoreError:
    error = StoreError("cannot write")
    error.__cause__ = OSError(28, "No space left on device")
    return error


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotFoundError("x"), 404),
        (RefusedError("x"), 403),
        (ConflictError("x"), 409),
        (ChangedError("x", "abc"), 412),
        (StoreError("x"), 409),
        (full(), 507),
        (ToolError("x"), 422),
        (WorkflowError([Problem("x", "node", "field")]), 422),
        (OSError(28, "No space left on device", "file"), 507),
        (PermissionError(13, "Permission denied", "file"), 403),
    ],
)
def test_every_error_has_its_status(error: Exception, status: int) -> None:
    found = failure(error)
    assert found is not None
    assert found.status == status
    assert found.detail


def test_an_error_of_a_workflow_points_at_node_and_field() -> None:
    found = failure(WorkflowError([Problem("wrong", "sort", "keys.0")]))
    assert found is not None
    assert [(each.message, each.node, each.field) for each in found.errors] == [("wrong", "sort", "keys.0")]


def test_an_error_of_the_program_is_no_problem_of_the_user() -> None:
    assert failure(ValueError("x")) is None


def test_the_catalog_is_that_of_the_registry_and_has_a_tag(client: TestClient) -> None:
    answer = client.get(f"{API}/catalog")
    tools = [tool["id"] for tool in answer.json()["tools"]]
    assert tools == [tool["id"] for tool in catalog(discover())["tools"]]
    again = client.get(f"{API}/catalog", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(f"{API}/catalog", headers={"if-none-match": '"another"'})
    assert other.status_code == 200


def test_a_broken_pack_is_in_the_list_of_problems_and_the_others_are_there(tmp_path: Path) -> None:
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "bad.py").write_text("import nothing_of_this_name\n")
    with served(tmp_path, plugins=tmp_path / "tools") as client:
        found = client.get(f"{API}/catalog").json()
    assert [each["pack"] for each in found["problems"]] == ["bad.py"]
    assert len(found["tools"]) > 10


def test_the_service_tells_what_it_serves(client: TestClient, tmp_path: Path) -> None:
    found = client.get(f"{API}/service").json()
    assert found["workspace"] == str(tmp_path)
    assert found["roots"] == ["workspace"]


@pytest.mark.parametrize(
    ("body", "said"),
    [('{"document":' + '{"layout":' * 10_000 + "1" + "}" * 10_001, "nested too deep"),
     ('{"document": {"format": ' + "9" * 5_000 + "}}", "digits")],
)  # fmt: skip
def test_a_body_that_cannot_be_read_says_why(client: TestClient, body: str, said: str) -> None:
    answer = client.post(f"{API}/validate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_the_place_of_what_is_nested_without_end_is_told_in_short(client: TestClient) -> None:
    settings = '{"v": ' + "[" * 500 + "]" * 500 + "}"
    nodes = f'{{"a": {{"tool": "x", "settings": {settings}}}}}'
    body = f'{{"path": "a.workflow.json", "document": {{"nodes": {nodes}}}}}'
    answer = client.post(f"{API}/validate", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert len(answer.json()["detail"]) < 1_000


def test_record_numbers_that_are_none_are_told_as_what_they_are(client: TestClient) -> None:
    asked = {"workflow": "a.workflow.json", "rows": "1,x"}
    detail = client.get(f"{API}/results/sort/out/records", params=asked).json()["detail"]
    assert "must fit the pattern" in detail
    assert "small letters" not in detail


def test_where_the_page_is_not_built_one_says_how_to_build_it(client: TestClient) -> None:
    answer = client.get("/")
    assert answer.status_code == 503
    assert "make canvas" in answer.text


@pytest.fixture
def built(tmp_path: Path) -> Path:
    static = tmp_path / "static"
    (static / "assets").mkdir(parents=True)
    (static / "index.html").write_text("<!doctype html><html><head><title>Weft</title></head></html>")
    (static / "assets" / "app-1a2b.js").write_text("export {}")
    (static / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(b"export {}"))
    return static


def test_the_page_is_never_kept_and_its_parts_for_ever(client: TestClient, built: Path) -> None:
    page = client.get("/")
    assert "<title>Weft</title>" in page.text
    assert page.headers["cache-control"] == "no-store"
    part = client.get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
    assert part.text == "export {}"
    assert "immutable" in part.headers["cache-control"]
    assert part.headers["content-type"].startswith("text/javascript")
    assert "content-encoding" not in part.headers


def test_each_page_has_a_nonce_for_the_styles_of_its_editor(client: TestClient, built: Path) -> None:
    found = set()
    for _ in range(2):
        page = client.get("/")
        nonce = page.text.partition('name="style-nonce" content="')[2].partition('"')[0]
        rules = dict(rule.split(" ", 1) for rule in page.headers["content-security-policy"].split("; "))
        assert rules["style-src"] == f"'self' 'nonce-{nonce}'"
        assert rules["script-src"] == "'self'"
        found.add(nonce)
    assert len(found) == 2


def test_what_is_packed_beside_a_part_is_sent_to_who_takes_it(client: TestClient, built: Path) -> None:
    part = client.get("/assets/app-1a2b.js", headers={"accept-encoding": "gzip, deflate, br"})
    assert part.headers["content-encoding"] == "gzip"
    assert part.headers["vary"] == "accept-encoding"
    assert part.text == "export {}"


@pytest.mark.parametrize("path", ["/assets/none.js", "/%2e%2e/secret", "/assets/%2e%2e/%2e%2e/.weft/x", "/x"])
def test_nothing_but_the_page_is_served(client: TestClient, built: Path, path: str) -> None:
    assert client.get(path).status_code in (403, 404)
