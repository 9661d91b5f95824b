"""The cast: Momo the bear, Kiko the cat, Bolt the robot and Hazel the girl.

What tells them apart is their shapes. Colours, clothes, poses and moods are drawn by lot, from the
same lots for everyone.
"""

from collections.abc import Callable

from drawing.looks import Look
from drawing.parts import (
    WHITE,
    draw_blush,
    draw_body,
    draw_button_eye,
    draw_cat_eye,
    draw_glasses,
    draw_mouth,
    draw_ring_eye,
    draw_round_eye,
)
from drawing.pen import INK, Pen, Point, both_sides, shade

_BUNCH: tuple[Point, ...] = (
    (-0.1, -0.52),
    (0.34, -0.5),
    (0.52, 0),
    (0.36, 0.5),
    (0.1, 0.66),
    (-0.12, 0.3),
    (-0.24, -0.1),
)
_FRINGE: tuple[Point, ...] = ((0.5, -0.42), (0.86, 0.02), (0.98, -0.2), (0.8, -0.8), (0.3, -1.1))


def draw_momo(pen: Pen, look: Look) -> None:
    """A bear: a broad head, round ears on top, a muzzle, button eyes."""
    draw_body(pen, look, 1.0)
    head = pen.at(0, 0)
    for side in (-1, 1):
        x = side * 0.76 - look.turn * 0.1
        head.ellipse(x, -0.74, 0.4, 0.4, look.skin)
        head.ellipse(x, -0.7, 0.21, 0.21, look.hair, outline=False)
    head.blob(
        both_sides((0, -0.98), (0.68, -0.8), (1.04, -0.1), (1.0, 0.48), (0.55, 0.9), (0, 0.98)),
        look.skin,
    )
    face = head.at(look.turn * 0.2, 0)
    face.ellipse(look.turn * 0.06, 0.4, 0.5, 0.4, shade(look.skin, 1.9))
    for side in (-1, 1):
        draw_blush(face, side * 0.72, 0.34, look)
        draw_button_eye(face, side * 0.4, -0.1, look)
        face.stroke([(side * 0.52, -0.42), (side * 0.4, -0.48), (side * 0.28, -0.44)])
    nose = face.at(look.turn * 0.1, 0)
    nose.blob([(-0.19, 0.16), (0, 0.1), (0.19, 0.16), (0.13, 0.28), (0, 0.34), (-0.13, 0.28)], INK)
    nose.ellipse(-0.06, 0.18, 0.05, 0.03, WHITE, outline=False)
    nose.stroke([(0, 0.34), (0, 0.46)])
    draw_mouth(nose.at(0, 0.5, size=0.8), look)
    draw_glasses(face, look, 0.4, -0.1)


def draw_kiko(pen: Pen, look: Look) -> None:
    """A cat: pointed ears, cheeks with tufts, slanted eyes, whiskers, a tail."""
    tail = [(0.5, 2.6), (1.5, 2.7), (1.75, 1.9), (1.45, 1.3), (1.7, 0.9)]
    pen.limb(tail, 0.28, look.skin)
    pen.stroke(tail[-2:], 0.28, look.hair)
    draw_body(pen, look, 0.85)
    head = pen.at(0, 0)
    for side in (-1, 1):
        x = -look.turn * 0.08
        head.blob(
            [
                (side * a + x, b)
                for a, b in ((0.2, -0.7), (0.62, -1.2), (0.93, -1.58), (1.02, -1.1), (0.98, -0.3))
            ],
            look.skin,
        )
        inner = [(side * 0.5 + x, -0.8), (side * 0.84 + x, -1.32), (side * 0.9 + x, -0.55)]
        head.polygon(inner, look.hair, outline=False)
    for side in (-1, 1):
        head.polygon([(side * 0.9, 0.1), (side * 1.3, 0.34), (side * 0.98, 0.42)], look.skin)
        head.polygon([(side * 0.9, 0.36), (side * 1.16, 0.66), (side * 0.7, 0.66)], look.skin)
    head.blob(
        both_sides(
            (0, -0.92), (0.52, -0.84), (0.9, -0.46), (1.02, 0.08), (0.86, 0.54), (0.44, 0.84), (0, 0.9)
        ),
        look.skin,
    )
    for x in (-0.22, 0, 0.22):
        head.stroke([(x - look.turn * 0.05, -0.84 + abs(x) * 0.2), (x * 0.8, -0.5)], 0.11, look.hair)
    face = head.at(look.turn * 0.18, 0)
    for side in (-1, 1):
        draw_cat_eye(face, side, look)
        for rise in (-0.12, 0.02, 0.16):
            face.stroke(
                [(side * 0.5, 0.36 + rise / 2), (side * 0.9, 0.3 + rise), (side * 1.35, 0.3 + rise * 1.8)],
                0.035,
            )
    face.ellipse(-0.17, 0.44, 0.24, 0.19, shade(look.skin, 2.0), outline=False)
    face.ellipse(0.17, 0.44, 0.24, 0.19, shade(look.skin, 2.0), outline=False)
    face.polygon([(-0.12, 0.24), (0.12, 0.24), (0, 0.37)], look.hair)
    draw_mouth(face.at(0, 0.48, size=0.75), look)
    draw_glasses(face, look, 0.42, -0.08)


def draw_bolt(pen: Pen, look: Look) -> None:
    """A robot: a square head with an aerial, bolts for ears, a dark screen with ring eyes, a grille."""
    draw_body(pen, look, 1.05, square=True)
    pen.block((-0.3, 0.7, 0.3, 1.1), 0.08, shade(look.hair, 0.6))
    head = pen.at(0, 0)
    bend = look.turn * 0.16
    head.stroke([(0, -0.8), (bend * 0.6, -1.1), (bend, -1.32)], 0.09)
    head.ellipse(bend, -1.42, 0.17, 0.17, look.hair)
    for side in (-1, 1):
        head.block((side * 1.08 - 0.17, -0.3, side * 1.08 + 0.17, 0.3), 0.08, look.hair)
    head.block((-0.98, -0.84, 0.98, 0.88), 0.24, look.skin)
    for x in (-0.8, 0.8):
        for y in (-0.66, 0.7):
            head.ellipse(x, y, 0.06, 0.06, shade(look.skin, 0.6), outline=False)
    face = head.at(look.turn * 0.1, 0)
    face.block((-0.74, -0.54, 0.74, 0.22), 0.2, shade(look.hair, 0.35))
    for side in (-1, 1):
        draw_ring_eye(face, side * 0.36 + look.turn * 0.06, -0.16, look)
    height = {"laugh": 0.2, "wonder": 0.16, "smile": 0.12, "calm": 0.09}[look.mood]
    face.block((-0.42, 0.5 - height, 0.42, 0.5 + height), 0.08, WHITE)
    for step in range(-2, 3):
        face.stroke([(step * 0.14, 0.5 - height), (step * 0.14, 0.5 + height)], 0.035)
    draw_glasses(face, look, 0.36, -0.16)


def draw_hazel(pen: Pen, look: Look) -> None:
    """A girl: two bunches of hair, a fringe, ears at the sides, large eyes, freckles."""
    head = pen.at(0, 0)
    for side in (-1, 1):
        x = side * 1.12 - look.turn * 0.12
        head.blob(
            [(x + side * a, b) for a, b in _BUNCH],
            look.hair,
        )
    head.ellipse(0, -0.12, 1.0, 1.0, look.hair)
    draw_body(pen, look, 0.8)
    for side in (-1, 1):
        head.ellipse(side * 0.88 - look.turn * 0.08, 0.12, 0.16, 0.2, look.skin)
        head.ellipse(side * 1.0 - look.turn * 0.12, -0.42, 0.13, 0.13, look.shirt)
    head.blob(
        both_sides((0, -0.8), (0.55, -0.66), (0.82, -0.1), (0.74, 0.42), (0.42, 0.82), (0, 0.94)),
        look.skin,
    )
    face = head.at(look.turn * 0.15, 0)
    for side in (-1, 1):
        draw_blush(face, side * 0.5, 0.36, look)
        draw_round_eye(face, side * 0.32, 0.02, look)
        for x, y in ((0.42, 0.32), (0.52, 0.38), (0.6, 0.31)):
            face.ellipse(side * x, y, 0.022, 0.022, shade(look.skin, 0.6), outline=False)
    face.stroke([(-0.04, 0.28), (0.06 * (1 if look.turn > 0 else -1), 0.36), (0.02, 0.38)], 0.045)
    draw_mouth(face.at(0, 0.56, size=0.85), look)
    part = look.turn * 0.25
    head.blob(
        [(part, -0.5), *((-a, b) for a, b in _FRINGE), *reversed(_FRINGE)],
        look.hair,
    )
    head.stroke([(part, -0.5), (part * 0.7, -0.8), (part * 0.5, -1.08)], 0.04, shade(look.hair, 0.6))
    draw_glasses(face, look, 0.32, 0.02)


CAST: dict[str, Callable[[Pen, Look], None]] = {
    "bolt": draw_bolt,
    "hazel": draw_hazel,
    "kiko": draw_kiko,
    "momo": draw_momo,
}
"""Every character by name."""
