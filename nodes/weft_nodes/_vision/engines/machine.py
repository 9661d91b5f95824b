"""What measured times and converted networks depend on: this computer and its libraries. No torch here."""

import hashlib
import importlib.metadata
import json
import os
import platform
from pathlib import Path

_FORMAT = 2
_LIBRARIES = ("torch", "timm", "openvino", "nncf")


def key(*parts: object) -> str:
    """A name for a folder of what holds for these JSON values, on this machine with these libraries."""
    values = [_FORMAT, _processor(), _cores(), [_version(name) for name in _LIBRARIES], parts]
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:32]


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    wanted = ("model name", "flags", "Features")  # a virtual machine may hide what the model is
    told = {name.strip(): value for name, _, value in (line.partition(":") for line in lines)}
    return "".join(told.get(name, "") for name in wanted) or f"{platform.machine()} {platform.processor()}"


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""
