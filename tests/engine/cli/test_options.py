import pytest
import typer

from weft.cli.options import read_size, read_values


@pytest.mark.parametrize(
    ("text", "size"),
    [("0", 0), ("500MB", 500_000_000), ("20 gb", 20_000_000_000), ("1.5G", 1_500_000_000), ("7k", 7000)],
)
def test_a_size_is_read_as_people_write_it(text: str, size: int) -> None:
    assert read_size(text) == size


@pytest.mark.parametrize("text", ["", "MB", "-1", "5 parsecs", "1e9"])
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is no size"):
        read_size(text)


def test_a_value_may_hold_the_sign_and_be_empty() -> None:
    assert read_values(["a=b=c", "d=", "a=last"]) == {"a": "last", "d": ""}


@pytest.mark.parametrize("text", ["a", "=b", " =b"])
def test_a_value_without_a_name_is_refused(text: str) -> None:
    with pytest.raises(typer.BadParameter, match="is not of the form name=value"):
        read_values([text])
