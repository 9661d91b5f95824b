"""What the types of cells share that Arrow does not know: pictures, models and reports."""

import pyarrow as pa


class CellType(pa.ExtensionType):  # type: ignore[misc]  # pyarrow tells no types
    """An Arrow extension type that is equal only with equal parameters, and can be a part of a
    dictionary's key, as plain Arrow types can.
    """

    def __arrow_ext_serialize__(self) -> bytes:
        return b""

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, CellType)
            and self.extension_name == other.extension_name
            and self.__arrow_ext_serialize__() == other.__arrow_ext_serialize__()
        )

    def __ne__(self, other: object) -> bool:
        # Arrow's own `!=` does not ask `==`.
        return not self == other

    def __hash__(self) -> int:
        return hash((self.extension_name, self.__arrow_ext_serialize__()))
