"""What a benchmark measures with: clocks, memory, and the one line it prints."""

import gc
import json
import os
import resource
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Figures = dict[str, Any]
PAGE = os.sysconf("SC_PAGE_SIZE")
SHARES = {"p50": 0.5, "p99": 0.99}


def told(benchmark: str, figures: Mapping[str, object]) -> None:
    """The line."""
    print(json.dumps({"benchmark": benchmark, **figures}), flush=True)  # noqa: T201 - what a benchmark is for


def spread(values: Sequence[float]) -> Figures:
    """Nearest-rank percentiles of any number of values but none."""
    ordered = sorted(values)
    last = len(ordered) - 1
    figures = {
        name: round(ordered[min(int(len(ordered) * share), last)], 3) for name, share in SHARES.items()
    }
    return {**figures, "max": round(ordered[-1], 3), "calls": len(ordered)}


def median(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]


def ratio(one: float, other: float) -> float | None:
    """None where there is nothing to compare with: a clock may stand still over something small."""
    return round(one / other, 2) if other else None


class Stopwatch:
    """Milliseconds by two clocks: of this thread's CPU, which neighbours do not touch, and of the wall."""

    def __init__(self) -> None:
        self._cpu, self._wall = time.thread_time(), time.perf_counter()

    def read(self) -> tuple[float, float]:
        return (time.thread_time() - self._cpu) * 1000, (time.perf_counter() - self._wall) * 1000


def resident() -> int:
    """Bytes of this process in memory without its garbage; the peak, where no system tells the present."""
    gc.collect()
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
