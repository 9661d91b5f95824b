"""How a character looks in one picture: colours, clothes, pose and mood, drawn by lot."""

import colorsys
import random
from dataclasses import dataclass

from drawing.pen import Colour


@dataclass(frozen=True)
class Look:
    """How a character looks in one picture.

    Attributes:
        skin: Fur, paint or skin.
        hair: Hair, inner ears and other second colour.
        shirt: The clothes.
        turn: Where the face looks: -1 is far left, 1 far right.
        gaze: Where the eyes look, (right, down), each -1 to 1.
        mood: `smile`, `laugh`, `wonder` or `calm`.
        blink: The eyes are closed.
        arms: How high each arm is held, 0 hanging to 1 waving.
        pattern: Of the shirt: `plain`, `stripes`, `dots` or `bib`.
        extra: `none`, `glasses`, `scarf` or `bow`.
    """

    skin: Colour
    hair: Colour
    shirt: Colour
    turn: float
    gaze: tuple[float, float]
    mood: str
    blink: bool
    arms: tuple[float, float]
    pattern: str
    extra: str


def any_colour(lot: random.Random, light: tuple[float, float] = (0.35, 0.85)) -> Colour:
    """A colour by lot, never grey nor glaring."""
    red, green, blue = colorsys.hls_to_rgb(lot.random(), lot.uniform(*light), lot.uniform(0.3, 0.78))
    return round(red * 255), round(green * 255), round(blue * 255)


def any_look(lot: random.Random) -> Look:
    """A look by lot, from the same lots for every character."""
    skin = any_colour(lot, (0.55, 0.85))
    hair = any_colour(lot, (0.2, 0.8))
    while sum(abs(a - b) for a, b in zip(skin, hair, strict=True)) < 120:
        hair = any_colour(lot, (0.2, 0.8))
    return Look(
        skin=skin,
        hair=hair,
        shirt=any_colour(lot, (0.3, 0.8)),
        turn=lot.uniform(-1, 1),
        gaze=(lot.uniform(-1, 1), lot.uniform(-0.7, 0.9)),
        mood=lot.choice(("smile", "smile", "laugh", "wonder", "calm")),
        blink=lot.random() < 0.12,
        arms=(lot.random() ** 2, lot.random() ** 2),
        pattern=lot.choice(("plain", "stripes", "dots", "bib")),
        extra=lot.choice(("none", "none", "glasses", "scarf", "bow")),
    )
