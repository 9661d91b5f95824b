"""Reports as cells: one record whose cell holds a self-contained HTML page."""

import pyarrow as pa

from weft.sdk.cells import CellType


class ReportType(CellType):
    """A self-contained HTML page as text; nothing in it is loaded from elsewhere."""

    def __init__(self) -> None:
        super().__init__(pa.large_string(), "weft.report")

    @classmethod
    def __arrow_ext_deserialize__(cls, storage: pa.DataType, serialized: bytes) -> "ReportType":
        return cls()


def report_table(html: str, name: str = "report") -> pa.Table:
    """The one-record table that a report output gives; its column is `name`."""
    cell = pa.ExtensionArray.from_storage(ReportType(), pa.array([html], pa.large_string()))
    return pa.table({name: cell})
