"""A small network that has learned discs and crosses in one quarter of a picture, within seconds."""

import random
from collections.abc import Sequence
from functools import cache

import pyarrow as pa
import torch
from PIL import Image, ImageDraw

from weft.sdk import encode, picture_array
from weft.sdk.testing import run_tool
from weft_nodes.computer_vision.image_recognition import ImageRecognition

CLASSES = ("cross", "disc")
SIZE = 64


def quarter(seed: int) -> tuple[int, int]:
    """Row and column, 0 or 1, of the quarter in which the picture of a seed has its shape."""
    return seed // 2 % 2, seed // 4 % 2


def placed(kind: str, seed: int) -> bytes:
    """A disc or a cross on a grey ground, in the quarter of the seed."""
    chance = random.Random(f"{kind}{seed}")
    ground, ink = ((base + chance.randrange(50),) * 3 for base in chance.sample((0, 200), 2))
    picture = Image.new("RGB", (SIZE, SIZE), ground)
    draw = ImageDraw.Draw(picture)
    row, column = quarter(seed)
    x, y = (SIZE * (0.25 + 0.5 * place) + chance.uniform(-3, 3) for place in (column, row))
    reach = chance.uniform(9, 13)
    if kind == "disc":
        draw.ellipse((x - reach, y - reach, x + reach, y + reach), ink)
    else:
        draw.line((x - reach, y - reach, x + reach, y + reach), ink, 5)
        draw.line((x - reach, y + reach, x + reach, y - reach), ink, 5)
    return encode(picture)


def labelled(seeds: Sequence[int]) -> pa.Table:
    """Discs and crosses in turn: the columns `image` and `Class`."""
    kinds = [CLASSES[seed % 2] for seed in seeds]
    pictures = [placed(kind, seed) for kind, seed in zip(kinds, seeds, strict=True)]
    return pa.table({"image": picture_array(pictures), "Class": kinds})


TRAINING = range(96)


@cache
def trained() -> pa.Table:
    """The record of the M output of Image Recognition; each process trains once."""
    settings = {
        "training_image": "image",
        "training_label": "Class",
        "validation_image": "image",
        "validation_label": "Class",
        "model": "Small CNN",
        "train": "from scratch",
        "epochs": 4,
        "batch_size": 16,
        "augmentation": "none",
    }
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        inputs = {"training": labelled(TRAINING), "validation": labelled(range(200, 240))}
        return run_tool(ImageRecognition, settings, inputs)["model"]
    finally:
        torch.set_num_threads(before)
