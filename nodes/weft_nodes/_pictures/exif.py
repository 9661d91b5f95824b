"""What cameras wrote into a picture: its Exif as JSON, and where it was taken."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from PIL import ExifTags, Image

_EXIF_IFD = 0x8769
_GPS_IFD = 0x8825
_LONGEST_BYTES = 64
"""Longer values are notes of the camera's maker in a form of their own; only their length is told."""


def exif_json(picture: Image.Image) -> str | None:
    """All tags by name as one JSON object; None where there are none or they are broken beyond reading."""
    tags = _tags(picture)
    return json.dumps(tags, ensure_ascii=False, sort_keys=True) if tags else None


def gps(picture: Image.Image) -> dict[str, float | str | datetime | None]:
    """Place, movement and time by the names of the columns; None for what is not known."""
    tags = _ifd(picture, _GPS_IFD)
    altitude = _number(tags.get(6))
    below = tags.get(5) in (1, b"\x01")
    return {
        "GPS_Latitude": _degrees(tags.get(2), tags.get(1), "S"),
        "GPS_Longitude": _degrees(tags.get(4), tags.get(3), "W"),
        "GPS_Altitude": -altitude if altitude is not None and below else altitude,
        "GPS_Speed": _number(tags.get(13)),
        "GPS_Speed_Ref": _letter(tags.get(12)),
        "GPS_Track": _number(tags.get(15)),
        "GPS_Track_Ref": _letter(tags.get(14)),
        "GPS_Time": _time(tags.get(29), tags.get(7)),
    }


def _tags(picture: Image.Image) -> dict[str, Any]:
    try:
        exif = picture.getexif()
        tags = {**exif, **exif.get_ifd(_EXIF_IFD)}
    except Exception:  # Exif of cameras is often broken; the picture is good without
        return {}
    named = {
        ExifTags.TAGS.get(tag, f"Tag{tag}"): _plain(value)
        for tag, value in tags.items()
        if tag not in (_EXIF_IFD, _GPS_IFD)
    }
    if place := _ifd(picture, _GPS_IFD):
        named["GPSInfo"] = {ExifTags.GPSTAGS.get(tag, f"Tag{tag}"): _plain(v) for tag, v in place.items()}
    return named


def _ifd(picture: Image.Image, which: int) -> Mapping[int, Any]:
    try:
        return picture.getexif().get_ifd(which)
    except Exception:  # as above
        return {}


def _plain(value: object) -> Any:
    match value:
        case bytes():
            text = value.rstrip(b"\0")
            if text.isascii() and text.decode("ascii").isprintable():
                return text.decode("ascii")
            return value.hex() if len(value) <= _LONGEST_BYTES else f"({len(value)} bytes)"
        case str():
            return value.rstrip("\0")
        case bool() | int():
            return value
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case Iterable():
            return [_plain(item) for item in value]
    number = _number(value)
    return int(number) if number is not None and number.is_integer() else number


def _number(value: object) -> float | None:
    """A rational number of Exif; None for one that is missing or divided by zero."""
    try:
        number = float(value)  # type: ignore[arg-type]  # what is no number raises, as meant
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _letter(value: object) -> str | None:
    text = value.decode("latin-1") if isinstance(value, bytes) else value
    return text.strip("\0 ") or None if isinstance(text, str) else None


def _degrees(value: object, side: object, negative: str) -> float | None:
    parts = [_number(part) for part in value] if isinstance(value, tuple | list) else []
    known = [part for part in parts if part is not None]
    if not parts or len(known) < len(parts):
        return None
    degrees = sum(part / 60**power for power, part in enumerate(known))
    return -degrees if _letter(side) == negative else degrees


def _time(date: object, clock: object) -> datetime | None:
    """UTC, from a text such as `2024:05:31` and hours, minutes, seconds."""
    text = _letter(date)
    parts = [_number(part) for part in clock] if isinstance(clock, tuple | list) else []
    try:
        day = datetime.strptime(text or "", "%Y:%m:%d")
    except ValueError:
        return None
    hours, minutes, seconds = [part or 0 for part in parts] if len(parts) == 3 else (0, 0, 0)
    return day + timedelta(hours=hours, minutes=minutes, seconds=seconds)
