"""The whole of an export: convert, read back, compare. Imports torch."""

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from weft.sdk import ToolError
from weft_nodes._vision.engines.child import ChildError, run_child
from weft_nodes._vision.engines.engine import LIMIT, patiently
from weft_nodes._vision.exporting import converting
from weft_nodes._vision.exporting.forms import Form
from weft_nodes._vision.exporting.graph import Graph, facts
from weft_nodes._vision.exporting.parity import largest_difference, told
from weft_nodes._vision.exporting.writers import WRITERS
from weft_nodes._vision.models.classifier import Classifier
from weft_nodes._vision.networks.preprocess import Pixels


@dataclass(frozen=True)
class Converted:
    """A model that was written and passed.

    Attributes:
        files: The first one is what programs are given; in a folder of work, yet to be put in place.
        difference: The largest difference of a probability to the original.
    """

    files: tuple[Path, ...]
    difference: float


def convert(
    classifier: Classifier, form: Form, pixels: Pixels, folder: Path, watch: Callable[[str], None]
) -> Converted:
    """Write a model in a format and hold it against the original.

    Args:
        classifier: The original, on the CPU.
        form: The format.
        pixels: What to compare by: at least one picture of the model's size.
        folder: Where to write; it exists.
        watch: Told from time to time what is done; may raise to stop.

    Raises:
        ToolError: The network cannot be written in this format, or the result says something else.
    """
    doing = f"converting to {form.name}"
    # A folder of its own: what goes on converting after a cancellation must not meet the next attempt.
    own = Path(tempfile.mkdtemp(dir=folder))
    try:
        files = _written(classifier, form, own, lambda: watch(doing))
        watch("reading it back")
        judge = WRITERS[form.name].reader(files)
        difference = largest_difference(classifier, judge, pixels, lambda: watch("comparing"))
    except ToolError:
        raise
    except ChildError as error:
        raise ToolError(_refused(classifier, form, str(error)), "format") from error
    except Exception as error:  # converters raise whatever they like at what they do not know
        raise ToolError(_refused(classifier, form, _first_line(error)), "format") from error
    if not difference <= LIMIT:  # NaN too
        raise ToolError(
            f"nothing was written: of the {form.name} file and the model "
            f"{told(classifier.card.target, 'the same pictures', difference)}, more than {LIMIT:g}; "
            f"{_advice(classifier)}",
            "format",
        )
    return Converted(files, difference)


def _written(classifier: Classifier, form: Form, folder: Path, beat: Callable[[], None]) -> tuple[Path, ...]:
    """The files of a format in a folder.

    What torch follows for ONNX takes many seconds and cannot be stopped, so a process of its own does it.
    TorchScript looks at the network once, which is over before a process would have started.
    """
    if form.name == "torchscript":
        return patiently(lambda: WRITERS[form.name].write(Graph(classifier), facts(classifier), folder), beat)
    beat()
    model = folder / "model.safetensors"
    model.write_bytes(classifier.pack())
    run_child(["-m", converting.__name__, form.name, str(model), str(folder)], beat)
    model.unlink()
    told = json.loads((folder / converting.TOLD).read_text("utf-8"))
    if "error" in told:
        raise ToolError(told["error"], told["field"])
    return tuple(folder / name for name in told["files"])


def _advice(classifier: Classifier) -> str:
    card = classifier.card
    if card.target == "number" and abs(card.mean) * float(np.finfo(np.float32).eps) > LIMIT * card.spread:
        return "files give numbers of 32 bits, so train on a column whose numbers are nearer to zero"
    return "choose another format, or train with another network"


def _refused(classifier: Classifier, form: Form, why: str) -> str:
    return f"{classifier.card.backbone} cannot be exported to {form.name}: {why}; choose another format"


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__
