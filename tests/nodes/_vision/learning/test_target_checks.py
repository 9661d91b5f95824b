import pyarrow as pa
import pytest
from drawn_shapes import shape

from weft.sdk import ToolError, picture_array
from weft.sdk.testing import run_context
from weft_nodes._vision.learning.samples import Samples, Side, gather, survey
from weft_nodes._vision.learning.target_checks import check_targets


def numbered(*numbers: float) -> Samples:
    pictures = picture_array([shape("disc", 1, 16)] * len(numbers))
    table = pa.table({"image": pictures, "Age": pa.array(numbers)})
    with run_context() as ctx:
        return survey(gather(table, Side("training", "T", "image", "Age")), ctx)


@pytest.mark.parametrize("numbers", [(1.7e9, 1.7e9 + 0.5), (0.1, 0.1 + 1e-15), (-1e9, -1e9 + 1e-6)])
def test_large_numbers_that_differ_by_little_are_not_the_same_number(numbers: tuple[float, ...]) -> None:
    samples = numbered(*numbers)
    assert check_targets(samples, samples) == ()


@pytest.mark.parametrize("numbers", [(0.1, 0.1, 0.1), (1e-300, 2e-300)])
def test_numbers_without_any_spread_are_refused(numbers: tuple[float, ...]) -> None:
    samples = numbered(*numbers)
    with pytest.raises(ToolError, match="holds the same number"):
        check_targets(samples, samples)
