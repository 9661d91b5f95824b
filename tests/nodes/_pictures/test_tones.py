import numpy as np
import pytest

from weft_nodes._pictures.tones import otsu


def histogram(**counts: int) -> list[int]:
    return [counts.get(f"g{value}", 0) for value in range(256)]


def test_otsu_takes_the_middle_of_the_gap_between_two_peaks() -> None:
    assert otsu(histogram(g50=10, g150=10)) == 99
    assert otsu(histogram(g0=1, g255=1)) == 127


def test_otsu_minimises_the_spread_within_the_two_groups() -> None:
    lot = np.random.default_rng(1)
    counts = lot.integers(0, 30, 256)
    values = np.repeat(np.arange(256), counts)

    def within(limit: int) -> float:
        dark, bright = values[values <= limit], values[values > limit]
        return float(dark.var() * dark.size + bright.var() * bright.size)

    assert within(otsu([int(c) for c in counts])) == pytest.approx(min(within(t) for t in range(1, 254)))


@pytest.mark.parametrize("counts", [{}, {"g9": 5}])
def test_otsu_has_an_answer_where_there_are_no_two_groups(counts: dict[str, int]) -> None:
    assert otsu(histogram(**counts)) == 127
