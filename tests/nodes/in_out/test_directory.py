import os
import sys
from pathlib import Path
from typing import Any

import pytest

from weft.sdk import EditContext
from weft.sdk.testing import Heard, check_tool, configure_tool, run_context, run_tool
from weft_nodes.in_out.directory import SCHEMA, Directory


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.txt",
        "A.JPG",
        "c.d.jpg",
        "noend",
        ".hidden",
        "sub/e.jpg",
        "sub/deep/f.JPG",
        "über [1]/g.jpg",
    ):
        path = tmp_path / "pictures" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def names(folder: Path, **settings: Any) -> list[str]:
    return run_tool(Directory, {"folder": "pictures", **settings}, base=folder)["out"]["FileName"].to_pylist()


def test_keeps_the_contract(folder: Path) -> None:
    check_tool(Directory, {"folder": "pictures", "subfolders": True}, base=folder)


def test_files_come_sorted_without_case_and_without_folders(folder: Path) -> None:
    assert names(folder) == [".hidden", "A.JPG", "b.txt", "c.d.jpg", "noend"]


@pytest.mark.parametrize(
    ("specification", "found"),
    [
        ("*.*", [".hidden", "A.JPG", "b.txt", "c.d.jpg", "noend"]),
        ("", [".hidden", "A.JPG", "b.txt", "c.d.jpg", "noend"]),
        ("*.jpg", ["A.JPG", "c.d.jpg"]),
        ("*.jpg; *.TXT", ["A.JPG", "b.txt", "c.d.jpg"]),
        ("*.jpg,*.txt", ["A.JPG", "b.txt", "c.d.jpg"]),
        ("?.*", ["A.JPG", "b.txt", "c.d.jpg"]),
        ("[ab].*", ["A.JPG", "b.txt"]),
    ],
)
def test_a_specification_picks_files(folder: Path, specification: str, found: list[str]) -> None:
    assert names(folder, specification=specification) == found


def test_subfolders_come_after_the_files_of_their_folder(folder: Path) -> None:
    assert names(folder, subfolders=True, specification="*.jpg") == [
        "A.JPG",
        "c.d.jpg",
        "e.jpg",
        "f.JPG",
        "g.jpg",
    ]


def test_the_columns_say_what_a_file_is(folder: Path) -> None:
    path = folder / "pictures" / "sub" / "e.jpg"
    os.utime(path, (1_000_000_000.7, 1_100_000_000.9))
    table = run_tool(Directory, {"folder": "pictures/sub"}, base=folder)["out"]
    assert table.schema.equals(SCHEMA)
    (record,) = table.to_pylist()
    assert record["FullPath"] == str(path)
    assert record["Directory"] == str(path.parent)
    assert record["FileName"] == record["ShortFileName"] == "e.jpg"
    assert record["Size"] == len("sub/e.jpg")
    assert record["LastAccessTime"].timestamp() == 1_000_000_000
    assert record["LastWriteTime"].timestamp() == 1_100_000_000
    assert abs(record["CreationTime"].timestamp() - path.stat().st_ctime) < 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps these flags itself")
def test_flags_tell_hidden_and_read_only_files(folder: Path) -> None:
    (folder / "pictures" / "b.txt").chmod(0o444)
    table = run_tool(Directory, {"folder": "pictures"}, base=folder)["out"]
    flags = {row["FileName"]: (row["AttributeHidden"], row["AttributeReadOnly"]) for row in table.to_pylist()}
    assert flags[".hidden"] == (True, False)
    assert flags["b.txt"] == (False, True)
    assert flags["A.JPG"] == (False, False)
    assert not any(table["AttributeArchive"].to_pylist() + table["AttributeSystem"].to_pylist())


def test_a_path_with_dots_in_it_becomes_plain(folder: Path) -> None:
    table = run_tool(Directory, {"folder": "pictures/../pictures/sub/"}, base=folder)["out"]
    assert table["Directory"].to_pylist() == [str(folder / "pictures" / "sub")]


def test_a_link_to_a_parent_ends_no_run(folder: Path) -> None:
    (folder / "pictures" / "sub" / "again").symlink_to(folder / "pictures")
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere" / "z.jpg").touch()
    (folder / "pictures" / "linked").symlink_to(folder / "elsewhere")
    found = names(folder, subfolders=True, specification="*.jpg")
    assert found == ["A.JPG", "c.d.jpg", "z.jpg", "e.jpg", "f.JPG", "g.jpg"]


def test_links_in_a_circle_are_no_files(folder: Path) -> None:
    (folder / "pictures" / "x.jpg").symlink_to(folder / "pictures" / "y.jpg")
    (folder / "pictures" / "y.jpg").symlink_to(folder / "pictures" / "x.jpg")
    assert names(folder, specification="*.jpg") == ["A.JPG", "c.d.jpg"]
    assert names(folder, subfolders=True, specification="e.*") == ["e.jpg"]


def test_a_link_to_nothing_is_no_file(folder: Path) -> None:
    (folder / "pictures" / "broken.jpg").symlink_to(folder / "gone.jpg")
    assert names(folder, specification="*.jpg") == ["A.JPG", "c.d.jpg"]


def test_a_folder_that_does_not_exist_is_a_problem_with_its_full_path(folder: Path) -> None:
    schemas, (problem,) = configure_tool(Directory, {"folder": "picures"}, base=folder)
    assert problem.field == "folder"
    assert problem.message == f"the folder {folder / 'picures'} does not exist; did you mean 'pictures'?"
    assert schemas == {"out": SCHEMA}


def test_a_file_in_place_of_a_folder_is_a_problem(folder: Path) -> None:
    _, (problem,) = configure_tool(Directory, {"folder": "pictures/b.txt"}, base=folder)
    assert "is a file; choose the folder that it is in" in problem.message


def test_no_folder_is_a_problem(folder: Path) -> None:
    _, (problem,) = configure_tool(Directory, {}, base=folder)
    assert problem.message == "no folder is chosen; choose one"


def test_a_folder_without_a_match_is_a_warning(folder: Path) -> None:
    heard = Heard()
    with run_context(folder, heard) as ctx:
        found = run_tool(Directory, {"folder": "pictures", "specification": "*.tif"}, base=folder, ctx=ctx)[
            "out"
        ]
    assert found.num_rows == 0
    assert heard.warnings == [(f"no file in {folder / 'pictures'} matches *.tif", 0, "")]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes file names that are no text")
def test_a_name_that_is_no_text_is_listed_and_warned_of(folder: Path) -> None:
    heard = Heard()
    (folder / "odd").mkdir()
    with open(os.fsencode(folder / "odd") + b"/\xff.jpg", "wb"):  # noqa: PTH123 - a Path cannot say this name
        pass
    with run_context(folder, heard) as ctx:
        found = run_tool(Directory, {"folder": "odd"}, base=folder, ctx=ctx)["out"]
    assert found["FileName"].to_pylist() == ["\ufffd.jpg"]
    assert heard.warnings == [
        ("names of files are no valid text; rename them to use the files", 1, "\ufffd.jpg")
    ]


def test_the_state_of_the_folder_is_its_fingerprint(folder: Path) -> None:
    def state(**settings: Any) -> str:
        config = Directory.Config.model_validate({"folder": "pictures", "specification": "*.jpg", **settings})
        return Directory(config).fingerprint(EditContext(folder))

    first = state()
    path = folder / "pictures" / "A.JPG"
    facts = path.stat()
    os.utime(path, ns=(0, facts.st_mtime_ns))
    (folder / "pictures" / "b.txt").write_text("no match, so no matter")
    assert state() == first
    os.utime(path, ns=(0, 12345))
    assert state() != first
    os.utime(path, ns=(0, facts.st_mtime_ns))
    assert state() == first
    path.write_text("other size")
    os.utime(path, ns=(0, facts.st_mtime_ns))
    assert state() != first
    assert state(folder="nowhere") == "no folder: No such file or directory"
    assert len({state(), state(subfolders=True)}) == 2


def test_the_annotation_reads_like_the_command() -> None:
    assert Directory(Directory.Config(folder="a b/", specification="*.jpg")).annotation() == "dir a b/*.jpg"  # type: ignore[call-arg] # its fields are those of its own class


def test_a_missing_folder_without_one_of_a_similar_name_says_what_to_do(tmp_path: Path) -> None:
    _, (problem,) = configure_tool(Directory, {"folder": "xyzzy"}, base=tmp_path)
    assert problem.message == (
        f"the folder {tmp_path / 'xyzzy'} does not exist; check the path, or choose another"
    )


def test_where_only_subfolders_hold_matches_the_warning_says_so(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.tif").touch()
    heard = Heard()
    with run_context(tmp_path, heard) as ctx:
        run_tool(Directory, {"folder": ".", "specification": "*.tif"}, base=tmp_path, ctx=ctx)
    ((message, _, _),) = heard.warnings
    assert message.endswith("matches *.tif; its subfolders hold some: switch on Include subfolders")
