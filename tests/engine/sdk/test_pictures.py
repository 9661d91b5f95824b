import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from PIL import Image
from sample_pictures import animation, encoded, gradient, opened, pages, psnr

from weft.sdk import (
    PictureType,
    ToolError,
    decode,
    decode_scaled,
    eight_bit,
    encode,
    on_white,
    open_picture,
    picture_array,
    picture_format,
)

SIMPSONS = Path(__file__).parents[3].parent / "shared" / "data" / "simpsons"


def grainy(width: int, height: int) -> Image.Image:
    """A picture with edges at every scale and grain on top: the hardest that cameras give."""
    lot = np.random.default_rng(3)
    y, x = np.mgrid[:height, :width]
    pixels = np.zeros((height, width, 3))
    for size in (7, 23, 61):
        pixels += ((x // size + y // size) % 2)[..., None] * lot.uniform(20, 80, 3)
    return Image.fromarray(np.clip(pixels + lot.normal(0, 12, pixels.shape), 0, 255).astype(np.uint8))


def test_pictures_keep_their_type_through_take_and_concat() -> None:
    pictures = picture_array([b"a", None, b"c"])
    assert pictures.type == PictureType()
    taken = pa.table({"image": pictures}).take([2, 1])
    both = pa.concat_tables([taken, taken])
    assert both.schema.field("image").type == PictureType()
    assert both["image"].to_pylist() == [b"c", None, b"c", None]


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_picture_is_known_by_its_content(name: str) -> None:
    data = encoded(gradient(), name)
    assert picture_format(data[:12]) == name
    picture = open_picture(io.BytesIO(data))
    assert (picture.format, picture.size) == (name, (64, 48))
    assert decode(data).size == (64, 48)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8", b"%PDF-1.7 and more", b"RIFF1234WAVEfmt "])
def test_what_is_no_picture_has_no_format(data: bytes) -> None:
    assert picture_format(data) is None
    with pytest.raises(ToolError, match=r"the file is (empty|not a picture)"):
        decode(data)


@pytest.mark.parametrize("name", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP"])
def test_a_truncated_picture_says_so(name: str) -> None:
    data = encoded(grainy(200, 200), name)
    with pytest.raises(ToolError, match=r"truncated|cannot be decoded|damaged or cut short"):
        decode(data[: len(data) // 2])


def test_a_header_that_is_cut_short_is_told() -> None:
    with pytest.raises(ToolError, match=r"damaged or cut short \(PNG\)"):
        decode(encoded(gradient())[:20])


def test_a_picture_over_the_limit_is_refused_and_one_at_it_is_not() -> None:
    data = encoded(gradient(100, 50))
    assert decode(data, max_pixels=5_000).size == (100, 50)
    with pytest.raises(ToolError, match=r"100 x 50 pixels, more than the limit of 4,999"):
        decode(data, max_pixels=4_999)


def test_the_limit_of_the_caller_counts_and_not_that_of_pillow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    assert decode(encoded(gradient(100, 50))).size == (100, 50)


@pytest.mark.parametrize(
    ("mode", "plain"),
    [("1", "L"), ("L", "L"), ("P", "RGB"), ("RGB", "RGB"), ("RGBA", "RGBA"), ("LA", "LA"), ("CMYK", "RGB")],
)
def test_every_mode_becomes_one_of_four(mode: str, plain: str) -> None:
    file_format = "TIFF" if mode == "CMYK" else "PNG"
    picture = decode(encoded(gradient(mode=mode), file_format))
    assert picture.mode == mode
    assert eight_bit(picture).mode == plain


def test_sixteen_bits_become_eight_by_their_upper_byte() -> None:
    pixels = np.array([[0, 255, 256], [32_768, 65_279, 65_535]], np.uint16)
    for file_format in ("PNG", "TIFF"):
        picture = eight_bit(decode(encoded(Image.fromarray(pixels), file_format)))
        assert np.asarray(picture).tolist() == [[0, 0, 1], [128, 254, 255]]


def test_floating_pixels_are_stretched_and_what_is_no_number_is_black() -> None:
    pixels = np.array([[0.0, 0.5, 1.0, np.nan]], np.float32)
    picture = eight_bit(decode(encoded(Image.fromarray(pixels), "TIFF")))
    assert np.asarray(picture).tolist() == [[0, 127, 255, 0]]
    flat = eight_bit(Image.fromarray(np.full((1, 2), 7.0, np.float32)))
    assert np.asarray(flat).tolist() == [[0, 0]]


def test_a_transparent_palette_becomes_alpha_and_then_white() -> None:
    picture = Image.new("P", (2, 1), 0)
    picture.putpalette([10, 20, 30, 200, 100, 50])
    picture.putpixel((1, 0), 1)
    read = decode(encoded(picture, "PNG", transparency=0))
    assert eight_bit(read).mode == "RGBA"
    flat = on_white(read)
    assert (flat.mode, flat.getpixel((0, 0)), flat.getpixel((1, 0))) == (
        "RGB",
        (255, 255, 255),
        (200, 100, 50),
    )


def test_half_transparent_grey_is_laid_on_white() -> None:
    flat = on_white(Image.new("LA", (1, 1), (0, 128)))
    assert (flat.mode, flat.getpixel((0, 0))) == ("L", 127)


def test_animations_and_many_pages_decode_to_the_first() -> None:
    assert on_white(decode(animation("GIF"))).getpixel((0, 0)) == (255, 0, 0)
    assert decode(pages()).size == (60, 40)


def test_png_is_lossless_and_jpeg_takes_a_quality() -> None:
    picture = gradient()
    assert np.array_equal(np.asarray(opened(encode(picture))), np.asarray(picture))
    assert len(encode(grainy(64, 64), "JPEG", 30)) < len(encode(grainy(64, 64), "JPEG", 95))


@pytest.mark.parametrize("size", [(40, 30), (64, 64), (100, 20), (160, 90)])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_scaling_while_decoding_looks_like_scaling_after_it(size: tuple[int, int], subsampling: int) -> None:
    data = encoded(grainy(1_003, 747), "JPEG", quality=85, subsampling=subsampling)
    full = decode(data).resize(size, Image.Resampling.BICUBIC)
    quick = decode_scaled(data, size)
    assert quick.size == size
    assert psnr(full, quick) > 40


def test_a_jpeg_is_reduced_while_decoding_only_where_it_stays_three_times_as_large() -> None:
    data = encoded(gradient(800, 640), "JPEG")
    assert decode(data, at_least=(100, 80)).size == (400, 320)
    assert decode(data, at_least=(133, 80)).size == (400, 320)
    assert decode(data, at_least=(134, 80)).size == (800, 640)
    assert decode(data, at_least=(33, 26)).size == (100, 80)
    assert decode(encoded(gradient(801, 640), "JPEG"), at_least=(60, 48)).size == (801, 640)
    assert decode(encoded(gradient(801, 640), "JPEG"), at_least=(100, 80)).size == (401, 320)
    assert decode(encoded(gradient(800, 640)), at_least=(100, 80)).size == (800, 640)


def test_scaling_beyond_the_limit_is_refused() -> None:
    with pytest.raises(ToolError, match="1,000 x 1,000 pixels"):
        decode_scaled(encoded(gradient()), (1_000, 1_000), max_pixels=999_999)


@pytest.mark.skipif(not SIMPSONS.exists(), reason="the picture set is not on this machine")
@pytest.mark.parametrize("part", [3, 4, 6, 12])
def test_scaling_while_decoding_stays_above_forty_decibels_on_real_frames(part: int) -> None:
    worst = 99.0
    for path in sorted(SIMPSONS.glob("*/*.jpg"))[::80]:
        data = path.read_bytes()
        full = decode(data)
        size = (full.width // part, full.height // part)
        for resampling in (Image.Resampling.BILINEAR, Image.Resampling.BICUBIC, Image.Resampling.LANCZOS):
            quick = decode_scaled(data, size, resampling)
            worst = min(worst, psnr(full.resize(size, resampling), quick))
    assert worst > 40


@pytest.mark.skipif(not SIMPSONS.exists(), reason="the picture set is not on this machine")
def test_large_pictures_of_uneven_size_stay_above_forty_decibels_too() -> None:
    frames = [decode(path.read_bytes()) for path in sorted(SIMPSONS.glob("*/*.jpg"))[::150]]
    for start in range(0, 36, 9):
        wall = Image.new("RGB", (787, 773))
        for index, frame in enumerate(frames[start : start + 9]):
            wall.paste(frame, (index % 3 * 262, index // 3 * 258))
        data = encoded(wall.crop((5, 3, 5 + 771, 3 + 769)), "JPEG", quality=90)
        size = (64, 64)
        assert decode(data, at_least=size).size == (193, 193)
        assert psnr(decode(data).resize(size), decode_scaled(data, size)) > 40
        assert psnr(decode(data).resize((128, 128)), decode_scaled(data, (128, 128))) > 40
