import os
from pathlib import Path

import pytest

from weft.sdk import ToolError
from weft_nodes._formats.saving import blamed, replacing


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_text("old")
    with replacing(target) as temporary:
        assert temporary.parent == tmp_path
        temporary.write_text("new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_start_is_copied(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    with replacing(tmp_path / "a", start=tmp_path / "a") as temporary, temporary.open("a") as file:
        file.write(" and new")
    assert (tmp_path / "a").read_text() == "old and new"


@pytest.mark.parametrize("error", [ValueError("x"), KeyboardInterrupt()])
def test_after_any_error_nothing_is_left(tmp_path: Path, error: BaseException) -> None:
    def fail() -> None:
        with replacing(tmp_path / "a") as temporary:
            temporary.write_text("half")
            raise error

    with pytest.raises(type(error)):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(ToolError, match="could not be written: No such file or directory"),
        replacing(tmp_path / "b/a"),
    ):
        pass


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o500)
    with (
        pytest.raises(ToolError, match="cannot be written: Permission denied; choose another folder"),
        replacing(tmp_path / "closed/a"),
    ):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_device_is_told() -> None:
    with pytest.raises(ToolError, match="the disk is full: here could not"), blamed(Path("here")):
        Path("/dev/full").write_text("x")
