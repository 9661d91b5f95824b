import pyarrow as pa
import pytest

from weft.sdk import PictureType, picture_array
from weft.sdk.testing import check_tool, configure_tool, run_tool
from weft_nodes.preparation.create_samples import CreateSamples, CreateSamplesConfig


def table(count: int) -> pa.Table:
    return pa.table(
        {
            "n": pa.array(range(count), pa.int64()),
            "class": [("rare", "common", "common", None)[n % 4] for n in range(count)],
            "group": [n // 3 for n in range(count)],
        }
    )


def samples(records: pa.Table, **settings: object) -> list[list[int]]:
    out = run_tool(CreateSamples, settings, {"in": records})
    return [out[name]["n"].to_pylist() for name in ("estimation", "validation", "holdout")]


def counts(records: pa.Table, **settings: object) -> list[int]:
    return [len(part) for part in samples(records, **settings)]


@pytest.mark.parametrize("settings", [{}, {"stratify_by": "class"}, {"group_by": "group"}])
def test_the_contract_holds(settings: dict[str, object]) -> None:
    records = table(20).append_column("picture", picture_array([b"x"] * 20))
    check_tool(CreateSamples, settings, {"in": records})


@pytest.mark.parametrize(
    ("count", "estimation", "validation", "expected"),
    [
        (5637, 70, 20, [3946, 1127, 564]),
        (5, 50, 50, [3, 2, 0]),
        (1, 70, 20, [1, 0, 0]),
        (0, 70, 20, [0, 0, 0]),
        (7, 99, 0, [7, 0, 0]),
    ],
)
def test_counts_are_exact(count: int, estimation: int, validation: int, expected: list[int]) -> None:
    assert counts(table(count), estimation_percent=estimation, validation_percent=validation) == expected


def test_every_record_goes_to_one_sample_in_its_order() -> None:
    parts = samples(table(100))
    assert sorted(n for part in parts for n in part) == list(range(100))
    assert all(part == sorted(part) for part in parts)
    assert parts[0] != list(range(70))


def test_the_seed_decides_and_pieces_of_the_table_do_not() -> None:
    whole = table(100)
    pieces = pa.concat_tables([whole.slice(at, 7) for at in range(0, 100, 7)])
    assert samples(whole, seed=5) == samples(pieces, seed=5)
    assert samples(whole, seed=5) != samples(whole, seed=6)


def test_strata_keep_their_proportions_and_the_totals_are_exact_too() -> None:
    records = table(103)
    parts = samples(records, stratify_by="class")
    assert [len(part) for part in parts] == [72, 21, 10]
    kinds = records["class"].to_pylist()
    for kind in ("rare", "common", None):
        size = kinds.count(kind)
        for part, percent in zip(parts, (70, 20, 10), strict=True):
            share = sum(kinds[n] == kind for n in part)
            assert abs(share - size * percent / 100) <= 1


def test_strata_of_one_record_are_dealt_at_random() -> None:
    parts = samples(table(100), stratify_by="n")
    assert [len(part) for part in parts] == [70, 20, 10]
    assert parts[0] != list(range(70))


def test_groups_stay_together_and_percents_are_met_closely() -> None:
    parts = samples(table(300), group_by="group")
    homes = {n // 3: number for number, part in enumerate(parts) for n in part}
    assert all(homes[n // 3] == number for number, part in enumerate(parts) for n in part)
    assert [len(part) for part in parts] == [210, 60, 30]


def test_records_without_a_group_count_each_on_their_own() -> None:
    records = pa.table({"n": pa.array(range(10), pa.int64()), "group": pa.nulls(10, pa.string())})
    assert counts(records, group_by="group") == [7, 2, 1]


def test_groups_and_strata_work_together() -> None:
    records = pa.table(
        {
            "n": list(range(400)),
            "class": ["a" if n < 200 else "b" for n in range(400)],
            "group": [n // 2 for n in range(400)],
        }
    )
    parts = samples(records, group_by="group", stratify_by="class")
    assert [len(part) for part in parts] == [280, 80, 40]
    assert [sum(n < 200 for n in part) for part in parts] == [140, 40, 20]
    assert not {n // 2 for n in parts[0]} & {n // 2 for n in (*parts[1], *parts[2])}


def test_pictures_can_be_groups() -> None:
    pictures = picture_array([bytes([n % 10]) for n in range(100)])
    records = pa.table({"n": list(range(100)), "picture": pictures})
    parts = samples(records, group_by="picture")
    assert [len(part) for part in parts] == [70, 20, 10]
    assert not {n % 10 for n in parts[0]} & {n % 10 for n in parts[2]}


@pytest.mark.parametrize("name", ["two words", "[x]", 'a"b', "😀"])
def test_columns_may_have_any_name(name: str) -> None:
    records = pa.table({"n": list(range(10)), name: ["x", "y"] * 5})
    assert counts(records, stratify_by=name, estimation_percent=60, validation_percent=20) == [6, 2, 2]


def test_an_empty_table_gives_three_empty_tables() -> None:
    schema = pa.schema({"n": pa.int64(), "picture": PictureType()})
    for settings in ({}, {"stratify_by": "n"}, {"group_by": "n"}):
        out = run_tool(CreateSamples, settings, {"in": schema.empty_table()})
        assert [(part.num_rows, part.schema) for part in out.values()] == [(0, schema)] * 3


def test_more_than_a_hundred_percent_is_a_problem() -> None:
    settings = {"estimation_percent": 80, "validation_percent": 30, "stratify_by": "l"}
    _, problems = configure_tool(CreateSamples, settings, {"in": pa.table({"l": [[1]]})})
    assert [(p.message.split(";")[0], p.field) for p in problems] == [
        ("estimation (80 %) and validation (30 %) are more than 100 % together", "validation_percent"),
        ("column 'l' holds list<item: int64>, which cannot be compared", "stratify_by"),
    ]


def test_the_percents_are_70_20_10_by_default() -> None:
    assert CreateSamples(CreateSamplesConfig.model_validate({})).annotation() == "70 / 20 / 10"
