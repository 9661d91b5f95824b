import os
from pathlib import Path

import pytest

from weft.sdk import ToolError
from weft_nodes._formats.saving import blamed, replacing, replacing_all


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


def test_files_that_belong_together_are_put_in_place_together(tmp_path: Path) -> None:
    made = {}
    for name in ("graph", "numbers"):
        (tmp_path / f"old-{name}").write_text("old")
        (tmp_path / f"new-{name}").write_text(f"new {name}")
        made[tmp_path / f"old-{name}"] = tmp_path / f"new-{name}"
    replacing_all(made)
    assert [place.read_text() for place in made] == ["new graph", "new numbers"]
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        *("new-graph", "new-numbers", "old-graph", "old-numbers")
    ]


def test_where_one_of_them_cannot_be_copied_all_old_ones_stay(tmp_path: Path) -> None:
    places = [tmp_path / "graph", tmp_path / "numbers"]
    for place in places:
        place.write_text("old")
    (tmp_path / "made").write_text("new")
    with pytest.raises(ToolError):
        replacing_all({places[0]: tmp_path / "made", places[1]: tmp_path / "missing"})
    assert [place.read_text() for place in places] == ["old", "old"]
