import hashlib

import numpy as np
from drawn_shapes import shape

from weft_nodes._vision.features.views import try_view, views
from weft_nodes._vision.networks.preprocess import Preprocess

PICTURE = shape("disc", 1, 32)
DIGEST = hashlib.sha256(PICTURE).digest()
SIZE = Preprocess(32, 32)
PIXELS = SIZE.pixels(PICTURE)


def test_the_first_view_is_the_mirror_image_and_pictures_that_are_not_to_be_varied_have_none() -> None:
    (mirror,) = views(1, "light")
    assert np.array_equal(mirror.pixels(PIXELS, DIGEST), PIXELS[:, ::-1])
    assert views(4, "none") == views(0, "strong") == ()


def test_a_view_is_the_same_whenever_it_is_made_and_another_for_each_picture_and_number() -> None:
    made = [view.pixels(PIXELS, DIGEST) for view in views(4, "light")]
    again = [view.pixels(PIXELS, DIGEST) for view in views(4, "light")]
    assert all(np.array_equal(*pair) for pair in zip(made, again, strict=True))
    assert len({pixels.tobytes() for pixels in made}) == 4
    assert not np.array_equal(views(2, "light")[1].pixels(PIXELS, b"another" * 5), made[1])
    for pixels in made:
        assert pixels.shape == PIXELS.shape
        assert pixels.dtype == np.uint8


def test_a_view_shows_the_picture_still() -> None:
    for view in views(6, "light")[1:]:
        seen = view.pixels(PIXELS, DIGEST).astype(float)
        assert abs(seen.mean() - PIXELS.mean()) < 40
        assert seen.std() > PIXELS.std() / 3


def test_views_are_kept_under_names_of_picture_number_and_strength() -> None:
    names = [view.digest(DIGEST) for strength in ("light", "strong") for view in views(3, strength)]
    # The mirror image is the same at any strength.
    assert len(set(names)) == 5
    assert all(len(name) == 32 for name in names)


def test_a_picture_that_cannot_be_read_has_no_views() -> None:
    cut = PICTURE[:150]
    assert [try_view(SIZE, cut, DIGEST, view) for view in (None, *views(2, "light"))] == [
        "the picture is truncated"
    ] * 3
