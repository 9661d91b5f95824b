"""What computes a network: torch, or OpenVINO in float32 or int8; and which of them is worth it here.

`torch_engine`, `conversion` and `trial` import torch at the top; all others work without it, or import it
where a model has to be prepared.
"""
