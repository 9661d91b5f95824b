"""The module of each format, which writes and reads it. Imports torch."""

from collections.abc import Mapping
from types import MappingProxyType, ModuleType

from weft_nodes._vision.exporting import onnx, openvino, torchscript

WRITERS: Mapping[str, ModuleType] = MappingProxyType(
    {"onnx": onnx, "openvino": openvino, "torchscript": torchscript}
)
"""By the name of the form."""
