"""What computes a network: torch, or OpenVINO in float32 or int8; and which of them is worth it here.

`engine`, `openvino_engine`, `quantisation` and `kept` work without torch; `torch_engine`, `conversion`
and `trial` import it at the top.
"""
