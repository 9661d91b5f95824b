"""What the canvas keeps for its user across browsers: favourites, the state of the desk."""

import json
from dataclasses import dataclass
from pathlib import Path

from pydantic import JsonValue

from weft.document.files import replace_file
from weft_web.services.core import Core, RefusedError

_LARGEST = 2**20


@dataclass(frozen=True)
class Preferences:
    """The preferences of a workspace."""

    core: Core

    def get(self) -> dict[str, JsonValue]:
        """What was put last; empty where that was never, or is damaged."""
        try:
            found = json.loads(self._file.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def put(self, preferences: dict[str, JsonValue]) -> None:
        """Keep these in place of all others.

        Raises:
            RefusedError: They are too large to be preferences, or cannot be written as JSON.
        """
        try:
            data = json.dumps(preferences, ensure_ascii=False, allow_nan=False).encode()
        except ValueError as error:
            raise RefusedError(f"the preferences cannot be written as JSON: {error}") from error
        if len(data) > _LARGEST:
            raise RefusedError(
                f"preferences of {len(data):,} bytes are too large; at most {_LARGEST:,} are kept"
            )
        with self.core.store.writing():
            self._file.parent.mkdir(parents=True, exist_ok=True)
            replace_file(self._file, data)

    @property
    def _file(self) -> Path:
        return self.core.store.root / "service" / "preferences.json"
