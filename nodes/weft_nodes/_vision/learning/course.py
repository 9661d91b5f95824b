"""How a training went, as plain values: curves, the kept epoch, and what the network then said."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True)
class Epoch:
    """One pass over the training pictures and the check that followed it.

    Losses are plain cross-entropy in nats, without smoothing and class weights, so that those of
    training and validation can be compared. Training figures are those of the varied pictures and
    of the network as it was at each step.

    Attributes:
        number: From 1.
        train_loss: Mean over the training pictures.
        train_accuracy: Share of the training pictures, 0 to 1.
        valid_loss: Mean over the validation pictures.
        valid_accuracy: Share of the validation pictures, 0 to 1.
        seconds: Of training and validation together.
        rate: Training pictures per second, validation left out.
    """

    number: int
    train_loss: float
    train_accuracy: float
    valid_loss: float
    valid_accuracy: float
    seconds: float
    rate: float

    def better_than(self, other: "Epoch | None") -> bool:
        """By validation accuracy, then by validation loss; the earlier of equals stays."""
        if other is None:
            return True
        return (self.valid_accuracy, -self.valid_loss) > (other.valid_accuracy, -other.valid_loss)


@dataclass(frozen=True)
class Verdict:
    """What a network said of each picture.

    Attributes:
        loss: Mean cross-entropy in nats.
        predicted: (n,) positions of classes.
        score: (n,) probability of the predicted class.
        true_score: (n,) probability of the true class.
        logits: (n, classes) what the network gave before softmax, for calibration; without rows where
            nobody kept it.
    """

    loss: float
    predicted: npt.NDArray[np.int64]
    score: npt.NDArray[np.float32]
    true_score: npt.NDArray[np.float32]
    logits: npt.NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))


@dataclass(frozen=True)
class Course:
    """A finished training.

    Attributes:
        epochs: In order; fewer than wished where it stopped early.
        best: The kept one.
        verdict: Of the kept network on the validation pictures.
        ending: Why it ended before the last epoch, or empty.
    """

    epochs: tuple[Epoch, ...]
    best: Epoch
    verdict: Verdict
    ending: str = ""
