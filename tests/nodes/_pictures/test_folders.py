from pathlib import Path

import pytest

from weft.sdk import ToolError
from weft_nodes._pictures.folders import Listing


def listing(folder: Path, subfolders: bool = True) -> Listing:
    return Listing(folder, subfolders, (".jpg", ".png"))


def found(folder: Path, subfolders: bool = True) -> list[str]:
    return [str(Path(entry.path).relative_to(folder)) for entry in listing(folder, subfolders).entries()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("z.jpg", "B.PNG", "a.jpg", "a.txt", ".hidden.jpg", "m/deep/q.png", "c/x.jpg", ".git/y.jpg"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "folder.jpg").mkdir()
    return tmp_path


def test_files_come_by_name_before_those_of_subfolders(folder: Path) -> None:
    assert found(folder) == ["B.PNG", "a.jpg", "z.jpg", "c/x.jpg", "m/deep/q.png"]
    assert found(folder, subfolders=False) == ["B.PNG", "a.jpg", "z.jpg"]


def test_links_to_files_count_and_links_to_folders_are_not_followed(folder: Path) -> None:
    (folder / "c" / "again.jpg").symlink_to(folder / "a.jpg")
    (folder / "c" / "loop").symlink_to(folder)
    (folder / "c" / "broken.jpg").symlink_to(folder / "gone.jpg")
    assert found(folder) == ["B.PNG", "a.jpg", "z.jpg", "c/again.jpg", "c/x.jpg", "m/deep/q.png"]


def test_a_folder_is_empty_when_none_of_its_files_counts(folder: Path) -> None:
    assert not listing(folder).is_empty()
    (folder / "e" / "f").mkdir(parents=True)
    assert listing(folder / "e").is_empty()
    (folder / "e" / "f" / "g.png").touch()
    assert not listing(folder / "e").is_empty()
    assert listing(folder / "e", subfolders=False).is_empty()


def test_looking_for_a_picture_gives_up_in_time(tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"{number}.txt").touch()
    assert listing(tmp_path).is_empty(enough=20)
    assert not listing(tmp_path).is_empty(enough=19)


def test_the_digest_sees_names_sizes_and_files_of_subfolders(folder: Path) -> None:
    seen = {listing(folder).digest()}
    assert seen == {listing(folder).digest()}
    (folder / "m" / "deep" / "q.png").write_bytes(b"more")
    seen.add(listing(folder).digest())
    (folder / "c").rename(folder / "d")
    seen.add(listing(folder).digest())
    assert len(seen) == 3
    assert listing(folder, subfolders=False).digest() not in seen


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ToolError, match="gone cannot be read: No such file or directory"):
        found(tmp_path / "gone")
