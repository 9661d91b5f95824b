import pyarrow as pa
import pytest

from weft_nodes._pictures.names import record_name, safe_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("cat.png", "cat.png"),
        ("/a/b/cat", "cat"),
        ("a\\b\\cat", "cat"),
        ("a/b/", "b"),
        ("..", ""),
        (".", ""),
        ("///", ""),
        ("tail. . .", "tail"),
        ("lpt9.txt", "_lpt9.txt"),
        ("console", "console"),
        ("a\u0308", "ä"),
        ("\ud800x", "x"),
    ],
)
def test_a_safe_name_is_one_part_that_every_system_takes(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("é" * 101 + "x") == "é" * 100
    assert safe_name("a" + "é" * 101) == "a" + "é" * 99


def test_a_record_is_called_by_its_file() -> None:
    batch = pa.RecordBatch.from_pydict({"FullPath": ["a", "b", None], "file": ["x", None, None]})
    assert [record_name(batch, row) for row in range(3)] == ["x", "b", "a record"]
