"""A run on the screen: what fails and what waits, how it is ended, and what a sleeping window misses."""

import re
from collections.abc import Iterator

import pytest
from browser import Complaints, serving
from canvas_windows import GONE, Entrance, node, run, show, write
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pydantic import JsonValue
from run_service import Workplace, wait_until
from workflow_files import Nodes, document

DONE = re.compile("^(Done|Kept)")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return Workplace.make(tmp_path_factory.mktemp("runs"))


@pytest.fixture(scope="module")
def door(place: Workplace) -> Iterator[Entrance]:
    with serving(place.workspace, "--plugins", str(place.plugins)) as found:
        yield Entrance(found)


def open_slow(context: BrowserContext, door: Entrance, name: str, batches: int) -> Page:
    """A window on a workflow that takes 0.1 s for each batch of four records, and warns each time."""
    slow: dict[str, JsonValue] = {"seconds": 0.1, "warn": "each"}
    made = document(
        {"n": ("numbers", {"count": 4 * batches}), "s": ("slow", slow), "t": ("total", {})},
        "n.out s.in",
        "s.out t.in",
    )
    write(door.service.workspace, name, made)
    page = door.open(context, name)
    expect(node(page, "Slow")).to_be_visible()
    return page


def counted(page: Page) -> Locator:
    """The count behind the slow node."""
    return page.get_by_role("button", name=re.compile("records?, .* from s, out to t, in"))


def records(page: Page) -> int:
    """What stands on the connection behind the slow node."""
    found = counted(page).locator("strong").all_inner_texts()
    return int(found[0].replace(",", "")) if found else 0


def test_a_run_that_is_aborted_says_so_and_counts_went_up_until_then(
    context: BrowserContext, door: Entrance
) -> None:
    page = open_slow(context, door, "aborted", 200)
    run(page)
    wait_until(lambda: records(page) >= 8)
    first = records(page)
    expect(node(page, "Slow")).to_have_accessible_description(re.compile("^Running"))
    # Its size stands there too.
    expect(counted(page)).to_have_accessible_name(re.compile(r"records, [\d.]+ (B|kB)"))
    wait_until(lambda: records(page) > first)
    page.get_by_role("button", name="How to stop").click()
    page.get_by_role("menuitem", name=re.compile("^Abort")).click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    expect(node(page, "Slow")).to_have_accessible_description("Stopped")
    expect(node(page, "Total")).not_to_have_accessible_description(DONE)
    latest = show(page, "History").get_by_role("row").nth(1)
    expect(latest).to_contain_text("stopped")
    expect(latest.get_by_role("cell").nth(1)).to_contain_text(re.compile(r"\d (ms|s)$"))


def test_a_node_that_fails_is_marked_told_and_leads_to_its_setting(
    context: BrowserContext, door: Entrance
) -> None:
    nodes: Nodes = {
        "n": ("numbers", {}),
        "s": ("slow", {"warn": "each"}),
        "f": ("fail", {}),
        "t": ("total", {}),
        "u": ("total", {}),
    }
    write(
        door.service.workspace,
        "failing",
        document(nodes, "n.out s.in", "s.out f.in", "f.out t.in", "s.out u.in"),
    )
    page = door.open(context, "failing")
    expect(node(page, "Fail")).to_be_visible()
    run(page)
    expect(node(page, "Fail")).to_have_accessible_description("Failed: this cannot be done; do that")
    totals = page.get_by_role("main", name="Canvas").get_by_role("group", name=re.compile("^Total,"))
    expect(totals.first).to_have_accessible_description(re.compile("^Skipped"))
    expect(node(page, "Numbers")).to_have_accessible_description(re.compile(r"^Done in \d"))
    panel = show(page, "Messages")
    said = panel.get_by_role("listitem")
    expect(said.filter(has_text="do that")).to_have_count(1)
    everything = said.count()
    assert everything > 1
    panel.get_by_label("Level").select_option("error")
    expect(said).to_have_count(1)
    expect(panel.get_by_role("status")).to_contain_text(f"1 of {everything} messages")
    said.get_by_role("button", name="Fail").click()
    expect(page.get_by_role("complementary", name="Settings").get_by_label("How", exact=True)).to_be_focused()
    expect(show(page, "History").get_by_role("row").nth(1)).to_contain_text("failed")


def test_a_window_that_was_asleep_or_without_a_net_shows_all_of_the_run(
    context: BrowserContext, door: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += GONE
    page = open_slow(context, door, "asleep", 60)
    run(page)
    wait_until(lambda: records(page) >= 8)
    session = context.new_cdp_session(page)
    session.send("Page.setWebLifecycleState", {"state": "frozen"})
    page.wait_for_timeout(500)
    session.send("Page.setWebLifecycleState", {"state": "active"})
    before = records(page)
    wait_until(lambda: records(page) > before)
    context.set_offline(True)
    page.wait_for_timeout(500)
    context.set_offline(False)
    expect(node(page, "Total")).to_have_accessible_description(DONE, timeout=30_000)
    expect(counted(page)).to_have_accessible_name(re.compile("^240 records"))
    expect(show(page, "Messages").get_by_role("listitem")).to_have_count(60)
