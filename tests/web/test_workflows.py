"""Workflow files over HTTP."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyarrow as pa
import pytest
from fastapi.testclient import TestClient
from web_results import NAME, show
from web_service import API, document, plain, served

from weft.document.files import dumps, load, save

PATH = f"{API}/workflows"
DOCUMENT = plain(document())
NEW = {"if-none-match": "*"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as found:
        yield found


def create(client: TestClient, path: str = "a.workflow.json", title: str = "A") -> str:
    """Create a workflow; gives its revision."""
    answer = client.put(f"{PATH}/{path}", json=DOCUMENT | {"title": title}, headers=NEW)
    assert answer.status_code == 200, answer.text
    revision: str = answer.json()["revision"]
    return revision


def test_what_is_saved_is_the_canonical_text_that_the_command_line_reads(
    client: TestClient, tmp_path: Path
) -> None:
    create(client, "sub/folder/a.workflow.json", "Names")
    file = tmp_path / "sub" / "folder" / "a.workflow.json"
    assert file.read_text() == dumps(document())
    assert load(file) == document()


def test_opening_gives_the_document_and_its_revision_as_etag(client: TestClient) -> None:
    revision = create(client)
    answer = client.get(f"{PATH}/a.workflow.json")
    assert answer.json()["document"]["nodes"].keys() == DOCUMENT["nodes"].keys()
    assert answer.json()["document"]["connections"][0]["from"] == "text_input.out"
    assert answer.headers["etag"] == f'"{revision}"'
    again = client.get(f"{PATH}/a.workflow.json", headers={"if-none-match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_keys_that_this_program_does_not_know_stay(client: TestClient, tmp_path: Path) -> None:
    client.put(f"{PATH}/a.workflow.json", json=DOCUMENT | {"future": {"x": 1}}, headers=NEW)
    assert json.loads((tmp_path / "a.workflow.json").read_text())["future"] == {"x": 1}


def test_saving_over_the_known_revision_works_and_over_another_is_a_conflict(client: TestClient) -> None:
    first = create(client)
    saved = client.put(
        f"{PATH}/a.workflow.json", json=DOCUMENT | {"title": "B"}, headers={"if-match": f'"{first}"'}
    )
    assert saved.status_code == 200
    late = client.put(
        f"{PATH}/a.workflow.json", json=DOCUMENT | {"title": "C"}, headers={"if-match": f'"{first}"'}
    )
    assert late.status_code == 412
    assert late.json()["revision"] == saved.json()["revision"]
    assert client.get(f"{PATH}/a.workflow.json").json()["document"]["title"] == "B"


def test_a_change_by_another_program_is_a_conflict(client: TestClient, tmp_path: Path) -> None:
    revision = create(client)
    save(document(title="From elsewhere"), tmp_path / "a.workflow.json")
    answer = client.put(f"{PATH}/a.workflow.json", json=DOCUMENT, headers={"if-match": f'"{revision}"'})
    assert answer.status_code == 412
    assert "changed on disk" in answer.json()["detail"]


def test_a_file_that_is_gone_is_a_conflict_without_a_revision(client: TestClient, tmp_path: Path) -> None:
    revision = create(client)
    (tmp_path / "a.workflow.json").unlink()
    answer = client.put(f"{PATH}/a.workflow.json", json=DOCUMENT, headers={"if-match": f'"{revision}"'})
    assert (answer.status_code, answer.json().get("revision")) == (412, None)


def test_a_new_file_does_not_take_the_place_of_one_that_is_there(client: TestClient) -> None:
    revision = create(client)
    answer = client.put(f"{PATH}/a.workflow.json", json=DOCUMENT, headers=NEW)
    assert (answer.status_code, answer.json()["revision"]) == (412, revision)
    posted = client.post(PATH, json={"path": "a.workflow.json", "document": DOCUMENT})
    assert posted.status_code == 409


def test_a_save_that_does_not_say_what_it_knows_is_refused(client: TestClient) -> None:
    create(client)
    assert client.put(f"{PATH}/a.workflow.json", json=DOCUMENT).status_code == 428


def test_of_many_saves_at_once_one_wins_and_the_others_hear_of_it(client: TestClient) -> None:
    revision = create(client)

    def put(number: int) -> int:
        body = DOCUMENT | {"title": f"Writer {number}"}
        headers = {"if-match": f'"{revision}"'}
        return client.put(f"{PATH}/a.workflow.json", json=body, headers=headers).status_code

    with ThreadPoolExecutor(8) as pool:
        codes = sorted(pool.map(put, range(16)))
    assert codes == [200, *[412] * 15]


def test_the_list_names_titles_and_what_cannot_be_read(client: TestClient, tmp_path: Path) -> None:
    create(client, "b.workflow.json", "Second")
    create(client, "deep/er/c.workflow.json", "")
    (tmp_path / "broken.workflow.json").write_text('{"nodes": ')
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden" / "no.workflow.json").write_text("{}")
    (tmp_path / "other.json").write_text("{}")
    entries = {entry["path"]: entry for entry in client.get(PATH).json()}
    assert list(entries) == ["b.workflow.json", "broken.workflow.json", "deep/er/c.workflow.json"]
    assert entries["b.workflow.json"]["title"] == "Second"
    assert entries["deep/er/c.workflow.json"]["title"] == "c"
    assert "line 1" in entries["broken.workflow.json"]["problem"]
    opened = client.get(f"{PATH}/b.workflow.json").json()
    assert entries["b.workflow.json"]["revision"] == opened["revision"]


def test_the_list_follows_changes_of_a_file(client: TestClient, tmp_path: Path) -> None:
    create(client, title="Old")
    client.get(PATH)
    save(document(title="A new and longer title"), tmp_path / "a.workflow.json")
    assert [entry["title"] for entry in client.get(PATH).json()] == ["A new and longer title"]


def test_a_damaged_file_tells_line_and_column(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "a.workflow.json").write_text('{\n  "nodes": {,}\n}')
    answer = client.get(f"{PATH}/a.workflow.json")
    assert answer.status_code == 422
    assert "line 2, column 13" in answer.json()["detail"]


def test_renaming_moves_the_file_and_keeps_what_is_in_the_way(client: TestClient, tmp_path: Path) -> None:
    create(client)
    create(client, "b.workflow.json")
    taken = client.patch(f"{PATH}/a.workflow.json", json={"path": "b.workflow.json"})
    assert taken.status_code == 409
    moved = client.patch(f"{PATH}/a.workflow.json", json={"path": "new/c.workflow.json"})
    assert moved.json()["path"] == "new/c.workflow.json"
    assert not (tmp_path / "a.workflow.json").exists()


def test_a_renamed_workflow_still_shows_its_results(client: TestClient, tmp_path: Path) -> None:
    show(tmp_path, pa.table({"n": [1, 2, 3]}))
    moved = client.patch(f"{PATH}/{NAME}", json={"path": "other.workflow.json"})
    assert moved.status_code == 200, moved.text

    def outputs(path: str) -> list[str]:
        return list(client.get(f"{API}/results", params={"workflow": path}).json()["outputs"])

    assert outputs("other.workflow.json") == ["data.out"]
    assert outputs(NAME) == []
    create(client, NAME)
    client.delete(f"{PATH}/other.workflow.json")
    client.patch(f"{PATH}/{NAME}", json={"path": "other.workflow.json"})
    assert outputs("other.workflow.json") == [], "those of the file that had the name before"


def test_what_is_removed_lies_in_the_bin_and_comes_back_by_a_rename(
    client: TestClient, tmp_path: Path
) -> None:
    create(client)
    binned = client.delete(f"{PATH}/a.workflow.json").json()["bin"]
    assert (tmp_path / binned).is_file()
    assert client.get(PATH).json() == []
    back = client.patch(f"{PATH}/{binned}", json={"path": "a.workflow.json"})
    assert back.status_code == 200
    assert client.get(f"{PATH}/a.workflow.json").status_code == 200


def test_two_files_of_one_name_both_lie_in_the_bin(client: TestClient) -> None:
    places = set()
    for _ in range(2):
        create(client)
        places.add(client.delete(f"{PATH}/a.workflow.json").json()["bin"])
    assert len(places) == 2


@pytest.mark.parametrize(
    "path",
    [
        "%2e%2e/a.workflow.json",
        "x/%2e%2e/%2e%2e/a.workflow.json",
        ".weft/a.workflow.json",
        "a.txt",
        "a%00.workflow.json",
        "%2Fetc/a.workflow.json",
    ],
)
def test_paths_stay_in_the_workspace(client: TestClient, path: str) -> None:
    for answer in (client.get(f"{PATH}/{path}"), client.put(f"{PATH}/{path}", json=DOCUMENT, headers=NEW)):
        assert answer.status_code == 403, answer.text
        assert answer.headers["content-type"] == "application/problem+json"


def test_a_link_out_of_the_workspace_is_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    save(document(), outside / "a.workflow.json")
    (inside / "link").symlink_to(outside)
    (inside / "b.workflow.json").symlink_to(outside / "a.workflow.json")
    with served(inside) as client:
        assert client.get(f"{PATH}/link/a.workflow.json").status_code == 403
        assert client.get(f"{PATH}/b.workflow.json").status_code == 403
        assert client.get(PATH).json() == []


def test_links_in_a_circle_are_nothing_and_hide_nothing(client: TestClient, tmp_path: Path) -> None:
    create(client)
    (tmp_path / "circle").symlink_to("circle")
    (tmp_path / "circle.workflow.json").symlink_to("circle.workflow.json")
    for path in ("circle", "circle/b.workflow.json", "circle.workflow.json"):
        assert client.get(f"{PATH}/{path}").status_code in (403, 404)
    assert [each["path"] for each in client.get(PATH).json()] == ["a.workflow.json"]
    assert [each["name"] for each in client.get(f"{API}/files").json()["entries"]] == ["a.workflow.json"]


def test_half_of_an_emoji_is_refused_in_a_sentence(client: TestClient) -> None:
    def answer(method: str, path: str, body: str) -> str:
        headers = {**NEW, "content-type": "application/json"}
        found = client.request(method, f"{API}/{path}", content=body, headers=headers)
        assert found.status_code in (403, 422), found.text
        return str(found.json()["detail"])

    cut = '{"title": "\\ud83d"}'
    named = '{"path": "\\ud83d.workflow.json", "document": {}}'
    assert "half of a letter" in answer("PUT", "workflows/b.workflow.json", cut)
    draft = f'{{"path": "", "base": null, "document": {cut}}}'
    assert "half of a letter" in answer("PUT", "drafts/b.workflow.json", draft)
    assert "half of a letter" in answer("POST", "workflows", named)
    assert "half of a letter" in answer("POST", "validate", named)


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    for answer in (
        client.get(f"{PATH}/no.workflow.json"),
        client.delete(f"{PATH}/no.workflow.json"),
        client.patch(f"{PATH}/no.workflow.json", json={"path": "b.workflow.json"}),
    ):
        assert answer.status_code == 404


def test_a_document_of_a_newer_format_is_not_written(client: TestClient, tmp_path: Path) -> None:
    answer = client.put(f"{PATH}/a.workflow.json", json=DOCUMENT | {"format": 99}, headers=NEW)
    assert answer.status_code == 422
    assert not (tmp_path / "a.workflow.json").exists()


def test_what_is_wrong_with_a_document_is_told_by_its_place(client: TestClient) -> None:
    wrong = DOCUMENT | {"nodes": {"Bad Name": {"tool": "weft.sort"}}, "connections": [{"from": "x"}]}
    answer = client.put(f"{PATH}/a.workflow.json", json=wrong, headers=NEW)
    assert answer.status_code == 422
    fields = {error["field"]: error["message"] for error in answer.json()["errors"]}
    assert "small letters" in fields["nodes.Bad Name"]
    assert "connections.0.to" in fields


def test_a_pasted_text_of_an_old_format_is_read(client: TestClient) -> None:
    old = {"nodes": {"a": {"type": "weft.sort@1", "config": {}, "position": {"x": 1, "y": 2}}}, "edges": []}
    answer = client.post(f"{PATH}:read", content=json.dumps(old), headers={"content-type": "text/plain"})
    assert answer.json()["nodes"]["a"]["tool"] == "weft.sort"
    assert answer.json()["layout"]["nodes"]["a"] == {"x": 1, "y": 2}


@pytest.mark.parametrize("text", ['{\n "nodes": }', "", "[]", "\x00", "<html>", '{"name": "left-pad"}'])
def test_a_pasted_text_that_is_no_workflow_says_what_it_is(client: TestClient, text: str) -> None:
    answer = client.post(f"{PATH}:read", content=text, headers={"content-type": "text/plain"})
    assert answer.status_code == 422
    assert "JSON" in answer.json()["detail"]


def test_pasted_bytes_that_are_no_text_say_so(client: TestClient) -> None:
    answer = client.post(f"{PATH}:read", content=b"PK\x03\x04\xff\xfe")
    assert answer.status_code == 422
    assert "UTF-8" in answer.json()["detail"]


def test_a_new_workflow_wants_a_document_or_a_sample(client: TestClient) -> None:
    assert client.post(PATH, json={"path": "a.workflow.json"}).status_code == 422
    both = {"path": "a.workflow.json", "document": DOCUMENT, "sample": "tables"}
    assert client.post(PATH, json=both).status_code == 422


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take no such names")
def test_a_file_whose_name_is_no_text_does_not_keep_the_others_from_the_list(
    client: TestClient, tmp_path: Path
) -> None:
    create(client, "b.workflow.json", "Second")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.workflow.json")).write_text("{}")
    answer = client.get(PATH)
    assert answer.status_code == 200
    odd, sound = sorted(answer.json(), key=lambda entry: str(entry["path"]))
    assert (sound["path"], sound["problem"]) == ("b.workflow.json", "")
    assert odd["path"] == "?t?.workflow.json"
    assert odd["problem"] == "its name is no text in UTF-8, so it cannot be opened; rename it"
