"""What the cast is put together from: a body, mouths, eyes, glasses.

Origins are those of the head unless a function says otherwise.
"""

from drawing.looks import Look
from drawing.pen import INK, Colour, Pen, Point, both_sides, shade

WHITE: Colour = (252, 250, 246)

_ALMOND: tuple[Point, ...] = (
    (-0.26, 0.12),
    (-0.14, -0.16),
    (0.12, -0.26),
    (0.32, -0.2),
    (0.24, 0.12),
    (0, 0.24),
)


def draw_body(pen: Pen, look: Look, width: float, square: bool = False) -> None:
    """Clothes, arms, legs, and what is worn at the neck; `width` is 1 for a broad figure."""
    shoulder, hip = 0.62 * width, 0.9 * width
    for side, raised in zip((-1, 1), look.arms, strict=True):
        hand = (side * (1.15 + 0.35 * raised), 2.25 - 2.1 * raised)
        elbow = (side * (1.1 + 0.25 * raised), 1.75 - 0.35 * raised)
        pen.limb([(side * shoulder * 0.9, 1.2), elbow, hand], 0.26, shade(look.shirt, 0.85))
        pen.ellipse(*hand, 0.19, 0.19, look.skin)
    for side in (-1, 1):
        pen.limb([(side * 0.36 * width, 2.7), (side * 0.38 * width, 3.5)], 0.36, shade(look.shirt, 0.55))
        pen.ellipse(side * 0.46 * width, 3.62, 0.34, 0.17, look.hair)
    if square:
        pen.block((-hip, 0.98, hip, 2.85), 0.2, look.shirt)
    else:
        pen.blob(
            both_sides(
                (0, 0.9), (shoulder, 1.02), (hip * 0.95, 1.7), (hip, 2.55), (hip * 0.6, 2.9), (0, 2.95)
            ),
            look.shirt,
        )
    _pattern(pen, look, hip)
    if look.extra == "scarf":
        pen.limb([(0.3, 1.15), (0.42, 1.7)], 0.24, look.hair)
        pen.limb([(-0.55, 1.0), (0, 1.12), (0.55, 1.0)], 0.26, look.hair)
    if look.extra == "bow":
        for side in (-1, 1):
            pen.polygon([(0, 1.16), (side * 0.36, 0.98), (side * 0.36, 1.34)], look.hair)
        pen.ellipse(0, 1.16, 0.1, 0.1, look.hair)


def _pattern(pen: Pen, look: Look, hip: float) -> None:
    second = shade(look.shirt, 1.7 if sum(look.shirt) < 400 else 0.65)
    if look.pattern == "stripes":
        for y in (1.5, 1.9, 2.3, 2.62):
            pen.stroke([(-hip * 0.82, y), (0, y + 0.06), (hip * 0.82, y)], 0.14, second)
    elif look.pattern == "dots":
        for x, y in ((-0.4, 1.5), (0.4, 1.5), (0, 1.85), (-0.42, 2.2), (0.42, 2.2), (0, 2.55)):
            pen.ellipse(x, y, 0.12, 0.12, second, outline=False)
    elif look.pattern == "bib":
        pen.ellipse(0, 2.1, hip * 0.55, 0.55, second, outline=False)


def draw_mouth(pen: Pen, look: Look) -> None:
    """A mouth whose upper middle is the origin."""
    if look.mood == "smile":
        pen.stroke([(-0.32, 0), (-0.16, 0.13), (0, 0.16), (0.16, 0.13), (0.32, 0)], 0.07)
    elif look.mood == "laugh":
        pen.blob(
            [(-0.34, -0.04), (0, 0.02), (0.34, -0.04), (0.2, 0.28), (0, 0.34), (-0.2, 0.28)], (120, 40, 50)
        )
        pen.ellipse(0, 0.24, 0.15, 0.08, (230, 120, 120), outline=False)
    elif look.mood == "wonder":
        pen.ellipse(0, 0.12, 0.12, 0.15, (120, 40, 50))
    else:
        pen.stroke([(-0.22, 0.08), (0, 0.1), (0.22, 0.06)], 0.07)


def _closed_eye(pen: Pen, x: float, y: float, size: float) -> None:
    pen.stroke(
        [(x - size, y), (x - size / 2, y + size * 0.5), (x + size / 2, y + size * 0.5), (x + size, y)], 0.07
    )


def draw_button_eye(pen: Pen, x: float, y: float, look: Look) -> None:
    """A small black eye with a light in it."""
    if look.blink:
        _closed_eye(pen, x, y, 0.15)
        return
    x, y = x + look.gaze[0] * 0.03, y + look.gaze[1] * 0.03
    pen.ellipse(x, y, 0.12, 0.15, INK, outline=False)
    pen.ellipse(x + 0.04, y - 0.06, 0.04, 0.045, WHITE, outline=False)


def draw_round_eye(pen: Pen, x: float, y: float, look: Look) -> None:
    """A large white eye with a round pupil."""
    if look.blink:
        _closed_eye(pen, x, y, 0.18)
        return
    pen.ellipse(x, y, 0.2, 0.25, WHITE)
    pupil = (x + look.gaze[0] * 0.07, y + look.gaze[1] * 0.08)
    pen.ellipse(*pupil, 0.11, 0.14, INK, outline=False)
    pen.ellipse(pupil[0] + 0.04, pupil[1] - 0.05, 0.04, 0.04, WHITE, outline=False)


def draw_cat_eye(pen: Pen, side: int, look: Look) -> None:
    """A slanted eye with a narrow pupil, on the left (-1) or right (1)."""
    x, y = side * 0.42, -0.06
    if look.blink:
        _closed_eye(pen, x, y, 0.2)
        return
    pen.blob(
        [(x + side * a, y + b) for a, b in _ALMOND],
        shade(look.shirt, 2.2),
    )
    pupil = (x + look.gaze[0] * 0.08, y + look.gaze[1] * 0.03 - 0.01)
    pen.ellipse(*pupil, 0.1, 0.2, INK, outline=False)
    pen.ellipse(pupil[0] + 0.03, pupil[1] - 0.08, 0.04, 0.05, WHITE, outline=False)


def draw_ring_eye(pen: Pen, x: float, y: float, look: Look) -> None:
    """A glowing lamp with a dark middle."""
    glow = shade(look.skin, 2.2)
    if look.blink:
        pen.stroke([(x - 0.18, y), (x + 0.18, y)], 0.09, glow)
        return
    pen.ellipse(x, y, 0.23, 0.23, glow, outline=False)
    pen.ellipse(x + look.gaze[0] * 0.06, y + look.gaze[1] * 0.06, 0.12, 0.12, INK, outline=False)
    pen.ellipse(
        x + look.gaze[0] * 0.06 + 0.04, y + look.gaze[1] * 0.06 - 0.04, 0.04, 0.04, WHITE, outline=False
    )


def draw_blush(pen: Pen, x: float, y: float, look: Look) -> None:
    """A warm spot on a cheek."""
    warm = tuple(round(0.7 * a + 0.3 * b) for a, b in zip(look.skin, (250, 90, 100), strict=True))
    pen.ellipse(x, y, 0.16, 0.1, (warm[0], warm[1], warm[2]), outline=False)


def draw_glasses(pen: Pen, look: Look, apart: float, y: float) -> None:
    """Glasses before eyes that are `apart` from the middle, if the look has them."""
    if look.extra != "glasses":
        return
    for side in (-1, 1):
        pen.ring(side * apart, y, 0.31, 0.31)
        pen.stroke([(side * (apart + 0.3), y), (side * 0.98, y - 0.08)])
    pen.stroke([(-apart + 0.3, y), (apart - 0.3, y)])
