"""How a service is set up."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """What `weft serve` was told.

    Attributes:
        workspace: The folder of the workflows; the store is `.weft` in it.
        host: The address to listen at. One that other machines reach demands a password.
        port: The port; 0 takes a free one.
        password: What a visitor must know; None lets in whoever has the token of the printed URL.
        token: The one-time token; None where there is a password.
        roots: Further folders that may be browsed, by name.
        plugins: A folder of tools, as for `weft run --plugins`.
        workers: How many runs work at a time.
        static: The folder of the built page.
    """

    workspace: Path
    host: str = "127.0.0.1"
    port: int = 8787
    password: str | None = None
    token: str | None = None
    roots: dict[str, Path] = field(default_factory=dict)
    plugins: Path | None = None
    workers: int = 1
    static: Path = Path(__file__).parent / "static"
