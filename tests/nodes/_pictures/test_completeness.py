import io

import pytest
from PIL import Image
from sample_pictures import animation, encoded, gradient

from weft.sdk import ToolError, open_picture
from weft_nodes._pictures.completeness import looks_complete


def complete(data: bytes) -> bool:
    try:
        return looks_complete(data, open_picture(io.BytesIO(data)))
    except ToolError:  # some formats are asked for so much when they are opened that it shows there
        return False


WHOLE = {
    "jpeg": encoded(gradient(), "JPEG"),
    "progressive": encoded(gradient(), "JPEG", progressive=True),
    "png": encoded(gradient()),
    "gif": encoded(gradient(), "GIF"),
    "animation": animation("GIF"),
    "webp": encoded(gradient(), "WEBP"),
    "bmp": encoded(gradient(61, 7), "BMP"),
    "bilevel bmp": encoded(gradient(61, 7, "1"), "BMP"),
    "tiff": encoded(gradient(), "TIFF"),
    "packed tiff": encoded(gradient(300, 200), "TIFF", compression="tiff_lzw"),
}


@pytest.mark.parametrize("data", WHOLE.values(), ids=WHOLE)
def test_a_whole_file_looks_complete_and_one_without_its_end_does_not(data: bytes) -> None:
    assert complete(data)
    assert not complete(data[:-13])


@pytest.mark.parametrize("name", ["jpeg", "png", "gif"])
def test_zeros_behind_the_end_do_not_matter(name: str) -> None:
    assert complete(WHOLE[name] + b"\0" * 50)


def test_the_end_of_a_thumbnail_in_the_header_is_not_that_of_the_picture() -> None:
    exif = Image.Exif()
    exif[0x927C] = WHOLE["jpeg"]
    data = encoded(gradient(), "JPEG", exif=exif)
    assert b"\xff\xd9" in data[:-2]
    assert complete(data + b"\0")
    assert not complete(data[:-2] + b"\0\0")
