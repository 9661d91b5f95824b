import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import torch
from drawn_shapes import shapes

from weft.sdk.testing import run_context
from weft_nodes._vision.features.activations import Activations, views_that_fit
from weft_nodes._vision.learning.recipe import AUTOMATIC, Scope
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey
from weft_nodes._vision.learning.setup import Setup
from weft_nodes._vision.learning.stage_learning import cut_for
from weft_nodes._vision.networks.stages import Stages
from weft_nodes._vision.networks.weights import untrained
from weft_nodes._vision.networks.zoo import find

pytestmark = pytest.mark.usefixtures("one_thread")

SCOPE: Scope = "last stages"


def cut() -> tuple[Setup, Stages]:
    backbone = find("test_resnet")
    start = untrained(backbone)
    preprocess = start.preprocess(32, 32)
    setup = Setup(backbone, start, preprocess, SCOPE, AUTOMATIC[SCOPE], torch.device("cpu"))
    stages = cut_for(setup, setup.network(2).eval())
    assert stages is not None
    return setup, stages


def seen(setup: Setup, stages: Stages) -> tuple[Samples, npt.NDArray[np.float16], npt.NDArray[np.float32]]:
    """Some pictures, what is kept of them, and what the trunk says of them in 32 bits."""
    with run_context() as ctx:
        samples = survey(gather(shapes(6), Side("training", "T", "image", "Class")), ctx)
        kept, rows = Activations(setup, stages, ctx).of(samples)
        assert isinstance(rows, np.memmap)
        assert rows.filename is not None
        assert Path(rows.filename).stat().st_size == 6 * math.prod(stages.shape) * 2
        rows = np.array(rows)
    pixels = np.stack([setup.preprocess.pixels(samples.picture(place)) for place in range(6)])
    with torch.no_grad():
        plain = stages.trunk(setup.preprocess.normalise(torch.from_numpy(pixels)))
    return kept, rows, plain.numpy()


def test_views_take_half_of_the_free_disk_at_most() -> None:
    assert views_that_fit(each=100, views=4, free=10_000) == 4
    assert views_that_fit(each=100, views=4, free=700) == 2
    assert views_that_fit(each=100, views=4, free=200) == 0
    assert views_that_fit(each=100, views=4, free=199) is None
    assert views_that_fit(each=0, views=4, free=10) == 4


def test_what_the_first_layers_say_lies_on_the_disk_in_two_bytes_a_number() -> None:
    kept, rows, plain = seen(*cut())
    assert rows.dtype == np.float16
    assert rows.shape == plain.shape
    assert len(kept) == 6
    assert plain.std() > 0.1
    assert np.allclose(rows, plain, rtol=2e-3, atol=1e-3)
    assert not np.array_equal(rows.astype(np.float32), plain)


def test_numbers_too_large_for_two_bytes_are_kept_as_the_largest_and_not_as_infinite() -> None:
    setup, stages = cut()
    last = [parameter for parameter in stages.trunk.parameters() if parameter.ndim == 1][-2:]
    with torch.no_grad():
        for parameter in last:
            parameter.fill_(1e6)
    _, rows, plain = seen(setup, stages)
    assert plain.max() > 65_504
    assert rows.max() == 65_504
