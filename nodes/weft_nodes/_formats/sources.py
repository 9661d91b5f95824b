"""The files that an input setting means: one, those of a pattern, or those of a folder."""

import glob
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from weft.sdk import ModelType, PictureType, ToolError, type_name
from weft_nodes._formats.files import file_problem, specification, walk


def files_of(path: Path, endings: tuple[str, ...], subfolders: bool) -> list[Path]:
    """The files in a fixed order.

    Args:
        path: A file, a folder, or a pattern with `*`, `?`, `[...]` and `**`.
        endings: What files of a folder end with, in lower case.
        subfolders: Look in the subfolders of a folder, or of that of a pattern, too.

    Raises:
        ToolError: There is no such file, or none matches.
    """
    if path.is_dir():
        pattern = ";".join(f"*{ending}" for ending in endings)
        found = list(_walked(path, pattern, subfolders))
        if not found:
            message = f"the folder {path} holds no file that ends with {', '.join(endings)}"
            raise ToolError(message + deeper(path, pattern, subfolders), "path")
        return found
    if not glob.has_magic(str(path)) or path.exists():
        if problem := file_problem(path):
            raise ToolError(problem, "path")
        return [path]
    found = list(_matching(path, subfolders))
    if not found:
        hint = deeper(path.parent, path.name, subfolders) or "; check the folder and the pattern"
        raise ToolError(f"no file matches {path}{hint}", "path")
    return found


def deeper(folder: Path, pattern: str, subfolders: bool) -> str:
    """The way out where no file of a folder counts, but some of its subfolders would; else empty."""
    if subfolders or not folder.is_dir():
        return ""
    inside = walk(folder, specification(pattern), True, lambda name, error: None)
    return "; its subfolders hold some: switch on Include subfolders" if any(inside) else ""


def _matching(path: Path, subfolders: bool) -> Iterator[Path]:
    if subfolders and path.parent.is_dir():
        return _walked(path.parent, path.name, True)
    first = next(index for index, part in enumerate(path.parts) if glob.has_magic(part))
    found = Path(*path.parts[:first]).glob(str(Path(*path.parts[first:])))
    return (file for file in sorted(found) if file.is_file())


def _walked(folder: Path, pattern: str, subfolders: bool) -> Iterator[Path]:
    def unreadable(name: str, error: OSError) -> None:
        # Records would be missing without a word.
        raise ToolError(f"the folder {name} cannot be read: {error.strerror}", "path")

    return (Path(entry.path) for entry in walk(folder, specification(pattern), subfolders, unreadable))


def difference(here: pa.Schema, there: pa.Schema) -> str:
    """How the columns of a file differ from those of the first one, empty where they do not.

    Plain blobs and pictures count as alike: an empty column does not show which of them it is.
    """
    if lacking := [name for name in there.names if name not in here.names]:
        return f"it has no column {', '.join(map(repr, lacking[:5]))}"
    if added := [name for name in here.names if name not in there.names]:
        return f"it has a column more: {', '.join(map(repr, added[:5]))}"
    if here.names != there.names:
        return f"its columns stand in another order: {', '.join(map(repr, here.names[:10]))}"
    for one, other in zip(here, there, strict=True):
        if not one.type.equals(other.type) and not _both_blobs(one.type, other.type):
            names = type_name(one.type), type_name(other.type)
            if names[0] == names[1]:
                names = str(one.type), str(other.type)
            return f"its column {one.name!r} is {names[0]}, not {names[1]}"
    return ""


def _both_blobs(one: pa.DataType, other: pa.DataType) -> bool:
    def is_blob(kind: pa.DataType) -> bool:
        return bool(kind.equals(pa.large_binary()))

    marked = (PictureType, ModelType)
    return (is_blob(one) and isinstance(other, marked)) or (is_blob(other) and isinstance(one, marked))
