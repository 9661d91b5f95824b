"""The samples that come with Weft."""

import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_line import ROOT
from fastapi.testclient import TestClient
from web_service import API, served

from weft_web.services import samples
from weft_web.services.samples import samples_folder


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as found:
        yield found


def test_every_folder_of_samples_is_offered_with_its_own_words(client: TestClient) -> None:
    samples = {each["name"]: each for each in client.get(f"{API}/samples").json()}
    folders = {path.parent.name for path in (ROOT / "workflows").glob("*/*.workflow.json")}
    assert samples.keys() == folders
    for name, sample in samples.items():
        heading = (ROOT / "workflows" / name / "README.md").read_text().splitlines()[0]
        assert heading == f"# {sample['title']}"
        assert len(sample["description"]) > 40
        assert "`" not in sample["description"]
        assert sample["description"].endswith("."), "cut in the middle of a sentence"
    assert "lisa_simpson and marge_simpson" in samples["simpsons"]["description"]


def test_what_is_to_run_first_stands_at_the_front(client: TestClient) -> None:
    samples = {each["name"]: each["workflows"] for each in client.get(f"{API}/samples").json()}
    assert samples["characters"] == ["train.workflow.json", "predict.workflow.json"]
    assert samples["simpsons"][0] == "train.workflow.json"


def test_a_copy_has_the_files_and_nothing_that_runs_have_made(client: TestClient, tmp_path: Path) -> None:
    answer = client.post(f"{API}/workflows", json={"path": "my/tables", "sample": "tables"})
    assert answer.status_code == 201
    assert answer.json()["folder"] == "my/tables"
    assert [each["path"] for each in answer.json()["workflows"]] == ["my/tables/tables.workflow.json"]
    copied = {path.name for path in (tmp_path / "my" / "tables").iterdir()}
    assert copied == {"README.md", "orders.csv", "tables.workflow.json"}
    assert {path.name for path in (tmp_path / "my").iterdir()} == {"tables"}


def test_a_copy_of_the_characters_has_its_pictures_drawn(client: TestClient, tmp_path: Path) -> None:
    answer = client.post(f"{API}/workflows", json={"path": "characters", "sample": "characters"})
    assert answer.status_code == 201, answer.text
    folder = tmp_path / "characters"
    assert len(list((folder / "pictures").rglob("*.jpg"))) == 1_200
    assert {path.name for path in folder.iterdir()} == {
        "README.md", "draw.py", "drawing", "pictures", "predict.workflow.json", "train.workflow.json"
    }  # fmt: skip
    assert not list(folder.rglob("__pycache__"))


def test_a_copy_does_not_take_the_place_of_a_folder(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    answer = client.post(f"{API}/workflows", json={"path": "tables", "sample": "tables"})
    assert answer.status_code == 409
    assert list((tmp_path / "tables").iterdir()) == []


@pytest.mark.parametrize(("path", "sample", "code"), [("x", "none", 404), ("../x", "tables", 403)])
def test_a_copy_that_cannot_be(client: TestClient, path: str, sample: str, code: int) -> None:
    assert client.post(f"{API}/workflows", json={"path": path, "sample": sample}).status_code == code


def test_a_sample_that_is_copied_to_a_full_disk_says_so(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: str, target: str, **_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", target)

    monkeypatch.setattr(shutil, "copyfile", full)
    answer = client.post(f"{API}/workflows", json={"path": "tables", "sample": "tables"})
    assert answer.status_code == 507
    assert answer.json()["detail"].endswith(": No space left on device; free some space and try again")
    assert [path.name for path in tmp_path.iterdir() if "tables" in path.name] == []


def test_a_sample_whose_pictures_fill_the_disk_says_so(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sample = tmp_path / "samples" / "drawn"
    sample.mkdir(parents=True)
    (sample / "a.workflow.json").write_text('{"format": 1}')
    (sample / "draw.py").write_text("import errno; raise OSError(errno.ENOSPC, 'No space left on device')\n")
    monkeypatch.setattr(samples, "samples_folder", lambda: sample.parent)
    answer = client.post(f"{API}/workflows", json={"path": "mine", "sample": "drawn"})
    assert answer.status_code == 507
    assert "free some space" in answer.json()["detail"]
    (sample / "draw.py").write_text("open('nothing of this name')\n")
    assert client.post(f"{API}/workflows", json={"path": "mine", "sample": "drawn"}).status_code == 409


def test_the_samples_are_found_in_a_checkout_or_in_the_package() -> None:
    assert samples_folder().is_dir()
