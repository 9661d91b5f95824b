"""The table of a contest, as Markdown, so that it can be copied into the documentation."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.peers.jobs.protocol import Measured


@dataclass(frozen=True)
class Finish:
    """How a contestant did.

    Attributes:
        name: Of the contestant.
        says: What it did.
        measured: What its program found out.
        memory: Bytes at the highest, of its largest process.
        processor: Seconds of processor time of the whole program, with all processes that it waited for.
    """

    name: str
    says: str
    measured: Measured
    memory: int
    processor: float


def print_table(title: str, epochs: int, finishes: Sequence[Finish], accurate: bool) -> None:
    """Time, accuracy, memory and the ratio to Weft, where it took part.

    Args:
        title: Of the contest.
        epochs: That were trained.
        finishes: In order.
        accurate: Whether the accuracy says anything; that of random numbers does not.
    """
    own = next((finish.measured.seconds for finish in finishes if finish.name == "weft"), None)
    print(f"\n{title}, {epochs} epochs:\n")
    heads = ("who", "what", "time", "an epoch", "times Weft", "accuracy", "peak memory", "processor")
    print(f"| {' | '.join(heads)} |")
    print("|" + "---|" * len(heads))
    for finish in finishes:
        seconds = finish.measured.seconds
        cells = (
            finish.name,
            finish.says,
            f"{seconds:,.1f} s",
            f"{seconds / epochs:,.1f} s",
            f"{seconds / own:.2f}" if own else "",
            f"{finish.measured.accuracy * 100:.1f} %" if accurate else "",
            f"{finish.memory / 1e9:.2f} GB",
            f"{finish.processor:,.0f} s",
        )
        print(f"| {' | '.join(cells)} |")
    print()
    for finish in finishes:
        versions = ", ".join(f"{name} {version}" for name, version in finish.measured.versions.items())
        note = f"; {finish.measured.note}" if finish.measured.note else ""
        print(f"- {finish.name}: {versions}{note}")
