"""How hard a problem is, measured by its derivation: the rules it needs, how deep they stand, the size of its numbers."""

from __future__ import annotations

import math
from typing import Any

import sympy as sp

from symtutor.derivation import Solved

__all__ = ["difficulty"]


def difficulty(solved: Solved) -> float:
    """Return how hard a derivation is; only the order of the values means something.

    Parameters
    ----------
    solved : Solved
        The derivation of a problem.
    """
    nodes = list(solved.nodes())
    rules = {node.rule.id: node for node in nodes if not node.rule.minor}
    numbers = _numbers(solved.value)
    return len(rules) + sum(node.cost for node in rules.values()) / 4 + len(nodes) / 10 + math.log10(1 + numbers) / 2


def _numbers(value: Any) -> float:
    """Return the size of the largest number in an answer."""
    if not isinstance(value, sp.Basic):
        return 0.0
    found = [abs(n.p) + n.q for n in value.atoms(sp.Rational)]
    return float(min(max(found, default=0), 10**9))
