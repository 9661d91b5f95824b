"""Which parts of a picture speak for a class, by the way that suits the network. Imports torch.

Grad-CAM: how strongly each feature speaks for the class, times where that feature is in the picture.
For convolutions that is asked of their last map, for a vision transformer of the tokens that enter
its last block. Where neither is there, or the map is too coarse to tell anything, parts of the picture
are covered one after the other (occlusion), which works with any network and takes longer.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from weft_nodes._vision.models.classifier import Classifier
from weft_nodes._vision.networks.compact import CompactNetwork
from weft_nodes._vision.networks.network import Convolutions
from weft_nodes._vision.networks.preprocess import Pixels
from weft_nodes._vision.networks.stages import Half, cut_tokens, proves

Heat = npt.NDArray[np.float32]
"""(rows, columns) over the whole picture, 0 to 1; 1 speaks most for the class."""

_LEAST = 4
"""Cells of a map's shorter side under which it says nothing about places."""

_COVERED, _STEPS = 4, 8
"""A cover is a quarter of the picture wide and moves by an eighth."""


@dataclass(frozen=True)
class Judgement:
    """What a network says of some pictures.

    Attributes:
        probabilities: (n, classes).
        features: (n, dimensions).
        heats: One a picture, for the class that was asked for.
    """

    probabilities: npt.NDArray[np.float32]
    features: npt.NDArray[np.float32]
    heats: list[Heat]


class Attribution:
    """Explains what a classifier sees in pictures.

    Attributes:
        method: `Grad-CAM` or `occlusion`.
    """

    def __init__(self, classifier: Classifier) -> None:
        self._classifier = classifier
        classifier.network.requires_grad_(False)
        size = classifier.card.preprocess
        blank = np.zeros((1, size.height, size.width, 3), np.uint8)
        self._halves = _halves(classifier.network.backbone, self._input(blank))
        self.method = "Grad-CAM" if self._halves else "occlusion"

    def explain(self, pixels: Pixels, target: int | None = None) -> Judgement:
        """Judge uint8 pixels (n, height, width, 3), n at least 1.

        Args:
            pixels: At most a batch of the classifier.
            target: The class to explain by its number; None explains the one that each picture is
                taken for.
        """
        count, batch = len(pixels), self._classifier.batch_size
        # Always as many pictures: a processor then says the same of one, whichever are beside it.
        filled = np.concatenate([pixels, np.zeros((max(0, batch - count), *pixels.shape[1:]), np.uint8)])
        if self._halves is None:
            return self._occlusion(filled, count, target)
        return self._grad_cam(filled, count, target, self._halves)

    def _grad_cam(
        self, filled: Pixels, count: int, target: int | None, halves: tuple[Half, "_Rest"]
    ) -> Judgement:
        first, rest = halves
        with torch.no_grad():
            middle = first(self._input(filled))
        middle = middle.detach().requires_grad_(True)
        with torch.enable_grad():
            features = rest.features(middle)
            logits = self._classifier.network.head(features)
            chosen = _chosen(logits, target)
            (slopes,) = torch.autograd.grad(logits.gather(1, chosen[:, None]).sum(), middle)
        maps, slopes = rest.maps(middle.detach()), rest.maps(slopes)
        heat = (slopes.mean((2, 3), keepdim=True) * maps).sum(1).relu()[:count]
        return Judgement(
            self._classifier.calibrated(logits.detach())[:count].cpu().numpy(),
            features.detach()[:count].cpu().numpy(),
            [_scaled(one) for one in heat.float().cpu().numpy()],
        )

    @torch.no_grad()
    def _occlusion(self, filled: Pixels, count: int, target: int | None) -> Judgement:
        features = self._classifier.network.features(self._input(filled))
        logits = self._classifier.network.head(features)
        chosen = _chosen(logits, target).tolist()
        heats = [self._covering(filled[row], logits[row], chosen[row]) for row in range(count)]
        chances = self._classifier.calibrated(logits)[:count]
        return Judgement(chances.cpu().numpy(), features[:count].cpu().numpy(), heats)

    def _covering(self, picture: Pixels, logits: torch.Tensor, chosen: int) -> Heat:
        """How much less likely the class gets when each cell is covered, over all covers of the cell."""
        card, batch = self._classifier.card, self._classifier.batch_size
        height, width = picture.shape[:2]
        grey = np.round(np.array(card.preprocess.mean) * 255).astype(np.uint8)
        last = _STEPS - _STEPS // _COVERED + 1
        places = [(row, column) for row in range(last) for column in range(last)]
        before = float(logits.log_softmax(0)[chosen])
        heat = np.zeros((_STEPS, _STEPS), np.float32)
        covers = np.zeros((_STEPS, _STEPS), np.float32)
        for start in range(0, len(places), batch):
            some = places[start : start + batch]
            covered = np.repeat(picture[None], batch, axis=0)
            for position, (row, column) in enumerate(some):
                top, bottom = (edge * height // _STEPS for edge in (row, row + _STEPS // _COVERED))
                left, right = (edge * width // _STEPS for edge in (column, column + _STEPS // _COVERED))
                covered[position, top:bottom, left:right] = grey
            after = self._classifier.network(self._input(covered)).log_softmax(1)[:, chosen].tolist()
            for position, (row, column) in enumerate(some):
                cells = np.s_[row : row + _STEPS // _COVERED, column : column + _STEPS // _COVERED]
                heat[cells] += before - after[position]
                covers[cells] += 1
        return _scaled(np.maximum(heat / covers, 0))

    def _input(self, pixels: Pixels) -> torch.Tensor:
        batch = torch.from_numpy(np.ascontiguousarray(pixels)).to(self._classifier.device)
        return self._classifier.card.preprocess.normalise(batch)


@dataclass(frozen=True)
class _Rest:
    """The layers behind the middle of a network.

    Attributes:
        features: From the middle to features.
        maps: The middle, or what has its shape, as maps (n, channels, rows, columns).
    """

    features: Half
    maps: Half


def _halves(backbone: nn.Module, blank: torch.Tensor) -> tuple[Half, _Rest] | None:
    """A network cut where its features still have places; None where it cannot be cut like that."""
    found = _tokens(backbone, blank) or _maps(backbone)
    if found is None:
        return None
    first, rest = found
    with torch.no_grad():
        middle = first(blank)
        if middle.ndim not in (3, 4):
            return None
        maps = rest.maps(middle)
        if maps.ndim != 4 or min(maps.shape[2:]) < _LEAST:
            return None
        whole: torch.Tensor = backbone(blank)
        return found if proves(rest.features(middle), whole) else None


def _maps(backbone: Any) -> tuple[Half, _Rest] | None:
    """Convolutions, cut before their output is pooled."""
    if isinstance(backbone, CompactNetwork):
        *layers, pooling = backbone
        return nn.Sequential(*layers), _Rest(pooling, _as_they_are)
    if isinstance(backbone, Convolutions):
        return backbone.layers, _Rest(backbone.pooled, _as_they_are)
    if not hasattr(backbone, "forward_features") or not hasattr(backbone, "forward_head"):
        return None

    def channels_first(middle: torch.Tensor) -> torch.Tensor:
        width = getattr(backbone, "num_features", 0)
        last = middle.ndim == 4 and middle.shape[1] != width and middle.shape[-1] == width
        return middle.permute(0, 3, 1, 2) if last else middle

    return backbone.forward_features, _Rest(backbone.forward_head, channels_first)


def _tokens(backbone: Any, blank: torch.Tensor) -> tuple[Half, _Rest] | None:
    """A vision transformer, cut before its last block: behind it only one token may count."""
    halves = cut_tokens(backbone, -1)
    if halves is None:
        return None
    prefix = int(getattr(backbone, "num_prefix_tokens", 0))
    patch = backbone.patch_embed.patch_size
    rows, columns = (-(-side // step) for side, step in zip(blank.shape[2:], patch, strict=True))

    def maps(middle: torch.Tensor) -> torch.Tensor:
        if middle.ndim != 3 or middle.shape[1] != prefix + rows * columns:
            return middle
        grid = middle[:, prefix:].transpose(1, 2)
        return grid.reshape(len(middle), -1, rows, columns)

    trunk, tail = halves
    return trunk, _Rest(tail, maps)


def _as_they_are(middle: torch.Tensor) -> torch.Tensor:
    return middle


def _chosen(logits: torch.Tensor, target: int | None) -> torch.Tensor:
    return logits.argmax(1) if target is None else torch.full((len(logits),), target, device=logits.device)


def _scaled(heat: Heat) -> Heat:
    greatest = float(heat.max())
    # Nothing speaks for the class: the map stays empty.
    return heat / greatest if greatest > 0 else np.zeros_like(heat)
