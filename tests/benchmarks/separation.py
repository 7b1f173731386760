"""Support vector machines and constrained minima beside scikit-learn and scipy in one run; needs the extra ``compare``."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

import symtutor as st
from tests.benchmarks.timing import row

RUNS = 3
CASES = ((2, 100_000, "≤ 0.2"), (5, 100_000, "≤ 1"), (10, 100_000, "≤ 1"), (2, 10_000, "≤ 3"), (5, 10_000, "≤ 3"), (10, 10_000, "≤ 3"))


def separable(size: int, count: int, seed: int) -> tuple[Any, Any]:
    """Return points of two sides with a gap between them, and their labels."""
    generator = np.random.default_rng(seed)
    way = generator.normal(size=size)
    way /= np.linalg.norm(way)
    points = generator.normal(size=(count, size))
    side = np.where(points @ way > 0, 1, -1)
    return np.round(points + 0.5 * side[:, None] * way, 6), side


def seconds(action: Callable[[], Any]) -> tuple[float, Any]:
    """Return the processor seconds of an action, and what it gives."""
    start = time.process_time()
    found = action()
    return time.process_time() - start, found


def run() -> None:
    """Print medians of our time and the peer's, and their ratio."""
    minimize: Any = import_module("scipy.optimize").minimize
    machine_of: Any = import_module("sklearn.svm").SVC
    for size, count, target in CASES:
        ours, theirs, gaps = [], [], []
        for seed in range(RUNS):
            points, labels = separable(size, count, seed)
            one, street = seconds(partial(st.svm, points, labels))
            two, machine = seconds(partial(machine_of(kernel="linear", C=1e6).fit, points, labels))
            ours.append(one)
            theirs.append(two)
            gaps.append(max(abs(float(w) - v) for w, v in zip(street.answer.w, machine.coef_[0], strict=True)))
        ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
        told = f"{1e3 * statistics.median(ours):.0f} ms / {1e3 * statistics.median(theirs):.0f} ms = {ratio:.2f}; w off by {max(gaps):.0e}"
        row(f"svm beside SVC, {count} points in {size} dimensions", told, target)
    held = ["-c >= 1", "a + 2b + c >= 1", "2a + b + c >= 1"]
    conditions = [
        {"type": "ineq", "fun": lambda v: -v[2] - 1},
        {"type": "ineq", "fun": lambda v: v[0] + 2 * v[1] + v[2] - 1},
        {"type": "ineq", "fun": lambda v: 2 * v[0] + v[1] + v[2] - 1},
    ]
    st.minimize("a^2 + b^2", subject_to=held)
    ours, theirs = [], []
    for _ in range(7):
        ours.append(seconds(lambda: st.minimize("a^2 + b^2", subject_to=held))[0])
        theirs.append(seconds(lambda: minimize(lambda v: v[0] ** 2 + v[1] ** 2, [0, 0, 0], constraints=conditions))[0])
    ratio = statistics.median(a / b for a, b in zip(ours, theirs, strict=True))
    told = f"{1e3 * statistics.median(ours):.1f} ms / {1e3 * statistics.median(theirs):.1f} ms = {ratio:.1f}"
    row("the course's problem beside scipy, with all steps", told, "≤ 1")


if __name__ == "__main__":
    run()
