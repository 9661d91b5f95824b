from pathlib import Path

import pytest

from weft.sdk import ToolError
from weft_nodes._pictures.saving import Places, write


def test_a_thousand_pictures_of_one_name_get_a_thousand_files(tmp_path: Path) -> None:
    places = Places(tmp_path, "add number")
    paths = [places.place("", "cat", ".png")[0].name for _ in range(1_000)]
    assert paths[:3] == ["cat.png", "cat_2.png", "cat_3.png"]
    assert len(set(paths)) == 1_000


def test_a_number_that_is_a_name_of_its_own_is_passed_over(tmp_path: Path) -> None:
    places = Places(tmp_path, "overwrite")
    names = ["cat_2", "cat", "cat", "cat_2"]
    assert [places.place("", name, ".png")[0].name for name in names] == [
        "cat_2.png",
        "cat.png",
        "cat_3.png",
        "cat_2_2.png",
    ]


def test_a_link_to_nowhere_is_a_file_that_exists(tmp_path: Path) -> None:
    (tmp_path / "cat.png").symlink_to(tmp_path / "gone.png")
    with pytest.raises(ToolError, match="exists already"):
        Places(tmp_path, "fail").place("", "cat", ".png")


def test_a_file_that_comes_into_being_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(b"other")
    with pytest.raises(ToolError, match="made by another program meanwhile"):
        write(path, b"mine", overwrite=False)
    assert path.read_bytes() == b"other"
    write(path, b"mine", overwrite=True)
    assert path.read_bytes() == b"mine"
    assert [entry.name for entry in tmp_path.iterdir()] == ["cat.png"]


def test_what_cannot_be_written_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "cat.png").mkdir()
    with pytest.raises(ToolError, match=r"cat\.png cannot be written"):
        write(tmp_path / "cat.png", b"mine", overwrite=True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["cat.png"]


def test_a_full_disk_leaves_the_old_file() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with pytest.raises(OSError, match="No space left"):
        Path("/dev/full").write_bytes(b"x")
