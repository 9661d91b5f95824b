"""Small drawn pictures of two kinds, discs and crosses in any colours: learned within seconds."""

import random

import pyarrow as pa
from PIL import Image, ImageDraw

from weft.sdk import encode, picture_array

CLASSES = ("cross", "disc")


def shape(kind: str, seed: int, size: int = 24) -> bytes:
    """The bytes of one picture; the same kind and seed give the same bytes."""
    chance = random.Random(f"{kind}{seed}")
    ground, ink = ((base + chance.randrange(60),) * 3 for base in chance.sample((0, 190), 2))
    picture = Image.new("RGB", (size, size), ground)
    draw = ImageDraw.Draw(picture)
    reach = size * chance.uniform(0.25, 0.4)
    x, y = (size * chance.uniform(0.42, 0.58) for _ in "xy")
    if kind == "disc":
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), ink)
    else:
        draw.line((x - reach, y - reach, x + reach, y + reach), ink, 4)
        draw.line((x - reach, y + reach, x + reach, y - reach), ink, 4)
    return encode(picture)


def shapes(count: int, seed: int = 0, size: int = 24) -> pa.Table:
    """Labelled pictures, discs and crosses in turn: the columns `image` and `Class`."""
    kinds = [CLASSES[number % 2] for number in range(count)]
    pictures = [shape(kind, seed * 10_000 + number, size) for number, kind in enumerate(kinds)]
    return pa.table({"image": picture_array(pictures), "Class": kinds})
