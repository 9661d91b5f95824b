"""The networks a classifier can stand on, as plain data: neither torch nor timm is imported here."""

from dataclasses import dataclass

from weft.sdk import ToolError, suggestion

SMALL = "Small CNN"
"""The name of Weft's own network, which learns from scratch and needs no download."""


@dataclass(frozen=True, slots=True)
class Backbone:
    """A network that turns a picture into features.

    Attributes:
        name: What the user chooses.
        timm_name: The name in timm, with the tag of its weights; None for Weft's own network.
        note: One plain sentence on when to choose it.
        min_size: Smallest width and height of a picture, in pixels.
        convolutions: The attribute of the timm model that holds its convolutions, where only these
            are used and their output is averaged; empty to use timm's own features.
    """

    name: str
    timm_name: str | None
    note: str
    min_size: int = 32
    convolutions: str = ""

    @property
    def needs_weights(self) -> bool:
        """Whether there are pre-trained weights to look for."""
        return self.timm_name is not None


def listed() -> tuple[Backbone, ...]:
    """The networks that the tool offers; any other name of timm works too."""
    return _LISTED


def find(name: str) -> Backbone:
    """The network of a name: one of `listed()` in any case, else a model of timm.

    Raises:
        ToolError: There is no such network; suggests the nearest name.
    """
    for backbone in _LISTED:
        if backbone.name.casefold() == name.strip().casefold():
            return backbone
    raise ToolError(f"there is no model {name!r}{suggestion(name, [b.name for b in _LISTED])}", "model")


_LISTED = (
    Backbone("VGG16", "vgg16.tv_in1k", "Most accurate of the article's four, slowest.", 32, "features"),
    Backbone(SMALL, None, "Learns from scratch, needs no download.", 16),
)
