"""What there is to look at for a workflow."""

from collections import defaultdict
from collections.abc import Mapping

from weft.storage.folder import FolderStore
from weft.storage.records import StageRecord
from weft_web.messages.results import NodeNote, OutputInfo, ResultsIndex
from weft_web.services.results.outputs import kept


def results_index(stages: Mapping[str, StageRecord], store: FolderStore) -> ResultsIndex:
    """Outputs, messages, curves and times of nodes, by the stage in which each ran last."""
    there = {key: store.has_data(key) for key in {stage.key for stage in stages.values()}}
    outputs: dict[str, OutputInfo] = {}
    messages: dict[str, tuple[NodeNote, ...]] = {}
    metrics: dict[str, dict[str, tuple[tuple[int, float | None], ...]]] = {}
    for node, stage in stages.items():
        outputs |= {
            f"{node}.{each.anchor}": OutputInfo(
                node=node,
                anchor=each.anchor,
                records=each.records,
                bytes=each.bytes,
                complete=bool(each.digest),
                available=there[stage.key],
                revision=kept(stage, each).revision,
            )
            for each in stage.outputs
            if each.node == node
        }
        notes = tuple(
            NodeNote(level=said.level, message=said.message, rows=said.rows)
            for said in stage.messages
            if said.node == node
        )
        if notes:
            messages[node] = notes
        if curves := _curves(node, stage):
            metrics[node] = curves
    seconds = {node: stage.seconds if stage.root == node else 0.0 for node, stage in stages.items()}
    return ResultsIndex(outputs=outputs, messages=messages, metrics=metrics, seconds=seconds)


def _curves(node: str, stage: StageRecord) -> dict[str, tuple[tuple[int, float | None], ...]]:
    curves: defaultdict[str, list[tuple[int, float | None]]] = defaultdict(list)
    for name, metric, step, value in stage.metrics:
        if name == node:
            curves[metric].append((step, value))
    return {metric: tuple(points) for metric, points in curves.items()}
