"""Asking for antiderivatives and definite integrals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symtutor.errors import InputError
from symtutor.goals import DefiniteIntegral, Integral
from symtutor.inputs import Inputs
from symtutor.problem import Problem, Sameness
from symtutor.solution import Solution, solve

__all__ = ["integrate"]


def integrate(
    f: Any,
    x: Any = None,
    limits: tuple[Any, Any] | None = None,
    *,
    seconds: float | None = None,
    detail: str = "normal",
    names: Iterable[str] = (),
    functions: Iterable[str] = (),
) -> Solution:
    """Integrate an expression step by step.

    Parameters
    ----------
    f : str or Expr
        The integrand.
    x : str or Symbol, optional
        The variable; left out, the only free symbol.
    limits : pair, optional
        The limits of a definite integral; ``oo`` is allowed.
    seconds : float, optional
        Give up after this time.
    detail : {"brief", "normal", "full"}
        How much `str()` prints.
    names, functions : iterable of str
        Symbols and functions of several letters that strings use.

    Returns
    -------
    Solution
        Its ``.answer`` is an antiderivative without the constant, or the value of
        the definite integral.  Where no rule applies it holds the open Integral.

    Examples
    --------
    >>> integrate("2x").answer
    x**2
    """
    inputs = Inputs(names, functions)
    expr = inputs.expression(f, "the integrand")
    variable = inputs.variable(expr, x, "integrate")
    if limits is None:
        problem = Problem(Integral(expr, variable), Sameness.UP_TO_CONSTANT, variable=variable, domain=inputs.domain)
    else:
        low, high = _pair(limits)
        ends = inputs.expression(low, "the lower limit"), inputs.expression(high, "the upper limit")
        problem = Problem(DefiniteIntegral(expr, variable, *ends), domain=inputs.domain)
    return solve(problem, inputs, seconds=seconds, detail=detail, may_stay_open=True)


def _pair(limits: Any) -> tuple[Any, Any]:
    if not isinstance(limits, tuple | list) or len(limits) != 2:
        raise InputError(f"limits={limits!r} is no pair", "Pass two values, as in limits=(0, 1).")
    return limits[0], limits[1]
