"""Drafts: what survives a crash."""

from pathlib import Path

from fastapi.testclient import TestClient
from web_service import API, document, plain, served, serving

PATH = f"{API}/drafts"


def draft(title: str = "Unsaved", base: str | None = None) -> dict[str, object]:
    return {"path": "a.workflow.json", "base": base, "document": plain(document(title=title))}


def titles(client: TestClient) -> list[str]:
    return [each["document"]["title"] for each in client.get(PATH).json()]


def test_a_draft_is_kept_until_it_is_removed(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        put = client.put(f"{PATH}/a.workflow.json", json=draft(base="abc"))
        assert put.json()["saved"] > 0
        assert put.json()["base"] == "abc"
        client.put(f"{PATH}/a.workflow.json", json=draft("Newer"))
        assert titles(client) == ["Newer"]
        assert client.delete(f"{PATH}/a.workflow.json").status_code == 204
        assert client.delete(f"{PATH}/a.workflow.json").status_code == 204
        assert titles(client) == []


def test_the_newest_draft_comes_first(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        for name in ("a", "b", "a"):
            client.put(f"{PATH}/sub/{name}.workflow.json", json=draft(name))
        assert titles(client) == ["a", "b"]
        paths = [each["path"] for each in client.get(PATH).json()]
        assert paths == ["sub/a.workflow.json", "sub/b.workflow.json"]


def test_a_draft_survives_a_service_that_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    with serving(folder, tmp_path / "site") as service, service.client() as client:
        assert client.put(f"{PATH}/a.workflow.json", json=draft()).status_code == 200
        service.process.kill()
    with served(folder) as client:
        assert titles(client) == ["Unsaved"]


def test_a_damaged_draft_does_not_hide_the_others(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        client.put(f"{PATH}/a.workflow.json", json=draft())
        (tmp_path / ".weft" / "drafts" / "broken.json").write_text('{"path": ')
        assert titles(client) == ["Unsaved"]


def test_a_draft_of_what_lies_outside_is_refused(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        assert client.put(f"{PATH}/%2e%2e/a.workflow.json", json=draft()).status_code == 403


def test_a_draft_goes_along_with_its_renamed_file_and_goes_with_a_removed_one(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        client.put(f"{API}/workflows/a.workflow.json", json={}, headers={"if-none-match": "*"})
        client.put(f"{PATH}/a.workflow.json", json=draft(base="abc"))
        client.patch(f"{API}/workflows/a.workflow.json", json={"path": "sub/b.workflow.json"})
        found = client.get(PATH).json()
        assert [(each["path"], each["base"]) for each in found] == [("sub/b.workflow.json", "abc")]
        client.delete(f"{API}/workflows/sub/b.workflow.json")
        assert titles(client) == []


def test_two_ways_to_write_a_path_name_one_draft(tmp_path: Path) -> None:
    with served(tmp_path) as client:
        client.put(f"{PATH}/sub//a.workflow.json", json=draft("Older"))
        client.put(f"{PATH}/sub/a.workflow.json", json=draft("Newer"))
        assert titles(client) == ["Newer"]
