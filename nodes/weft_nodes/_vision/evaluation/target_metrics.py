"""The schema of the E output by target, known while a workflow is edited. No torch is imported here."""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from weft_nodes._vision.evaluation.metrics import EVALUATION_SCHEMA
from weft_nodes._vision.evaluation.regression_metrics import NUMBER_SCHEMA
from weft_nodes._vision.evaluation.several_labels_metrics import LABELS_SCHEMA
from weft_nodes._vision.learning.targets import Target

METRICS: Mapping[Target, pa.Schema] = MappingProxyType(
    {"classes": EVALUATION_SCHEMA, "labels": LABELS_SCHEMA, "number": NUMBER_SCHEMA}
)
