"""Proved values of the integrals, limits and sums that stand in lines: derived by the rules, checked by independent code."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.concrete.gosper import gosper_sum

from symtutor.checking.derivation import check_derivation
from symtutor.checking.meanings.sums import judge_sum
from symtutor.checking.values.senses import proved
from symtutor.checking.values.series import series_value
from symtutor.deriving.search import Search
from symtutor.diagnosing.work.verdicts import FAILURES
from symtutor.goals import core as goals
from symtutor.goals.core import Goal
from symtutor.rules import BOOK
from symtutor.verdict import Status

__all__ = ["known_value", "value_everywhere"]

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
    return _value(part, under_conditions=True)


@lru_cache(maxsize=256)
def value_everywhere(part: sp.Expr) -> Any:
    """Return a value as `known_value` does, if it was found without a condition on letters; None otherwise.

    Examples
    --------
    >>> a, k, x = sp.symbols("a k x")
    >>> value_everywhere(sp.Integral(x, (x, 0, a))), value_everywhere(sp.Integral(sp.exp(-a * x), (x, 0, sp.oo)))
    (a**2/2, None)
    >>> value_everywhere(sp.Sum(1 / (k * (k + 1)), (k, 1, sp.oo)))
    1
    """
    return _value(part, under_conditions=False)


def _value(part: sp.Expr, *, under_conditions: bool) -> Any:
    value_of = known_value if under_conditions else value_everywhere
    try:
        if isinstance(part, sp.Limit):
            found = proved(part)
            if found is not None:
                return found
        if isinstance(part, sp.Integral) and len(part.limits) > 1:
            return _repeated(part, value_of)
        if isinstance(part, sp.Sum) and len(part.limits) == 1 and part.limits[0][-1] is sp.oo:
            return _endless(part)
        goal = _goal(part)
        return None if goal is None else _derived(goal, under_conditions=under_conditions)
    except FAILURES:
        return None


def _repeated(integral: Any, value_of: Callable[[Any], Any]) -> Any:
    """Return the value of an integral over several letters, from the inside."""
    inner = value_of(sp.Integral(integral.function, integral.limits[0]))
    return None if inner is None else value_of(sp.Integral(inner, *integral.limits[1:]))


def _endless(series: Any) -> Any:
    """Return the limit of the partial sums; None where it is not found for a letter that runs through real numbers."""
    index, first, _ = series.limits[0]
    last = next(letter for letter in sp.numbered_symbols("n") if letter not in series.free_symbols | {index})
    sums = sp.Sum(series.function, (index, first, last))
    partial = value_everywhere(sums) or _by_induction(_goal(sums))
    found = None if partial is None else value_everywhere(sp.Limit(partial, last, sp.oo))
    if found is None and (known := series_value(series)) is not None and known[1] == sp.true:
        return known[0]
    return None if found is sp.nan else found


def _by_induction(goal: Any) -> Any:
    """Return a closed form of a sum of hypergeometric terms, if induction over the number of terms proves it."""
    term, index, last = goal.args
    closed = gosper_sum(term, (index, 0, last))
    return None if closed is None or judge_sum(goal, closed, {}, {}).status is not Status.CORRECT else closed


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


def _derived(goal: Goal, *, under_conditions: bool) -> Any:
    """Return the value that the rules derive, if independent code proves the derivation; what was assumed of letters may be refused."""
    solved = Search(BOOK, nodes=_NODES).solve(goal)
    value = solved.value
    if value is None or (isinstance(value, sp.Basic) and value.has(sp.Integral, sp.Limit, sp.Sum)):
        return None
    report = check_derivation(solved, {})
    assumed = [*(c for node in solved.nodes() for c in node.conditions), *(f.verdict.domain for f in report.findings)]
    if not under_conditions and any(c not in {sp.true, True} for c in assumed):
        return None
    return value if report.status is Status.CORRECT else None
