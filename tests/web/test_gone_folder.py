"""The workspace folder is moved away while the service works in it."""

import re
from pathlib import Path

import pytest
from run_service import LEARNING, PATH, Workplace, entries, wait_until
from web_service import API, document, plain, served, serving

from weft.errors import StoreError
from weft.storage.folder import FolderStore
from weft.storage.memory import memorise


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    return Workplace.make(tmp_path)


def test_a_folder_that_was_moved_away_is_told_and_not_made_anew(place: Workplace) -> None:
    moved = place.workspace.with_name("elsewhere")
    made = plain(document())
    with served(place.workspace) as client:
        place.workspace.rename(moved)
        for method, path, body in (
            ("GET", "workflows", None),
            ("GET", "files", None),
            ("GET", "runs", None),
            ("PUT", f"drafts/{PATH}", {"path": PATH, "document": made}),
            ("PUT", f"workflows/{PATH}", made),
            ("POST", "workflows", {"path": "a/b.workflow.json", "document": made}),
            ("POST", "runs", {"path": PATH, "document": made}),
            ("POST", "validate", {"path": PATH, "document": made}),
        ):
            answer = client.request(method, f"{API}/{path}", json=body, headers={"if-none-match": "*"})
            assert answer.status_code == 410, path
            assert answer.headers["content-type"] == "application/problem+json"
            said = answer.json()["detail"]
            assert said.startswith(f"the folder {place.workspace} is gone: it was moved, renamed or removed")
        assert client.post(f"{API}/files", files={"files": ("a.txt", b"x")}).status_code == 410
        assert not place.workspace.exists()
        moved.rename(place.workspace)
        answer = client.put(f"{API}/workflows/{PATH}", json=made, headers={"if-none-match": "*"})
        assert answer.status_code == 200
    assert (place.workspace / PATH).exists()


def test_a_further_root_that_is_gone_is_told(place: Workplace, tmp_path: Path) -> None:
    with served(place.workspace, roots={"other": tmp_path / "other"}) as client:
        for answer in (
            client.get(f"{API}/files", params={"root": "other"}),
            client.post(f"{API}/files", params={"root": "other"}, files={"files": ("a.txt", b"x")}),
        ):
            assert answer.status_code == 410
            assert f"the folder {tmp_path / 'other'} is gone" in answer.json()["detail"]
    assert not (tmp_path / "other").exists()


def test_a_run_whose_folder_is_moved_away_fails_and_makes_it_not_anew(
    place: Workplace, tmp_path: Path
) -> None:
    moved = place.workspace.with_name("elsewhere")
    plugins = ("--plugins", str(place.plugins))
    with serving(place.workspace, tmp_path / "site", *plugins) as service, service.client() as client:
        run = client.post(f"{API}/runs", json={"path": PATH, "document": plain(LEARNING)}).json()["id"]
        journal = moved / ".weft" / "runs" / run / "events.jsonl"
        wait_until(lambda: client.get(f"{API}/runs/{run}").json()["status"] == "running")
        begun = place.folder(run) / "events.jsonl"
        wait_until(lambda: begun.exists() and '"running"' in begun.read_text())
        place.workspace.rename(moved)
        wait_until(lambda: "run.finished" in journal.read_text())
        # For a moment the service still knows the run, until its worker has ended.
        wait_until(lambda: client.get(f"{API}/runs/{run}").status_code == 410)
        assert not place.workspace.exists()
        last = journal.read_text()
    assert '"status":"failed"' in last.replace(" ", "")
    gone = f"the folder {place.workspace / '.weft'} is gone: it was moved, renamed or removed during the run"
    told = [entry.event for entry in entries(last.splitlines()) if entry.event.type == "run.finished"]
    assert gone in told[0].message
    assert "No such file" not in told[0].message


def test_a_store_that_is_gone_is_not_made_anew_by_what_is_to_be_kept_in_it(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / ".weft")
    store.prepare()
    with store.lease() as lease:
        (tmp_path / ".weft").rename(tmp_path / "moved")
        said = f"the folder {tmp_path / '.weft'} is gone"
        with pytest.raises(StoreError, match=re.escape(said)), store.new_artifact("key", lease):
            pass
        with pytest.raises(StoreError, match=re.escape(said)):
            memorise(store, tmp_path / PATH, {})
        (tmp_path / "moved").rename(tmp_path / ".weft")
