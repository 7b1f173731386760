"""Asking for steps downhill: gradient descent, momentum, Newton's method."""

from __future__ import annotations

from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.arguments import all_letters_of
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.errors import InputError
from symtutor.goals.descent import DescentOf
from symtutor.problem import Problem, Sameness
from symtutor.views.solution import Solution, solve

__all__ = ["descend"]

_METHODS = {"gradient": "gradient", "gradient descent": "gradient", "momentum": "gradient", "newton": "newton"}
_MOST = 30


@public
def descend(
    f: Any,
    start: Any,
    variables: Any = None,
    *,
    rate: Any = "1/10",
    momentum: Any = 0,
    method: str = "gradient",
    steps: int = 3,
    **options: Unpack[Options],
) -> Solution:
    """Take the first steps of gradient descent, momentum or Newton's method, exactly, and say when they converge.

    A step goes from x to x − η ∇f(x), with momentum β also by β times the step before, or by Newton's method to
    x − H⁻¹ ∇f(x).  For a quadratic function with a minimum the rates for which it converges are derived.

    Parameters
    ----------
    f : str or Expr
        The function whose minimum is looked for.
    start : mapping or tuple
        Where the first step begins: coordinates ``(1, 1)``, values ``{"x": 1, "y": 1}``, or a number for one variable.
    variables : sequence of str or Symbol, optional
        The variables, in order; left out, the free symbols sorted by name.
    rate : str or Expr, default 1/10
        The learning rate η of gradient descent.
    momentum : str or Expr, default 0
        The part β of the step before that is added, at least 0 and less than 1.
    method : {"gradient", "newton"}
        How a step is made.
    steps : int, default 3
        How many steps are taken, at most 30.

    Returns
    -------
    Solution
        ``.answer`` has ``points`` (the start first), ``values``, ``longest`` (the rate below which it converges) and ``factor``.

    Examples
    --------
    >>> answer = descend("x^2 + 4y^2", (1, 1), rate="1/10", steps=2).answer
    >>> answer.points, answer.longest, answer.factor
    (((1, 1), (4/5, 1/5), (16/25, 1/25)), 1/4, 4/5)
    >>> descend("x^2 - 2", 1, method="newton", steps=1).answer.point
    {x: 0}
    """
    inputs, how = begin(options)
    expr = inputs.expression(f, "the function")
    names = all_letters_of(inputs, variables, expr)
    way = _METHODS.get(str(method).lower())
    if way is None:
        raise InputError(f"method={method!r} is unknown", 'Choose "gradient" (with momentum= for inertia) or "newton".')
    eta, inertia = inputs.expression(rate, "the rate"), inputs.expression(momentum, "the momentum")
    if not (eta.is_number and eta.is_real and bool(eta > 0)):
        raise InputError(f"rate={rate} is no positive number", "A step goes against the gradient for rates above 0.")
    if not (inertia.is_number and inertia.is_real and bool(inertia >= 0) and bool(inertia < 1)):
        raise InputError(f"momentum={momentum} is not at least 0 and less than 1")
    if not isinstance(steps, int) or isinstance(steps, bool) or not 1 <= steps <= _MOST:
        raise InputError(f"steps={steps!r} is no whole number from 1 to {_MOST}")
    if isinstance(start, str) and len(names) > 1:
        start = tuple(inputs.vector(start, "the start"))
    if isinstance(start, tuple | list) and len(start) != len(names):
        raise InputError(f"the start has {len(start)} coordinates, and there are {len(names)} variables")
    if not isinstance(start, dict | tuple | list) and len(names) != 1:
        raise InputError(f"the start is one number, and there are {len(names)} variables", "Give its coordinates, as in (1, 1).")
    place = inputs.point(start, names)
    missing = [v for v in names if v not in place]
    if missing:
        raise InputError(f"the start gives no value for {missing[0]}")
    if any(not place[v].is_number or place[v].is_real is False for v in names):
        raise InputError("the start must be a point with real coordinates")
    here = sp.Tuple(*(place[v] for v in names))
    value = expr.xreplace(dict(zip(names, here, strict=True)))
    if not value.is_finite or value.is_real is False:
        raise InputError(f"the function has no value at the start {tuple(here)}")
    goal = DescentOf(expr, sp.Tuple(*names), here, sp.Symbol(way), eta, inertia, sp.Integer(steps))
    return solve(Problem(goal, Sameness.SET, domain=inputs.domain), inputs, **how)
