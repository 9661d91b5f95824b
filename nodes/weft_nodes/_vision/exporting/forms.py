"""The formats that a model can be exported to, as plain data: no torch is imported here."""

import importlib.util
from dataclasses import dataclass
from pathlib import Path

from weft.sdk import ToolError, suggestion


@dataclass(frozen=True, slots=True)
class Form:
    """A format of exported models.

    Attributes:
        name: What the user chooses.
        ending: Of the file, with the dot; the first file where there are several.
        beside: Endings of further files, which belong to the first one.
        needs: Modules without which it cannot be written and tried.
    """

    name: str
    ending: str
    beside: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    def files(self, path: Path) -> tuple[Path, ...]:
        """All files of an export whose first file is `path`."""
        return (path, *(path.with_suffix(ending) for ending in self.beside))


_ONNX = ("onnx", "onnxscript", "onnxruntime")

_FORMS = (
    Form("onnx", ".onnx", needs=_ONNX),
    Form("openvino", ".xml", (".bin",), ("onnx", "onnxscript", "openvino")),
    Form("torchscript", ".pt"),
)


def form_of(name: str) -> Form:
    """The format of a name.

    Raises:
        ToolError: There is none of that name.
    """
    for form in _FORMS:
        if form.name == name:
            return form
    names = [form.name for form in _FORMS]
    hint = suggestion(name, names) or f"; choose {', '.join(names)}"
    raise ToolError(f"models cannot be exported to {name!r}{hint}", "format")


def check_ending(path: Path, form: Form) -> None:
    """Programs tell such files by their endings.

    Raises:
        ToolError: The file name ends differently; says how it should.
    """
    if path.suffix.lower() != form.ending:
        raise ToolError(
            f"a file of the format {form.name} ends with {form.ending}; call it "
            f"{path.with_suffix(form.ending).name!r}, or choose another format",
            "path",
        )


def check_installed(form: Form) -> None:
    """Whether the libraries of a format are there.

    Raises:
        ToolError: Says what to install.
    """
    if lacking := [name for name in form.needs if importlib.util.find_spec(name) is None]:
        raise ToolError(
            f'the format {form.name} needs {" and ".join(lacking)}; install with: pip install "weft[export]"',
            "format",
        )
