"""What happens to a drawing on its way to a picture file: light, blur, noise, size."""

import random

from PIL import Image, ImageChops, ImageEnhance, ImageFilter


def develop(drawing: Image.Image, size: tuple[int, int], lot: random.Random) -> Image.Image:
    """The drawing at the size of the picture, lit and taken as by a poor camera."""
    picture = drawing.resize(size, Image.Resampling.BOX)
    picture = _lit(picture, lot)
    picture = ImageEnhance.Brightness(picture).enhance(lot.uniform(0.85, 1.25))
    picture = ImageEnhance.Contrast(picture).enhance(lot.uniform(0.8, 1.25))
    if lot.random() < 0.3:
        picture = picture.filter(ImageFilter.GaussianBlur(lot.uniform(0.4, 1.1)))
    return _noisy(picture, lot)


def _lit(picture: Image.Image, lot: random.Random) -> Image.Image:
    """Light that falls from one side, in a tint by lot."""
    ramp = Image.linear_gradient("L").rotate(lot.uniform(0, 360), Image.Resampling.BILINEAR, expand=True)
    left = (ramp.width - 180) // 2
    mask = ramp.crop((left, left, left + 180, left + 180)).resize(picture.size)
    tint = tuple(lot.randint(120, 255) for _ in range(3))
    dark = ImageChops.multiply(picture, Image.new("RGB", picture.size, tint))
    return Image.composite(picture, dark, mask.point(lambda v: 90 + v * 165 // 255))


def _noisy(picture: Image.Image, lot: random.Random) -> Image.Image:
    """Grain by lot, the same in every run: random bytes of the lot, not of the machine."""
    strength = lot.uniform(0.01, 0.08)
    grain = Image.frombytes("RGB", picture.size, lot.randbytes(picture.width * picture.height * 3))
    return Image.blend(picture, grain, strength)
