"""What goals about places where formulas meet mean: there is a derivative if both sides agree with the value and in their slopes."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import real_value
from symtutor.goals import curves as curve_goals
from symtutor.goals.core import Goal, Limit

__all__ = [
    "UNTOLD",
    "agree",
    "derivatives_at",
    "has_joins",
    "join",
    "joined",
    "piecewise_slope",
    "slope_at",
    "slope_at_join",
    "slope_by_definition",
]

Sides = tuple[Any, Any]
_TRUE: Sides = (sp.S.Zero, sp.S.Zero)
_FALSE: Sides = (sp.S.One, sp.S.Zero)
# two things whose equality is never decided: that a side has no plain value at the point tells nothing of its limit
UNTOLD: Sides = (sp.Limit(sp.Symbol("f"), sp.Symbol("x"), 0), sp.Symbol("limit"))
_NEAR = sp.Rational(1, 10**12)
_SWITCHING = (sp.Abs, sp.Max, sp.Min, sp.sign, sp.Heaviside, sp.floor, sp.ceiling, sp.Piecewise)
_UNBOUNDED = (sp.nan, sp.zoo, sp.oo, -sp.oo)


def agree(a: Any, b: Any) -> bool:
    """Tell whether two values at a point are the same finite number.

    Examples
    --------
    >>> agree(sp.sqrt(8), 2 * sp.sqrt(2)), agree(sp.oo, sp.oo)
    (True, False)
    """
    if a.has(*_UNBOUNDED) or b.has(*_UNBOUNDED):
        return False
    gap = sp.expand(a - b)
    return bool(gap == 0 or (gap.is_number and _vanishes(gap)))


def _vanishes(gap: Any) -> bool:
    """Tell whether a number is 0: where it is a fraction in one root of a polynomial, by dividing by that polynomial.

    Examples
    --------
    >>> root = sp.CRootOf(sp.Symbol("x") ** 5 - sp.Symbol("x") - 1, 0)
    >>> _vanishes(1 / root - root**4 + 1), _vanishes(1 / root - root**4)
    (True, False)
    """
    roots = gap.atoms(sp.CRootOf)
    if len(roots) == 1:
        (root,), letter = roots, sp.Dummy("root")
        parts = sp.fraction(sp.together(gap.xreplace({root: letter})))
        if all(part.is_polynomial(letter) for part in parts):
            above, below, least = (sp.Poly(part, letter) for part in (*parts, root.poly.as_expr(letter)))
            is_exact = all(part.domain in (sp.ZZ, sp.QQ) for part in (above, below, least))
            if is_exact and least.is_irreducible and not below.rem(least).is_zero:
                return bool(above.rem(least).is_zero)
    return bool(gap.equals(0))


def has_joins(expr: sp.Basic) -> bool:
    """Tell whether the formula of an expression may change from place to place."""
    return bool(expr.has(*_SWITCHING))


def slope_at(expr: Any, variable: Any, point: Any, order: int = 1) -> Any:
    """Return a derivative at a point from the two sides: nan where they differ or the function jumps, None where they do not tell.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> slope_at(sp.Abs(x), x, 0), slope_at(x * sp.Abs(x), x, 0), slope_at(sp.floor(x), x, 2), slope_at(sp.Max(0, x**3), x, 0)
    (nan, 0, nan, 0)
    """
    halves = tuple(_frozen(expr, variable, point + side * _NEAR) for side in (-1, 1))
    value = _value(expr, variable, point)
    is_told = not any(_switches_at(half, variable, point) for half in halves)
    found = _common(halves, value, variable, point, order) if is_told else None
    return slope_by_definition(expr, variable, point) if found is None and order == 1 else found


def _switches_at(expr: Any, variable: Any, point: Any) -> bool:
    """Tell whether the formula of an expression may still change at a point."""
    parts = (part for part in expr.atoms(sp.Abs, sp.sign, sp.Heaviside) if part.has(variable))
    return any(sp.expand(part.args[0].xreplace({variable: point})) == 0 for part in parts)


def slope_by_definition(expr: sp.Basic, variable: sp.Expr, point: Any) -> Any:
    """Return the limit of the difference quotient at a point: nan where the sides differ or it is infinite, None where none is proved.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> slope_by_definition(sp.sqrt(x**4), x, 0), slope_by_definition(sp.sqrt(x**2), x, 0)
    (0, nan)
    """
    from symtutor.checking.limits.proofs import proved_limit  # noqa: PLC0415 (few places need it)

    value = _value(expr, variable, point)
    if value.has(*_UNBOUNDED):
        return sp.nan
    quotient = (expr - value) / (variable - point)
    found = proved_limit(Limit(quotient, variable, sp.sympify(point), sp.Symbol("+-")))
    return None if found is None else sp.nan if found.value.is_finite is False else found.value


def _common(halves: tuple[Any, ...], value: Any, variable: sp.Basic, point: Any, order: int) -> sp.Basic | None:
    """Return the derivative of two formulas that meet at a point with a value, nan where there is none, None where it is not told."""
    if value.has(*_UNBOUNDED):
        return sp.nan
    there: list[Any] = []
    for level in range(order + 1):
        there = [_value(half, variable, point) for half in halves]
        if any(side.has(*_UNBOUNDED) for side in there):
            return None
        if not agree(*there) or (level == 0 and not agree(there[0], value)):
            return sp.nan
        halves = tuple(differentiated(half, variable) for half in halves)
    return there[0]


def join(goal: Goal, claimed: Any) -> Sides:
    """Return what must be equal if a claimed value, nan for none, is the derivative where two formulas meet."""
    below, above, _, _, variable, point, value = goal.args
    return _against(_common((below, above), value, variable, point, 1), claimed)


def slope_at_join(goal: Goal, claimed: sp.Basic) -> Sides:
    """Return what must be equal if a claimed value, nan for none, is the derivative of some order at a kink or jump.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> slope_at_join(curve_goals.SlopeAtJoin(x * sp.Abs(x), x, 1, 0), sp.S.Zero)
    (0, 0)
    """
    expr, variable, order, point = goal.args
    return _against(slope_at(expr, variable, point, int(order)), claimed)


def _against(slope: sp.Basic | None, claimed: sp.Basic) -> Sides:
    if slope is None:
        return UNTOLD
    if slope is sp.nan:
        return _FALSE if claimed.is_finite else _TRUE
    return slope, claimed


def derivatives_at(expr: sp.Basic, place: Mapping[Any, Any]) -> sp.Basic:
    """Return an expression with SymPy's unevaluated derivatives at a point, each taken from both sides of it.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> derivatives_at(sp.Derivative(y * sp.Abs(x), y) + sp.Derivative(x * sp.Abs(x), x), {x: 0, y: 1})
    0
    """
    return expr.xreplace({d: _partial_at(d, place) for d in expr.atoms(sp.Derivative)}).xreplace(dict(place))


def _partial_at(derivative: Any, place: Mapping[Any, Any]) -> sp.Expr:
    """Return a partial derivative at a point, in one variable after the other; where the sides do not tell, an open limit."""
    letters = {v for v, _ in derivative.variable_count}
    found = derivative.expr.xreplace({v: p for v, p in place.items() if v not in letters})
    for variable, order in derivative.variable_count:
        slope = slope_at(found, variable, place[variable], int(order))
        if slope is None or slope is sp.nan:
            return UNTOLD[0] if slope is None else sp.nan
        found = slope
    return found


def joined(goal: Goal, claimed: sp.Expr) -> Sides:
    """Return what must be equal if a claimed value is what several values have in common, nan where they differ."""
    first, *others = goal.args
    is_one = all(agree(first, other) for other in others)
    if isinstance(goal, curve_goals.JoinedValues) or not is_one:
        return _TRUE if claimed is sp.nan and not is_one else _FALSE
    return first, claimed


def piecewise_slope(goal: Goal, claimed: sp.Expr) -> Sides:
    """Compare with the pieces between the breaks, at one place of each interval and at each break."""
    derivatives, slopes, breaks, variable = goal.args
    inside = [breaks[0] - 1, *((p + q) / 2 for p, q in pairwise(breaks)), breaks[-1] + 1]
    for derivative, place in zip(derivatives, inside, strict=True):
        if _chosen(claimed, variable, place) != derivative:
            return _FALSE
    for slope, place in zip(slopes, breaks, strict=True):
        chosen = _chosen(claimed, variable, place)
        exists = not slope.has(*_UNBOUNDED)
        if (chosen is sp.nan) == exists or (exists and not agree(chosen.subs(variable, place), slope)):
            return _FALSE
    return _TRUE


def _chosen(claimed: sp.Basic, variable: sp.Expr, place: sp.Basic) -> sp.Basic:
    """Return the piece that holds at a place."""
    pieces: tuple[Any, ...] = claimed.args if isinstance(claimed, sp.Piecewise) else ((claimed, sp.true),)
    return next((piece for piece, condition in pieces if _holds(condition, variable, place)), sp.nan)


def _holds(condition: Any, variable: Any, place: Any) -> bool:
    """Tell whether a condition is true at a place; two equal sides are told apart here, which SymPy does for real letters only."""
    there = condition.xreplace({variable: place})
    known = {r: r.func(sp.sign(gap), 0) for r in there.atoms(sp.core.relational.Relational) if (gap := sp.expand(r.lhs - r.rhs)).is_number}
    return bool(there.xreplace(known) == sp.true)


def _value(expr: Any, variable: Any, point: Any) -> Any:
    """Return the value at a point."""
    if isinstance(expr, sp.Piecewise):
        return _value(_chosen(expr, variable, point), variable, point)
    return real_value(expr, {variable: point})


def _frozen(expr: Any, variable: Any, near: sp.Basic) -> Any:
    """Return an expression in which signs, steps and cases are what they are at a place near the point."""
    if not expr.has(*_SWITCHING) or not expr.has(variable):
        return expr
    if isinstance(expr, sp.Piecewise):
        return _frozen(_chosen(expr, variable, near), variable, near)
    if isinstance(expr, sp.sign | sp.Heaviside | sp.floor | sp.ceiling) and expr.free_symbols == {variable}:
        return expr.subs(variable, near)
    if isinstance(expr, sp.Abs) and isinstance(expr.args[0], sp.Mul):
        apart, inside = expr.args[0].as_independent(variable, as_Add=False)
        if apart.free_symbols:
            return sp.Abs(apart) * _frozen(sp.Abs(inside), variable, near)
    args = [_frozen(a, variable, near) for a in expr.args]
    if isinstance(expr, sp.Abs) and (sign := sp.sign(sp.expand(args[0].subs(variable, near)))).is_number:
        return sign * args[0]
    if isinstance(expr, sp.Max | sp.Min) and expr.free_symbols == {variable}:
        there = expr.subs(variable, near)
        return next(a for a in args if a.subs(variable, near) == there)
    return expr.func(*args)
