"""The few functions that neither DuckDB's SQL nor a composition of it has: Arrow in, Arrow out.

They work on the distinct texts of a batch, so a file is asked for once however often it is named.
"""

import codecs
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa
import pyarrow.compute as pc

PREFIX = "formula_"


def _distinct(texts: pa.ChunkedArray, result: pa.DataType, change: Callable[[str], object]) -> pa.Array:
    """`change` applied to each distinct text; null stays null."""
    coded = _one(texts).dictionary_encode()
    changed = pa.array([change(text) for text in coded.dictionary.to_pylist()], result)
    return changed.take(coded.indices)


def _one(texts: pa.ChunkedArray) -> pa.Array:
    whole = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


def file_exists(folders: pa.ChunkedArray, paths: pa.ChunkedArray) -> pa.Array:
    """Whether files exist; a relative path counts from the folder, `\\` separates too."""
    folder = Path(folders[0].as_py()) if len(folders) else Path()

    def exists(path: str) -> bool:
        try:
            return bool(path) and (folder / path.replace("\\", "/")).exists()
        except (OSError, ValueError):  # too long, or a NUL in it: no such file
            return False

    return _distinct(paths, pa.bool_(), exists)


def normalize(texts: pa.ChunkedArray, forms: pa.ChunkedArray) -> pa.Array:
    """Texts in a Unicode normal form, the same for all."""
    form = forms[0].as_py() if len(forms) else "NFC"
    return pc.utf8_normalize(_one(texts), form=form)


def from_code_page(texts: pa.ChunkedArray, pages: pa.ChunkedArray) -> pa.Array:
    """Each character of a text is a byte of the code page (the first 256); gives the text that it means."""
    page = pages[0].as_py() if len(pages) else "latin-1"
    return _distinct(
        texts, pa.string(), lambda text: text.encode("latin-1", "replace").decode(page, "replace")
    )


def to_code_page(texts: pa.ChunkedArray, pages: pa.ChunkedArray) -> pa.Array:
    """The bytes of a text in the code page, each written as one of the first 256 characters."""
    page = pages[0].as_py() if len(pages) else "latin-1"
    return _distinct(texts, pa.string(), lambda text: text.encode(page, "replace").decode("latin-1"))


VECTORS: Mapping[str, tuple[Callable[..., pa.Array], str]] = MappingProxyType(
    {
        f"{PREFIX}file_exists": (file_exists, "BOOLEAN"),
        f"{PREFIX}normalize": (normalize, "VARCHAR"),
        f"{PREFIX}from_code_page": (from_code_page, "VARCHAR"),
        f"{PREFIX}to_code_page": (to_code_page, "VARCHAR"),
    }
)
"""Name in SQL to (function, type of its result); all take two texts."""


def code_page(number: int) -> str | None:
    """Python's name for a Windows code page, None for one that it does not know."""
    special = {65001: "utf-8", 1200: "utf-16-le", 1201: "utf-16-be", 20127: "ascii", 28591: "latin-1"}
    name = special.get(number) or (f"iso8859-{number - 28590}" if 28590 < number < 28607 else f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return None
