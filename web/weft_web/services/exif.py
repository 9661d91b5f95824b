"""What cameras wrote into a picture, in words."""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from PIL import ExifTags, Image

_LEFT_OUT = frozenset({0x8769, 0x8825, 0xA005, 0x927C, 0xC4A5})
"""Pointers to other parts, and notes of makers in forms of their own."""
_LONGEST = 500

_ORIENTATIONS = (
    "upright",
    "mirrored left to right",
    "turned by 180°",
    "mirrored top to bottom",
    "mirrored and turned by 90° to the left",
    "turned by 90° to the right",
    "mirrored and turned by 90° to the right",
    "turned by 90° to the left",
)
_PROGRAMS = (
    "not defined",
    "manual",
    "normal",
    "aperture priority",
    "shutter priority",
    "creative",
    "action",
    "portrait",
    "landscape",
)
_METERING = ("unknown", "average", "centre-weighted average", "spot", "multi-spot", "pattern", "partial")


def exif_texts(picture: Image.Image) -> dict[str, str]:
    """Names and values to read; empty where there is no Exif, or it is broken beyond reading."""
    try:
        exif = picture.getexif()
    except Exception:  # Exif of cameras is often broken; the picture is good without
        return {}
    found = _named(exif, ExifTags.TAGS)
    found |= _named(_part(exif, ExifTags.IFD.Exif), ExifTags.TAGS)
    place = _part(exif, ExifTags.IFD.GPSInfo)
    return found | _position(place) | _named(place, ExifTags.GPSTAGS)


def _part(exif: Image.Exif, which: int) -> Mapping[int, Any]:
    try:
        return exif.get_ifd(which)
    except Exception:  # as above
        return {}


def _named(tags: Mapping[int, Any], names: Mapping[int, str]) -> dict[str, str]:
    found = {}
    for tag, value in tags.items():
        name = names.get(tag, f"Tag{tag}")
        if tag in _LEFT_OUT and names is ExifTags.TAGS:
            continue
        try:
            text = _WORDS[name](value) if name in _WORDS else _text(value)
        except (TypeError, ValueError, IndexError, ZeroDivisionError, OverflowError):
            text = _text(value)
        if text:
            found[_words(name)] = text[:_LONGEST]
    return found


def _words(name: str) -> str:
    """`DateTimeOriginal` as `Date time original`; shortenings such as GPS stay."""
    spaced = "".join(
        f" {char}"
        if char.isupper()
        and index
        and (not name[index - 1].isupper() or name[index + 1 : index + 2].islower())
        else char
        for index, char in enumerate(name)
    ).split()
    rest = (word if word.isupper() and len(word) > 1 else word.lower() for word in spaced[1:])
    return " ".join([*spaced[:1], *rest])


def _text(value: object) -> str:
    match value:
        case bytes():
            text = value.rstrip(b"\0")
            if text.isascii() and text.decode("ascii").isprintable():
                return text.decode("ascii")
            return f"({len(value):,} bytes)"
        case str():
            return value.strip("\0 ")
        case bool() | int():
            return str(value)
        case Mapping():
            return ", ".join(f"{key}: {_text(item)}" for key, item in value.items())
        case Iterable():
            return ", ".join(_text(item) for item in value)
    number = _number(value)
    return "" if number is None else f"{number:.6g}"


def _number(value: object) -> float | None:
    """A rational number of Exif; None for one that is missing or divided by zero."""
    try:
        number = float(value)  # type: ignore[arg-type]  # what is no number raises, as meant
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _exposure(value: object) -> str:
    seconds = _number(value)
    if not seconds:
        return ""
    return f"1/{round(1 / seconds):,} s" if seconds < 0.3 else f"{seconds:g} s"


def _unit(unit: str, before: str = "") -> Callable[[object], str]:
    def text(value: object) -> str:
        number = _number(value)
        return "" if number is None else f"{before}{number:.4g}{unit}"

    return text


def _choice(names: tuple[str, ...], first: int = 0) -> Callable[[Any], str]:
    def text(value: Any) -> str:
        place = int(value) - first
        return names[place] if 0 <= place < len(names) else str(value)

    return text


def _position(tags: Mapping[int, Any]) -> dict[str, str]:
    """Where a picture was taken, as maps take it."""
    latitude = _degrees(tags.get(2), tags.get(1), "S")
    longitude = _degrees(tags.get(4), tags.get(3), "W")
    if latitude is None or longitude is None:
        return {}
    return {"GPS position": f"{latitude:.6f}, {longitude:.6f}"}


def _degrees(value: object, side: object, negative: str) -> float | None:
    parts = [_number(part) for part in value] if isinstance(value, tuple | list) else []
    known = [part for part in parts if part is not None]
    if not parts or len(known) < len(parts):
        return None
    degrees = sum(part / 60**power for power, part in enumerate(known))
    return -degrees if _text(side) == negative else degrees


def _angle(value: Any) -> str:
    degrees, minutes, seconds = (_number(part) or 0.0 for part in value)
    return f"{degrees:g}° {minutes:g}' {seconds:.4g}\""


def _clock(value: Any) -> str:
    hours, minutes, seconds = (_number(part) or 0.0 for part in value)
    return f"{hours:02.0f}:{minutes:02.0f}:{seconds:02.0f} UTC"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "Orientation": _choice(_ORIENTATIONS, 1),
    "ResolutionUnit": _choice(("none", "inch", "centimetre"), 1),
    "ExposureTime": _exposure,
    "FNumber": _unit("", "f/"),
    "FocalLength": _unit(" mm"),
    "FocalLengthIn35mmFilm": _unit(" mm"),
    "ExposureBiasValue": _unit(" EV"),
    "SubjectDistance": _unit(" m"),
    "ExposureProgram": _choice(_PROGRAMS),
    "MeteringMode": _choice(_METERING),
    "Flash": lambda value: "fired" if int(value) & 1 else "did not fire",
    "WhiteBalance": _choice(("automatic", "manual")),
    "ExposureMode": _choice(("automatic", "manual", "automatic bracket")),
    "ColorSpace": lambda value: {1: "sRGB", 65535: "not calibrated"}.get(int(value), str(value)),
    "GPSLatitude": _angle,
    "GPSLongitude": _angle,
    "GPSAltitude": _unit(" m"),
    "GPSAltitudeRef": lambda value: "below the sea" if value in (1, b"\x01") else "above the sea",
    "GPSTimeStamp": _clock,
    "GPSVersionID": lambda value: ".".join(str(part) for part in value),
}
