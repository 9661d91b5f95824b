"""What the picture and model tools share: from a picture to a model, and to what is told of it.

- `networks`: which there are, their weights, how they are built and cut; `engines` computes them, `gpu`
  is what a GPU does otherwise.
- `features`: what a network says of pictures. `learning`: how one is trained. `models`: what is saved.
- `evaluation`: how good a model is. `reporting`, `comparing`, `exploring`: the pages that tell it.
- `exporting`: models for other programs.

Modules that import torch at the top say so in their first lines; tools import those where they run.
"""

import os
import sys

# OpenMP reads these once, when torch is imported. By default its threads wait by spinning for long, which
# on a machine whose cores are shared made a network forty times slower than it is. Without any spinning
# they fall asleep between two layers: a step of MobileNetV2 on two cores then takes a seventh longer than
# with a thousand turns, which are some microseconds.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "1000")

# OpenVINO sends its maker a note whenever it is imported, unless this module of its own is missing.
sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
