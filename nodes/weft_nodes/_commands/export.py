"""`weft export`: a saved model as a file for other programs."""

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from weft.sdk import ToolError
from weft_nodes._commands.options import ModelFile

if TYPE_CHECKING:
    from weft_nodes._vision.exporting.forms import Form
    from weft_nodes._vision.models.classifier import Classifier
    from weft_nodes._vision.networks.preprocess import Pixels

_COMPARED = 64
"""Pictures of a folder that the two are compared by."""


To: TypeAlias = Annotated[
    str, typer.Option("--to", metavar="onnx|openvino|torchscript", help="The format.", show_default=False)
]

Target: TypeAlias = Annotated[
    Path | None,
    typer.Option(metavar="PATH", help="The file to write; by default beside MODEL, under its name."),
]

Pictures: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="Pictures to compare the two by, subfolders included; by default drawn ones."
    ),
]


def export(model: ModelFile, to: To, output: Target = None, pictures: Pictures = None) -> None:
    """Write a model as ONNX, OpenVINO or TorchScript, and check that it gives the same probabilities.

    The pictures' normalisation and the softmax are inside; the input is uint8 (n, height, width, 3).
    """
    from weft_nodes._commands.model_file import read_model_file
    from weft_nodes._vision.exporting.forms import check_ending, check_installed, form_of

    form = form_of(to)
    check_installed(form)
    packed = read_model_file(model)
    target = output or model.with_suffix(form.ending)
    check_ending(target, form)
    if pictures is not None and not pictures.is_dir():
        raise ToolError(f"there is no folder {str(pictures)!r} with pictures")
    try:
        told = _export(packed, form, target, pictures)
    except ToolError as error:
        typer.secho(f"error: {error}", fg="red", err=True)
        raise typer.Exit(3) from error
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    typer.echo(told)


def _export(packed: bytes, form: "Form", target: Path, pictures: Path | None) -> str:
    """Convert, compare and put in place; gives what is to be said."""
    from weft_nodes._formats.saving import replacing_all
    from weft_nodes._vision.exporting.conversion import convert
    from weft_nodes._vision.exporting.parity import drawn, told
    from weft_nodes._vision.models.classifier import Classifier

    classifier = Classifier.load(packed)
    pixels = drawn(classifier.card.preprocess) if pictures is None else _pixels(classifier, pictures)
    source = "drawn pictures" if pictures is None else f"pictures of {pictures}"
    with tempfile.TemporaryDirectory(prefix="weft-export-") as folder:
        done = convert(classifier, form, pixels, Path(folder), _Progress())
        files = form.files(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        size = sum(file.stat().st_size for file in done.files)
        replacing_all(dict(zip(files, done.files, strict=True)))
    names = " and ".join(map(str, files))
    apart = told(classifier.card.target, f"{len(pixels)} {source}", done.difference)
    return f"{names}: {size / 1e6:,.1f} MB; {apart}"


@dataclass
class _Progress:
    """Says what is done, each thing once, where somebody looks at it."""

    told: str = ""

    def __call__(self, what: str) -> None:
        if what != self.told and sys.stderr.isatty():
            typer.echo(f"{what} ...", err=True)
        self.told = what


def _pixels(classifier: "Classifier", folder: Path) -> "Pixels":
    """Pictures of a folder, spread evenly over it; those that cannot be read are left out."""
    import numpy as np

    from weft_nodes._pictures.folders import EXTENSIONS, Listing
    from weft_nodes._pictures.reading import Reading, Whole, read
    from weft_nodes._vision.exporting.parity import spread

    endings = tuple(ending for kind in EXTENSIONS.values() for ending in kind)
    paths = [Path(entry.path) for entry in Listing(folder, True, endings).entries()]
    found = []
    for position in spread(len(paths), _COMPARED):
        picture = read(paths[position], Reading())
        if isinstance(picture, Whole):
            try:
                found.append(classifier.card.preprocess.pixels(picture.data))
            except ToolError as error:
                typer.echo(f"left out: {paths[position]}: {error}", err=True)
    if not found:
        raise ToolError(f"the folder {folder} holds no picture that can be read")
    return np.stack(found)
