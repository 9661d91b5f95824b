"""The map of pictures in a frame like that of the canvas, which lets nothing out and may be low."""

import pytest
from browser import Complaints
from playwright.sync_api import BrowserContext, FloatRect, Locator, expect

from weft_nodes._vision.exploring.map_page import MapStory, Place, map_page

PICTURE = "data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"


def drawn() -> str:
    """A map of pictures all over it, none of which hides another."""
    places = [
        Place(number % 8 / 7, number // 8 / 7, f"{number}.jpg", f"class {number % 4}", PICTURE)
        for number in range(64)
    ]
    return map_page(MapStory("Class", places, 64))


def box(thing: Locator) -> FloatRect:
    found = thing.bounding_box()
    assert found
    return found


@pytest.mark.parametrize("height", [230, 800])
def test_pictures_under_the_mouse_stay_inside_a_frame_of_any_height(
    context: BrowserContext, complaints: Complaints, height: int
) -> None:
    page = context.new_page()
    page.set_content(
        f'<body style="margin: 0"><iframe sandbox="allow-scripts" style="width: 796px; height: {height}px; '
        'border: 0"></iframe>'
    )
    page.locator("iframe").evaluate("(frame, text) => { frame.srcdoc = text }", drawn())
    rows = page.frame_locator("iframe").locator("ol.rows li")
    expect(rows).to_have_count(64)
    for number in range(0, 64, 9):
        row = rows.nth(number)
        row.locator(".point > .mark").hover()
        shot = box(row.locator(".shot"))
        assert shot["y"] >= 0
        assert shot["y"] + shot["height"] <= height
        assert shot["x"] >= 0
        assert shot["x"] + shot["width"] <= 796
