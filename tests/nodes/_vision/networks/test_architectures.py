import timm

from weft_nodes._vision.networks.architectures import architectures


def test_the_names_read_from_the_sources_are_those_that_timm_takes() -> None:
    assert architectures() >= set(timm.list_models())
    assert all(timm.is_model(name) for name in architectures())
