import io

import pytest
from PIL import Image

from weft_nodes._formats.magic import file_kind, picture_kind


@pytest.mark.parametrize(
    ("pillow", "kind"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("GIF", "GIF"), ("BMP", "BMP"), ("TIFF", "TIFF"), ("WEBP", "WebP")],
)
def test_real_pictures_are_known_by_their_first_bytes(pillow: str, kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (5, 4)).save(buffer, pillow)
    assert picture_kind(buffer.getvalue()[:16]) == kind


@pytest.mark.parametrize(
    "head", [b"", b"BM", b"BMore text than bytes", b"RIFFxxxxWAVE", b"<html>", b"\xff\xd8"]
)
def test_other_bytes_are_no_picture(head: bytes) -> None:
    assert picture_kind(head) == ""


def test_text_has_no_kind() -> None:
    assert file_kind(b"a,b,c") == ""
    assert file_kind(b"PAR1abc") == "parquet"
