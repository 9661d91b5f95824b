import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from weft_nodes._vision.features.features import FeatureCache, features_key
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.weights import Pretraining


def digests(*names: str) -> list[bytes]:
    return [hashlib.sha256(name.encode()).digest() for name in names]


def rows(*values: float) -> np.ndarray:
    return np.repeat(np.array(values, np.float32)[:, None], 3, axis=1)


def test_rows_come_back_bit_by_bit_in_any_order_and_in_another_process(tmp_path: Path) -> None:
    values = np.random.default_rng(1).normal(size=(3, 3)).astype(np.float32)
    FeatureCache(tmp_path, 3).add(digests("a", "b", "c"), values)
    cache = FeatureCache(tmp_path, 3)
    assert np.array_equal(cache.rows(digests("c", "a", "c")), values[[2, 0, 2]])
    assert digests("b")[0] in cache
    assert digests("z")[0] not in cache


def test_two_processes_that_add_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    first, second = FeatureCache(tmp_path, 3), FeatureCache(tmp_path, 3)
    first.add(digests("a", "b"), rows(1, 2))
    second.add(digests("b", "c"), rows(2, 3))
    assert FeatureCache(tmp_path, 3).rows(digests("a", "b", "c")).tolist() == rows(1, 2, 3).tolist()


def test_damaged_and_foreign_files_count_as_not_there(tmp_path: Path) -> None:
    FeatureCache(tmp_path, 3).add(digests("a"), rows(1))
    (segment,) = tmp_path.iterdir()
    (tmp_path / "cut.arrow").write_bytes(segment.read_bytes()[:100])
    (tmp_path / "empty.arrow").write_bytes(b"")
    FeatureCache(tmp_path, 5).add(digests("b"), np.zeros((1, 5), np.float32))
    cache = FeatureCache(tmp_path, 3)
    assert digests("a")[0] in cache
    assert digests("b")[0] not in cache


def test_many_segments_become_one(tmp_path: Path) -> None:
    for number in range(60):
        FeatureCache(tmp_path, 3).add(digests(f"{number}"), rows(number))
    assert len(list(tmp_path.iterdir())) < 50
    cache = FeatureCache(tmp_path, 3)
    assert cache.rows(digests(*map(str, range(60)))).tolist() == rows(*range(60)).tolist()


def test_nothing_half_written_stays(tmp_path: Path) -> None:
    cache = FeatureCache(tmp_path, 3)
    cache.add([], rows())
    with pytest.raises(ValueError):
        cache.add(digests("a", "b"), rows(1))
    assert list(tmp_path.iterdir()) == []


def test_the_key_follows_weights_network_and_preprocessing() -> None:
    start, size = Pretraining("resnet18", "a1_in1k"), Preprocess(32, 32)
    key = features_key(start, "numbers", size, "cpu")
    assert key == features_key(replace(start, tag="another name", license="mit"), "numbers", size, "cpu")
    others = {
        features_key(replace(start, arguments={"pad_type": "same"}), "numbers", size, "cpu"),
        features_key(replace(start, architecture="resnet34"), "numbers", size, "cpu"),
        features_key(start, "numbers", replace(size, std=(1, 1, 1)), "cpu"),
        features_key(start, "numbers", size, "cuda"),
        features_key(start, "other numbers", size, "cpu"),
    }
    assert len(others | {key}) == 6
