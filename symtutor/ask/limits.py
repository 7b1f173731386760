"""Asking for limits and Taylor polynomials."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sympy as sp

from symtutor.errors import InputError
from symtutor.goals import Limit, TaylorPolynomial
from symtutor.inputs import Inputs
from symtutor.problem import Problem
from symtutor.solution import Solution, solve

__all__ = ["limit", "taylor"]

_DIRECTIONS = ("+-", "+", "-")
_LARGEST_DEGREE = 60


def limit(
    f: Any,
    x: Any,
    to: Any,
    direction: str = "+-",
    *,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Find a limit step by step.

    Parameters
    ----------
    f : str or Expr
        The expression.
    x : str or Symbol
        The variable.
    to : str or Expr
        What it tends to; ``oo`` and ``-oo`` are allowed.
    direction : {"+-", "+", "-"}
        From both sides, from the right, from the left.
    seconds : float, optional
        Give up after this time.
    detail : {"brief", "normal", "full"}
        How much `str()` prints.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr, oo, -oo, or nan when the limit does not exist; the steps say why.

    Examples
    --------
    >>> limit("x^2 + 1", "x", 2).answer
    5
    """
    if direction not in _DIRECTIONS:
        raise InputError(f"direction={direction!r} is unknown", f"Choose one of {', '.join(map(repr, _DIRECTIONS))}.")
    inputs = Inputs(names, functions)
    goal = Limit(inputs.expression(f), inputs.symbol(x), inputs.expression(to, "the point"), sp.Symbol(direction))
    return solve(Problem(goal, domain=inputs.domain), inputs, seconds=seconds, detail=detail)


def taylor(
    f: Any,
    x: Any = None,
    about: Any = 0,
    degree: int = 3,
    *,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Find a Taylor polynomial step by step.

    Parameters
    ----------
    f : str or Expr
        The expression.
    x : str or Symbol, optional
        The variable; left out, the only free symbol.
    about : str or Expr, default 0
        The point of expansion.
    degree : int, default 3
        The highest power.
    seconds : float, optional
        Give up after this time.
    detail : {"brief", "normal", "full"}
        How much `str()` prints.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.

    Returns
    -------
    Solution
        Its ``.answer`` is the polynomial as an Expr.

    Examples
    --------
    >>> taylor("cos x", degree=4).answer
    x**4/24 - x**2/2 + 1
    """
    if isinstance(degree, bool) or not isinstance(degree, int) or not 0 <= degree <= _LARGEST_DEGREE:
        raise InputError(f"degree={degree!r} is no degree", f"Give a whole number from 0 to {_LARGEST_DEGREE}.")
    inputs = Inputs(names, functions)
    expr = inputs.expression(f)
    goal = TaylorPolynomial(expr, inputs.variable(expr, x, "taylor"), inputs.expression(about, "the point of expansion"), degree)
    return solve(Problem(goal, domain=inputs.domain), inputs, seconds=seconds, detail=detail)
