"""Timing beside a peer: each pair in the same process, as a ratio, with the median told."""

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from sympy.core.cache import clear_cache


def cold(action: Callable[[], Any]) -> float:
    """Return the seconds that an action takes with SymPy's caches empty."""
    clear_cache()
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def ratio(actions: Iterable[tuple[Callable[[], Any], Callable[[], Any]]]) -> tuple[float, float, float]:
    """Return the lower quartile, median and upper quartile of the ratios of pairs of actions."""
    ratios = [cold(ours) / cold(theirs) for ours, theirs in actions]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return low, middle, high


def process_seconds(code: str, runs: int = 7) -> list[float]:
    """Return the wall seconds of fresh processes that run a program."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return times


def paired(ours: str, theirs: str, runs: int = 7) -> float:
    """Return the median ratio of two programs run in turn."""
    pairs = [(process_seconds(ours, 1)[0], process_seconds(theirs, 1)[0]) for _ in range(runs)]
    return statistics.median(a / b for a, b in pairs)


def row(name: str, text: str, target: str) -> None:
    """Print one line of the benchmark."""
    print(f"{name:58s} {text:34s} target {target}", flush=True)
