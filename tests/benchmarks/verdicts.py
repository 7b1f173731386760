"""Judging pairs of expressions beside ``simplify(a - b) == 0``, which is killed at a deadline."""

import contextlib
import json
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import sympy as sp
from sympy.core.cache import clear_cache

from symtutor import worker
from symtutor.checking.equivalence.equivalence import equivalence
from symtutor.errors import SymtutorError
from symtutor.verdict import Status
from tests.benchmarks.timing import row
from tests.verdict_cases import PROVED, REFUTED

SECONDS = 10.0
SAMPLE = 60
_read: Any = sp.sympify
Pair = tuple[Any, Any, dict[str, Any], bool]


def pairs(corpus: Path | None) -> Iterator[Pair]:
    """Yield left, right, options and whether they are equal: of a corpus of JSON lines, or of the published cases."""
    if corpus is None:
        for left, right, options, *_ in PROVED:
            yield left, right, options, True
        for left, right, options in REFUTED:
            yield left, right, options, False
        return
    with corpus.open(encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            left, right, x = (_read(entry[key], rational=True) for key in ("a", "b", "variable"))
            constant = entry.get("task") == "antiderivative" and entry["truth"] != "equal"
            domain = {s: sp.Interval.open(0, sp.oo) for s in (left.free_symbols | right.free_symbols) - {x}}
            yield left, right, {"variable": x, "up_to_constant": constant, "domain": domain or None}, entry["truth"] != "different"


def run(corpus: Path | None = None) -> None:
    """Print how many are decided, and the ratio of the medians on a sample."""
    everything = list(pairs(corpus))
    ours: list[float] = []
    outcomes = {"right": 0, "undecided": 0, "wrong": 0}
    for left, right, options, equal in everything:
        clear_cache()
        verdict, seconds = _timed(partial(equivalence, left, right, **options))
        ours.append(seconds)
        wanted = Status.CORRECT if equal else Status.INCORRECT
        outcomes["undecided" if verdict.status is Status.UNDECIDED else "right" if verdict.status is wanted else "wrong"] += 1
    step = max(1, len(everything) // SAMPLE)
    peer = [_simplify_seconds(left, right, options) for left, right, options, _ in everything[::step]]
    decided = 100 - 100 * outcomes["undecided"] / len(everything)
    row("pairs judged wrongly", f"{outcomes['wrong']} of {len(everything)}", "0")
    row("pairs decided", f"{decided:.1f} %", "≥ 97 %")
    row(
        "median verdict / median simplify(a - b) == 0",
        f"{statistics.median(ours[::step]) / statistics.median(peer):.3f}  ({len(peer)} pairs)",
        "≤ 0.2",
    )
    row("total of verdicts / total of simplify, killed at 10 s", f"{sum(ours[::step]) / sum(peer):.3f}", "≤ 0.2")


def _timed(action: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    found = action()
    return found, time.perf_counter() - start


def _simplify_seconds(left: Any, right: Any, options: dict[str, Any]) -> float:
    """Return how long SymPy takes in the worker, at most the deadline; of an antiderivative it gets the derivative."""
    difference = left - right
    if options.get("up_to_constant"):
        difference = sp.diff(difference, options["variable"])
    worker.ask("factor", sp.Integer(2), seconds=SECONDS)
    start = time.perf_counter()
    with contextlib.suppress(SymtutorError):
        worker.ask("is_zero", difference, seconds=SECONDS)
    return time.perf_counter() - start
