from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional

from weft.sdk.testing import Heard, run_context
from weft_nodes._vision.learning import learner as learner_module
from weft_nodes._vision.learning import stepper as stepper_module
from weft_nodes._vision.learning.learner import Examples, Learner, half_precision, learning, outputs_of
from weft_nodes._vision.learning.mixing import mix
from weft_nodes._vision.learning.objective import Classes
from weft_nodes._vision.learning.pace import Pace
from weft_nodes._vision.learning.recipe import Recipe
from weft_nodes._vision.learning.stepper import Stepper, View, parameter_groups

CPU = torch.device("cpu")
PLAIN: dict[str, Any] = {"rate": 0.1, "augmentation": "none", "smoothing": 0.0}
VALUES = torch.randn((12, 2), generator=torch.Generator().manual_seed(1))
TARGETS = (VALUES[:, 0] > 0).long()


pytestmark = pytest.mark.usefixtures("one_thread")


class Narrow(nn.Module):
    """Runs out of memory where it is given more than so many examples."""

    def __init__(self, most: int, error: Exception) -> None:
        super().__init__()
        self.most, self.error = most, error
        self.seen: list[int] = []

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        if len(values) > self.most:
            raise self.error
        self.seen.append(len(values))
        return values


def student(*before: nn.Module) -> Learner:
    layer = nn.Linear(2, 2)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[0.5, -0.2], [0.1, 0.3]]))
        layer.bias.zero_()
    return Learner(nn.Sequential(*before, layer), [list(layer.parameters())], lambda values: values, CPU)


def step(learner: Learner, heard: Heard | None = None, **changed: Any) -> Stepper:
    with run_context(heard=heard) as ctx:
        stepper = Stepper(learner, Classes(2), Recipe(**{**PLAIN, **changed}), ctx)
        stepper.set_rates(1.0)
        stepper.step(VALUES, TARGETS, View(None, torch.Generator().manual_seed(1)))
    return stepper


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory"),
        RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 4 bytes"),
    ],
)
def test_where_memory_is_short_the_batch_is_halved_and_the_step_stays_the_same(error: Exception) -> None:
    narrow, heard = Narrow(3, error), Heard()
    cut, whole = student(narrow), student()
    assert step(cut, heard).parts == 4
    step(whole)
    assert narrow.seen == [3, 3, 3, 3]
    assert torch.allclose(cut.module[1].weight, whole.module[0].weight, atol=1e-6)  # type: ignore[index]
    assert [warning[0].split(";")[0] for warning in heard.warnings] == [
        "memory was too small for 12 pictures at a time"
    ] * 2


def test_memory_for_less_than_two_pictures_is_an_error() -> None:
    with pytest.raises(torch.OutOfMemoryError):
        step(student(Narrow(1, torch.OutOfMemoryError("CUDA out of memory"))))


def test_other_errors_are_not_taken_for_a_want_of_memory() -> None:
    with pytest.raises(RuntimeError, match="shapes differ"):
        step(student(Narrow(3, RuntimeError("shapes differ"))))


def test_a_large_gradient_is_clipped() -> None:
    norms = {}
    for clip in (0.0, 0.01):
        learner = student()
        step(learner, clip=clip)
        gradients = [parameter.grad for parameter in learner.module.parameters()]
        norms[clip] = float(nn.utils.get_total_norm([g for g in gradients if g is not None]))
    assert norms[0.0] > 0.1
    assert norms[0.01] == pytest.approx(0.01, rel=0.01)


def test_decay_spares_biases_and_layers_that_rest_do_not_move() -> None:
    first, second = nn.Linear(2, 3), nn.Linear(3, 2)
    for parameter in first.parameters():
        parameter.requires_grad_(False)
    groups = parameter_groups(
        [list(first.parameters()), list(second.parameters())], Recipe(rate=1.0, early_share=0.25)
    )
    assert [(len(g["params"]), g["peak"], g["weight_decay"]) for g in groups] == [
        (1, 1.0, 0.02),
        (1, 1.0, 0.0),
    ]


def test_layers_that_rest_keep_their_statistics_too() -> None:
    resting, moving = nn.BatchNorm1d(2), nn.BatchNorm1d(2)
    for parameter in resting.parameters():
        parameter.requires_grad_(False)
    module = nn.Sequential(resting, nn.Dropout(), moving)
    learning(module)
    assert [layer.training for layer in module] == [False, True, True]


def test_each_layer_learns_at_its_share_of_the_rate() -> None:
    layers = [nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2)]
    recipe = Recipe(**{**PLAIN, "early_share": 0.25})
    groups = parameter_groups([list(layer.parameters()) for layer in layers], recipe)
    peaks = {id(parameter): group["peak"] for group in groups for parameter in group["params"]}
    assert [peaks[id(layer.weight)] for layer in layers] == pytest.approx([0.025, 0.05, 0.1])
    assert [peaks[id(layer.bias)] for layer in layers] == pytest.approx([0.025, 0.05, 0.1])


def test_a_mixed_picture_is_learned_as_both_in_its_shares() -> None:
    with run_context() as ctx:
        stepper = Stepper(student(), Classes(2), Recipe(**{**PLAIN, "mixup": 5.0}), ctx)
    mixed = mix(VALUES, 5.0, torch.Generator().manual_seed(1))
    assert 0.5 < mixed.share < 0.95
    expected = functional.one_hot(TARGETS, 2) * mixed.share
    expected = expected + functional.one_hot(TARGETS[mixed.partners], 2) * (1 - mixed.share)
    stepper.step(VALUES, TARGETS, View(None, torch.Generator().manual_seed(1)))
    found = [parameter.grad for parameter in stepper.learned]
    fresh = student()
    loss = -(expected * fresh.module(mixed.inputs).log_softmax(1)).sum(1).mean()
    loss.backward()
    for gradient, parameter in zip(found, fresh.groups[0], strict=True):
        assert gradient is not None
        assert parameter.grad is not None
        assert torch.allclose(gradient, parameter.grad)


@pytest.fixture
def halve(monkeypatch: pytest.MonkeyPatch) -> Callable[[torch.dtype], None]:
    """Lets the processor learn in numbers of 16 bits, as GPUs do."""

    def by(kind: torch.dtype) -> None:
        for module in (learner_module, stepper_module):
            monkeypatch.setattr(module, "half_precision", lambda device: kind)

    return by


@pytest.mark.parametrize(("able", "kind"), [(True, torch.bfloat16), (False, torch.float16)])
def test_gpus_learn_in_the_16_bits_that_they_are_made_for_and_processors_in_32(
    able: bool, kind: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation: able)
    assert half_precision(torch.device("cuda")) is kind
    assert half_precision(CPU) is None


@pytest.mark.parametrize("kind", [torch.bfloat16, torch.float16])
def test_layers_compute_in_16_bits_and_learn_what_they_would_in_32(
    kind: torch.dtype, halve: Callable[[torch.dtype], None]
) -> None:
    plain, mixed = student(), student()
    step(plain)
    halve(kind)
    kinds = []
    mixed.module.register_forward_hook(lambda module, given, found: kinds.append(found.dtype))
    stepper = step(mixed)
    assert kinds == [kind]
    assert stepper.scaler.is_enabled() == (kind is torch.float16)
    for found, expected in zip(stepper.learned, plain.module.parameters(), strict=True):
        assert found.dtype is torch.float32
        assert found.grad is not None
        assert expected.grad is not None
        assert torch.allclose(found.grad, expected.grad, rtol=0.02, atol=1e-3)
        assert not torch.equal(found.grad, expected.grad)
    with run_context() as ctx:
        examples = Examples(VALUES.numpy(), TARGETS.numpy().astype(np.int64))
        said = outputs_of(mixed, examples, Pace(ctx, len(examples)))
    assert kinds == [kind, kind]
    assert said.dtype is torch.float32


def narrow(weight: float, halve: Callable[[torch.dtype], None], **changed: Any) -> Stepper:
    """A stepper in float16 whose loss is multiplied."""
    halve(torch.float16)
    with run_context() as ctx:
        recipe = Recipe(**{**PLAIN, **changed})
        stepper = Stepper(student(), Classes(2, weights=(weight, weight)), recipe, ctx)
    stepper.set_rates(1.0)
    return stepper


def test_gradients_that_float16_is_too_short_for_do_not_vanish(halve: Callable[[torch.dtype], None]) -> None:
    """All are smaller than the smallest number of float16."""
    stepper = narrow(1e-8, halve)
    stepper.step(VALUES, TARGETS, View(None, torch.Generator().manual_seed(1)))
    full = student()
    torch.autograd.backward(1e-8 * functional.cross_entropy(full.module(VALUES), TARGETS))
    for found, expected in zip(stepper.learned, full.module.parameters(), strict=True):
        assert found.grad is not None
        assert expected.grad is not None
        assert expected.grad.abs().max() < 1e-8
        assert torch.allclose(found.grad, expected.grad, rtol=0.02, atol=1e-11)


def test_a_step_whose_gradients_overflow_is_left_out_and_the_next_ones_are_scaled_less(
    halve: Callable[[torch.dtype], None],
) -> None:
    stepper = narrow(1e4, halve, clip=1.0)
    before = [parameter.detach().clone() for parameter in stepper.learned]
    view = View(None, torch.Generator().manual_seed(1))
    scales: list[float] = []
    while all(torch.equal(a, b) for a, b in zip(before, stepper.learned, strict=True)) and len(scales) < 20:
        stepper.step(VALUES, TARGETS, view)
        scales.append(stepper.scaler.get_scale())
    assert 1 < len(scales) < 20
    assert scales[:-1] == [2.0**16 / 2**number for number in range(1, len(scales))]
    assert all(parameter.isfinite().all() for parameter in stepper.learned)
    again = narrow(1e4, halve, clip=1.0)
    again.go_on(stepper.state())
    assert again.scaler.get_scale() == scales[-1]
