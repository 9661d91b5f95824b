import os
from pathlib import Path

import pytest

from weft_nodes._formats.files import folder_problem, specification, walk


class Here:
    def __init__(self, base: Path) -> None:
        self.base = base

    def path(self, text: str) -> Path:
        return self.base / text


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read every folder")
def test_a_folder_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o000)
    told: list[str] = []
    assert list(walk(tmp_path, specification("*"), True, lambda name, error: told.append(name))) == []
    assert told == [str(tmp_path / "closed")]
    assert "cannot be read: Permission denied" in folder_problem("closed", Here(tmp_path))


@pytest.mark.parametrize(
    ("text", "name"), [("*.*", "no dot"), ("a?c", "ABC"), ("*.x;;", "b.X"), ("[!a]*", "b")]
)
def test_names_match_as_in_windows(text: str, name: str) -> None:
    assert specification(text)(name)


@pytest.mark.parametrize(("text", "name"), [("*.x", "a.xy"), ("?", "ab"), ("a;b", "c")])
def test_other_names_do_not_match(text: str, name: str) -> None:
    assert not specification(text)(name)
