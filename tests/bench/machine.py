"""The machine that measures, and processes of its own for what is measured on it."""

import json
import os
import platform
import resource
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

ONE_CORE = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
_CPUINFO = Path("/proc/cpuinfo")


def described() -> str:
    """Return the machine, how busy it is, and the date, in a line."""
    load = f"{os.getloadavg()[0]:.1f} programs running" if hasattr(os, "getloadavg") else "load not known"
    python = f"Python {platform.python_version()}"
    return (
        f"{_processor()}, {os.cpu_count()} cores ({load}), {platform.system()}, {python}, {datetime.now(UTC):%d %B %Y}"
    )


def alone(module: str, *arguments: str, longest: float) -> dict[str, object]:
    """Run a module in a process of its own, on one core, and return the JSON object that it prints.

    Raises:
        subprocess.CalledProcessError: it ends otherwise than well.
        subprocess.TimeoutExpired: it takes over `longest` seconds.
    """
    command = [sys.executable, "-m", module, *arguments]
    environment: Mapping[str, str] = {**os.environ, **ONE_CORE}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=longest, env=environment)
    figures: dict[str, object] = json.loads(done.stdout)
    return figures


def peak_mb() -> int:
    """Return the most memory that this process has held so far."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _processor() -> str:
    lines = _CPUINFO.read_text().splitlines() if _CPUINFO.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
