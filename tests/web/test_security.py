"""Who is let in, and what every answer says to browsers."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from web_service import API, TOKEN, document, plain, served

from weft_web.security import host_name, is_loopback, policy
from weft_web.sessions import Guesses, Sessions

SERVICE = f"{API}/service"
DRAFT = f"{API}/drafts/a.workflow.json"
UNSAVED = {"path": "a.workflow.json", "base": None, "document": plain(document())}


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path, enter=False) as client:
        yield client


@pytest.fixture
def guest(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def test_without_a_session_the_api_is_closed(stranger: TestClient) -> None:
    answer = stranger.get(SERVICE)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"


def test_the_token_becomes_a_cookie_that_script_cannot_read(stranger: TestClient) -> None:
    answer = stranger.get("/", params={"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert stranger.get(SERVICE).status_code == 200


def test_a_token_works_once(stranger: TestClient) -> None:
    stranger.get("/", params={"token": TOKEN})
    stranger.cookies.clear()
    answer = stranger.get("/", params={"token": TOKEN})
    assert answer.status_code == 401
    assert "set-cookie" not in answer.headers
    assert stranger.get(SERVICE).status_code == 401


def test_whoever_has_the_cookie_is_let_in_with_a_used_token(guest: TestClient) -> None:
    answer = guest.get("/", params={"token": TOKEN})
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_a_tab_goes_on_working_when_the_service_starts_again(tmp_path: Path) -> None:
    with served(tmp_path) as before:
        cookies = dict(before.cookies)
    with served(tmp_path, enter=False, token="another") as after:
        after.cookies.update(cookies)
        assert after.get(SERVICE).status_code == 200


def test_a_cookie_of_another_workspace_or_a_changed_one_is_worth_nothing(tmp_path: Path) -> None:
    ours, theirs = (Sessions(tmp_path / name, 1, None, None) for name in ("ours", "theirs"))
    cookie = ours.issue()
    assert ours.knows(cookie)
    assert not theirs.knows(cookie)
    assert not ours.knows(cookie[:-1] + ("0" if cookie[-1] != "0" else "1"))
    assert not ours.knows(f"1{cookie}")
    assert not ours.knows("")


def test_the_secret_of_the_sessions_is_readable_for_its_user_only(guest: TestClient, tmp_path: Path) -> None:
    assert (tmp_path / ".weft" / "service" / "secret").stat().st_mode & 0o077 == 0


def test_a_secret_that_others_could_read_is_made_anew(tmp_path: Path) -> None:
    cookie = Sessions(tmp_path, 1, None, None).issue()
    assert Sessions(tmp_path, 1, None, None).knows(cookie)
    (tmp_path / "secret").chmod(0o644)
    assert not Sessions(tmp_path, 1, None, None).knows(cookie)
    assert stat.S_IMODE((tmp_path / "secret").stat().st_mode) == 0o600


def test_another_browser_gets_a_token_of_its_own_in_the_terminal(tmp_path: Path) -> None:
    said: list[str] = []
    with served(tmp_path) as client:
        client.app.state.announce = said.append  # type: ignore[attr-defined]
        client.cookies.clear()
        assert client.get("/").status_code == 401
        assert client.get("/").status_code == 401
        assert len(said) == 1, "asking again must not make the terminal fill"
        assert client.get("/", params={"token": said[0]}).status_code == 303
        assert client.get(SERVICE).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", ""])
def test_a_name_that_is_not_of_this_machine_is_refused(guest: TestClient, host: str) -> None:
    assert guest.get(SERVICE, headers={"host": host}).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8787", "127.0.0.1:9", "[::1]:8787", "LOCALHOST"])
def test_all_names_of_this_machine_are_its_own(guest: TestClient, host: str) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in guest.cookies.items())
    assert guest.get(SERVICE, headers={"host": host, "cookie": cookie}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:3000"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "navigate"},
    ],
)
def test_pages_of_other_origins_are_refused(guest: TestClient, headers: dict[str, str]) -> None:
    assert guest.get(SERVICE, headers=headers).status_code == 403
    assert guest.put(DRAFT, json=UNSAVED, headers=headers).status_code == 403


def test_the_page_itself_may_ask(guest: TestClient) -> None:
    headers = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert guest.put(DRAFT, json=UNSAVED, headers=headers).status_code == 200


def test_a_link_elsewhere_opens_the_canvas(stranger: TestClient) -> None:
    # A strict cookie does not come along from there, not through a redirect either: the page leads on.
    link = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}
    answer = stranger.get("/", params={"token": TOKEN}, headers=link)
    assert answer.status_code == 200
    assert "set-cookie" in answer.headers
    assert '<meta http-equiv="refresh" content="0; url=/">' in answer.text


def test_a_frame_of_another_page_is_refused(guest: TestClient) -> None:
    framed = {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"}
    assert guest.get("/", headers=framed).status_code == 403


@pytest.mark.parametrize("path", ["/", SERVICE, f"{API}/nothing", "/assets/none.js", "/healthz"])
def test_every_answer_keeps_browsers_strict(guest: TestClient, path: str) -> None:
    headers = guest.get(path).headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert "unsafe-inline" not in headers["content-security-policy"].replace(
        "style-src-attr 'unsafe-inline'", ""
    )
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_the_policy_lets_only_own_script_run() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy().split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["style-src"] == "'self'"


def test_a_refusal_has_the_headers_too(stranger: TestClient) -> None:
    assert stranger.get(SERVICE).headers["content-security-policy"] == policy()


def test_a_body_that_is_too_large_is_refused_before_it_is_read(guest: TestClient) -> None:
    headers = {"content-length": str(10**9), "content-type": "application/json"}
    answer = guest.post(f"{API}/validate", content=b"", headers=headers)
    assert answer.status_code == 413
    assert "larger than 33,554,432 bytes; keep large tables in files" in answer.json()["detail"]


def test_only_what_takes_files_takes_a_body_of_any_size(guest: TestClient) -> None:
    headers = {"content-length": str(10**9), "content-type": "multipart/form-data; boundary=x"}
    assert guest.post(f"{API}/validate", content=b"", headers=headers).status_code == 413
    assert guest.post(f"{API}/files", content=b"", headers=headers).status_code != 413


def test_who_has_no_session_sends_little(stranger: TestClient) -> None:
    form = {"files": ("a.bin", b"x" * 20_000)}
    assert stranger.post("/login", files=form).status_code == 413
    assert stranger.post("/login", content=iter([b"password=x"])).status_code == 411


def test_cookies_of_other_programs_on_this_machine_do_no_harm(guest: TestClient) -> None:
    own = "; ".join(f"{name}={value}" for name, value in guest.cookies.items())
    headers = {b"cookie": f'odd={{"a":[1,"b;"]}}; =x; \u00e9=1; {own}'.encode("latin-1")}
    assert guest.get(SERVICE, headers=headers).status_code == 200


def test_health_needs_no_session(stranger: TestClient) -> None:
    assert stranger.get("/healthz").json() == {"status": "ok"}


def test_logging_out_ends_the_session_of_the_browser(guest: TestClient) -> None:
    assert guest.post("/logout").status_code == 303
    assert guest.get(SERVICE).status_code == 401


def test_the_right_password_lets_in_and_a_wrong_one_waits(tmp_path: Path) -> None:
    with served(tmp_path, enter=False, password="open sesame", token=None) as client:
        client.app.state.guesses = Guesses(delay=0.05)  # type: ignore[attr-defined]
        assert client.get("/").headers["location"] == "/login"
        form = client.get("/login").text
        assert 'type="password"' in form
        assert "<script" not in form
        wrong = client.post("/login", data={"password": "open"})
        assert wrong.status_code == 401
        assert "not the password" in wrong.text
        assert client.get(SERVICE).status_code == 401
        right = client.post("/login", data={"password": "open sesame"})
        assert (right.status_code, right.headers["location"]) == (303, "/")
        assert client.get(SERVICE).status_code == 200


def test_a_token_does_not_help_where_a_password_is_asked_for(tmp_path: Path) -> None:
    with served(tmp_path, enter=False, password="secret") as client:
        assert client.get("/", params={"token": TOKEN}).headers["location"] == "/login"


def test_another_password_ends_all_sessions(tmp_path: Path) -> None:
    cookie = Sessions(tmp_path, 1, "old", None).issue()
    assert not Sessions(tmp_path, 1, "new", None).knows(cookie)


def test_at_an_open_address_any_address_but_no_strange_name_is_let_in(tmp_path: Path) -> None:
    with served(tmp_path, enter=False, host="0.0.0.0", password="secret", token=None) as client:
        assert client.get("/login", headers={"host": "192.168.1.7:8787"}).status_code == 200
        assert client.get("/login", headers={"host": "evil.example"}).status_code == 403


def test_what_is_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.7", "example.org")))


def test_the_name_in_a_host_header() -> None:
    names = [host_name(each) for each in ("a.b:80", "a.b", "[::1]:80", "[::1]", "", "[::1]evil.example:80")]
    assert names == ["a.b", "a.b", "::1", "::1", "", ""]
