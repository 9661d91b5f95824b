"""How a route gets at the services."""

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from fastapi import Depends, Request

from weft_web.services.checks import Checks
from weft_web.services.core import Core
from weft_web.services.drafts import Drafts
from weft_web.services.folders import Folders
from weft_web.services.results import Results
from weft_web.services.runs import Runs
from weft_web.services.samples import Samples
from weft_web.services.uploads import Uploads
from weft_web.services.workflows import Workflows


@dataclass(frozen=True)
class Services:
    """All services of a workspace."""

    core: Core
    workflows: Workflows
    drafts: Drafts
    samples: Samples
    folders: Folders
    uploads: Uploads
    checks: Checks
    runs: Runs
    results: Results

    @classmethod
    def of(cls, core: Core) -> "Services":
        """The services of a workspace."""
        drafts, folders = Drafts(core), Folders(core)
        workflows = Workflows(core, drafts)
        return cls(
            core=core,
            workflows=workflows,
            drafts=drafts,
            samples=Samples(core, workflows),
            folders=folders,
            uploads=Uploads(folders),
            checks=Checks(core),
            runs=Runs(core),
            results=Results(core),
        )


def services(request: Request) -> Services:
    """The services of the application that a request came to.

    Raises:
        GoneError: The folder that they serve is not there any more.
    """
    found: Services = request.app.state.services
    found.core.check_present()
    return found


Given: TypeAlias = Annotated[Services, Depends(services)]
