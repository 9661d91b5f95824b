"""Shares: divide whole records by percents so that nothing is lost to rounding."""

from collections.abc import Sequence
from fractions import Fraction

import numpy as np

from weft_nodes._tables.gather import Numbers


def divide(total: int, percents: Sequence[float]) -> list[int]:
    """Whole numbers that add up to `total`, each as close to its percent as can be.

    What rounding down leaves goes to those who lost most by it (the largest remainder), the earlier
    one first: 5 by 50/50 is 3 and 2.

    Args:
        total: What is divided.
        percents: They add up to 100.
    """
    quotas = [Fraction(str(percent)) * total / 100 for percent in percents]
    counts = [int(quota) for quota in quotas]
    by_loss = sorted(range(len(quotas)), key=lambda index: counts[index] - quotas[index])
    for index in by_loss[: total - sum(counts)]:
        counts[index] += 1
    return counts


def spread(count: int, sizes: Numbers, order: Numbers) -> Numbers:
    """Spread `count` over strata in proportion to their sizes; none gets more than its size.

    Args:
        count: At most the sum of the sizes.
        sizes: The records of each stratum.
        order: Who comes first where two strata lost the same by rounding: a rank for each.
    """
    total = int(sizes.sum())
    if not total:
        return np.zeros_like(sizes)
    given, lost = np.divmod(count * sizes, total)
    winners = np.lexsort((order, -lost))[: count - int(given.sum())]
    given[winners] += 1
    return given
