"""What the figures were measured on."""

import datetime
import os
import platform
from pathlib import Path


def machine() -> str:
    """Processor, cores, memory, system and day, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    parts = (
        f"{_processor()}, {os.cpu_count()} cores",
        f"{memory:.0f} GB",
        platform.platform(terse=True),
        f"Python {platform.python_version()}",
        datetime.date.today().isoformat(),
    )
    return ", ".join(parts)


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    if told.exists():
        for line in told.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
