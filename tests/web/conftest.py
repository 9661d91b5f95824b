"""What the tests of the service share."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from web_results import Looking
from web_service import served


@pytest.fixture
def looking(tmp_path: Path) -> Iterator[Looking]:
    """Who looks at results through a service."""
    with served(tmp_path) as client:
        yield Looking(client)
