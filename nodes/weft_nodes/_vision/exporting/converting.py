"""A process that writes one model in one format: `python -m ...converting FORM MODEL FOLDER`.

See `conversion`, which starts it. What came of it stands in `TOLD`, in the folder. Imports torch late.
"""

import json
import sys
import warnings
from pathlib import Path

from weft_nodes._vision.engines.child import end_with_parent

TOLD = "told.json"
"""`files`: the names of those that were written; or `error` and `field`, where a `ToolError` was raised."""


def main(form: str, model: str, folder: str) -> None:
    """Write the packed model of a file into a folder."""
    end_with_parent()
    warnings.simplefilter("ignore")
    from weft.sdk import ToolError
    from weft_nodes._vision.exporting.graph import Graph, facts
    from weft_nodes._vision.exporting.writers import WRITERS
    from weft_nodes._vision.models.classifier import Classifier

    classifier = Classifier.load(Path(model).read_bytes())
    told: dict[str, object]
    try:
        files = WRITERS[form].write(Graph(classifier), facts(classifier), Path(folder))
        told = {"files": [file.name for file in files]}
    except ToolError as error:
        told = {"error": str(error), "field": error.field}
    (Path(folder) / TOLD).write_text(json.dumps(told), "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
