"""Files of the store that are written whole or not at all."""

from pathlib import Path

import pytest

from weft.storage.files import write_whole


def test_a_text_that_cannot_be_written_leaves_nothing_on_the_disk(tmp_path: Path) -> None:
    (tmp_path / "run.json").mkdir()
    with pytest.raises(OSError):
        write_whole(tmp_path / "run.json", "{}")
    assert [path.name for path in tmp_path.iterdir()] == ["run.json"]
