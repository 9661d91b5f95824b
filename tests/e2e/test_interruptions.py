"""Nothing is lost: whatever reloads, closes, crashes or changes behind the user's back."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Complaints, serving
from canvas_windows import (
    GONE,
    Entrance,
    at_same_port,
    come_back,
    dialog,
    message,
    node,
    run,
    setting,
    settings_on_disk,
    show,
    write,
)
from playwright.sync_api import Browser, BrowserContext, Dialog, Locator, Page, Route, expect
from run_service import LEARNING, Workplace, short, wait_until, workers_of

from weft.document.model import Document

RUNNING = re.compile("^Running")
DONE = re.compile("^(Done|Kept)")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    return Workplace.make(tmp_path_factory.mktemp("interruptions"))


@pytest.fixture(scope="module")
def door(place: Workplace) -> Iterator[Entrance]:
    """A service for all tests that do not kill it."""
    with serving(place.workspace, "--plugins", str(place.plugins)) as found:
        yield Entrance(found)


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Entrance]:
    """A service to be killed."""
    own = Workplace.make(tmp_path)
    with serving(own.workspace, "--plugins", str(own.plugins)) as found:
        yield Entrance(found)


def open_learning(context: BrowserContext, door: Entrance, name: str) -> Page:
    """A window on a workflow of that name that learns for twenty seconds, unless it is stopped."""
    learning = LEARNING.model_dump(by_alias=True)
    # Other settings than in the tests before, or what was learnt there would be kept.
    learning["nodes"]["l"]["settings"]["epochs"] += len(list(door.service.workspace.iterdir()))
    write(door.service.workspace, name, Document.model_validate(learning))
    return door.open(context, name)


def open_short(context: BrowserContext, door: Entrance, name: str) -> Page:
    """A window on a workflow of that name that is done at once."""
    write(door.service.workspace, name, short())
    page = door.open(context, name)
    expect(node(page, "Numbers")).to_be_visible()
    return page


def epoch(page: Page) -> int:
    """The epoch that stands under the node that learns."""
    found = re.search(r"epoch (\d+)", node(page, "Learn").inner_text())
    return int(found[1]) if found else 0


def learn(page: Page) -> int:
    """Run until a few epochs are learnt."""
    run(page)
    expect(node(page, "Learn")).to_have_accessible_description(RUNNING)
    wait_until(lambda: epoch(page) >= 3)
    return epoch(page)


def counted(page: Page) -> Locator:
    """The count on the connection into the node that learns."""
    return page.get_by_role("button", name=re.compile("^10 records, .* from n, out to l, in"))


def away(page: Page) -> Locator:
    """What a window says while the service is gone."""
    return page.get_by_role("alert").filter(has_text="cannot be reached. Your changes are kept")


def stop(page: Page) -> None:
    """Let it end with what it has."""
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_a_window_that_is_loaded_or_opened_anew_in_mid_run_shows_all_of_it(
    context: BrowserContext, door: Entrance
) -> None:
    page = open_learning(context, door, "reloaded")
    before = learn(page)
    expect(counted(page)).to_be_visible()
    page.reload()
    expect(node(page, "Learn")).to_have_accessible_description(RUNNING)
    expect(node(page, "Numbers")).to_have_accessible_description(DONE)
    expect(counted(page)).to_be_visible()
    wait_until(lambda: epoch(page) > before)
    page.close()
    page = door.open(context, "reloaded")
    node(page, "Learn").click()
    curve = show(page, "Learning").get_by_role("table")
    expect(curve.get_by_role("row").nth(before)).to_be_attached()
    wait_until(lambda: epoch(page) > before)
    show(page, "Records")
    stop(page)
    expect(node(page, "Learn")).to_have_accessible_description(DONE)
    expect(node(page, "Total")).to_have_accessible_description(DONE)


def test_a_run_of_one_window_is_seen_live_and_can_be_stopped_in_another(
    context: BrowserContext, door: Entrance
) -> None:
    one = open_learning(context, door, "seen twice")
    expect(node(one, "Learn")).to_be_visible()
    other = door.open(context, "seen twice")
    expect(node(other, "Learn")).to_be_visible()
    learn(one)
    expect(node(other, "Learn")).to_have_accessible_description(RUNNING)
    expect(counted(other)).to_be_visible()
    reached = epoch(other)
    wait_until(lambda: epoch(other) > reached)
    stop(other)
    expect(node(one, "Learn")).to_have_accessible_description(DONE)
    expect(one.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_of_two_runs_the_second_waits_its_turn_and_can_be_cancelled(
    context: BrowserContext, door: Entrance
) -> None:
    first = open_learning(context, door, "first")
    learn(first)
    second = open_short(context, door, "second run")
    run(second)
    queued = second.get_by_role("button", name="Running, Queued")
    expect(queued).to_be_visible()
    history = show(second, "History")
    waiting = history.get_by_role("row", name=re.compile("waits, next"))
    waiting.get_by_role("button", name="Cancel").click()
    expect(history.get_by_role("row", name=re.compile("stopped"))).to_be_visible()
    run(second)
    expect(queued).to_be_visible()
    stop(first)
    expect(node(second, "Total")).to_have_accessible_description(DONE)


def in_conflict(context: BrowserContext, door: Entrance, name: str) -> Page:
    """A window with an edit, while another one has saved its own."""
    theirs = open_short(context, door, name)
    mine = door.open(context, name)
    setting(mine, "Numbers", "Batch").fill("7")
    setting(theirs, "Numbers", "Count").fill("21")
    theirs.keyboard.press("Control+s")
    expect(theirs.get_by_text(re.compile("^saved"))).to_be_visible()
    theirs.close()
    return mine


def test_a_change_on_disk_is_told_with_what_differs_and_mine_can_be_kept(
    context: BrowserContext, door: Entrance, place: Workplace
) -> None:
    mine = in_conflict(context, door, "kept")
    come_back(mine)
    asked = dialog(mine, "The file changed on disk")
    expect(asked.get_by_role("region", name="What they changed")).to_contain_text(
        "Numbers: count, nothing → 21"
    )
    expect(asked.get_by_role("region", name="What you changed")).to_contain_text(
        "Numbers: batch, nothing → 7"
    )
    asked.get_by_role("button", name="Keep mine").click()
    expect(mine.get_by_text(re.compile("^saved"))).to_be_visible()
    assert settings_on_disk(place.workspace / "kept.workflow.json", "n") == {"batch": 7}


def test_of_a_change_on_disk_theirs_can_be_taken_and_undo_brings_mine_back(
    context: BrowserContext, door: Entrance, place: Workplace
) -> None:
    mine = in_conflict(context, door, "taken")
    come_back(mine)
    asked = dialog(mine, "The file changed on disk")
    mine.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    mine.get_by_role("button", name="changed on disk").click()
    asked.get_by_role("button", name="Take theirs").click()
    expect(setting(mine, "Numbers", "Count")).to_have_value("21")
    expect(mine.get_by_text("saved", exact=True)).to_be_visible()
    mine.get_by_role("button", name="Undo: Take the file from disk").click()
    expect(setting(mine, "Numbers", "Batch")).to_have_value("7")
    mine.keyboard.press("Control+s")
    expect(mine.get_by_text(re.compile("^saved"))).to_be_visible()
    assert settings_on_disk(place.workspace / "taken.workflow.json", "n") == {"batch": 7}


def test_saving_over_a_change_on_disk_asks_first_and_mine_can_become_a_copy(
    context: BrowserContext, door: Entrance, complaints: Complaints, place: Workplace
) -> None:
    complaints.allowed += ["412"]
    mine = in_conflict(context, door, "copied")
    mine.keyboard.press("Control+s")
    dialog(mine, "The file changed on disk").get_by_role("button", name="Save mine as a copy").click()
    name = dialog(mine, "Save as")
    name.get_by_label("Name").fill("mine")
    name.get_by_role("button", name="Save").click()
    expect(mine).to_have_url(re.compile(r"workflow=mine\.workflow\.json$"))
    assert settings_on_disk(place.workspace / "copied.workflow.json", "n") == {"count": 21}
    assert settings_on_disk(place.workspace / "mine.workflow.json", "n") == {"batch": 7}


def test_a_window_without_unsaved_work_follows_the_file_and_says_so(
    context: BrowserContext, door: Entrance, place: Workplace
) -> None:
    page = open_short(context, door, "followed")
    expect(setting(page, "Numbers", "Count")).to_have_value("")
    write(place.workspace, "followed", short(count=33))
    come_back(page)
    expect(setting(page, "Numbers", "Count")).to_have_value("33")
    expect(message(page, "followed.workflow.json changed on disk; this is the new version.")).to_be_visible()
    # What one window still shows, another does not offer; once it is closed, it does.
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        setting(page, "Numbers", "Batch").fill("7")
    other = door.open(context, "followed")
    told = "followed.workflow.json has unsaved changes in another window; here it is as it was saved."
    expect(message(other, told)).to_be_visible()
    expect(setting(other, "Numbers", "Batch")).to_have_value("")
    page.close()
    other.reload()
    expect(dialog(other, "Unsaved changes")).to_contain_text("Numbers: batch, nothing → 7")


def test_a_file_that_is_gone_from_the_disk_is_written_again(
    context: BrowserContext, door: Entrance, complaints: Complaints, place: Workplace
) -> None:
    complaints.allowed += ["404", "412"]
    page = open_short(context, door, "gone")
    setting(page, "Numbers", "Count").fill("5")
    path = place.workspace / "gone.workflow.json"
    path.unlink()
    come_back(page)
    expect(message(page, "gone from the disk")).to_be_visible()
    page.keyboard.press("Control+s")
    dialog(page, "The file is gone from the disk").get_by_role("button", name="Write it again").click()
    expect(page.get_by_text(re.compile("^saved"))).to_be_visible()
    assert settings_on_disk(path, "n") == {"count": 5}


def test_a_service_that_is_killed_in_mid_run_comes_back_with_the_run_and_the_draft(
    context: BrowserContext, mortal: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += GONE
    page = open_learning(context, mortal, "learning")
    before = learn(page)
    mortal.service.kill()
    expect(away(page)).to_be_visible()
    setting(page, "Numbers", "Batch").fill("7")
    with at_same_port(mortal.service):
        expect(away(page)).to_be_hidden()
        expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
        history = show(page, "History")
        expect(history.get_by_role("row", name=re.compile("interrupted"))).to_be_visible()
        page.reload()
        offered = dialog(page, "Unsaved changes")
        expect(offered).to_contain_text("Numbers: batch, nothing → 7")
        offered.get_by_role("button", name="Restore").click()
        expect(setting(page, "Numbers", "Batch")).to_have_value("7")
        history.get_by_role("button", name="Resume").click()
        expect(node(page, "Learn")).to_have_accessible_description(RUNNING)
        wait_until(lambda: epoch(page) > before)
        stop(page)
        # What was resumed is the run of before the edit.
        expect(node(page, "Total")).to_have_accessible_description(re.compile("from before the change$"))


def test_edits_while_the_service_is_away_are_kept_by_the_browser(
    context: BrowserContext, mortal: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += GONE
    page = open_short(context, mortal, "short")
    mortal.service.kill()
    setting(page, "Numbers", "Count").fill("77")
    expect(away(page)).to_be_visible()
    page.close()
    with at_same_port(mortal.service):
        page = mortal.open(context, "short")
        dialog(page, "Unsaved changes").get_by_role("button", name="Restore").click()
        expect(setting(page, "Numbers", "Count")).to_have_value("77")


def test_the_desk_stays_where_the_icon_of_a_plugin_cannot_be_had(
    context: BrowserContext, door: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += GONE
    refused: list[str] = []

    def refuse(route: Route) -> None:
        refused.append(route.request.url)
        route.abort()

    context.route("**/assets/OtherIcon*.js", refuse)
    page = open_short(context, door, "iconless")
    wait_until(lambda: page.title() and len(refused) > 1)
    setting(page, "Numbers", "Count").fill("78")
    expect(setting(page, "Numbers", "Count")).to_have_value("78")


def test_a_worker_that_is_killed_fails_its_run_alone(context: BrowserContext, door: Entrance) -> None:
    page = open_learning(context, door, "killed")
    learn(page)
    (worker,) = workers_of(door.service.process.pid)
    os.kill(worker, signal.SIGKILL)
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()
    expect(show(page, "History").get_by_role("row", name=re.compile("failed"))).to_contain_text("killed")
    expect(show(page, "Messages")).to_contain_text("killed")
    run(page)
    expect(node(page, "Learn")).to_have_accessible_description(RUNNING)
    stop(page)
    expect(node(page, "Total")).to_have_accessible_description(DONE)


def test_after_a_crash_of_the_browser_unsaved_work_is_offered(
    browser: Browser, context: BrowserContext, mortal: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += ["404"]
    page = open_short(context, mortal, "short")
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        setting(page, "Numbers", "Count").fill("99")
    page.goto(mortal.address())
    with page.expect_response(lambda answer: "/drafts/" in answer.url and answer.ok):
        page.get_by_role("button", name="New workflow").click()
        page.get_by_role("button", name="Add a tool").click()
        page.keyboard.type("Text Input")
        page.keyboard.press("Enter")
    context.close()
    with browser.new_context(viewport={"width": 1440, "height": 900}) as anew:
        anew.on("page", complaints.listen)
        page = mortal.open(anew)
        unsaved = page.get_by_role("region", name="Unsaved work")
        unsaved.get_by_role("button", name=re.compile("never saved")).click()
        expect(node(page, "Text Input")).to_be_visible()
        expect(message(page, "Your unsaved work is back.")).to_be_visible()
        page.goto(mortal.address())
        unsaved.get_by_role("button", name=re.compile("^short")).click()
        dialog(page, "Unsaved changes").get_by_role("button", name="Discard", exact=True).click()
        expect(setting(page, "Numbers", "Count")).to_have_value("")
        page.goto(mortal.address())
        expect(unsaved.get_by_role("listitem")).to_have_count(1)


def test_leaving_warns_where_unsaved_work_can_be_kept_nowhere(
    context: BrowserContext, mortal: Entrance, complaints: Complaints
) -> None:
    complaints.allowed += GONE
    page = open_short(context, mortal, "short")
    fill_up = "let size = 2 ** 22; while (size) { try { localStorage.setItem('full' + size + Math.random(),"
    page.evaluate(f"() => {{ {fill_up} 'x'.repeat(size)); }} catch {{ size = size >> 1; }} }} }}")
    mortal.service.kill()
    setting(page, "Numbers", "Count").fill("5")
    asked: list[str] = []

    def stay(box: Dialog) -> None:
        asked.append(box.type)
        box.dismiss()

    page.on("dialog", stay)
    page.close(run_before_unload=True)
    wait_until(lambda: page.title() and asked)
    assert asked == ["beforeunload"]
    expect(setting(page, "Numbers", "Count")).to_have_value("5")
