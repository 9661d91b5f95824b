from weft_nodes._vision.features.activations import views_that_fit


def test_views_take_half_of_the_free_disk_at_most() -> None:
    assert views_that_fit(each=100, views=4, free=10_000) == 4
    assert views_that_fit(each=100, views=4, free=700) == 2
    assert views_that_fit(each=100, views=4, free=200) == 0
    assert views_that_fit(each=100, views=4, free=199) is None
    assert views_that_fit(each=0, views=4, free=10) == 4
