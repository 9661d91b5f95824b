"""What the picture and model tools share: backbones, their weights, networks, saved classifiers.

`zoo`, `preprocess` and `weights` can be imported without torch; `network` and `classifier` import it
at the top, so tools import those two inside the methods that run.
"""

import os
import sys

# OpenMP reads this once, when torch is imported. By default its threads wait by spinning, which on a
# machine whose cores are shared made a network forty times slower than it is.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")

# OpenVINO sends its maker a note whenever it is imported, unless this module of its own is missing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
