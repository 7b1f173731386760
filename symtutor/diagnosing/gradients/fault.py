"""A fault of backpropagation: what people write for one of its lines, with the name of the fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from symtutor.diagnosing.gradients.probes import Arrays, Line

__all__ = ["Compute", "Fault", "named", "scaled"]

Compute = Callable[[Arrays], Any]


@dataclass(frozen=True)
class Fault:
    """A line computed otherwise.

    Parameters
    ----------
    id : str
        Rule and fault, such as ``network.sigmoid/no-derivative``.
    line : str
        The name of the array.
    compute : callable
        What it is computed as.
    words : str
        What went wrong and what is right.
    """

    id: str
    line: str
    compute: Compute
    words: str


def named(rule: str, name: str, line: Line, compute: Compute, words: str) -> Fault:
    """Return a fault of a rule at a line."""
    return Fault(f"{rule}/{name}", line.name, compute, words)


def scaled(compute: Compute, factor: float) -> Compute:
    """Return what computes an array times a factor."""
    return lambda arrays: factor * compute(arrays)
