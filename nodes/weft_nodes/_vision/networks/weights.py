"""Where pre-trained weights come from: a folder, the hub's cache, the hub. Never anywhere else.

Only safetensors files are read: a pickle could run code. What goes with weights (mean, std,
interpolation, licence) is timm's own configuration of the tag in the file's name; `docs/decisions/
models.md` says what holds for a tag that timm does not know.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from weft.sdk import ToolError, suggestion
from weft_nodes._vision.networks.hub import NotOnHubError, Watch, cache_folder, cached, fetch
from weft_nodes._vision.networks.preprocess import Preprocess
from weft_nodes._vision.networks.zoo import SMALL, Backbone, listed

VARIABLE = "WEFT_WEIGHTS"
"""The environment variable that names a folder of weights."""

# TensorFlow pads convolutions of stride 2 on one side only; timm's networks do so on demand.
_PADS_ON_DEMAND = ("timm.models.efficientnet", "timm.models.mobilenetv3")


@dataclass(frozen=True, slots=True)
class Pretraining:
    """What timm says about a set of weights, or about a network that starts without any.

    Attributes:
        architecture: The model in timm without tag; empty for Weft's own network.
        tag: Of the weights, such as `tf_in1k`; empty if none.
        mean: Of the channels, 0 to 1.
        std: Of the channels.
        interpolation: As in `Preprocess`.
        license: As timm names it, such as `apache-2.0`; empty where timm does not say.
        arguments: Further arguments of `timm.create_model`, such as `{"pad_type": "same"}`.
    """

    architecture: str = ""
    tag: str = ""
    mean: tuple[float, float, float] = (0.5, 0.5, 0.5)
    std: tuple[float, float, float] = (0.5, 0.5, 0.5)
    interpolation: str = "bilinear"
    license: str = ""
    arguments: dict[str, Any] = field(default_factory=dict)

    def preprocess(self, width: int, height: int) -> Preprocess:
        """What the network wants done to pictures."""
        return Preprocess(width, height, self.mean, self.std, self.interpolation)


@dataclass(frozen=True, slots=True)
class Weights:
    """A file of pre-trained weights that exists on this machine.

    Attributes:
        path: The safetensors file.
        origin: `folder`, `cache` or `hub`.
        pretraining: What goes with it.
    """

    path: Path
    origin: str
    pretraining: Pretraining


def locate(backbone: Backbone, folder: Path | None = None, watch: Watch | None = None) -> Weights:
    """Find the weights: in `folder`, in `WEFT_WEIGHTS`, in the hub's cache, on the hub (downloads).

    Args:
        backbone: Of a name of timm.
        folder: Where the user says they lie.
        watch: Told of the progress of a download.

    Raises:
        ToolError: They are nowhere; names the model, every place looked at, and the ways out. Also
            for a name that timm does not know, and for Weft's own network, which has no weights.
    """
    check_name(backbone)
    looked = []
    for place, where in _folders(folder):
        if place.is_dir() and (found := _in_folder(backbone, place)):
            return found
        looked.append(f"{where}: {place}" + ("" if place.is_dir() else " (no such folder)"))
    if not any(where.startswith(VARIABLE) for where in looked):
        looked.append(f"{VARIABLE}: not set")
    pretraining = untrained(backbone)
    repository, name = _on_hub(pretraining)
    if repository:
        if path := cached(repository, name):
            return Weights(path, "cache", pretraining)
        looked.append(f"the hub's cache: {cache_folder()}")
        try:
            return Weights(fetch(repository, name, watch), "hub", pretraining)
        except NotOnHubError as error:
            looked.append(f"the hub: {error}")
    else:
        looked.append("the hub: timm knows of no weights there")
    raise ToolError(_nowhere(backbone, pretraining, looked), "model")


def lying_files(backbone: Backbone, folders: Iterable[Path]) -> Iterator[str]:
    """Name, size and time of each file in the folders that `locate` may take: what a result depends on."""
    for folder in folders:
        for file in sorted(folder.glob(f"{backbone.architecture}*")):
            state = file.stat()
            yield f"{file.name}:{state.st_size}:{state.st_mtime_ns}"


def untrained(backbone: Backbone) -> Pretraining:
    """What goes with a network that starts from random weights: no file is looked for.

    Raises:
        ToolError: timm has no model of this name.
    """
    if not backbone.pretrained:
        return Pretraining()
    check_name(backbone)
    return _of_tag(backbone.architecture, backbone.tag)


def check_name(backbone: Backbone) -> None:
    """Make sure that timm has the model and, where one is named, the tag of its weights.

    Raises:
        ToolError: It has not; suggests the nearest name.
    """
    if not backbone.pretrained:
        return
    import timm

    name = backbone.architecture
    if not timm.is_model(name):
        known = [*(one.name for one in listed()), *timm.list_models()]
        raise ToolError(f"there is no model {backbone.name!r}{suggestion(name, known)}", "model")


def _folders(folder: Path | None) -> Iterator[tuple[Path, str]]:
    if folder is not None:
        yield folder, "the folder of the setting"
    if variable := os.environ.get(VARIABLE):
        yield Path(variable).expanduser(), VARIABLE


def _in_folder(backbone: Backbone, folder: Path) -> Weights | None:
    """The weights in a folder: `<model>.safetensors`, `<model>.<tag>.safetensors`, or a folder of
    such a name with `model.safetensors` in it, as the hub keeps them."""
    found: dict[str, Path] = {}
    for entry in sorted(folder.iterdir()):
        name = entry.name.removesuffix(".safetensors")
        architecture, _, tag = name.partition(".")
        path = entry / "model.safetensors" if entry.is_dir() else entry
        fits = architecture == backbone.architecture and (not tag or tag == (backbone.tag or tag))
        if fits and path.suffix == ".safetensors" and path.is_file():
            found.setdefault(tag, path)
    if not found:
        return None
    wanted = backbone.tag or _of_tag(backbone.architecture, "").tag
    tag = next((tag for tag in (wanted, "") if tag in found), "")
    if tag not in found:
        if len(found) > 1:
            names = ", ".join(f"{backbone.architecture}.{tag}" for tag in found)
            raise ToolError(
                f"{folder} holds several weights; name one of them as the model: {names}", "model"
            )
        (tag,) = found
    pretraining = _of_tag(backbone.architecture, tag or backbone.tag)
    return Weights(found[tag], "folder", _beside(found[tag], pretraining))


def _on_hub(pretraining: Pretraining) -> tuple[str, str]:
    """The repository and the file on the hub; empty where timm names none."""
    import timm

    known = timm.models.get_arch_pretrained_cfgs(pretraining.architecture)
    config = known.get(f"{pretraining.architecture}.{pretraining.tag}")
    if config is None or not config.hf_hub_id:
        return "", ""
    name = config.hf_hub_filename or ""
    return config.hf_hub_id, name if name.endswith(".safetensors") else "model.safetensors"


def _nowhere(backbone: Backbone, pretraining: Pretraining, looked: list[str]) -> str:
    file = ".".join(part for part in (pretraining.architecture, pretraining.tag) if part)
    places = "".join(f"\n  - {place}" for place in looked)
    return (
        f"the pre-trained weights of {backbone.name} ({file}) were not found. Looked at:{places}\n"
        f"Ways out: put the file {file}.safetensors into a folder and name the folder in the setting "
        f"'weights_dir'; or set the environment variable {VARIABLE} to such a folder; or connect to the "
        f"network, or choose the model {SMALL!r}, which needs no weights."
    )


def _of_tag(architecture: str, tag: str) -> Pretraining:
    """timm's configuration of a tag, of its default tag where none is given.

    A tag that timm does not know means its default too, but one that begins with `tf_` says that
    the weights were trained by TensorFlow, whose conventions are another scale and padding.
    """
    import timm
    from timm.data.constants import IMAGENET_INCEPTION_MEAN, IMAGENET_INCEPTION_STD

    known = timm.models.get_arch_pretrained_cfgs(architecture)
    config = known.get(f"{architecture}.{tag}") or timm.models.get_pretrained_cfg(architecture)
    if config is None:
        config = timm.models.PretrainedCfg()
    given = _of_config(architecture, asdict(config))
    if not tag or tag == given.tag:
        return given
    if not tag.startswith("tf_"):
        return replace(given, tag=tag, license="")
    module = timm.models.model_entrypoint(architecture).__module__
    return replace(
        given,
        tag=tag,
        mean=IMAGENET_INCEPTION_MEAN,
        std=IMAGENET_INCEPTION_STD,
        license="",
        arguments={"pad_type": "same"} if module in _PADS_ON_DEMAND else {},
    )


def _of_config(architecture: str, config: dict[str, Any]) -> Pretraining:
    return Pretraining(
        architecture,
        config.get("tag") or "",
        tuple(config["mean"]),
        tuple(config["std"]),
        config["interpolation"],
        config.get("license") or "",
    )


def _beside(path: Path, pretraining: Pretraining) -> Pretraining:
    """The configuration that lies beside the file, as in a folder copied from the hub, if any."""
    file = path.with_name("config.json")
    if path.name != "model.safetensors" or not file.is_file():
        return pretraining
    try:
        values = json.loads(file.read_text("utf-8"))
        config = {"mean": pretraining.mean, "std": pretraining.std, "interpolation": "bicubic"}
        config |= values.get("pretrained_cfg", values)
        given = _of_config(pretraining.architecture, config)
        arguments = {**pretraining.arguments, **values.get("model_args", {})}
    except (ValueError, TypeError, AttributeError) as error:
        raise ToolError(f"{file} is not a model configuration of timm: {error}", "weights_dir") from error
    return replace(given, tag=given.tag or pretraining.tag, arguments=arguments)
