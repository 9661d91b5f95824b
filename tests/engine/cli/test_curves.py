from weft.cli.curves import epoch_text


def test_an_epoch_says_what_is_of_training_and_what_of_validation() -> None:
    metrics = {
        "train_loss": 0.76432,
        "train_accuracy": 0.6888,
        "valid_loss": 0.50449,
        "valid_accuracy": 0.8333,
        "pictures_per_second": 1234.4,
    }
    assert epoch_text(3, metrics) == (
        "epoch 3  training: loss 0.764, accuracy 68.9 %  validation: loss 0.504, accuracy 83.3 %"
        "  1,234 pictures/s"
    )


def test_a_side_of_which_nothing_is_known_is_left_out() -> None:
    assert epoch_text(1, {"train_loss": 0.5}) == "epoch 1  training: loss 0.500"
    assert (
        epoch_text(1, {"valid_accuracy": 1.0, "error": 2e-7})
        == "epoch 1  validation: accuracy 100.0 %  error 2e-07"
    )


def test_a_training_that_went_astray_says_so() -> None:
    told = epoch_text(2, {"train_loss": float("nan"), "valid_loss": 0.1})
    assert told == "epoch 2  training: loss nan  validation: loss 0.100"
