import hashlib

import numpy as np
import pyarrow as pa
import pytest
from drawn_shapes import shape

from weft.sdk import ToolError, picture_array
from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.learning.samples import (
    Samples,
    Side,
    Skipped,
    chunks,
    gather,
    require,
    survey,
    tell_skipped,
)

SIDE = Side("training", "T", "image", "Class")


def gathered(pictures: list[bytes | None], labels: list[str | None]) -> Samples:
    return gather(pa.table({"image": picture_array(pictures), "Class": labels}), SIDE)


def test_records_without_label_or_picture_are_left_out_with_number_and_reason() -> None:
    samples = gathered([b"a", None, b"c", None], ["x", "y", None, None])
    assert samples.rows.tolist() == [0]
    assert samples.labels.to_pylist() == ["x"]
    assert samples.skipped == (
        Skipped(2, "the picture is null"),
        Skipped(3, "the label is null"),
        Skipped(4, "the label is null"),
    )


def test_pictures_are_found_by_their_place_among_the_used_ones_whatever_the_batches() -> None:
    parts = [pa.table({"image": picture_array([part, None]), "Class": ["x", "y"]}) for part in (b"a", b"b")]
    samples = gather(pa.concat_tables(parts), SIDE)
    assert [samples.picture(position) for position in range(len(samples))] == [b"a", b"b"]


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"FullPath": [None, "/pictures/b/Zoë 1.jpg"]}, "Zoë 1.jpg"),
        ({"file": ["x", "C:\\b\\2.jpg"], "FullPath": ["y", "z"]}, "2.jpg"),
        ({"FullPath": ["y", "z"], "FileName": ["a.png", "b.png"]}, "b.png"),
        ({"file": ["a", None]}, ""),
        ({"file": [1, 2]}, ""),
        ({"other": ["a", "b"]}, ""),
    ],
)
def test_the_file_of_a_picture_is_known_where_a_text_column_names_it(
    columns: dict[str, list[object]], name: str
) -> None:
    table = pa.table({"image": picture_array([None, b"b"]), "Class": ["x", "y"], **columns})
    assert gather(table, SIDE).file(0) == name


@pytest.mark.parametrize(
    ("labels", "text"),
    [
        (pa.array([10, 9], pa.int8()), ["10", "9"]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array(["b", "a"], pa.large_string()), ["b", "a"]),
    ],
)
def test_labels_are_text_and_remember_their_type(labels: pa.Array, text: list[str]) -> None:
    samples = gather(pa.table({"image": picture_array([b"a", b"b"]), "Class": labels}), SIDE)
    assert samples.labels.to_pylist() == text
    assert samples.label_type == labels.type
    assert samples.codes(sorted(text)).tolist() == [sorted(text).index(label) for label in text]


def test_a_survey_gives_digests_and_sizes_and_skips_what_is_no_picture() -> None:
    pictures = [shape("disc", 1, 20), b"nothing", shape("cross", 1, 30), b""]
    with run_context() as ctx:
        samples = survey(gathered([*pictures], ["a", "b", "c", "d"]), ctx)
    assert samples.sizes.tolist() == [[20, 20], [30, 30]]
    assert samples.digests == [hashlib.sha256(pictures[place]).digest() for place in (0, 2)]
    assert samples.labels.to_pylist() == ["a", "c"]
    assert [skipped.record for skipped in samples.skipped] == [2, 4]
    assert samples.skipped[1].reason == "the file is empty"


def test_keeping_all_changes_nothing_and_keeping_some_cuts_every_part() -> None:
    with run_context() as ctx:
        samples = survey(gathered([shape("disc", n) for n in range(3)], ["a", "b", "c"]), ctx)
    assert samples.keep(np.array([True, True, True]), []) is samples
    kept = samples.keep(np.array([True, False, True]), ["torn"])
    assert kept.rows.tolist() == [0, 2]
    assert kept.labels.to_pylist() == ["a", "c"]
    assert kept.digests == [samples.digests[0], samples.digests[2]]
    assert len(kept.sizes) == 2
    assert kept.skipped == (Skipped(2, "torn"),)


def test_skipped_records_are_told_once_a_reason() -> None:
    heard = Heard()
    with run_context(heard=heard) as ctx:
        tell_skipped(gathered([None, b"b", None], ["x", None, "z"]), ctx)
    assert heard.warnings == [
        ("training records are skipped: the picture is null", 2, "record 1 of T"),
        ("training records are skipped: the label is null", 1, "record 2 of T"),
    ]


def test_an_input_of_nothing_is_refused_with_the_reason() -> None:
    with pytest.raises(ToolError, match="input T is empty: it has no training pictures"):
        require(gathered([], []))
    with pytest.raises(
        ToolError, match="none of the 1 records of input T can be used; record 1: the picture is null"
    ):
        require(gathered([None], ["x"]))


def test_chunks_cover_all_places_once() -> None:
    assert [list(chunk) for chunk in chunks(5, 2)] == [[0, 1], [2, 3], [4]]
    assert list(chunks(0)) == []
