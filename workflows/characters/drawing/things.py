"""Things that lie and fly about, so that a round or pointed shape alone tells nothing."""

import math
import random

from PIL import ImageDraw

from drawing.looks import any_colour
from drawing.pen import Pen


def draw_thing(draw: ImageDraw.ImageDraw, size: tuple[int, int], lot: random.Random, share: float) -> None:
    """Some thing of a size (share of the picture's width) at a place by lot."""
    unit = share * size[0]
    pen = Pen(draw, lot.uniform(0, size[0]), lot.uniform(0, size[1]), unit, lot.uniform(-0.6, 0.6))
    lot.choice((_ball, _box, _star, _balloon, _kite, _drop, _cloud, _pair_of_circles))(pen, lot)


def _ball(pen: Pen, lot: random.Random) -> None:
    pen.ellipse(0, 0, 1, 1, any_colour(lot))
    pen.stroke([(-0.98, 0), (-0.4, 0.24), (0.4, 0.24), (0.98, 0)])


def _box(pen: Pen, lot: random.Random) -> None:
    pen.block((-0.9, -0.9, 0.9, 0.9), 0.12, any_colour(lot))
    pen.stroke([(-0.9, 0), (0.9, 0)])
    pen.stroke([(0, -0.9), (0, 0.9)])


def _star(pen: Pen, lot: random.Random) -> None:
    points = ((math.tau * step / 10 - math.pi / 2, 1 if step % 2 == 0 else 0.45) for step in range(10))
    pen.polygon([(r * math.cos(t), r * math.sin(t)) for t, r in points], any_colour(lot))


def _balloon(pen: Pen, lot: random.Random) -> None:
    pen.stroke([(0, 1.1), (0.2, 1.8), (-0.1, 2.6)])
    pen.ellipse(0, 0, 0.85, 1.1, any_colour(lot))


def _kite(pen: Pen, lot: random.Random) -> None:
    pen.polygon([(0, -1.3), (0.7, 0.4), (-0.7, 0.4)], any_colour(lot))
    pen.polygon([(0, -0.8), (0.35, 0.2), (-0.35, 0.2)], any_colour(lot), outline=False)


def _drop(pen: Pen, lot: random.Random) -> None:
    pen.blob([(0, -1.1), (0.4, -0.2), (0.6, 0.5), (0, 1), (-0.6, 0.5), (-0.4, -0.2)], any_colour(lot))


def _cloud(pen: Pen, lot: random.Random) -> None:
    pen.blob(
        [(-1.4, 0.4), (-1.3, -0.2), (-0.6, -0.3), (-0.1, -0.8), (0.6, -0.5), (1.2, -0.2), (1.4, 0.4)],
        any_colour(lot, (0.75, 0.9)),
    )


def _pair_of_circles(pen: Pen, lot: random.Random) -> None:
    colour = any_colour(lot)
    for x in (-0.8, 0.8):
        pen.ellipse(x, 0, 0.6, 0.6, colour)
        pen.ellipse(x, 0, 0.3, 0.3, any_colour(lot), outline=False)
