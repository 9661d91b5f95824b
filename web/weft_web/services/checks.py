"""What is wrong with a document, what flows in it, and what a run would do."""

import os
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from weft.errors import NodeError, WorkflowError
from weft.graph.build import Graph
from weft.plan.lineage import outdated, outdated_in_part
from weft.plan.plan import PlanOptions
from weft.run.checking import Checker, Request, check_workflow, node_plans, plan_workflow
from weft.storage.folder import FolderStore
from weft.storage.memory import WorkflowMemory, recall
from weft_web.messages.validation import ColumnInfo, DocumentAt, PlanAnswer, PlanRequest, Validation
from weft_web.messages.workflows import ProblemAt
from weft_web.services.columns import column_info
from weft_web.services.core import Core
from weft_web.services.turns import Turns

_MOST_SCHEMAS = 2_000


@dataclass
class Checks:
    """Validation and plans of documents, saved or not. Safe to use from several threads."""

    core: Core
    _turns: Turns = field(default_factory=Turns)
    _columns: dict[pa.Schema, tuple[ColumnInfo, ...]] = field(default_factory=dict)
    _checker: Checker = field(init=False)

    def __post_init__(self) -> None:
        self._checker = Checker(self.core.registry)

    def validate(self, asked: DocumentAt) -> Validation:
        """All that is known of a document without running it.

        Raises:
            RefusedError: Its path is not one of the workspace.
            BusyError: The check before this one hangs.
        """
        path = self.core.workflow_path(asked.path)
        with self._turns.taken():
            graph, found = self._checker.check(
                asked.document, path.parent, asked.parameters, memory=self._memory(path)
            )
            schemas = {
                f"{node}.{anchor}": self._schema(each) for (node, anchor), each in found.schemas.items()
            }
        return Validation(
            problems=tuple(ProblemAt.of(problem) for problem in found.problems),
            schemas=schemas,
            annotations=_annotations(graph, path.parent),
            skipped=dict(graph.skipped),
        )

    def plan(self, asked: PlanRequest) -> PlanAnswer:
        """What a run would do with a document, node by node.

        Raises:
            RefusedError: Its path is not one of the workspace.
        """
        path = self.core.workflow_path(asked.path)
        request = Request(
            path,
            asked.parameters,
            PlanOptions(asked.only, frozenset(asked.force)),
            store=self.core.store.root,
            cwd=path.parent,
            document=asked.document,
        )
        memory = recall(self.core.store, path)
        try:
            plan = plan_workflow(request, self.core.registry)
            return PlanAnswer(nodes=node_plans(plan), outdated=outdated(plan, memory))
        except WorkflowError as error:
            problems = tuple(ProblemAt.of(each) for each in error.problems)
            graph, _ = check_workflow(request, self.core.registry)
            return PlanAnswer(nodes={}, problems=problems, outdated=outdated_in_part(graph, memory))
        except NodeError as error:
            return PlanAnswer(nodes={}, problems=(ProblemAt.of(error.problem),))

    def _memory(self, path: Path) -> tuple[FolderStore, WorkflowMemory]:
        return self.core.store, recall(self.core.store, path)

    def _schema(self, schema: pa.Schema | None) -> tuple[ColumnInfo, ...] | None:
        if schema is None:
            return None
        if schema not in self._columns:
            if len(self._columns) >= _MOST_SCHEMAS:
                del self._columns[next(iter(self._columns))]
            self._columns[schema] = tuple(column_info(each) for each in schema)
        return self._columns[schema]


def _annotations(graph: Graph, folder: Path) -> dict[str, str]:
    """The text under each node, with paths as seen from the workflow's folder; a tool whose code breaks
    here has none.
    """
    inside = f"{folder}{os.sep}"
    found: dict[str, str] = {}
    for name, tool in graph.tools.items():
        try:
            found[name] = str(tool.annotation()).replace(inside, "")
        except Exception:  # any tool's own code; what it shows is no reason to show nothing
            found[name] = ""
    return found
