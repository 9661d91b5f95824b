"""What can be wrong with a list of columns that the user chose to compare records by."""

from collections.abc import Sequence

import pyarrow as pa

from weft.sdk import EditContext
from weft_nodes._tables.keys import refusal


def check_choice(
    columns: Sequence[str], place: str, schema: pa.Schema | None, ctx: EditContext, ordered: bool = False
) -> None:
    """Say which columns are empty, chosen twice, or cannot be compared; missing ones are known already.

    Args:
        columns: The chosen names, in the order of the setting.
        place: The dotted path of one of them with `{}` for its number, such as `keys.{}.column`.
        schema: What reaches the tool, None when only the run can tell.
        ctx: Hears the problems.
        ordered: The columns must have an order, not only tell equal from different.
    """
    for index, column in enumerate(columns):
        field = place.format(index)
        if not column:
            ctx.problem("choose a column, or remove this line", field=field)
        elif column in columns[:index]:
            ctx.problem(f"column {column!r} is chosen twice; remove one of the lines", field=field)
        elif schema is not None and column in schema.names:
            reason = refusal(schema.field(column), ordered)
            if reason:
                ctx.problem(reason, field=field)
