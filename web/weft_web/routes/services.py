"""How a route gets at the services."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from weft_web.services.checks import Checks
from weft_web.services.core import Core
from weft_web.services.library import Library
from weft_web.services.results import Results
from weft_web.services.runs import Runs


@dataclass(frozen=True)
class Services:
    """All services of a workspace."""

    core: Core
    library: Library
    checks: Checks
    runs: Runs
    results: Results

    @classmethod
    def of(cls, core: Core) -> "Services":
        """The services of a workspace."""
        return cls(core, Library(core), Checks(core), Runs(core), Results(core))


def services(request: Request) -> Services:
    """The services of the application that a request came to."""
    found: Services = request.app.state.services
    return found


Given: TypeAlias = Annotated[Services, Depends(services)]
