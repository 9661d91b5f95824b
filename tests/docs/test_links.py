"""Links between the pages of the documentation lead somewhere."""

import re
from pathlib import Path

import pytest
from doc_blocks import ROOT

# The pages of the tools are written from docstrings, which have no links.
PAGES = sorted(
    [
        *(page for folder in ("docs", "workflows") for page in (ROOT / folder).glob("*.md")),
        *(page for folder in ("docs", "workflows") for page in (ROOT / folder).glob("*/*.md")),
        ROOT / "README.md",
    ]
)
_LINK = re.compile(r"\]\(([^)\s#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    links = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("folder", ["docs/decisions", "docs/tutorial", "workflows"])
def test_the_index_of_a_folder_names_all_that_is_in_it(folder: str) -> None:
    index = (ROOT / folder / "README.md").read_text("utf-8")
    pages = [page.relative_to(ROOT / folder).as_posix() for page in (ROOT / folder).glob("*.md")]
    pages += [page.relative_to(ROOT / folder).as_posix() for page in (ROOT / folder).glob("*/README.md")]
    assert [page for page in pages if page != "README.md" and f"({page})" not in index] == []
