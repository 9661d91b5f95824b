"""Create Samples: part the records into estimation, validation and holdout."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

import pyarrow as pa
from pydantic import Field

from weft.sdk import (
    Column,
    Delivery,
    EditContext,
    InputAnchor,
    Inputs,
    InputSchemas,
    Output,
    OutputAnchor,
    RunContext,
    Schemas,
    Tool,
    ToolConfig,
)
from weft_nodes._tables.choice import check_choice
from weft_nodes._tables.database import Database, open_database
from weft_nodes._tables.gather import gather
from weft_nodes._tables.keys import key_batches, key_schema
from weft_nodes._tables.lots import draw
from weft_nodes._tables.shares import divide, spread


class CreateSamplesConfig(ToolConfig):
    """How large the samples are and what stays in proportion or together."""

    estimation_percent: float = Field(70, ge=1, le=99, title="Estimation sample percent")
    """The part to learn from: 1 to 99 percent of the records."""
    validation_percent: float = Field(20, ge=0, le=99, title="Validation sample percent")
    """The part to check with while learning; what both leave of 100 is the holdout."""
    seed: int = Field(1, ge=1, le=1000, title="Random seed")
    """The same seed and records always give the same samples."""
    stratify_by: Annotated[str, Column("in")] = Field("", title="Stratify by")
    """Keep the proportions of this column's values, such as the classes, alike in all samples."""
    group_by: Annotated[str, Column("in")] = Field("", title="Keep groups together")
    """Records with the same value here, such as pictures of one patient, go to the same sample."""


class CreateSamples(Tool[CreateSamplesConfig]):
    """Parts the records at random into estimation (**E**), validation (**V**) and holdout (**H**).

    Learn from E, check with V while learning, and judge the result by H, which it never saw. Give
    the percents of E and V; H gets the rest. The defaults are 70 and 20.

    The counts are exact: what rounding leaves goes to the sample that lost most by it, E before V
    before H (5 records by 50/50: E gets 3). The same seed on the same records gives the same samples
    on every machine. Records keep their order inside each sample.

    **Stratify by** (beyond Alteryx) keeps the proportions of a column's values: each value is parted
    by the percents, and the totals are exact all the same. A missing value counts as a value.

    **Keep groups together** (beyond Alteryx) never parts records with the same value of a column, so
    that near-copies cannot leak from E into H. Groups are dealt out whole, so the percents are met
    only as closely as the groups allow. Records without a group count each as a group of its own.
    With both settings a group belongs to the stratum of its first record.
    """

    id: ClassVar[str] = "weft.create_samples"
    label: ClassVar[str] = "Create Samples"
    category: ClassVar[str] = "Preparation"
    icon: ClassVar[str] = "split"
    inputs: ClassVar[tuple[InputAnchor, ...]] = (InputAnchor("in", delivery=Delivery.WHOLE),)
    outputs: ClassVar[tuple[OutputAnchor, ...]] = (
        OutputAnchor("estimation", letter="E"),
        OutputAnchor("validation", letter="V"),
        OutputAnchor("holdout", letter="H"),
    )
    Config: ClassVar[type[ToolConfig]] = CreateSamplesConfig

    def configure(self, inputs: InputSchemas, ctx: EditContext) -> Schemas:
        config = self.config
        if config.estimation_percent + config.validation_percent > 100:
            ctx.problem(
                f"estimation ({config.estimation_percent:g} %) and validation "
                f"({config.validation_percent:g} %) are more than 100 % together; lower one of them",
                field="validation_percent",
            )
        for place in ("stratify_by", "group_by"):
            if column := getattr(config, place):
                check_choice([column], place, inputs["in"], ctx)
        return {anchor.name: inputs["in"] for anchor in self.outputs}

    def annotation(self) -> str:
        return f"{self.config.estimation_percent:g} / {self.config.validation_percent:g} / {self._rest():g}"

    def run(self, inputs: Inputs, ctx: RunContext) -> Iterator[Output]:
        table = inputs["in"].table()
        with open_database(ctx) as database:
            self._feed(database, table)
            self._deal(database)
            rows = "dealt" if not self.config.group_by else "lots JOIN dealt USING (member)"
            number = "member" if not self.config.group_by else "row"
            for sample, anchor in enumerate(self.outputs):
                query = f"SELECT {number} FROM {rows} WHERE sample = $sample ORDER BY {number}"
                for batch in gather(table, database.numbers(query, {"sample": sample}), ctx):
                    yield anchor.name, batch

    def _rest(self) -> float:
        return round(100 - self.config.estimation_percent - self.config.validation_percent, 6)

    def _feed(self, database: Database, table: pa.Table) -> None:
        """Make `lots`: each record with its lot, its stratum and the group it is of."""
        config = self.config
        columns = [column for column in (config.stratify_by, config.group_by) if column]
        schema = key_schema(table.schema, columns)
        keys = key_batches(table.to_batches(), columns, schema)

        def drawn() -> Iterator[pa.RecordBatch]:
            for batch in keys:
                lots = draw(batch.column("row").to_numpy(), config.seed)
                yield batch.append_column("lot", pa.array(lots))

        database.feed("records", schema.append(pa.field("lot", pa.uint64())), drawn())
        stratum = "k0" if config.stratify_by else "NULL::BOOLEAN"
        member = ""
        if config.group_by:
            # The first record of a group speaks for it, and its row is the name of the group.
            group = f"k{len(columns) - 1}"
            first = f"min(row) OVER (PARTITION BY {group})"
            member = f", CASE WHEN {group} IS NULL THEN row ELSE {first} END AS member"
        database.execute(
            f"CREATE TEMP TABLE lots AS SELECT row, lot, {stratum} AS stratum{member} FROM records"
        )

    def _deal(self, database: Database) -> None:
        """Make `dealt`: the sample of each member, which is a group or a single record."""
        database.execute(
            "CREATE TEMP TABLE members AS SELECT l.member, l.stratum, l.lot, s.size FROM lots l JOIN "
            "(SELECT member, count(*) AS size FROM lots GROUP BY member) s "
            "ON l.row = s.member AND l.member = s.member"
            if self.config.group_by
            else "CREATE TEMP VIEW members AS SELECT row AS member, stratum, lot, 1 AS size FROM lots"
        )
        self._allot(database)
        before = (
            "sum(m.size) OVER places - m.size" if self.config.group_by else "row_number() OVER places - 1"
        )
        # A member goes where the middle of its records falls on the line of all records of its
        # stratum, in the order of the lots; for members of one record that gives exact counts.
        database.execute(
            "CREATE TEMP TABLE dealt AS SELECT member, "
            "CASE WHEN 2 * before + size <= 2 * e THEN 0 WHEN 2 * before + size <= 2 * (e + v) THEN 1 "
            f"ELSE 2 END AS sample FROM (SELECT m.member, m.size, a.e, a.v, {before} AS before "
            "FROM members m JOIN allotted a ON m.stratum IS NOT DISTINCT FROM a.stratum "
            "WINDOW places AS (PARTITION BY m.stratum ORDER BY m.lot, m.member))"
        )

    def _allot(self, database: Database) -> None:
        """Make `allotted`: how many records of each stratum E and V get."""
        strata = database.table(
            "SELECT row_number() OVER (ORDER BY min(lot), min(member)) AS rank, stratum, "
            "sum(size)::BIGINT AS size FROM members GROUP BY stratum ORDER BY rank"
        )
        ranks, sizes = strata["rank"].to_numpy(), strata["size"].to_numpy()
        config = self.config
        percents = (config.estimation_percent, config.validation_percent, self._rest())
        estimation, validation, _ = divide(int(sizes.sum()), percents)
        e = spread(estimation, sizes, ranks)
        v = spread(validation, sizes - e, ranks)
        table = strata.select(["stratum"]).append_column("e", pa.array(e)).append_column("v", pa.array(v))
        database.feed("shares", table.schema, table.to_batches())
        database.execute("CREATE TEMP TABLE allotted AS SELECT * FROM shares")
