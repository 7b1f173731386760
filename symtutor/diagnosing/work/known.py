"""Proved values of the integrals, limits and sums that stand in lines: derived by the rules, checked by independent code."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.derivation import check_derivation
from symtutor.checking.values.senses import proved
from symtutor.deriving.search import Search
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.goals import core as goals
from symtutor.goals.core import Goal
from symtutor.rules import BOOK
from symtutor.verdict import Status

__all__ = ["known_value"]

_NODES = 1_500


@lru_cache(maxsize=2048)
def known_value(part: sp.Expr) -> Any:
    """Return the value of an unevaluated integral, limit or sum if it is proved, nan where there is none, else None.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> known_value(sp.Integral(x**2, (x, 0, 3)))
    9
    """
    try:
        if isinstance(part, sp.Limit):
            found = proved(part)
            if found is not None:
                return found
        if isinstance(part, sp.Integral) and len(part.limits) > 1:
            return _repeated(part)
        goal = _goal(part)
        return None if goal is None else _derived(goal)
    except FAILURES:
        return None


def _repeated(integral: Any) -> Any:
    """Return the value of an integral over several letters, from the inside."""
    inner = known_value(sp.Integral(integral.function, integral.limits[0]))
    return None if inner is None else known_value(sp.Integral(inner, *integral.limits[1:]))


def _goal(part: Any) -> Any:
    """Return the goal of SymPy's unevaluated node."""
    if isinstance(part, sp.Limit):
        expr, variable, to, direction = part.args
        return goals.Limit(expr, variable, to, sp.Symbol(str(direction)))
    if len(part.limits) != 1:
        return None
    limits = part.limits[0]
    if isinstance(part, sp.Integral) and len(limits) == 3:
        return goals.DefiniteIntegral(part.function, *limits)
    if isinstance(part, sp.Sum) and len(limits) == 3:
        index, first, last = limits
        return goals.Summation(part.function.subs(index, index + first), index, last - first)
    return None


def _derived(goal: Goal) -> Any:
    """Return the value that the rules derive, if independent code proves the derivation."""
    solved = Search(BOOK, nodes=_NODES).solve(goal)
    value = solved.value
    if value is None or (isinstance(value, sp.Basic) and value.has(sp.Integral, sp.Limit, sp.Sum)):
        return None
    return value if check_derivation(solved, {}).status is Status.CORRECT else None
