import pyarrow as pa
import pytest

from weft_nodes._formats.text_types import MisfitError, convert, convert_what_fits, infer, named, widen


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["true", "FALSE"], "bool"),
        (["0", "-12", "9223372036854775807"], "int64"),
        (["1", "9223372036854775808"], "text"),
        (["1", "2.5", ".5", "5.", "-1e-3", "nan", "-Inf"], "double"),
        (["007"], "text"),
        (["1_000"], "text"),
        (["1", "1x"], "text"),
        (["2024-02-29"], "date"),
        (["2023-02-29"], "text"),
        (["2024-02-29 23:59:59", "2024-02-29T00:00:00.123456"], "datetime"),
        (["2024-02-29", "2024-02-29 23:59:59"], "text"),
        (["23:59:59", "00:00:00.5"], "time"),
        (["24:00:00"], "text"),
        ([""], "text"),
        (["1\n"], "text"),
        ([" 1"], "text"),
    ],
)
def test_the_narrowest_type_that_all_texts_fit_is_found(texts: list[str], name: str) -> None:
    found = infer(pa.array([None, *texts], pa.string()))
    assert found is not None
    assert found.name == name


def test_nulls_alone_tell_no_type() -> None:
    assert infer(pa.array([None], pa.string())) is None


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        ("int64", "double", "double"),
        ("int64", "int64", "int64"),
        ("date", "datetime", "text"),
        ("bool", "int64", "text"),
    ],
)
def test_two_types_widen_to_one_that_holds_both(one: str, other: str, both: str) -> None:
    assert widen(named(one), named(other)) is widen(named(other), named(one)) is named(both)
    assert widen(None, named(one)) is widen(named(one), None) is named(one)


def test_the_first_misfit_is_told() -> None:
    with pytest.raises(MisfitError) as told:
        convert(pa.array(["1", None, "x", "y"]), named("int64"))
    assert (told.value.index, told.value.text) == (2, "x")


def test_what_does_not_fit_becomes_null_and_is_listed() -> None:
    values, wrong = convert_what_fits(pa.array(["2024-02-30", None, "x", "2024-03-01"]), named("date"))
    assert values.to_pylist()[:3] == [None, None, None]
    assert str(values[3]) == "2024-03-01"
    assert sorted(wrong) == ["2024-02-30", "x"]
