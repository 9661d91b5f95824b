"""The numbers of a saved model, read where they lie: no torch is imported here, and nothing is copied."""

import hashlib
import json
import struct
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from weft.sdk import ToolError

_BACKBONE, _HEAD = "backbone.", "head.1."
_TYPES = MappingProxyType(
    {
        "F64": "torch.float64",
        "F32": "torch.float32",
        "F16": "torch.float16",
        "BF16": "torch.bfloat16",
        "I64": "torch.int64",
        "I32": "torch.int32",
        "I16": "torch.int16",
        "I8": "torch.int8",
        "U8": "torch.uint8",
        "BOOL": "torch.bool",
    }
)
"""What torch calls the types of safetensors."""


@dataclass(frozen=True)
class Head:
    """The last layer of a network, from features to what its target is calculated from.

    Attributes:
        weight: (outputs, dimensions).
        bias: (outputs,).
    """

    weight: npt.NDArray[np.float32]
    bias: npt.NDArray[np.float32]


class Stored:
    """The tensors of a packed classifier."""

    def __init__(self, packed: bytes) -> None:
        """Read the header of what `Classifier.pack` gave.

        Raises:
            ToolError: It is damaged.
        """
        try:
            (length,) = struct.unpack_from("<Q", packed)
            self._header = packed[8 : 8 + length]
            self._entries: dict[str, Any] = json.loads(self._header)
            self._entries.pop("__metadata__", None)
            ends = [entry["data_offsets"][1] for entry in self._entries.values()]
        except (struct.error, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise ToolError(f"the model is damaged: its header cannot be read ({error})") from error
        self._body = memoryview(packed)[8 + length :]
        if len(self._body) != max(ends, default=0):
            raise ToolError(
                f"the model is damaged: its numbers take {max(ends, default=0):,} bytes, but there are "
                f"{len(self._body):,}"
            )

    def backbone_digest(self) -> str:
        """What `Network.digest` gives for the network."""
        found = hashlib.sha256()
        names = sorted(name for name in self._entries if name.startswith(_BACKBONE))
        for name in names:
            entry = self._entries[name]
            told = f"{name.removeprefix(_BACKBONE)} {_TYPES.get(entry['dtype'])} {tuple(entry['shape'])}"
            found.update(told.encode())
            found.update(self._data(name))
        return found.hexdigest()

    def rest_digest(self) -> str:
        """SHA-256 of all that the digest of the backbone leaves out: the card and the head."""
        found = hashlib.sha256(self._header)
        for name in sorted(name for name in self._entries if not name.startswith(_BACKBONE)):
            found.update(self._data(name))
        return found.hexdigest()

    def head(self, outputs: int) -> Head:
        """Its last layer, which gives so many numbers.

        Raises:
            ToolError: There is none, or it is of another form.
        """
        try:
            weight = self._floats("weight").reshape(outputs, -1)
            bias = self._floats("bias").reshape(outputs)
        except (KeyError, ValueError) as error:
            raise ToolError(f"the model is damaged: its last layer cannot be read ({error})") from error
        return Head(weight, bias)

    def _floats(self, part: str) -> npt.NDArray[np.float32]:
        name = f"{_HEAD}{part}"
        if self._entries[name]["dtype"] != "F32":
            raise ValueError(f"{name} is of the type {self._entries[name]['dtype']}")
        return np.frombuffer(self._data(name), "<f4").reshape(self._entries[name]["shape"])

    def _data(self, name: str) -> memoryview:
        begin, end = self._entries[name]["data_offsets"]
        return self._body[begin:end]
