"""Asking for limits and Taylor polynomials."""

from __future__ import annotations

import re
from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.real_points import must_be_place, must_be_real, must_have_real_numbers
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.errors import InputError, NoRuleApplies
from symtutor.goals.core import Limit, TaylorPolynomial, TaylorRemainder
from symtutor.problem import Problem
from symtutor.rules.limits.questions import sign_of_number
from symtutor.term import Term
from symtutor.views.solution import Solution, solve

__all__ = ["limit", "taylor"]

_SIDED = re.compile(r"(.*[\w)])\s*\^?\s*\{?([+-])\}?", re.DOTALL)
_DIRECTIONS = ("+-", "+", "-")
_METHODS = {"derivatives": ("taylor.derivatives",)}
_LARGEST_DEGREE = 60


@public
def limit(
    f: Any,
    x: Any = None,
    to: Any = None,
    direction: str = "+-",
    **options: Unpack[Options],
) -> Solution:
    """Find a limit step by step.

    Parameters
    ----------
    f : str or Expr
        The expression; as text also the whole question, as in "sin(x)/x as x -> 0".
    x : str or Symbol, optional
        The variable; left out, the only free symbol: ``limit("sin(x)/x", 0)`` works too.
    to : str or Expr
        What it tends to; ``oo`` and ``-oo`` are allowed, and as text the side, as in "0+".
    direction : {"+-", "+", "-"}
        From both sides, from the right, from the left.

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
    inputs, how = begin(options)
    asked = inputs.request(f, sp.Limit)
    if to is None and x is not None and not asked.approach:
        x, to = None, x
    if x is None and asked.variables:
        x = asked.variables[0]
    if to is None and asked.approach:
        to, direction = asked.approach
    elif isinstance(to, str) and direction == "+-" and (sided := _SIDED.fullmatch(to.strip())):
        to, direction = sided[1], sided[2]
    if to is None:
        raise InputError("what the variable tends to is missing", 'Write it, as in limit("sin(x)/x", "x", 0).')
    variable = inputs.variable(asked.expr, x, "limit")
    if variable in (place := inputs.expression(to, "the point")).free_symbols:
        raise InputError(
            f"the point {place} may not hold {variable}, which tends to it", 'Name another letter, as in limit("x^2", "x", "a").'
        )
    _must_have_values(asked.expr)
    goal = Limit(asked.expr, variable, place, sp.Symbol(direction))
    _must_have_real_powers(goal, inputs)
    must_have_real_numbers(asked.expr)
    return solve(Problem(goal, domain=inputs.domain), inputs, **how)


def _must_have_values(expr: sp.Basic) -> None:
    """Refuse an integral without limits, which has no value at a point."""
    if any(len(limits) == 1 for part in expr.atoms(sp.Integral) for limits in part.limits):
        raise InputError(f"{expr} has no values: it is an antiderivative, up to a constant", "Give the integral its limits.")


_WHOLE = frozenset("jkmnN")  # letters that run through whole numbers where (−1)^n stands: a sequence


def _must_have_real_powers(goal: Any, inputs: Inputs) -> None:
    """Refuse a power of a negative number whose exponent runs through real numbers: it is real at single places only.

    Raises
    ------
    InputError
        Naming the power.
    """
    expr, variable = goal.args[:2]
    if variable in inputs.domain or variable.name in _WHOLE:
        return
    for power in expr.atoms(sp.Pow) if isinstance(expr, sp.Expr) else ():
        if power.base.is_negative and variable in power.exp.free_symbols:
            raise InputError(
                f"{power} is real at single places only, because its base is negative", "Take the limit of its absolute value."
            )


@public
def taylor(
    f: Any,
    x: Any = None,
    about: Any = 0,
    degree: int = 3,
    *,
    on: Any = None,
    method: str | None = None,
    **options: Unpack[Options],
) -> Solution:
    """Find a Taylor polynomial step by step.

    Parameters
    ----------
    about : str or Expr, default 0
        The point of expansion.
    degree : int, default 3
        The highest power.
    on : pair of numbers, optional
        An interval on which the error is to be bounded, by the remainder of Lagrange.
    method : {"derivatives"}, optional
        From the derivatives at the point; left out, from known series where there are any.

    Returns
    -------
    Solution
        Its ``.answer`` is the polynomial as an Expr; with `on` it also has the
        ``.bound`` on the error, and the steps that lead to it.

    Examples
    --------
    >>> taylor("cos x", degree=4).answer
    x**4/24 - x**2/2 + 1
    >>> taylor("e^x", degree=3, on=(-1, 1)).bound
    E/24
    """
    if isinstance(degree, bool) or not isinstance(degree, int) or not 0 <= degree <= _LARGEST_DEGREE:
        raise InputError(f"degree={degree!r} is no degree", f"Give a whole number from 0 to {_LARGEST_DEGREE}.")
    if method is not None and method not in _METHODS:
        raise InputError(f"method={method!r} is unknown", f"Choose one of {', '.join(_METHODS)}.")
    inputs, how = begin(options)
    expr = inputs.expression(f)
    _must_have_values(expr)
    variable, point = inputs.variable(expr, x, "taylor"), inputs.expression(about, "the point of expansion")
    must_be_real([expr], [variable])
    must_be_place({variable: point}, [variable], [expr])
    goal: Any = TaylorPolynomial(expr, variable, point, degree)
    if on is not None:
        goal = Term(sp.Tuple, (goal, TaylorRemainder(*goal.args, *_interval(on, inputs))))
    problem = Problem(goal, domain=inputs.domain)
    try:
        return solve(problem, inputs, **how, method=() if method is None else _METHODS[method])
    except NoRuleApplies as stuck:
        raise (_no_expansion(expr, variable, point) or (on is not None and _no_remainder(expr, variable)) or stuck) from None


def _interval(on: Any, inputs: Inputs) -> tuple[Any, Any]:
    """Return the ends of an interval that a caller gave.

    Raises
    ------
    InputError
        If it is no pair of numbers, the smaller one first.
    """
    if not isinstance(on, tuple | list) or len(on) != 2:
        raise InputError(f"on={on!r} is no interval", "Give its two ends, as in on=(0, 1).")
    low, high = (inputs.expression(end, "the end of the interval") for end in on)
    if not all(end.is_number and end.is_finite for end in (low, high)) or sign_of_number(high - low) != 1:
        raise InputError(f"on=({low}, {high}) is no interval", "Give two numbers, the smaller one first, as in on=(0, 1).")
    return low, high


def _no_remainder(expr: Any, variable: Any) -> InputError | None:
    """Return why the error cannot be bounded by a derivative, where the formula may change on the interval."""
    if not any(part.has(variable) for part in expr.atoms(*_CHANGING)):
        return None
    return InputError(
        f"the formula of {expr} changes on the interval, and the remainder of Lagrange needs derivatives on all of it",
        "Choose an interval with on= on which it is one smooth formula.",
    )


_CHANGING = (sp.Abs, sp.sign, sp.Heaviside, sp.Max, sp.Min, sp.Piecewise, sp.floor, sp.ceiling, sp.frac, sp.Mod)


def _no_expansion(expr: Any, variable: Any, point: Any) -> InputError | None:
    """Return why there is no Taylor polynomial at a point, where that is plain."""
    from symtutor.algorithms.places.kinks import has_kink  # noqa: PLC0415 (only to explain a failure)

    why = "is not defined at" if not expr.subs(variable, point).is_finite else "changes its formula at"
    if why == "changes its formula at" and not has_kink(expr, {variable: point}):
        return None
    return InputError(f"{expr} {why} {variable} = {point}, so it has no Taylor polynomial there", "Choose another point with about=.")
