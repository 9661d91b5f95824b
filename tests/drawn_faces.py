"""Drawn faces of four kinds that differ in hair and ears, never in colour: what tests learn from."""

import io
import random
from typing import TypeAlias

import numpy as np
from PIL import Image, ImageDraw

Colour: TypeAlias = tuple[int, int, int]

KINDS = ("antenna", "bow", "ears", "spikes")


def face(kind: str, seed: int, size: int = 64) -> Image.Image:
    """One face: place, size, colours and background are random, but the same for every kind."""
    chance = random.Random(seed * 4 + KINDS.index(kind))
    scale = size * chance.uniform(0.22, 0.3)
    x, y = (size * chance.uniform(0.4, 0.6) for _ in "xy")
    picture = Image.new("RGB", (size, size), _colour(chance))
    draw = ImageDraw.Draw(picture)
    for _ in range(5):
        ends = [chance.uniform(0, size) for _ in range(4)]
        draw.line(ends, _colour(chance), width=max(1, size // 16))
    skin, hair = _colour(chance), _colour(chance)
    _hair(draw, kind, (x, y - scale * 0.2, scale), hair)
    draw.ellipse((x - scale, y - scale, x + scale, y + scale), skin, "black")
    for side in (-1, 1):
        eye = x + side * scale * 0.4
        draw.ellipse((eye - scale * 0.2, y - scale * 0.4, eye + scale * 0.2, y), "white", "black")
    draw.arc((x - scale * 0.5, y, x + scale * 0.5, y + scale * 0.7), 0, 180, "black", 2)
    noise = np.random.default_rng(seed).normal(0, 8, (size, size, 3))
    return Image.fromarray(np.clip(np.asarray(picture) + noise, 0, 255).astype(np.uint8))


def png(kind: str, seed: int, size: int = 64) -> bytes:
    """The bytes of a face as PNG."""
    buffer = io.BytesIO()
    face(kind, seed, size).save(buffer, "PNG")
    return buffer.getvalue()


def pixels(per_kind: int, size: int = 64, start: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Faces (n, size, size, 3) in turn, and their kinds by number."""
    numbers = np.arange(per_kind * len(KINDS)) % len(KINDS)
    faces = [np.asarray(face(KINDS[kind], start + i, size)) for i, kind in enumerate(numbers)]
    return np.stack(faces), numbers


def _colour(chance: random.Random) -> Colour:
    return chance.randrange(256), chance.randrange(256), chance.randrange(256)


def _hair(draw: ImageDraw.ImageDraw, kind: str, place: tuple[float, float, float], colour: Colour) -> None:
    x, y, r = place
    if kind == "spikes":
        for step in range(-2, 3):
            tip = x + step * r * 0.45
            draw.polygon(
                [(tip - r * 0.3, y - r * 0.5), (tip, y - r * 1.5), (tip + r * 0.3, y - r * 0.5)], colour
            )
    elif kind == "ears":
        for side in (-1, 1):
            ear = x + side * r * 0.9
            draw.ellipse((ear - r * 0.45, y - r * 1.2, ear + r * 0.45, y - r * 0.3), colour)
    elif kind == "bow":
        for side in (-1, 1):
            draw.polygon(
                [(x, y - r), (x + side * r * 0.8, y - r * 1.4), (x + side * r * 0.8, y - r * 0.7)], colour
            )
    else:
        draw.line((x, y - r * 0.7, x, y - r * 1.6), colour, 2)
        draw.ellipse((x - r * 0.25, y - r * 1.7, x + r * 0.25, y - r * 1.2), colour)
