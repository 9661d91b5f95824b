import torch

from weft_nodes._vision.learning.mixing import mix


def seeded(number: int) -> torch.Generator:
    return torch.Generator().manual_seed(number)


def test_each_picture_is_laid_over_its_partner_in_shares() -> None:
    inputs = torch.arange(6.0)[:, None, None, None].expand(6, 3, 2, 2)
    mixed = mix(inputs, 1.0, seeded(1))
    expected = mixed.share * torch.arange(6.0) + (1 - mixed.share) * mixed.partners
    assert torch.allclose(mixed.inputs[:, 0, 0, 0], expected)
    assert sorted(mixed.partners.tolist()) == list(range(6))


def test_the_picture_itself_is_at_least_half_of_it_and_mostly_nearly_all() -> None:
    shares = [mix(torch.zeros(2, 1), 0.2, seeded(number)).share for number in range(200)]
    assert 0.5 <= min(shares) < 0.7
    assert sum(share > 0.9 for share in shares) > 100


def test_a_seed_repeats() -> None:
    inputs = torch.rand((4, 3, 8, 8), generator=seeded(0))
    first, again, other = (mix(inputs, 0.2, seeded(number)) for number in (1, 1, 2))
    assert torch.equal(first.inputs, again.inputs)
    assert not torch.equal(first.inputs, other.inputs)
