"""Where the characters stand: backgrounds, clutter behind them, and things in front of them.

Every scene is drawn by lot without regard to who stands in it.
"""

import math
import random

from PIL import ImageDraw

from drawing.looks import any_colour
from drawing.pen import Colour, Pen, Point, shade
from drawing.things import draw_thing

Draw = ImageDraw.ImageDraw
Size = tuple[int, int]


def draw_background(draw: Draw, size: Size, lot: random.Random) -> None:
    """Fill the picture with a scene by lot, and put some things into it."""
    lot.choice((_meadow, _room, _city, _beach, _wallpaper, _forest))(draw, size, lot)
    for _ in range(lot.choice((0, 1, 2, 3, 5))):
        draw_thing(draw, size, lot, lot.uniform(0.04, 0.12))


def draw_front(draw: Draw, size: Size, lot: random.Random) -> None:
    """Something in front of the character that hides a part of it: mostly below, seldom on a side."""
    width, height = size
    kind = lot.choice(("bush", "fence", "thing", "side"))
    if kind == "bush":
        colour, at = any_colour(lot, (0.3, 0.6)), (lot.uniform(0, width), height * lot.uniform(0.78, 0.95))
        _bush(_whole(draw), at, width * lot.uniform(0.2, 0.4), colour)
    elif kind == "fence":
        _fence(_whole(draw), size, lot)
    elif kind == "thing":
        for _ in range(lot.randint(1, 3)):
            draw_thing(draw, size, lot, lot.uniform(0.05, 0.1))
    else:
        edge = width * lot.uniform(0.08, 0.18)
        left, right = (0, edge) if lot.random() < 0.5 else (width - edge, width)
        _whole(draw).polygon(
            [(left, -9), (right, -9), (right, height + 9), (left, height + 9)], any_colour(lot)
        )


def _fence(pen: Pen, size: Size, lot: random.Random) -> None:
    colour, top, step = (
        any_colour(lot, (0.6, 0.85)),
        size[1] * lot.uniform(0.76, 0.9),
        size[0] / lot.randint(6, 9),
    )
    right, foot = size[0], size[1] + 9
    pen.polygon(
        [(0, top + step), (right, top + step), (right, top + step * 1.4), (0, top + step * 1.4)], colour
    )
    post = (
        (0, foot),
        (0, top + step / 3),
        (step / 3, top),
        (step * 2 / 3, top + step / 3),
        (step * 2 / 3, foot),
    )
    for number in range(10):
        pen.polygon([(x + number * step, y) for x, y in post], colour)


def _whole(draw: Draw) -> Pen:
    """A pen in pixels."""
    return Pen(draw, 0, 0, 1, line=3)


def _sky(draw: Draw, size: Size, top: Colour, bottom: Colour) -> None:
    for y in range(0, size[1], 4):
        part = y / size[1]
        colour = tuple(round(a + (b - a) * part) for a, b in zip(top, bottom, strict=True))
        draw.rectangle((0, y, size[0], y + 4), colour)


def _ground(size: Size, lot: random.Random, height: float, wave: float) -> list[Point]:
    phase, count = lot.uniform(0, 6), lot.uniform(0.6, 1.6)
    width = size[0]
    line = [
        (x, size[1] * (height + wave * math.sin(phase + count * math.tau * x / width)))
        for x in range(0, width + 17, 16)
    ]
    return [*line, (width + 9, size[1] + 9), (-9, size[1] + 9)]


def _meadow(draw: Draw, size: Size, lot: random.Random) -> None:
    _sky(draw, size, any_colour(lot, (0.5, 0.8)), any_colour(lot, (0.7, 0.9)))
    pen = _whole(draw)
    pen.ellipse(
        lot.uniform(0, size[0]),
        size[1] * 0.16,
        size[0] * 0.08,
        size[0] * 0.08,
        any_colour(lot),
        outline=False,
    )
    for height in (0.55, 0.7, 0.86):
        pen.polygon(_ground(size, lot, height, 0.06), any_colour(lot, (0.35, 0.7)), outline=False)
    for _ in range(lot.randint(0, 3)):
        at = (lot.uniform(0, size[0]), size[1] * lot.uniform(0.5, 0.7))
        _bush(pen, at, size[0] * lot.uniform(0.07, 0.14), any_colour(lot, (0.3, 0.6)))


def _forest(draw: Draw, size: Size, lot: random.Random) -> None:
    _sky(draw, size, any_colour(lot, (0.4, 0.8)), any_colour(lot, (0.6, 0.9)))
    pen, leaves = _whole(draw), any_colour(lot, (0.3, 0.6))
    for _ in range(lot.randint(4, 8)):
        x, foot, wide = (
            lot.uniform(0, size[0]),
            size[1] * lot.uniform(0.7, 0.9),
            size[0] * lot.uniform(0.06, 0.12),
        )
        trunk = wide * 0.2
        pen.polygon(
            [(x - trunk, foot), (x + trunk, foot), (x + trunk, 0.5 * foot), (x - trunk, 0.5 * foot)],
            (120, 84, 60),
        )
        for tier in range(3):
            top = foot * (0.25 + 0.18 * tier)
            pen.polygon(
                [(x, top), (x + wide, top + foot * 0.28), (x - wide, top + foot * 0.28)],
                shade(leaves, 0.8 + tier / 10),
            )
    pen.polygon(_ground(size, lot, 0.82, 0.03), any_colour(lot, (0.35, 0.7)), outline=False)


def _room(draw: Draw, size: Size, lot: random.Random) -> None:
    width, height = size
    wall, floor = any_colour(lot, (0.5, 0.88)), any_colour(lot, (0.3, 0.7))
    draw.rectangle((0, 0, *size), wall)
    if lot.random() < 0.6:
        stripe = width // lot.randint(8, 16)
        for left in range(0, width, 2 * stripe):
            draw.rectangle((left, 0, left + stripe, height), shade(wall, 0.93))
    edge = height * lot.uniform(0.7, 0.85)
    draw.rectangle((0, edge, *size), floor)
    draw.line((0, edge, width, edge), shade(floor, 0.5), 5)
    pen = _whole(draw)
    for _ in range(lot.randint(1, 3)):
        x, y = lot.uniform(0, width), lot.uniform(0, height / 2)
        w, h = width * lot.uniform(0.1, 0.25), height * lot.uniform(0.1, 0.25)
        pen.block((x, y, x + w, y + h), 4, any_colour(lot))
        pen.block((x + w * 0.12, y + h * 0.12, x + w * 0.88, y + h * 0.88), 4, any_colour(lot, (0.6, 0.9)))


def _city(draw: Draw, size: Size, lot: random.Random) -> None:
    width, height = size
    _sky(draw, size, any_colour(lot, (0.25, 0.7)), any_colour(lot, (0.5, 0.88)))
    pen, x = _whole(draw), -20.0
    while x < width:
        w, top = width * lot.uniform(0.1, 0.2), height * lot.uniform(0.2, 0.6)
        colour = any_colour(lot, (0.3, 0.7))
        pen.polygon([(x, height + 9), (x, top), (x + w, top), (x + w, height + 9)], colour)
        light = shade(colour, lot.choice((0.7, 2.2)))
        for row in range(8):
            for column in range(3):
                left, upper = x + w * (0.14 + 0.28 * column), top + height * (0.04 + 0.08 * row)
                draw.rectangle((left, upper, left + w * 0.16, upper + height * 0.04), light)
        x += w
    draw.rectangle((0, height * 0.86, *size), any_colour(lot, (0.3, 0.6)))


def _beach(draw: Draw, size: Size, lot: random.Random) -> None:
    _sky(draw, size, any_colour(lot, (0.5, 0.8)), any_colour(lot, (0.7, 0.9)))
    pen = _whole(draw)
    sea = size[1] * lot.uniform(0.4, 0.6)
    draw.rectangle((0, sea, *size), any_colour(lot, (0.35, 0.65)))
    for _ in range(lot.randint(0, 2)):
        x, w = lot.uniform(0, size[0]), size[0] * 0.1
        pen.polygon(
            [(x - w, sea), (x + w, sea), (x + w * 0.7, sea + w * 0.5), (x - w * 0.7, sea + w * 0.5)],
            any_colour(lot),
        )
        pen.polygon(
            [(x, sea - 4), (x, sea - w * 1.8), (x + w * 0.9, sea - w * 0.3)], any_colour(lot, (0.7, 0.9))
        )
    pen.polygon(_ground(size, lot, 0.74, 0.03), any_colour(lot, (0.6, 0.85)), outline=False)


def _wallpaper(draw: Draw, size: Size, lot: random.Random) -> None:
    ground, second = any_colour(lot, (0.4, 0.88)), any_colour(lot, (0.4, 0.88))
    draw.rectangle((0, 0, *size), ground)
    step, kind = size[0] / lot.uniform(4, 9), lot.choice(("dots", "checks", "bands", "rays"))
    if kind == "rays":
        middle, reach = (size[0] * lot.random(), size[1] * lot.random()), 2 * max(size)
        for ray in range(0, 24, 2):
            ends = [
                (
                    middle[0] + reach * math.cos(math.tau * r / 24),
                    middle[1] + reach * math.sin(math.tau * r / 24),
                )
                for r in (ray, ray + 1)
            ]
            draw.polygon([middle, *ends], second)
        return
    for row in range(-1, 12):
        for column in range(-1, 12):
            x, y = column * step, row * step
            if kind == "dots":
                draw.ellipse((x, y, x + step * 0.5, y + step * 0.5), second)
            elif kind == "checks" and (row + column) % 2:
                draw.rectangle((x, y, x + step, y + step), second)
            elif kind == "bands" and row % 2:
                draw.polygon([(x, y), (x + step, y), (x + step, y + step * 0.6), (x, y + step * 0.6)], second)


def _bush(pen: Pen, at: Point, size: float, colour: Colour) -> None:
    circle = [math.tau * step / 40 for step in range(40)]
    points = [
        (
            at[0] + size * math.cos(t) * (1 + 0.12 * abs(math.sin(4 * t))),
            at[1] + size * 0.8 * math.sin(t) * (1 + 0.15 * abs(math.sin(4 * t))),
        )
        for t in circle
    ]
    pen.polygon(points, colour)
