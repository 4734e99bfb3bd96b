"""The name of the processor, without a database: bench.machine needs one."""

from pathlib import Path


def processor() -> str:
    """Gives the model name that the system reports."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
