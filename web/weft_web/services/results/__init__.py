"""Records, pictures and models that the last runs left."""

import asyncio

from weft_web.messages.results import Evaluation, Profile, RecordsPage, ResultsIndex
from weft_web.services.blobs import Blobs
from weft_web.services.core import Core
from weft_web.services.formulas import Formulas
from weft_web.services.judging import Models
from weft_web.services.memo import Memo
from weft_web.services.results.downloads import Download, Format, download
from weft_web.services.results.evaluation import read_evaluation
from weft_web.services.results.index import results_index
from weft_web.services.results.outputs import Outputs
from weft_web.services.results.pages import Pages, Query
from weft_web.services.results.profile import profile
from weft_web.services.thumbnails import Thumbnails

_PROFILES = 64


class Results:
    """The results of a workspace.

    Every method reads files and computes; call them from threads, not from the event loop.

    Attributes:
        blobs: Pictures, models and reports.
        models: Cards of models, and what they say of a picture.
        formulas: Help for the formula editor, with values from results.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._outputs = Outputs(core.store)
        self._pages = Pages()
        self._profiles: Memo[str, Profile] = Memo(_PROFILES)
        self.blobs = Blobs(self._outputs, Thumbnails(core.store.kept / "thumbnails"))
        self.models = Models(core, self._outputs, self.blobs)
        self.formulas = Formulas(core, self._outputs)

    def index(self, workflow: str) -> ResultsIndex:
        """What the last runs of a workflow left, node by node."""
        return results_index(self._outputs.stages(self._core.workflow_path(workflow)), self._core.store)

    def page(self, workflow: str, node: str, anchor: str, query: Query) -> RecordsPage:
        """Some records of an output.

        Raises:
            NotFoundError: It has no result.
            QueryError: The query cannot be answered.
        """
        found = self._outputs.find(self._core.workflow_path(workflow), node, anchor)
        return self._pages.page(found, self._outputs.open(found), query)

    def profile(self, workflow: str, node: str, anchor: str) -> Profile:
        """What is in the columns of an output.

        Raises:
            NotFoundError: It has no result.
        """
        found = self._outputs.find(self._core.workflow_path(workflow), node, anchor)
        return self._profiles.get(found.revision, lambda: profile(self._outputs.open(found)))

    def download(self, workflow: str, node: str, anchor: str, wanted: Format) -> Download:
        """The records of an output as a file.

        Raises:
            NotFoundError: It has no result.
            QueryError: A column does not fit into the format.
        """
        found = self._outputs.find(self._core.workflow_path(workflow), node, anchor)
        return download(found, self._outputs.open(found), wanted)

    def evaluation(self, workflow: str, node: str) -> Evaluation:
        """How a trained classifier judged the validation pictures.

        Raises:
            NotFoundError: The node left none.
        """
        found = self._outputs.of_node(self._core.workflow_path(workflow), node)
        tables = (self._outputs.open(each) for each in found)
        return read_evaluation(tables, node, found[0].revision if found else "")

    async def stop(self) -> None:
        """End the processes that were started."""
        await asyncio.to_thread(self.models.close)
        await asyncio.to_thread(self.formulas.close)
