import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from weft.document.files import load, save
from weft.document.model import Document, Node
from weft.errors import DocumentError


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    document = Document(title="Count 🍩", nodes={"a": Node(tool="x.a", settings={"n": 1})})
    save(document, tmp_path / "count.workflow.json")
    assert load(tmp_path / "count.workflow.json") == document
    assert [path.name for path in tmp_path.iterdir()] == ["count.workflow.json"]


def test_saving_keeps_the_permissions_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.workflow.json"
    save(Document(), path)
    path.chmod(0o640)
    save(Document(title="new"), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_that_the_user_wants(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("x")
    save(Document(), tmp_path / "a.workflow.json")
    assert (tmp_path / "a.workflow.json").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_saving_through_a_link_keeps_the_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.workflow.json", tmp_path / "link.workflow.json"
    save(Document(), target)
    link.symlink_to(target)
    save(Document(title="new"), link)
    assert link.is_symlink()
    assert load(target).title == "new"


FULL_DISK = """
import resource, sys
from pathlib import Path
from weft.document.files import save
from weft.document.model import Document
from weft.errors import DocumentError
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    save(Document(description="x" * 5000), Path(sys.argv[1]))
except DocumentError as error:
    sys.exit(str(error))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on the size of files")
def test_a_save_that_fails_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.workflow.json"
    save(Document(title="old"), path)
    engine = Path(__file__).parents[3] / "engine"
    done = subprocess.run(
        [sys.executable, "-c", FULL_DISK, str(path)],
        env={**os.environ, "PYTHONPATH": str(engine)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "the workflow cannot be saved: File too large; what was there before is unchanged" in done.stderr
    assert load(path).title == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_saving_into_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="cannot be saved: No such file or directory"):
        save(Document(), tmp_path / "none" / "a.workflow.json")


def test_a_file_that_is_not_there_is_told_with_a_near_one(tmp_path: Path) -> None:
    save(Document(), tmp_path / "train.workflow.json")
    with pytest.raises(
        DocumentError, match=r"there is no file .*trian.*; did you mean 'train.workflow.json'\?"
    ):
        load(tmp_path / "trian.workflow.json")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="nor a folder"):
        load(tmp_path / "none" / "a.workflow.json")


def test_a_folder_is_no_workflow(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="is a folder; name a workflow file in it"):
        load(tmp_path)


def test_a_picture_is_no_workflow(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(DocumentError, match="byte 0 is no text in UTF-8, so this is no workflow"):
        load(tmp_path / "a.jpg")


def test_complaints_name_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.workflow.json").write_text("{")
    with pytest.raises(DocumentError, match=r"a\.workflow\.json: line 1, column 2: this is not JSON"):
        load(tmp_path / "a.workflow.json")


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.workflow.json").write_text(text)
    with pytest.raises(DocumentError, match=r"a\.workflow\.json: the file is empty; a workflow file holds"):
        load(tmp_path / "a.workflow.json")


def test_a_mark_of_the_byte_order_is_no_trouble(tmp_path: Path) -> None:
    (tmp_path / "a.workflow.json").write_bytes(b"\xef\xbb\xbf{}")
    assert load(tmp_path / "a.workflow.json") == Document()
