import pytest
import torch

from weft_nodes._vision.learning.augment import Variation, variation, vary


def gradient(height: int = 16, width: int = 24) -> torch.Tensor:
    """Pictures whose first channel tells the place across, the second the place down."""
    across = torch.linspace(-1, 1, width).expand(height, width)
    down = torch.linspace(-1, 1, height)[:, None].expand(height, width)
    picture = torch.stack([across, down, torch.zeros(height, width)])
    return picture.expand(64, 3, height, width).contiguous(memory_format=torch.channels_last)


def seeded(number: int = 1) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def test_no_augmentation_is_no_variation() -> None:
    assert variation("none") is None


@pytest.mark.parametrize("strength", ["light", "strong"])
def test_shape_and_memory_stay_and_a_seed_repeats(strength: str) -> None:
    by = variation(strength)  # type: ignore[arg-type]  # pytest's parameters are plain text
    assert by
    first, again, other = (vary(gradient(), by, seeded(number)) for number in (1, 1, 2))
    assert first.shape == (64, 3, 16, 24)
    assert first.is_contiguous(memory_format=torch.channels_last)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert torch.isfinite(first).all()


def test_about_half_of_the_pictures_are_mirrored_left_to_right_and_none_upside_down() -> None:
    varied = vary(gradient(), Variation(area=1.0, stretch=1.0), seeded())
    mirrored = (varied[:, 0, :, 0] > varied[:, 0, :, -1]).all(dim=1)
    assert 20 <= int(mirrored.sum()) <= 44
    assert torch.allclose(varied[:, 1], gradient()[:, 1], atol=1e-5)
    assert torch.allclose(varied[mirrored][:, 0], gradient()[mirrored][:, 0].flip(-1), atol=1e-5)


def test_a_crop_shows_a_part_of_the_picture_of_the_wanted_area() -> None:
    varied = vary(gradient(64, 64), Variation(area=0.25, stretch=1.0), seeded())
    wide = (varied[:, 0].amax((1, 2)) - varied[:, 0].amin((1, 2))) / 2
    high = (varied[:, 1].amax((1, 2)) - varied[:, 1].amin((1, 2))) / 2
    area = wide * high
    assert torch.allclose(wide, high, atol=0.03)
    assert 0.2 < area.min() < 0.35
    assert 0.9 < area.max() <= 1.01


def test_a_turn_does_not_shear_pictures_that_are_no_squares() -> None:
    # A circle around the middle of a wide picture stays one when it is turned.
    across = torch.linspace(-1.5, 1.5, 96).expand(64, 96)
    down = torch.linspace(-1, 1, 64)[:, None].expand(64, 96)
    circle = ((across**2 + down**2) < 0.5).float().expand(32, 3, 64, 96)
    turned = vary(circle, Variation(area=1.0, stretch=1.0, turn=90.0), seeded())
    # Further out the mirrored border of the turned picture is seen.
    inside = (across**2 + down**2) < 0.9
    assert (turned - circle).abs()[:, :, inside].mean() < 0.03
    bent = vary(circle, Variation(area=1.0, stretch=2.0), seeded())
    assert (bent - circle).abs()[:, :, inside].mean() > 0.06


def test_a_strong_variation_blanks_boxes_in_some_pictures() -> None:
    white = torch.ones(64, 3, 32, 32)
    varied = vary(white, Variation(area=1.0, stretch=1.0, erase=0.5), seeded())
    blank = (varied[:, 0] == 0).float().mean((1, 2))
    assert 16 <= int((blank > 0).sum()) <= 48
    assert 0.02 < blank[blank > 0].min() < blank.max() < 0.2


def test_half_of_the_pictures_are_tinted_and_grey_ones_stay_grey_but_for_their_channels() -> None:
    colours = torch.tensor([0.6, 0.2, -0.2])[None, :, None, None].expand(64, 3, 8, 8)
    varied = vary(colours, Variation(area=1.0, stretch=1.0, colour=0.4), seeded())
    changed = ((varied - colours).abs() > 1e-3).any(1).any(1).any(1)
    assert 20 <= int(changed.sum()) <= 44
    grey = vary(torch.full((64, 3, 8, 8), 0.5), Variation(area=1.0, stretch=1.0, colour=0.4), seeded())
    assert float((grey - 0.5).abs().max()) <= 0.5 * 0.4 / 2 + 1e-5
