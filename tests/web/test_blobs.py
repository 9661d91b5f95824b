import base64
import hashlib
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
from httpx2 import Response
from PIL import ExifTags, Image
from sample_pictures import encoded, gradient, huge_header, opened, turned
from web_results import Looking, show, stage_of
from web_service import API

from weft.sdk import picture_array
from weft.sdk.reports import report_table


def fetch(
    looking: Looking, cell: dict[str, Any], headers: dict[str, str] | None = None, **params: Any
) -> Response:
    asked = {"at": cell["at"], **params}
    return looking.client.get(f"{API}/blobs/{cell['hash']}", params=asked, headers=headers or {})


def shown(tmp_path: Path, looking: Looking, *pictures: bytes | None) -> list[dict[str, Any]]:
    """The cells of a run's pictures."""
    show(tmp_path, pa.table({"image": picture_array(pictures)}))
    return [row[0] for row in looking.cells()]


def photo() -> bytes:
    """A JPEG with what a camera and its GPS write."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "Weft"
    exif[ExifTags.Base.Orientation] = 6
    exif.get_ifd(ExifTags.IFD.Exif).update(
        {
            ExifTags.Base.ExposureTime: 0.004,
            ExifTags.Base.FNumber: 2.8,
            ExifTags.Base.DateTimeOriginal: "2024:05:31 12:00:00",
        }
    )
    exif.get_ifd(ExifTags.IFD.GPSInfo).update(
        {1: "S", 2: (47.0, 22.0, 7.5), 3: "E", 4: (8.0, 32.0, 30.0), 6: 408.0}
    )
    return encoded(gradient(), "JPEG", exif=exif)


def test_a_picture_comes_as_it_is_for_ever_and_once_only(tmp_path: Path, looking: Looking) -> None:
    picture = encoded(gradient(), "JPEG")
    (cell,) = shown(tmp_path, looking, picture)
    assert cell["hash"] == hashlib.sha256(picture).hexdigest()
    assert (cell["format"], cell["width"], cell["height"], cell["bytes"]) == ("JPEG", 64, 48, len(picture))
    answer = fetch(looking, cell)
    assert answer.content == picture
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "private, max-age=31536000, immutable"
    again = fetch(looking, cell, {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    saved = fetch(looking, cell, download=1)
    assert saved.headers["content-disposition"] == "attachment; filename*=UTF-8''data.out.1.jpg"


def test_thumbnails_are_small_upright_webp_and_kept_on_disk(tmp_path: Path, looking: Looking) -> None:
    cells = shown(tmp_path, looking, turned(6), encoded(gradient(640, 320)), encoded(gradient(20, 10)))
    sizes = []
    for cell in cells:
        answer = fetch(looking, cell, w=32)
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["etag"] == f'"{cell["hash"]}-32"'
        sizes.append(opened(answer.content).size)
    assert sizes == [(32, 24), (32, 16), (20, 10)]
    kept = sorted(path.name for path in (tmp_path / ".weft" / "kept" / "thumbnails").rglob("*.webp"))
    assert kept == sorted(f"{cell['hash']}-32.webp" for cell in cells)
    assert fetch(looking, cells[0], w=8).status_code == 422
    assert fetch(looking, cells[0], w=4_000).status_code == 422


def test_pictures_that_cannot_be_read_are_problems_and_break_nothing(
    tmp_path: Path, looking: Looking
) -> None:
    cut = encoded(gradient(), "PNG")[:80]
    cells = shown(tmp_path, looking, cut, b"no picture", huge_header(), None, b"")
    assert cells[3] is None
    assert [cell["kind"] for cell in cells if cell] == ["picture"] * 4
    assert (cells[2]["width"], cells[2]["height"]) == (30_000, 30_000)
    for cell, words in (
        (cells[0], "truncated"),
        (cells[1], "not a picture"),
        (cells[2], "limit"),
        (cells[4], "empty"),
    ):
        answer = fetch(looking, cell, w=64)
        assert answer.status_code == 422
        assert answer.headers["content-type"] == "application/problem+json"
        assert words in answer.json()["detail"]
    assert fetch(looking, cells[1]).headers["content-type"] == "application/octet-stream"


def test_all_about_a_picture_with_what_the_camera_wrote_in_words(tmp_path: Path, looking: Looking) -> None:
    (cell, plain) = shown(tmp_path, looking, photo(), encoded(gradient(mode="L")))
    found = looking.get(f"/blobs/{cell['hash']}/picture", at=cell["at"])
    assert (found["format"], found["mode"], found["width"], found["height"]) == ("JPEG", "RGB", 64, 48)
    exif = found["exif"]
    assert exif["Make"] == "Weft"
    assert exif["Orientation"] == "turned by 90° to the right"
    assert exif["Exposure time"] == "1/250 s"
    assert exif["F number"] == "f/2.8"
    assert exif["Date time original"] == "2024:05:31 12:00:00"
    assert exif["GPS position"] == "-47.368750, 8.541667"
    assert exif["GPS latitude"] == "47° 22' 7.5\""
    assert exif["GPS altitude"] == "408 m"
    assert looking.get(f"/blobs/{plain['hash']}/picture", at=plain["at"])["exif"] == {}


def test_only_the_right_bytes_at_a_right_place_are_given(tmp_path: Path, looking: Looking) -> None:
    cells = shown(tmp_path, looking, encoded(gradient()), encoded(gradient(10, 10)))
    cell = cells[0]
    key = stage_of(tmp_path, "data")
    assert cell["at"] == f"{key}.data.out.0.0"
    assert fetch(looking, {"hash": cell["hash"], "at": cells[1]["at"]}).status_code == 404
    wrong = [
        f"{key}.data.out.2.0", f"{key}.data.out.0.1", f"{key}.data.oot.0.0", f"{key}.date.out.0.0",
        f"{'0' * 40}.data.out.0.0", f"{key}.data.out.0", "", "../../etc/passwd",
        f"../{key[3:]}.data.out.0.0", f"{key}./data.out.0.0", f"{key}.data.out.-1.0", f"{key}.data.out.0.0\n",
        f"{key}.data.out.{'9' * 15}.0", f"{key}.data.out.٣.0",
    ]  # fmt: skip
    for at in wrong:
        assert fetch(looking, {"hash": cell["hash"], "at": at}).status_code == 404, at
    for name in ("x" * 64, cell["hash"].upper(), cell["hash"][:10]):
        assert fetch(looking, {"hash": name, "at": cell["at"]}).status_code == 422


def test_a_report_comes_in_a_sandbox_that_keeps_it_from_the_service(tmp_path: Path, looking: Looking) -> None:
    show(tmp_path, report_table("<script>fetch('/api/v1/results')</script>Zoë"))
    ((cell,),) = looking.cells()
    assert cell["kind"] == "report"
    answer = fetch(looking, cell)
    assert answer.text.endswith("Zoë")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"].split("; ")
    assert policy[0] == "sandbox allow-scripts allow-popups"
    assert "default-src 'none'" in policy
    assert not any(rule.startswith("connect-src") for rule in policy)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert fetch(looking, cell, w=64).status_code == 422


def test_a_report_is_dark_where_the_canvas_is_dark_on_a_light_system(
    tmp_path: Path, looking: Looking
) -> None:
    style = ":root{color-scheme: light dark}@media (prefers-color-scheme: dark){:root{--ink: white}}"
    show(tmp_path, report_table(f"<style>{style}</style>"))
    ((cell,),) = looking.cells()
    plain = fetch(looking, cell)
    dark, light = (fetch(looking, cell, theme=theme) for theme in ("dark", "light"))
    assert style in plain.text
    assert ":root{color-scheme: dark}@media all{:root{--ink: white}}" in dark.text
    assert ":root{color-scheme: light}@media not all{:root{--ink: white}}" in light.text
    assert len({each.headers["etag"] for each in (plain, dark, light)}) == 3


def test_a_page_of_a_table_is_never_run_by_the_browser_either(tmp_path: Path, looking: Looking) -> None:
    html = "<script>alert(1)</script>" + "x" * 1_000
    show(tmp_path, pa.table({"blob": [html.encode()], "text": [html]}))
    ((blob, text),) = looking.cells()
    found = fetch(looking, blob)
    assert found.headers["content-type"] == "application/octet-stream"
    assert found.headers["content-disposition"].startswith("attachment")
    whole = fetch(looking, text)
    assert whole.text == html
    assert whole.headers["content-type"] == "text/plain; charset=utf-8"
    assert whole.headers["content-security-policy"].startswith("sandbox; default-src 'none'")


def test_a_page_of_a_hundred_pictures_with_its_thumbnails_is_quick(tmp_path: Path, looking: Looking) -> None:
    pictures = [
        encoded(gradient(256, 192 - number % 50), "JPEG", quality=80 + number % 10) for number in range(300)
    ]
    show(tmp_path, pa.table({"image": picture_array(pictures)}))
    looking.page(limit=1)
    started = time.perf_counter()
    cells = [row[0] for row in looking.cells(offset=150, limit=100)]
    assert time.perf_counter() - started < 0.3
    assert [fetch(looking, cell, w=96).status_code for cell in cells] == [200] * 100
    asked = {"width": 96, "cells": [{"hash": cell["hash"], "at": cell["at"]} for cell in cells]}
    started = time.perf_counter()
    found = looking.client.post(f"{API}/blobs:thumbnails", json=asked).json()
    # All at once, as the canvas asks: a hundred requests would mostly measure the client of this test.
    assert time.perf_counter() - started < 1
    assert len(found["pictures"]) == len({cell["hash"] for cell in cells})


def test_small_pictures_of_many_cells_come_at_once_and_are_kept(tmp_path: Path, looking: Looking) -> None:
    good, other = encoded(gradient(), "PNG"), encoded(gradient(90, 40), "JPEG")
    cells = shown(tmp_path, looking, good, b"no picture", other)
    places = [{"hash": cell["hash"], "at": cell["at"]} for cell in cells]
    for _ in range(2):
        found = looking.client.post(f"{API}/blobs:thumbnails", json={"width": 32, "cells": places}).json()
        assert list(found["pictures"]) == [cells[0]["hash"], cells[2]["hash"]]
        assert list(found["troubles"]) == [cells[1]["hash"]]
        for cell in (cells[0], cells[2]):
            address = found["pictures"][cell["hash"]]
            alone = fetch(looking, cell, w=32).content
            assert base64.b64decode(address.removeprefix("data:image/webp;base64,")) == alone
    gone = [{"hash": "0" * 64, "at": cells[0]["at"]}]
    found = looking.client.post(f"{API}/blobs:thumbnails", json={"width": 32, "cells": gone}).json()
    assert found == {"pictures": {}, "troubles": {"0" * 64: found["troubles"]["0" * 64]}}
    assert "load its result again" in found["troubles"]["0" * 64]
