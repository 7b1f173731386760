"""Derivatives at points where a formula changes: kinks and jumps, where both sides of the point count."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from symtutor.algorithms.integrands.derivatives import slope
from symtutor.algorithms.places.cases import SWITCHES, gaps
from symtutor.algorithms.structure import depends
from symtutor.goals.core import Derivative, Evaluated, Goal, HigherDerivative, inert
from symtutor.goals.curves import Differential, ParametricSlope, SlopeAtJoin
from symtutor.goals.vectors import ChainDerivative, DerivativesAt, DirectionalDerivative, Partial
from symtutor.term import Term

__all__ = ["at_place", "has_kink"]

_STEPS = (sp.floor, sp.ceiling)


def has_kink(expr: Any, point: Mapping[Any, Any], order: int = 1) -> bool:
    """Tell whether the formula of an expression may change at a point: a sign, a step, a largest, a smallest, a condition.

    Where a root is 0, also whether the formula of one of its derivatives up to this order is 0/0.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> has_kink(sp.Abs(sp.sin(x)) + y, {x: 0, y: 1}), has_kink(sp.Abs(sp.sin(x)) + y, {x: 1, y: 0})
    (True, False)
    >>> has_kink(sp.sqrt(x**4), {x: 0}), has_kink(sp.sqrt(x), {x: 0})
    (True, False)
    >>> [has_kink((x**2 + y**2) ** sp.Rational(3, 2), {x: 0, y: 0}, order) for order in (1, 2)]
    [False, True]
    """
    place = {letter: sp.sympify(worth) for letter, worth in point.items()}
    if any(sp.expand(gap.xreplace(place)) == 0 for node in expr.atoms(*SWITCHES) for gap in gaps(node)):
        return True
    if any(part.args[0].xreplace(place).is_integer for part in expr.atoms(*_STEPS)):
        return True
    return any(root.base.xreplace(place).is_zero for root in _roots(expr)) and any(_has_no_slope(expr, v, place, order) for v in place)


def _has_no_slope(expr: sp.Expr, variable: sp.Expr, place: Mapping[sp.Expr, sp.Expr], order: int) -> bool:
    """Tell whether the formula of a derivative up to an order is 0/0 at a place, or is no single formula."""
    if not isinstance(variable, sp.Symbol) or not depends(expr, variable):
        return False
    found = slope(expr, variable)
    if found is None or found.xreplace(place).has(sp.nan):
        return True
    return order > 1 and any(_has_no_slope(found, v, place, order - 1) for v in place)


def _roots(expr: sp.Basic) -> list[sp.Pow]:
    """Return the powers with a fraction as exponent: the formula of the slope is 0/0 where a root of a square, say, is 0."""
    return [p for p in expr.atoms(sp.Pow) if p.exp.is_Rational and not p.exp.is_Integer]


def at_place(goal: Term, variables: tuple[Any, ...], values: tuple[Any, ...]) -> Term:
    """Return the goal of derivatives at a point: by their formula, or at a kink by what both sides of the point say.

    Parameters
    ----------
    goal : Term
        The goal of derivatives, a gradient say, in closed expressions.
    variables, values : tuple of Expr
        The point.

    Examples
    --------
    >>> from symtutor.goals.core import D
    >>> x = sp.Symbol("x")
    >>> at_place(D(sp.Abs(x), x), (x,), (sp.S.Zero,)) == SlopeAtJoin(sp.Abs(x), x, 1, 0)
    True
    >>> at_place(D(sp.Abs(x), x), (x,), (sp.S.One,)) == Evaluated(D(sp.Abs(x), x), (x,), (1,))
    True
    """
    place = dict(zip(variables, values, strict=True))
    plain = Evaluated(goal, tuple(variables), tuple(values))
    if not isinstance(goal, Goal) or not _switches(goal):
        return plain
    if isinstance(goal, DirectionalDerivative):
        return _along_line(goal, place) or plain
    asked = _UNEVALUATED.get(type(goal), inert)(goal)
    slopes = asked.atoms(sp.Derivative)
    if any(v not in place or not n.is_Integer for d in slopes for v, n in d.variable_count) or not any(
        has_kink(d.expr, place, sum(int(n) for _, n in d.variable_count)) for d in slopes
    ):
        return plain
    if isinstance(goal, Derivative | Partial | HigherDerivative) and isinstance(asked, sp.Derivative) and len(asked.variable_count) == 1:
        ((variable, order),) = asked.variable_count
        rest = asked.expr.xreplace({v: p for v, p in place.items() if v != variable})
        return SlopeAtJoin(rest, variable, order, place[variable]) if has_kink(rest, place, int(order)) else plain
    return DerivativesAt(asked, tuple(variables), tuple(values))


def _switches(term: Term) -> bool:
    """Tell whether the formula of a part of a goal changes somewhere."""
    return any(
        _switches(a) if isinstance(a, Term) else isinstance(a, sp.Basic) and (a.has(*SWITCHES, *_STEPS) or _roots(a)) for a in term.args
    )


def _along_line(goal: Goal, place: Mapping[Any, Any]) -> Term | None:
    """Return the slope at 0 along the line through a point at a kink, by lengths; None at a point like any other."""
    expr, variables, direction = goal.args
    if not has_kink(expr, place) or any(v not in place for v in variables):
        return None
    step = next(s for s in map(sp.Symbol, "tsh") if s not in expr.free_symbols)
    length = sp.sqrt(sum(entry**2 for entry in direction))
    moved = {v: place[v] + step * entry / length for v, entry in zip(variables, direction, strict=True)}
    return SlopeAtJoin(expr.xreplace(moved), step, 1, 0)


def _of_chain(goal: Goal) -> Any:
    expr, letters, places, variable = goal.args
    return sp.Derivative(expr.xreplace(dict(zip(letters, places, strict=True))), variable)


def _of_differential(goal: Goal) -> Any:
    expr, variable = goal.args
    return sp.Derivative(expr, variable) * sp.Symbol(f"d{variable.name}")


def _of_curve(goal: Goal) -> Any:
    x, y, t, order = goal.args
    dx, dy = sp.Derivative(x, t), sp.Derivative(y, t)
    if order == 1:
        return dy / dx
    return (sp.Derivative(y, (t, 2)) * dx - sp.Derivative(x, (t, 2)) * dy) / dx**3


_UNEVALUATED: dict[type[Goal], Callable[[Goal], Any]] = {
    ChainDerivative: _of_chain,
    Differential: _of_differential,
    ParametricSlope: _of_curve,
}
