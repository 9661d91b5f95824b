import random

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image, ImageDraw

from weft.sdk import encode, picture_array
from weft.sdk.testing import run_context
from weft_nodes._vision.evaluation import grey_thumbnails
from weft_nodes._vision.evaluation.grey_thumbnails import SIDE, thumbnail
from weft_nodes._vision.evaluation.near_duplicates import NearDuplicates, find_near_duplicates
from weft_nodes._vision.evaluation.perceptual_hash import hashes, near_pairs, plain
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey


def scene(seed: int, moved: int = 0, size: int = 96) -> Image.Image:
    """Shapes on a ground; of one seed the same, a figure in it moved by some pixels."""
    chance = random.Random(seed)
    picture = Image.new("RGB", (192, 192), tuple(chance.randrange(256) for _ in range(3)))
    draw = ImageDraw.Draw(picture)
    for _ in range(12):
        x, y, reach = chance.randrange(192), chance.randrange(192), chance.randrange(15, 70)
        draw.rectangle(
            (x - reach, y - reach / 2, x + reach, y + reach), tuple(chance.choices(range(256), k=3))
        )
    draw.ellipse((80 + moved, 80, 100 + moved, 100), "white")
    return picture.resize((size, size), Image.Resampling.BICUBIC)


def samples(pictures: list[bytes], letter: str) -> Samples:
    table = pa.table({"image": picture_array(pictures), "Class": ["a", "b"] * (len(pictures) // 2)})
    with run_context() as ctx:
        return survey(gather(table, Side(letter, letter, "image", "Class")), ctx)


def found(training: list[bytes], validation: list[bytes]) -> NearDuplicates:
    with run_context() as ctx:
        return find_near_duplicates(samples(training, "T"), samples(validation, "V"), ctx)


def test_frames_of_one_scene_are_found_and_other_scenes_are_not() -> None:
    training = [encode(scene(seed)) for seed in range(40)]
    validation = [encode(scene(seed, moved=4), "JPEG", 60) for seed in (3, 7)]
    validation += [encode(scene(seed)) for seed in range(100, 140)]
    near = found(training, validation)
    assert sorted(zip(near.validation.tolist(), near.training.tolist(), strict=True)) == [(0, 3), (1, 7)]
    assert near.likeness.min() >= 0.95
    assert len(set(near.groups.tolist())) == 42


def test_another_size_brightness_and_compression_are_no_other_picture() -> None:
    brighter = Image.eval(scene(5, size=160), lambda shade: min(255, shade + 12))
    near = found([encode(scene(4)), encode(scene(5))], [encode(brighter, "JPEG", 40), encode(scene(6))])
    assert near.training.tolist() == [1]
    assert near.validation.tolist() == [0]


def test_validation_pictures_of_one_scene_share_a_group() -> None:
    frames = [encode(scene(1, moved)) for moved in (0, 3, 6)]
    near = found([encode(scene(50)), encode(scene(51))], [frames[0], encode(scene(2)), *frames[1:]])
    assert len(near) == 0
    groups = near.groups.tolist()
    assert groups[0] == groups[2] == groups[3] != groups[1]


def test_pictures_of_one_colour_are_counted_and_not_taken_for_each_other() -> None:
    blue, red = (encode(Image.new("RGB", (32, 32), name)) for name in ("navy", "maroon"))
    near = found([blue, encode(scene(1))], [red, encode(scene(2))])
    assert (len(near), near.plain) == (0, 1)


def test_a_second_look_decodes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    training, validation = (
        samples([encode(scene(n + k)) for n in range(6)], k_) for k, k_ in ((0, "T"), (4, "V"))
    )
    looked: list[bytes] = []

    def counted(picture: bytes) -> object:
        looked.append(picture)
        return thumbnail(picture)

    monkeypatch.setattr(grey_thumbnails, "thumbnail", counted)
    with run_context() as ctx:
        first = find_near_duplicates(training, validation, ctx)
        assert len(looked) == 10
        again = find_near_duplicates(training, validation, ctx)
    assert len(looked) == 10
    assert np.array_equal(first.validation, again.validation)
    assert np.allclose(first.likeness, 1.0)


def test_what_cannot_be_read_is_left_out() -> None:
    whole = encode(scene(1), "JPEG")
    training = samples([whole[: len(whole) // 2], encode(scene(2))], "T")
    with run_context() as ctx:
        near = find_near_duplicates(training, samples([whole, encode(scene(3))], "V"), ctx)
    assert len(near) == 0


def test_a_thumbnail_is_the_mean_of_blocks_on_white() -> None:
    picture = Image.new("RGBA", (64, 64), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, 32, 64))
    small = thumbnail(encode(picture))
    assert small is not None
    assert small.shape == (SIDE, SIDE)
    assert small[:, :8].max() == 0
    assert small[:, 8:].min() == 255


def test_pairs_are_those_that_a_plain_comparison_finds_and_at_most_16_of_one() -> None:
    rng = np.random.default_rng(1)
    first = rng.integers(0, 2**63, 300).astype(np.uint64)
    second = np.concatenate([first[:20] ^ np.uint64(0b1011), rng.integers(0, 2**63, 200).astype(np.uint64)])
    pairs = [pair for part in near_pairs(first, second, 3) for pair in zip(*part, strict=True)]
    assert pairs == [(place, place) for place in range(20)]
    crowd = np.zeros(40, np.uint64)
    assert sum(len(here) for here, _ in near_pairs(crowd[:2], crowd, 3)) == 32


def test_hashes_ignore_brightness_and_know_an_even_picture() -> None:
    grey = np.random.default_rng(1).uniform(40, 200, (3, SIDE, SIDE)).astype(np.float32)
    assert np.array_equal(hashes(grey), hashes(grey * 0.8 + 20))
    assert len(set(hashes(grey).tolist())) == 3
    assert plain(np.stack([grey[0], grey[0] * 0.01])).tolist() == [False, True]


def test_what_was_looked_at_before_is_kept_also_where_the_time_was_short() -> None:
    pictures = samples([encode(scene(1)), encode(scene(2)), encode(scene(3)), encode(scene(4))], "T")
    with run_context() as ctx:
        looking = grey_thumbnails.Gallery(ctx).ahead([pictures])
        next(looking)
        next(looking)
        looking.close()
        kept = grey_thumbnails.Gallery(ctx)
        assert [digest in kept for digest in pictures.digests] == [True, True, False, False]
        expected = thumbnail(pictures.picture(1))
        assert expected is not None
        assert np.array_equal(kept.some([pictures.digests[1]])[0], expected)
