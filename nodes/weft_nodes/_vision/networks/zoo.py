"""The networks a classifier can stand on, as plain data: neither torch nor timm is imported here.

What a network wants done to pictures, and the licence of its weights, is not written here: timm
knows it, see `weights`.
"""

import re
from dataclasses import dataclass, field
from difflib import SequenceMatcher, get_close_matches
from typing import Any

from weft.sdk import ToolError, suggestion
from weft_nodes._vision.networks.architectures import architectures

SMALL = "Small CNN"
"""The name of Weft's own network, which learns from scratch and needs no download."""

_TIMM_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")


@dataclass(frozen=True, slots=True)
class Backbone:
    """A network that turns a picture into features.

    Attributes:
        name: What the user chooses.
        timm_name: The name in timm, perhaps with the tag of its weights; None for Weft's own network.
        note: One plain sentence on when to choose it.
        min_size: Smallest width and height of a picture, in pixels.
        convolutions: The attribute of the timm model that holds its convolutions, where only these
            are used and their output is averaged; empty to use the features that timm gives.
        arguments: Further arguments of `timm.create_model`.
        parameters: How many weights it has, without those of its last layer; 0 where not known.
        pace: How long a picture takes in comparison with MobileNetV2, as measured on one core of a
            processor with pictures of 128 pixels; 0 where not known.
        dimensions: How many features a picture has; 0 where not known.
    """

    name: str
    timm_name: str | None
    note: str
    min_size: int = 32
    convolutions: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)
    parameters: int = 0
    pace: float = 0.0
    dimensions: int = 0

    @property
    def megabytes(self) -> float:
        """The size of its weights."""
        return round(self.parameters * 4 / 1e6, 1)

    @property
    def pretrained(self) -> bool:
        """Whether there are pre-trained weights to look for."""
        return self.timm_name is not None

    @property
    def architecture(self) -> str:
        """The name in timm without the tag of the weights; empty for Weft's own network."""
        return (self.timm_name or "").partition(".")[0]

    @property
    def tag(self) -> str:
        """The tag of the wanted weights; empty for whichever there are."""
        return (self.timm_name or "").partition(".")[2]


def listed() -> tuple[Backbone, ...]:
    """The networks that the tool offers; any other name of timm works too."""
    return _LISTED


def find(name: str) -> Backbone:
    """The network of a name: one of `listed()` in any case, else a model of timm.

    What timm has is read from its sources; where it is not installed, any name that it could have is
    taken.

    Raises:
        ToolError: The name is neither listed nor one of timm; suggests the nearest one.
    """
    wanted = name.strip().casefold()
    for backbone in _LISTED:
        if wanted in (backbone.name.casefold(), backbone.timm_name):
            return backbone
    known = architectures()
    architecture = wanted.partition(".")[0]
    if _TIMM_NAME.fullmatch(wanted) and (architecture in known or not known):
        return Backbone(wanted, wanted, "A model of timm.")
    names = [backbone.name for backbone in _LISTED]
    hint = _hint(architecture, names, sorted(known)) or "."
    raise ToolError(
        f"there is no model {name!r}{hint} Choose {', '.join(names)}, "
        "or the name of a timm model such as 'resnet18'",
        "model",
    )


def _hint(name: str, own: list[str], others: list[str]) -> str:
    """A suggestion from either list; of two that are equally near, the own one."""
    near = {}
    for known in (own, others):
        folded = {candidate.casefold(): candidate for candidate in known}
        for match in get_close_matches(name, folded, n=1):
            near[folded[match]] = SequenceMatcher(None, name, match).ratio()
    return suggestion(name, [max(near, key=near.__getitem__)]) if near else ""


_LISTED = (
    Backbone(
        "VGG16",
        "vgg16.tv_in1k",
        "Very accurate as a ready-made reader of features, but the slowest and most expensive.",
        32,
        "features",
        # VGG's two layers of 4,096 outputs are seven eighths of its weights and fix its input to 224 pixels.
        # The ratio makes timm build the first of them one channel wide; neither is used.
        {"mlp_ratio": 1 / 4096},
        parameters=14_714_688,
        pace=24.0,
        dimensions=512,
    ),
    Backbone(
        "InceptionResNetV2",
        "inception_resnet_v2.tf_in1k",
        "Balanced, leaning to accuracy.",
        75,
        parameters=54_306_464,
        pace=14.0,
        dimensions=1536,
    ),
    Backbone(
        "Resnet50V2",
        "resnetv2_50.a1h_in1k",
        "Balanced, leaning to speed and low cost.",
        parameters=23_500_352,
        pace=7.0,
        dimensions=2048,
    ),
    Backbone(
        "InceptionV3",
        "inception_v3.tf_in1k",
        "The fastest and cheapest of Alteryx's four, the least accurate of them.",
        75,
        parameters=21_785_568,
        pace=6.0,
        dimensions=2048,
    ),
    Backbone(
        "MobileNetV2",
        "mobilenetv2_100",
        "Small and quick, made for phones: a good choice for fine-tuning on a computer without a GPU.",
        parameters=2_223_872,
        pace=1.0,
        dimensions=1280,
    ),
    Backbone(
        "MobileNetV4",
        "mobilenetv4_conv_small",
        "The newer, still smaller phone network: the quickest of the pre-trained ones.",
        parameters=2_493_024,
        pace=0.5,
        dimensions=1280,
    ),
    Backbone(
        "EfficientNetB0",
        "efficientnet_b0",
        "More accurate than MobileNetV2 at about twice its time.",
        parameters=4_007_548,
        pace=1.4,
        dimensions=1280,
    ),
    Backbone(
        "ConvNeXtTiny",
        "convnext_tiny",
        "A modern convolutional network: very accurate, best with a GPU.",
        parameters=27_820_128,
        pace=7.5,
        dimensions=768,
    ),
    Backbone(
        "DINOv2Small",
        "vit_small_patch14_dinov2",
        "A vision transformer trained without labels: its ready-made features are the strongest here, "
        "so train the head only.",
        28,
        parameters=22_056_192,
        pace=8.0,
        dimensions=384,
    ),
    Backbone(
        SMALL,
        None,
        "Weft's own compact network: learns from scratch within minutes, needs no download; "
        "for simple pictures and first tries.",
        16,
        parameters=652_824,
        pace=1.5,
        dimensions=320,
    ),
)
