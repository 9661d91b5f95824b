"""The tutorial as a new user follows it: commands are typed, files written, outputs compared."""

from pathlib import Path

import pytest
from doc_blocks import ROOT, Environment, Reader

PAGES = sorted((ROOT / "docs" / "tutorial").glob("[0-9]*.md"))


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Environment:
    return Environment.make(tmp_path_factory.mktemp("environment"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_page_works_as_it_is_written(page: Path, environment: Environment, tmp_path: Path) -> None:
    Reader.in_folder(tmp_path, environment).follow(page)


def test_the_index_names_every_page_in_order() -> None:
    index = (ROOT / "docs" / "tutorial" / "README.md").read_text(encoding="utf-8")
    places = [index.find(f"({page.name})") for page in PAGES]
    assert PAGES
    assert -1 not in places
    assert places == sorted(places)
