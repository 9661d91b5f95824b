"""Who is let in: a one-time token or a password becomes a signed cookie.

The key of the signature lies in the store, so a tab goes on working when the service is started
again; another password makes another key, which ends all sessions.
"""

import asyncio
import hmac
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path

LASTS = 30 * 24 * 3600
"""Seconds that a session lasts."""


class Sessions:
    """The sessions of a service.

    Attributes:
        cookie: The name of the cookie. Browsers do not tell ports apart, so it names the port.
        password: Whether a password opens the door, and no token.
    """

    def __init__(self, folder: Path, port: int, password: str | None, token: str | None) -> None:
        self.cookie = f"weft-{port}"
        self.password = password is not None
        self._password = (password or "").encode()
        self._key = hmac.digest(_secret(folder), self._password, "sha256")
        self._token = None if self.password else token or secrets.token_urlsafe(24)

    def admit_token(self, token: str) -> bool:
        """Whether this is the token; it is none from then on."""
        if self._token is None or not hmac.compare_digest(self._token.encode(), token.encode()):
            return False
        self._token = None
        return True

    def admit_password(self, password: str) -> bool:
        """Whether this is the password."""
        return self.password and hmac.compare_digest(self._password, password.encode())

    def renew(self, announce: Callable[[str], None]) -> None:
        """Announce another token where the last one was used, for another browser to come in."""
        if not self.password and self._token is None:
            self._token = secrets.token_urlsafe(24)
            announce(self._token)

    def issue(self) -> str:
        """The value of a new cookie."""
        issued = str(int(time.time()))
        return f"{issued}.{self._signature(issued)}"

    def knows(self, cookie: str | None) -> bool:
        """Whether a cookie was issued here and still holds."""
        issued, _, signature = (cookie or "").partition(".")
        if not issued.isascii() or not issued.isdecimal() or len(issued) > 12:
            return False
        sound = hmac.compare_digest(self._signature(issued).encode(), signature.encode())
        return sound and time.time() - int(issued) < LASTS

    def _signature(self, issued: str) -> str:
        return hmac.new(self._key, f"session {issued}".encode(), "sha256").hexdigest()


class Guesses:
    """Lets people try passwords one after the other, and waits after each wrong one: guessing is slow,
    also for who asks on many connections at once.
    """

    def __init__(self, delay: float = 1.0, most: int = 20) -> None:
        self._delay = delay
        self._most = most
        self._waiting = 0
        self._turn = asyncio.Lock()

    @property
    def crowded(self) -> bool:
        """Whether too many wait already."""
        return self._waiting >= self._most

    async def attempt(self, is_right: Callable[[], bool]) -> bool:
        """Wait for the turn of this guess, and give whether it was right."""
        self._waiting += 1
        try:
            async with self._turn:
                right = is_right()
                if not right:
                    await asyncio.sleep(self._delay)
                return right
        finally:
            self._waiting -= 1


def _secret(folder: Path) -> bytes:
    """The secret of a store; only its user may read it."""
    path = folder / "secret"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        found, mode = path.read_bytes(), path.stat().st_mode
    except FileNotFoundError:
        found, mode = b"", 0
    # One that others could read, as a copied folder may leave it, is none; Windows knows no such modes.
    if len(found) == 32 and not (os.name == "posix" and mode & 0o077):
        return found
    made = secrets.token_bytes(32)
    part = folder / f"secret.{secrets.token_hex(4)}.part"
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    part.replace(path)
    return made
