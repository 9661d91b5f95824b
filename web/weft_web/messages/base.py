"""What all messages share."""

from pydantic import BaseModel, ConfigDict


class Message(BaseModel):
    """A request or an answer. Requests refuse keys that they do not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        json_schema_serialization_defaults_required=True,  # answers hold every key
    )
