"""The schema of the E output by target, known while a workflow is edited. No torch is imported here."""

from collections.abc import Mapping
from types import MappingProxyType

import pyarrow as pa

from weft_nodes._vision.metrics import EVALUATION_SCHEMA
from weft_nodes._vision.regression_metrics import NUMBER_SCHEMA
from weft_nodes._vision.several_labels_metrics import LABELS_SCHEMA
from weft_nodes._vision.targets import Target

METRICS: Mapping[Target, pa.Schema] = MappingProxyType(
    {"classes": EVALUATION_SCHEMA, "labels": LABELS_SCHEMA, "number": NUMBER_SCHEMA}
)
