from pathlib import Path

from weft.document.schema import schema_text

PUBLISHED = Path(__file__).parents[3] / "docs" / "reference" / "workflow.schema.json"


def test_the_published_schema_is_that_of_the_model() -> None:
    found = PUBLISHED.read_text(encoding="utf-8")
    assert found == schema_text(), (
        "the schema is stale: run `weft schema > docs/reference/workflow.schema.json`"
    )
