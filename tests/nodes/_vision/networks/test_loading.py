import gc

import pytest

from weft_nodes._vision.networks.loading import uncollected


def _fails() -> None:
    with uncollected():
        assert not gc.isenabled()
        raise ImportError("no such library")


def test_garbage_is_collected_again_after_a_library_has_loaded_or_failed_to() -> None:
    with pytest.raises(ImportError, match="no such library"):
        _fails()
    assert gc.isenabled()


def test_a_program_that_collects_no_garbage_is_left_so() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
