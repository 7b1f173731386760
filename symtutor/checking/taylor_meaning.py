"""What a Taylor polynomial is: the polynomial whose value and derivatives at the point are those of the function."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy as sp

from symtutor import goals
from symtutor.checking.differentiator import differentiated
from symtutor.goals import Goal

__all__ = ["KINDS", "taylor_sides"]

KINDS = (goals.TaylorPolynomial, goals.TaylorTerm, goals.Truncated)


def taylor_sides(goal: Goal, claimed: Any) -> Iterator[tuple[Any, Any]]:
    """Yield pairs that are equal exactly if a claimed polynomial answers the goal.

    Parameters
    ----------
    goal : TaylorPolynomial, TaylorTerm or Truncated
        What was asked.
    claimed : Expr
        The polynomial.

    Examples
    --------
    >>> from sympy.abc import x
    >>> list(taylor_sides(goals.TaylorPolynomial(sp.exp(x), x, 0, 1), 1 + x))
    [(1, 1), (1, 1), (0, 0)]
    """
    expr, variable, about, degree = goal.args
    if isinstance(goal, goals.TaylorTerm):
        yield expr * (variable - about) ** degree / sp.factorial(degree), claimed
        return
    for _ in range(int(degree) + 1):
        yield expr.subs(variable, about), claimed.subs(variable, about)
        expr, claimed = differentiated(expr, variable), differentiated(claimed, variable)
    yield sp.S.Zero, sp.expand(claimed)
