"""What it takes to run a plan; `local` runs it on threads of this process."""

from dataclasses import dataclass, field
from typing import Protocol

from weft.errors import NodeError
from weft.plan.plan import Decider, Plan
from weft.run.stage import StageServices
from weft.storage.records import StageRecord


@dataclass(frozen=True)
class Outcome:
    """How a plan ended.

    Attributes:
        records: Root to record of every stage that ran or was kept.
        failure: Why it failed, None where it did not.
        cancelled: The user stopped it.
    """

    records: dict[str, StageRecord] = field(default_factory=dict)
    failure: NodeError | None = None
    cancelled: bool = False


class Executor(Protocol):
    """Runs a plan: each stage after those it reads, the first failure cancels the rest."""

    def execute(self, plan: Plan, decider: Decider, services: StageServices) -> Outcome:
        """Run what is to run, keep what is kept; every node of the plan ends in a named state."""
        ...
