"""Draw the sample pictures: four invented cartoon characters, each in a folder of its own.

    python workflows/characters/draw.py FOLDER [--pictures 1200] [--seed 1]

Every picture is made from the seed, the character's name and its number alone, so the same call
gives the same bytes, whatever else was drawn. Pictures that are there already are kept.
"""

import argparse
import os
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from drawing.cast import CAST
from drawing.light import develop
from drawing.looks import any_look
from drawing.pen import Pen
from drawing.scenery import draw_background, draw_front
from PIL import Image, ImageDraw

DETAIL = 2
"""Drawings are made this many times larger than pictures, so that their edges come out smooth."""


def draw_picture(name: str, number: int, seed: int) -> tuple[Image.Image, int]:
    """A picture of a character, and the JPEG quality that belongs to it."""
    lot = random.Random(f"{seed} {name} {number}")
    width, height = (round(160 * lot.uniform(0.85, 1.15)) for _ in range(2))
    size = (width * DETAIL, height * DETAIL)
    drawing = Image.new("RGB", size)
    draw = ImageDraw.Draw(drawing)
    draw_background(draw, size, lot)
    CAST[name](_placed(draw, size, lot), any_look(lot))
    if lot.random() < 0.35:
        draw_front(draw, size, lot)
    return develop(drawing, (width, height), lot), lot.randint(60, 92)


def _placed(draw: ImageDraw.ImageDraw, size: tuple[int, int], lot: random.Random) -> Pen:
    """Where the character stands: from a portrait that fills the picture to a whole figure."""
    width, height = size
    unit = min(size) * lot.uniform(0.14, 0.28)
    room = max(0.0, height - 3 * unit)
    return Pen(
        draw,
        x=width * lot.uniform(0.32, 0.68),
        y=1.35 * unit + room * lot.uniform(0, 0.75) * 0.5,
        unit=unit,
        angle=lot.gauss(0, 0.16),
        wide=lot.uniform(0.86, 1.14) * lot.choice((-1, 1)),
        line=lot.uniform(0.045, 0.075),
    )


def _save(order: tuple[Path, str, int, int]) -> None:
    path, name, number, seed = order
    picture, quality = draw_picture(name, number, seed)
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    picture.save(unfinished, "JPEG", quality=quality)
    unfinished.replace(path)


def _orders(folder: Path, pictures: int, seed: int) -> Iterator[tuple[Path, str, int, int]]:
    """What is still to be drawn, dealt to the characters in turn."""
    for index in range(pictures):
        name = list(CAST)[index % len(CAST)]
        number = index // len(CAST) + 1
        path = folder / name / f"{name}_{number:04}.jpg"
        if not path.exists():
            yield path, name, number, seed


def draw(folder: Path, pictures: int, seed: int) -> int:
    """Draw all pictures on every core; gives how many were drawn now."""
    for name in CAST:
        (folder / name).mkdir(parents=True, exist_ok=True)
    orders = list(_orders(folder, pictures, seed))
    if orders:
        with ProcessPoolExecutor() as pool:
            for _ in pool.map(_save, orders, chunksize=16):
                pass
    return len(orders)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, help="where to put them; made if it does not exist")
    parser.add_argument("--pictures", type=int, default=1200, help="how many in all (default: 1200)")
    parser.add_argument("--seed", type=int, default=1, help="another number gives other pictures")
    options = parser.parse_args()
    drawn = draw(options.folder, options.pictures, options.seed)
    print(f"{options.pictures} pictures in {options.folder}, {drawn} of them drawn now")


if __name__ == "__main__":
    main()
