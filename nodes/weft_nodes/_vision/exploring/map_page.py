"""The page of a map: a point for each picture, beside it the list of all, and what its colours mean."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from weft_nodes._pages.page import Content, Html, document, element
from weft_nodes._vision.exploring.map_style import COLOURS, DISTINCT, SHAPES, map_style

_EDGE, _HEAD = 0.12, 0.27
"""How near to a side, and to the top, a picture would leave the page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A picture on the map.

    Attributes:
        x: From the left, 0 to 1.
        y: From the top, 0 to 1.
        title: The name of its file, or `record 7`.
        label: Its class, empty where classes are not shown.
        picture: A data URI, empty where there is none.
    """

    x: float
    y: float
    title: str
    label: str
    picture: str


@dataclass(frozen=True)
class MapStory:
    """All that the page tells.

    Attributes:
        label: The column that colours the points, empty for none.
        places: In the order of the list.
        records: How many records have a place, shown or not.
    """

    label: str
    places: Sequence[Place]
    records: int


def map_page(story: MapStory) -> str:
    """The page as text."""
    counts = Counter(place.label for place in story.places)
    # The most frequent classes get the colours that differ most.
    kinds = {label: min(number, DISTINCT) for number, (label, _) in enumerate(counts.most_common())}
    shown = f"{len(story.places):,} of {story.records:,}" if len(story.places) < story.records else "All"
    told = (
        f"{shown} pictures. Those that look alike to the network lie together; directions and the distance "
        "between groups have no meaning."
    )
    title = f"pictures by {story.label}" if story.label else "pictures"
    return document(
        f"Image map: {title}",
        map_style(len(set(kinds.values())) if story.label else 0),
        element(
            "main",
            element("p", "Image Map", class_="kicker"),
            element("h1", "A map of ", element("em", title)),
            element("p", told, class_="note"),
            element(
                "div",
                element("div", class_="ground card", aria_hidden="true"),
                element(
                    "div", _legend(story, counts, kinds), _switch(story), _list(story, kinds), class_="side"
                ),
                class_="stage",
            ),
            element("footer", "Made by Image Map of Weft"),
        ),
    )


def _look(kind: int, coloured: bool) -> tuple[str, str | None]:
    """The class of the shape, and the style with the colour."""
    if not coloured:
        return "round", "--own: var(--ink0)"
    if kind >= DISTINCT:
        return "round", None
    return SHAPES[kind // COLOURS], f"--own: var(--ink{kind % COLOURS})"


def _legend(story: MapStory, counts: Counter[str], kinds: dict[str, int]) -> Content:
    if not story.label:
        return ""
    lines: dict[int, tuple[str, int]] = {}
    for label, count in counts.most_common():
        kind = kinds[label]
        name, before = lines.get(kind, (label, 0))
        lines[kind] = ("other classes" if before else name, before + count)
    rows = []
    for kind, (name, count) in lines.items():
        shape, style = _look(kind, True)
        box = element("input", type="checkbox", id=f"kind{kind}", checked="")
        mark = element("i", class_="mark", style=style, aria_hidden="true")
        number = element("small", f"{count:,}")
        rows.append(element("label", box, mark, element("b", name, title=name), number, class_=shape))
    return element("fieldset", element("legend", story.label), rows, class_="kinds card")


def _switch(story: MapStory) -> Content:
    if not any(place.picture for place in story.places):
        return ""
    box = element("input", type="checkbox", id="pictures")
    return element("div", element("label", box, "Pictures instead of points"), class_="switch card")


def _list(story: MapStory, kinds: dict[str, int]) -> Html:
    rows = [_row(place, kinds[place.label], bool(story.label)) for place in story.places]
    return element("ol", rows, class_="rows card", aria_label="Pictures")


def _row(place: Place, kind: int, coloured: bool) -> Html:
    shape, style = _look(kind, coloured)
    where = f"--x: {place.x:.4f}; --y: {place.y:.4f}"
    sides = ("low" if place.y < _HEAD else "", _side(place.x))
    mark = element("i", class_="mark", aria_hidden="true")
    shot = element(
        "span",
        element("img", src=place.picture, alt="", loading="lazy") if place.picture else "",
        element("b", place.label) if place.label else "",
        element("span", place.title),
        class_="shot",
    )
    name = f"{place.title}, {place.label}" if place.label else place.title
    row = element(
        "label",
        element("input", type="radio", name="picture", aria_label=name),
        mark,
        element("b", place.title),
        element("span", mark, shot, class_="point", aria_hidden="true"),
        class_="row",
    )
    marks = " ".join(filter(None, (shape, f"kind{kind}" if coloured else "", *sides)))
    return element("li", row, class_=marks, style="; ".join(filter(None, (where, style))))


def _side(x: float) -> str:
    return "west" if x < _EDGE else "east" if x > 1 - _EDGE else ""
