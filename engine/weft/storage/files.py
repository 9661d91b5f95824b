"""Small files that are seen whole or not at all."""

from pathlib import Path
from uuid import uuid4


def write_whole(path: Path, text: str) -> None:
    """Write a text under a temporary name and rename it."""
    part = path.with_name(f"{path.name}.{uuid4().hex}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
