"""Small drawn pictures with several labels (their colours) and with a number (how large a disc is)."""

import random

import pyarrow as pa
from PIL import Image, ImageDraw

from weft.sdk import encode, picture_array

COLOURS = {"blue": (40, 60, 220), "red": (220, 40, 40)}
SIZE = 24


def coloured(count: int, seed: int = 0) -> pa.Table:
    """Pictures with a red disc, a blue one, both or none: the columns `image` and `Colours`."""
    pictures, labels = [], []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        there = [name for place, name in enumerate(COLOURS) if number >> place & 1]
        picture = Image.new("RGB", (SIZE, SIZE), (chance.randrange(120, 150),) * 3)
        draw = ImageDraw.Draw(picture)
        for place, name in enumerate(there):
            x, y = 7 + 10 * place + chance.uniform(-2, 2), chance.uniform(7, 17)
            draw.ellipse((x - 5, y - 5, x + 5, y + 5), COLOURS[name])
        pictures.append(encode(picture))
        labels.append(there)
    return pa.table({"image": picture_array(pictures), "Colours": pa.array(labels, pa.list_(pa.string()))})


def sized(count: int, seed: int = 0) -> pa.Table:
    """Pictures of a bright disc: the columns `image` and `Width`, in tenths of a millimetre."""
    pictures, widths = [], []
    for number in range(count):
        chance = random.Random(f"{seed} {number}")
        reach = chance.uniform(2, 11)
        picture = Image.new("RGB", (SIZE, SIZE), (chance.randrange(20, 60),) * 3)
        middle = SIZE / 2
        box = (middle - reach, middle - reach, middle + reach, middle + reach)
        ImageDraw.Draw(picture).ellipse(box, (230, 230, 230))
        pictures.append(encode(picture))
        widths.append(1000 + 200 * reach)
    return pa.table({"image": picture_array(pictures), "Width": pa.array(widths, pa.float64())})
