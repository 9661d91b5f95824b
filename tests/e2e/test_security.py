"""The door, as a browser knows it: who comes in, and what a page of another place can do."""

import http.client
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from browser import Complaints, open_canvas, serving
from canvas_windows import Entrance, dialog, node, run, setting, show, write
from playwright.sync_api import Browser, BrowserContext, Page, expect
from run_service import Workplace, short

from weft.document.model import Document

REPORT = """
import pyarrow as pa
from weft.sdk import OutputAnchor, ReportType, Tool, ToolConfig, report_table

PAGE = '''<!doctype html><title>Report</title><p id="told">nothing yet</p><script>
const told = [];
const attempt = (name, work) => {
    try { told.push(name + ": " + work()); } catch { told.push(name + ": no"); }
};
attempt("parent", () => parent.document.title);
attempt("cookie", () => document.cookie);
attempt("storage", () => localStorage.length);
if (top !== self) attempt("leave", () => { top.location.href = "about:blank"; return "left"; });
fetch("/api/v1/service").then((answer) => told.push("fetch: " + answer.status), () => told.push("fetch: no"))
    .then(() => { document.getElementById("told").textContent = told.join(", "); });
</script>'''


class Spy(Tool[ToolConfig]):
    "Reports what a report can reach."

    id = "test.spy"
    label = "Spy"
    category = "Test"
    outputs = (OutputAnchor("report", "R", "report"),)

    def configure(self, inputs, ctx):
        return {"report": pa.schema([("report", ReportType())])}

    def run(self, inputs, ctx):
        yield "report", report_table(PAGE).to_batches()[0]
"""
"""A tool whose report tries the doors of the page that shows it."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    found = Workplace.make(tmp_path_factory.mktemp("security"))
    (found.plugins / "spying.py").write_text(REPORT)
    write(found.workspace, "short", short())
    spying = {"nodes": {"spy": {"tool": "test.spy"}}}
    write(found.workspace, "spying", Document.model_validate(spying))
    return found


@pytest.fixture(scope="module")
def door(place: Workplace) -> Iterator[Entrance]:
    with serving(place.workspace, "--plugins", str(place.plugins)) as found:
        yield Entrance(found)


@contextmanager
def another_origin(folder: Path, text: str) -> Iterator[str]:
    """A page of another port of this machine; gives its address."""
    (folder / "index.html").write_text(text)

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def test_a_token_works_once_and_the_session_stays(
    browser: Browser, context: BrowserContext, complaints: Complaints, workspace: Path
) -> None:
    complaints.allowed += ["401"]
    with serving(workspace) as service:
        page = open_canvas(context, service)
        expect(page.get_by_role("button", name="New workflow")).to_be_visible()
        assert "token" not in page.url
        (cookie,) = context.cookies()
        assert cookie["httpOnly"]
        assert cookie["sameSite"] == "Strict"
        assert page.evaluate("document.cookie") == ""
        page.goto(service.origin)
        expect(page.get_by_role("button", name="New workflow")).to_be_visible()
        with browser.new_context() as stranger:
            late = stranger.new_page()
            late.goto(service.url)
            expect(late.get_by_role("heading", name="Not let in")).to_be_visible()
            assert late.request.get(f"{service.origin}/api/v1/workflows").status == 401
        page.close()


def test_a_page_of_another_origin_can_neither_read_nor_start_anything(
    context: BrowserContext, door: Entrance, complaints: Complaints, tmp_path: Path
) -> None:
    complaints.allowed += ["CORS policy", "Failed to load resource", "frame", "EventSource"]
    door.open(context).close()
    api = f"{door.service.origin}/api/v1"
    attack = f"""<!doctype html><body><script>
        const tried = {{}};
        const read = (answer) => answer.text();
        const body = JSON.stringify({{ path: "short.workflow.json", document: {{ nodes: {{}} }} }});
        const ask = (name, path, options) => fetch("{api}" + path, {{ credentials: "include", ...options }})
            .then(read).then((text) => {{ tried[name] = text; }}, () => {{ tried[name] = "refused"; }});
        const post = {{ method: "POST", body }};
        const typed = {{ ...post, headers: {{ "Content-Type": "application/json" }} }};
        const stream = new Promise((resolve) => {{
            const source = new EventSource("{api}/runs/x/events", {{ withCredentials: true }});
            source.onopen = () => {{ tried.stream = "opened"; resolve(); }};
            source.onerror = () => {{ tried.stream = "refused"; source.close(); resolve(); }};
        }});
        const image = new Promise((resolve) => {{
            const found = new Image();
            found.onload = () => {{ tried.image = "seen"; resolve(); }};
            found.onerror = () => {{ tried.image = "refused"; resolve(); }};
            found.src = "{door.service.origin}/favicon.svg";
        }});
        const done = Promise.all([
            ask("read", "/workflows"), ask("write", "/runs", post), ask("json", "/runs", typed),
            ask("delete", "/workflows/short.workflow.json", {{ method: "DELETE" }}), stream, image,
            fetch("{api}/runs", {{ ...post, mode: "no-cors", credentials: "include" }}).catch(() => 0),
        ]).then(() => tried);
        </script>
        <iframe title="framed" src="{door.service.origin}/"></iframe>
        <form method="post" action="{api}/runs" enctype="text/plain" target="form">
        <input name='{{"path": "short.workflow.json", "x": "' value='"}}'><button>Win</button></form>
        <iframe name="form" title="form"></iframe>"""
    with another_origin(tmp_path, attack) as address:
        page = context.new_page()
        page.goto(address)
        tried = page.evaluate("done")
        assert tried == dict.fromkeys(("read", "write", "json", "delete", "stream", "image"), "refused")
        with page.expect_response(f"{api}/runs") as answer:
            page.get_by_role("button", name="Win").click()
        assert answer.value.status == 403
        framed = page.frame_locator("iframe[title=framed]")
        expect(framed.get_by_role("button", name="New workflow")).to_have_count(0)
        own = context.request
        assert own.get(f"{api}/runs").json() == []
        assert "short.workflow.json" in own.get(f"{api}/workflows").text()
        page.goto(f"{door.service.origin}/")
        expect(page.get_by_role("button", name="New workflow")).to_be_visible()


def test_no_view_breaks_the_content_security_policy_or_asks_another_host(
    context: BrowserContext, complaints: Complaints, door: Entrance, place: Workplace
) -> None:
    # What the report of a spy tries, in its sandbox, is heard or not by the time that the test ends.
    complaints.allowed += ["Content Security Policy", "sandbox", "Unsafe attempt", "told is not a function"]
    asked: list[str] = []
    broken: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.expose_function("told", lambda text: broken.append(text))
    context.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => told(`${e.violatedDirective} ${e.blockedURI}`))"
    )
    page = door.open(context)
    expect(page.get_by_role("main", name="Start")).to_be_visible()
    page.keyboard.press("Control+o")
    dialog(page, "Open a workflow").get_by_role("treeitem", name=re.compile("^short")).click()
    look_everywhere(page)
    page.goto(door.address("spying"))
    run(page)
    expect(node(page, "Spy")).to_have_accessible_description(re.compile("^(Done|Kept)"))
    node(page, "Spy").click()
    expect(show(page, "Report").locator("iframe")).to_be_visible()
    own = (door.service.origin, "data:", "blob:")
    assert asked
    assert [url for url in asked if not url.startswith(own)] == []
    assert broken == []


def look_everywhere(page: Page) -> None:
    """Open what a window can show."""
    run(page)
    expect(node(page, "Total")).to_have_accessible_description(re.compile("^(Done|Kept)"))
    setting(page, "Numbers", "Count").focus()
    for tab in ("Records", "Pictures", "Profile", "Learning", "Report", "Messages", "History"):
        expect(show(page, tab)).to_be_visible()
    for keys in ("Control+k", "Control+Shift+S", "F1"):
        page.keyboard.press(keys)
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_role("main", name="Canvas").dblclick(position={"x": 60, "y": 60})
    page.keyboard.type("Formula")
    page.keyboard.press("Enter")
    node(page, "Formula").click()
    settings = page.get_by_role("complementary", name="Settings")
    settings.get_by_role("button", name=re.compile("^Add ")).first.click()
    expect(settings.locator(".cm-editor").first).to_be_visible()
    page.get_by_role("button", name="Theme").click()
    page.get_by_role("menuitemcheckbox", name="Dark").or_(page.get_by_role("menuitem", name="Dark")).click()


def test_a_report_reaches_nothing_of_the_page_that_shows_it(
    context: BrowserContext, door: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += ["Content Security Policy", "sandbox", "Unsafe attempt", "Blocked", "CORS", "ERR_"]
    page = door.open(context, "spying")
    run(page)
    expect(node(page, "Spy")).to_have_accessible_description(re.compile("^(Done|Kept)"))
    node(page, "Spy").click()
    show(page, "Report")
    told = page.frame_locator("iframe[title^='Report of']").locator("#told")
    expect(told).to_have_text("parent: no, cookie: no, storage: no, leave: no, fetch: no")
    expect(node(page, "Spy")).to_be_visible()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Open in a tab of its own").click()
    alone = opened.value.locator("#told")
    expect(alone).to_contain_text("cookie: no, storage: no")
    expect(alone).to_contain_text("fetch: no")


def test_a_name_that_is_none_of_the_service_is_refused(context: BrowserContext, door: Entrance) -> None:
    door.open(context).close()
    place = urlsplit(door.service.origin)
    cookie = "; ".join(f"{each['name']}={each['value']}" for each in context.cookies())
    for host, wanted in ((place.netloc, 200), ("evil.example", 403), (f"evil.example:{place.port}", 403)):
        connection = http.client.HTTPConnection(place.netloc)
        connection.request("GET", "/api/v1/workflows", headers={"Host": host, "Cookie": cookie})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        assert answer.status == wanted
        assert ("no name of this service" in text) == (wanted == 403)


def test_where_other_machines_can_reach_it_a_password_is_asked_for(
    context: BrowserContext, complaints: Complaints, workspace: Path
) -> None:
    complaints.allowed += ["401"]
    write(workspace, "short", Document.model_validate({"nodes": {"sort": {"tool": "weft.sort"}}}))
    with serving(workspace, "--host", "0.0.0.0", "--password", "open sesame") as service:
        assert "token" not in service.url
        origin = f"http://127.0.0.1:{urlsplit(service.url).port}"
        page = context.new_page()
        page.goto(f"{origin}/")
        password = page.get_by_label("Password")
        expect(password).to_be_focused()
        password.fill("open barley")
        page.get_by_role("button", name="Come in").click()
        expect(page.get_by_role("alert")).to_have_text("This is not the password. Try again.")
        assert context.request.get(f"{origin}/api/v1/workflows").status == 401
        password.fill("open sesame")
        page.keyboard.press("Enter")
        expect(page.get_by_role("button", name="New workflow")).to_be_visible()
        page.get_by_role("button", name=re.compile("^short")).click()
        expect(node(page, "Sort")).to_be_visible()
        page.close()
