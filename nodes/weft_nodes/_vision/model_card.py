"""The card of a model as Markdown, for people: what it is, what it learned from, how good it is.

No torch is imported here.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from weft_nodes._vision.classifier import Card


def markdown(card: "Card") -> str:
    """A page that says of a model what `Card` knows; the same card gives the same text."""
    return f"# {card.backbone} for {card.label}\n"
