"""How much script the page of the canvas loads before it shows anything."""

import gzip
import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "web" / "weft_web" / "static"
MOST = 250_000
"""Bytes of gzipped script."""

LATER = {
    "uPlot": "u-wrap",
    "CodeMirror": "cm-scroller",
    "the layout": "ranksep",
}
"""What is big, and a word that stands in it however it was packed."""


@pytest.fixture(scope="module")
def first() -> dict[str, bytes]:
    """The scripts that the page names itself, those that are loaded in advance included."""
    page = STATIC / "index.html"
    if not page.is_file():
        pytest.skip("the page is not built: make canvas")
    names = re.findall(r'(?:src|href)="/([^"]+\.js)"', page.read_text(encoding="utf-8"))
    assert names
    return {name: (STATIC / name).read_bytes() for name in names}


def test_the_first_load_is_at_most_250_kilobytes_of_gzipped_script(first: dict[str, bytes]) -> None:
    sizes = {name: len(gzip.compress(data, 9)) for name, data in first.items()}
    total = sum(sizes.values())
    assert total <= MOST, f"{total:,} bytes: " + ", ".join(
        f"{name} {size:,}" for name, size in sorted(sizes.items(), key=lambda each: -each[1])[:5]
    )


@pytest.mark.parametrize("what", LATER)
def test_what_is_big_is_loaded_when_it_is_needed(first: dict[str, bytes], what: str) -> None:
    word = LATER[what].encode()
    assert not [name for name, data in first.items() if word in data]
    # The word is the right one: it stands in what is loaded later.
    assert [path for path in STATIC.rglob("*.js") if word in path.read_bytes()]
