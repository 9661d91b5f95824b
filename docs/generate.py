"""Write docs/reference/ anew: the pages of `weft docs`, and the description of the service's API.

python docs/generate.py
"""

import sys
import tempfile
from pathlib import Path

from weft.cli.docs import write_reference
from weft_web.app import create_app
from weft_web.openapi import openapi_text
from weft_web.settings import Settings

REFERENCE = Path(__file__).parent / "reference"


def main() -> int:
    """Write all of it; gives the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        text = openapi_text(create_app(Settings(Path(folder))))
    (REFERENCE / "openapi.json").write_text(text, encoding="utf-8")
    return write_reference(REFERENCE, "builtin")


if __name__ == "__main__":
    sys.exit(main())
