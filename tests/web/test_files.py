"""Browsing, uploads, thumbnails."""

import io
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from web_service import API, served

from weft_web.services.uploads import safe_name

PATH = f"{API}/files"


def picture(width: int = 300, height: int = 200, form: str = "JPEG", **options: Any) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(buffer, form, **options)
    return buffer.getvalue()


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    (folder / "pictures" / "cats").mkdir(parents=True)
    for name in ("b.jpg", "A.PNG", "notes.txt", "c.webp"):
        (folder / "pictures" / name).write_bytes(picture() if name != "notes.txt" else b"x")
    (folder / ".secret").write_text("x")
    return folder


@pytest.fixture
def client(workspace: Path, tmp_path: Path) -> Iterator[TestClient]:
    other = tmp_path / "other"
    other.mkdir()
    (other / "table.csv").write_text("a\n1\n")
    with served(workspace, roots={"other": other}) as found:
        yield found


def names(answer: Any) -> list[str]:
    return [entry["name"] for entry in answer.json()["entries"]]


def test_folders_come_first_then_files_by_name_and_hidden_ones_never(client: TestClient) -> None:
    answer = client.get(PATH, params={"path": "pictures"})
    assert names(answer) == ["cats", "A.PNG", "b.jpg", "c.webp", "notes.txt"]
    assert [entry["kind"] for entry in answer.json()["entries"]] == ["folder", *["picture"] * 3, "table"]
    assert answer.json()["pictures"] == 3
    assert answer.json()["roots"] == ["workspace", "other"]
    assert names(client.get(PATH)) == ["pictures"]


def test_a_pattern_leaves_folders_and_what_fits(client: TestClient) -> None:
    answer = client.get(PATH, params={"path": "pictures", "pattern": "*.jpg; *.png"})
    assert names(answer) == ["cats", "A.PNG", "b.jpg"]


def test_a_pattern_of_many_parts_is_answered_at_once_in_a_large_folder(
    client: TestClient, workspace: Path
) -> None:
    (workspace / "many").mkdir()
    for number in range(5_000):
        (workspace / "many" / f"{number}.jpg").touch()
    started = time.process_time()
    for pattern in (";".join(f"*{number}*.png" for number in range(20)), "*a" * 99, "[" * 200):
        answer = client.get(PATH, params={"path": "many", "pattern": pattern})
        assert names(answer) == []
    assert time.process_time() - started < 3
    assert len(names(client.get(PATH, params={"path": "many", "pattern": ";" * 200}))) == 5_000


def test_a_picture_of_some_bytes_that_claims_a_side_without_end_takes_no_memory(
    client: TestClient, workspace: Path
) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 1, 200_000_000, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")
    (workspace / "bomb.png").write_bytes(b"\x89PNG\r\n\x1a\n" + parts)
    answer = client.get(f"{PATH}/thumbnail", params={"path": "bomb.png"})
    assert answer.status_code == 422
    said = "bomb.png: the picture has 1 x 200,000,000 pixels; a side has 1,000,000 at most"
    assert answer.json()["detail"] == said


def test_settings_count_from_the_folder_of_the_workflow(client: TestClient) -> None:
    params = {"path": "pictures", "for": "flows/deep/a.workflow.json"}
    answer = client.get(PATH, params=params).json()
    assert answer["setting"] == "../../pictures"
    assert answer["entries"][1]["setting"] == "../../pictures/A.PNG"
    assert client.get(PATH, params={"path": "pictures"}).json()["setting"] == "pictures"


def test_settings_in_another_root_are_whole_paths(client: TestClient, tmp_path: Path) -> None:
    answer = client.get(PATH, params={"root": "other", "for": "a.workflow.json"}).json()
    assert answer["entries"][0]["setting"] == str(tmp_path / "other" / "table.csv")
    assert answer["entries"][0]["path"] == "table.csv"


@pytest.mark.parametrize("path", ["..", "../other", ".weft", "pictures/../../other", "/etc", "a\0b"])
def test_what_is_outside_or_hidden_is_refused(client: TestClient, path: str) -> None:
    for place in (PATH, f"{PATH}/thumbnail", f"{PATH}/content"):
        assert client.get(place, params={"path": path}).status_code == 403


def test_links_that_lead_out_are_not_shown_nor_followed(
    client: TestClient, workspace: Path, tmp_path: Path
) -> None:
    (workspace / "out").symlink_to(tmp_path / "other")
    (workspace / "table.csv").symlink_to(tmp_path / "other" / "table.csv")
    (workspace / "broken").symlink_to(workspace / "nothing")
    (workspace / "cats").symlink_to(workspace / "pictures" / "cats")
    assert names(client.get(PATH)) == ["cats", "pictures"]
    assert client.get(PATH, params={"path": "out"}).status_code == 403


def test_what_is_not_there_is_not_found(client: TestClient) -> None:
    assert client.get(PATH, params={"path": "none"}).status_code == 404
    assert client.get(PATH, params={"root": "none"}).status_code == 404
    assert client.get(f"{PATH}/content", params={"path": "none.jpg"}).status_code == 404


def upload(client: TestClient, name: str, data: bytes, **params: str) -> Any:
    return client.post(PATH, params=params, files=[("files", (name, data))])


def test_an_upload_takes_a_free_name_and_never_that_of_another(client: TestClient, workspace: Path) -> None:
    answers = [upload(client, "new.csv", text, path="data").json()[0] for text in (b"one", b"two", b"three")]
    assert [each["path"] for each in answers] == ["data/new.csv", "data/new (2).csv", "data/new (3).csv"]
    assert [each["bytes"] for each in answers] == [3, 3, 5]
    assert (workspace / "data" / "new.csv").read_bytes() == b"one"
    assert (workspace / "data" / "new (3).csv").read_bytes() == b"three"
    assert sorted(path.name for path in (workspace / "data").iterdir()) == [
        "new (2).csv", "new (3).csv", "new.csv"
    ]  # fmt: skip


def test_several_files_go_up_at_once_with_their_settings(client: TestClient) -> None:
    files = [("files", (f"{number}.jpg", picture())) for number in range(3)]
    answer = client.post(PATH, params={"path": "up", "for": "x/a.workflow.json"}, files=files)
    assert [each["setting"] for each in answer.json()] == [f"../up/{number}.jpg" for number in range(3)]


def test_an_upload_does_not_leave_its_folder(client: TestClient, workspace: Path) -> None:
    answer = upload(client, "../../evil.csv", b"x", path="data")
    assert answer.json()[0]["path"] == "data/evil.csv"
    assert upload(client, "a.csv", b"x", path="../other").status_code == 403
    assert upload(client, "a.csv", b"x", path=".weft").status_code == 403
    assert upload(client, "a.csv", b"x", path="pictures/b.jpg").status_code == 409


def test_nothing_goes_up_into_the_folder_of_the_plugins(workspace: Path) -> None:
    (workspace / "plugins").mkdir()
    with served(workspace, plugins=workspace / "plugins") as client:
        assert upload(client, "tool.py", b"x", path="plugins").status_code == 403
    assert list((workspace / "plugins").iterdir()) == []


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("a.csv", "a.csv"),
        ("C:\\Users\\me\\a.csv", "a.csv"),
        ("../../.bashrc", "bashrc"),
        ("a\n<b>:c?.csv", "a__b__c_.csv"),
        ("con.txt", "_con.txt"),
        ("...", "file"),
        ("", "file"),
        ("Überblick 1.csv", "Überblick 1.csv"),
    ],
)
def test_names_are_made_safe(given: str, safe: str) -> None:
    assert safe_name(given) == safe


def test_a_name_that_is_too_long_keeps_its_ending() -> None:
    name = safe_name("ä" * 500 + ".csv")
    assert len(name.encode()) <= 200
    assert name.endswith("ä.csv")


def test_a_thumbnail_fits_its_square_and_is_kept_by_content(client: TestClient, workspace: Path) -> None:
    params: dict[str, Any] = {"path": "pictures/b.jpg", "w": 64}
    answer = client.get(f"{PATH}/thumbnail", params=params)
    assert answer.headers["content-type"] == "image/webp"
    assert Image.open(io.BytesIO(answer.content)).size == (64, 43)
    kept = list((workspace / ".weft" / "kept" / "thumbnails").rglob("*.webp"))
    client.get(f"{PATH}/thumbnail", params={"path": "pictures/c.webp", "w": 64})
    assert list((workspace / ".weft" / "kept" / "thumbnails").rglob("*.webp")) == kept, "the same content"
    tag = {"if-none-match": answer.headers["etag"]}
    assert client.get(f"{PATH}/thumbnail", params=params, headers=tag).status_code == 304


def test_a_thumbnail_follows_its_picture(client: TestClient, workspace: Path) -> None:
    params: dict[str, Any] = {"path": "pictures/b.jpg", "w": 64}
    before = client.get(f"{PATH}/thumbnail", params=params).headers["etag"]
    (workspace / "pictures" / "b.jpg").write_bytes(picture(100, 300))
    after = client.get(f"{PATH}/thumbnail", params=params, headers={"if-none-match": before})
    assert after.status_code == 200
    assert Image.open(io.BytesIO(after.content)).size == (21, 64)


def test_a_damaged_picture_says_so(client: TestClient, workspace: Path) -> None:
    (workspace / "cut.jpg").write_bytes(picture()[:400])
    answer = client.get(f"{PATH}/thumbnail", params={"path": "cut.jpg"})
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("cut.jpg: the picture is")


def test_widths_have_bounds(client: TestClient) -> None:
    for width in (15, 1025):
        params: dict[str, Any] = {"path": "pictures/b.jpg", "w": width}
        assert client.get(f"{PATH}/thumbnail", params=params).status_code == 422


def test_pictures_are_given_as_they_are_and_nothing_else_is(client: TestClient, workspace: Path) -> None:
    answer = client.get(f"{PATH}/content", params={"path": "pictures/b.jpg"})
    assert answer.content == (workspace / "pictures" / "b.jpg").read_bytes()
    assert answer.headers["content-type"] == "image/jpeg"
    (workspace / "page.jpg").write_text("<script>alert(1)</script>")
    for path in ("pictures/notes.txt", "page.jpg"):
        assert client.get(f"{PATH}/content", params={"path": path}).status_code == 403
