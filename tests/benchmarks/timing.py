"""Timing beside a peer: each pair in the same process, as a ratio, with the median told."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Any

from sympy.core.cache import clear_cache

# an installed package has its bytecode, whatever this process was told about writing it
WITH_BYTECODE = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def cold(action: Callable[[], Any], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return the seconds by a clock that an action takes with SymPy's caches empty."""
    clear_cache()
    start = clock()
    action()
    return clock() - start


def ratio(actions: Iterable[tuple[Callable[[], Any], Callable[[], Any]]]) -> tuple[float, float, float]:
    """Return the lower quartile, median and upper quartile of the ratios of pairs of actions."""
    ratios = [cold(ours) / cold(theirs) for ours, theirs in actions]
    low, middle, high = statistics.quantiles(ratios, n=4)
    return low, middle, high


def process_seconds(code: str) -> float:
    """Return the wall seconds of a fresh process that runs a program."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=WITH_BYTECODE)
    return time.perf_counter() - start


def paired(ours: str, theirs: str, runs: int = 7) -> float:
    """Return the median ratio of two programs run in turn, after one run of each that writes the bytecode."""
    return statistics.median(a / b for a, b in _pairs(ours, theirs, runs))


def excess(ours: str, theirs: str, runs: int = 7) -> float:
    """Return the median of the seconds that one program takes more than another."""
    return statistics.median(a - b for a, b in _pairs(ours, theirs, runs))


def _pairs(ours: str, theirs: str, runs: int) -> list[tuple[float, float]]:
    return [(process_seconds(ours), process_seconds(theirs)) for _ in range(runs + 1)][1:]


def row(name: str, text: str, target: str) -> None:
    """Print one line of the benchmark."""
    print(f"{name:58s} {text:34s} target {target}", flush=True)
