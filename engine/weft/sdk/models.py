"""Models as cells: one record whose cell holds a safetensors file with its card in the header."""

import json
import struct

import pyarrow as pa

from weft.errors import ToolError
from weft.sdk.cells import CellType

CARD_KEY = "weft.card"
"""Where a model's card, as JSON text, stands in the metadata of its safetensors file."""

_MAX_HEADER = 100_000_000


class ModelType(CellType):
    """A trained model: the bytes of one safetensors file.

    `label` is the column that it predicts, `label_type` that column's Arrow type as `str(type)`
    writes it (of several labels, the type of one), `unknown` whether it may answer that it does not
    know, `target` what it gives: one of several `classes`, several `labels` or a `number`; so that the
    columns of a prediction are known while a workflow is edited.
    """

    def __init__(
        self, label: str = "", label_type: str = "string", unknown: bool = False, target: str = "classes"
    ) -> None:
        self.label = label
        self.label_type = label_type
        self.unknown = unknown
        self.target = target
        super().__init__(pa.large_binary(), "weft.model")

    @property
    def predicted_type(self) -> pa.DataType:
        """The type of what it predicts: that of the label, a list of it, or float64 for a number."""
        if self.target == "number":
            return pa.float64()
        one = pa.type_for_alias(self.label_type)
        return pa.list_(one) if self.target == "labels" else one

    def __arrow_ext_serialize__(self) -> bytes:
        label_type = "" if self.label_type == "string" else self.label_type
        target = "" if self.target == "classes" else self.target
        parts = (self.label, label_type, "unknown" if self.unknown else "", target)
        return "\0".join(parts).rstrip("\0").encode()

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: pa.DataType, serialized: bytes) -> "ModelType":
        label, label_type, unknown, target, *_ = [*serialized.decode().split("\0"), "", "", ""]
        return cls(label, label_type or "string", bool(unknown), target or "classes")

    @classmethod
    def of(cls, model: bytes) -> "ModelType":
        """The type for a model whose cell lost it on the way through a file.

        Raises:
            ToolError: The bytes are not a model of Weft.
        """
        card = read_card(model)
        label, label_type = str(card.get("label", "")), str(card.get("label_type", "string"))
        target = str(card.get("target", "classes"))
        return cls(label, label_type, card.get("threshold") is not None, target)


def read_card(model: bytes) -> dict[str, object]:
    """The card of a model, read from the header alone.

    Raises:
        ToolError: The bytes are not a model of Weft.
    """
    wrong = ToolError(
        "this is not a model of Weft; connect the M output of Image Recognition, or a file saved from it"
    )
    if len(model) < 8:
        raise wrong
    (length,) = struct.unpack_from("<Q", model)
    if length > min(_MAX_HEADER, len(model) - 8):
        raise wrong
    try:
        return dict(json.loads(json.loads(model[8 : 8 + length])["__metadata__"][CARD_KEY]))
    except (ValueError, KeyError, TypeError):
        raise wrong from None


def looks_like_model(blob: bytes) -> bool:
    """Whether a cell that lost its type on the way through a file holds a model of Weft."""
    try:
        read_card(blob)
    except ToolError:
        return False
    return True
