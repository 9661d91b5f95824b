"""The same pictures in the same parts for every contestant."""

import random
from pathlib import Path

SHARES = {"training": 0.7, "validation": 0.2, "holdout": 0.1}
_PICTURES = {".jpg", ".jpeg", ".png", ".bmp", ".gif", ".webp"}

Parts = dict[str, list[tuple[str, str]]]


def split(folder: Path, most: int | None = None, seed: int = 1) -> Parts:
    """Path and class of the pictures of each part, with the same share of each class in all parts.

    Args:
        folder: One subfolder a class.
        most: How many pictures take part, about equally many of each class; None takes all.
        seed: Of the choice and the order.
    """
    chance = random.Random(seed)
    parts: Parts = {name: [] for name in SHARES}
    kinds = sorted(each for each in folder.iterdir() if each.is_dir())
    for kind in kinds:
        files = sorted(str(file) for file in kind.iterdir() if file.suffix.lower() in _PICTURES)
        chance.shuffle(files)
        files = files[: most // len(kinds)] if most else files
        first = round(len(files) * SHARES["training"])
        second = first + round(len(files) * SHARES["validation"])
        cut = (files[:first], files[first:second], files[second:])
        for name, chosen in zip(SHARES, cut, strict=True):
            parts[name] += [(file, kind.name) for file in chosen]
    chance.shuffle(parts["training"])
    return parts
