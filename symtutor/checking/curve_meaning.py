"""What goals about curves and pieces mean: for each, two sides that must be equal if a claimed value is right.

Everything is said by partial derivatives and values of the given expressions,
without the rules: a slope on F = 0 satisfies F_x + F_y·y′ = 0, a tangent line
passes through its point with the slope of the curve.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import sympy as sp

from symtutor import curve_goals, goals
from symtutor.checking.differentiator import differentiated
from symtutor.checking.real import real_value, slope_at
from symtutor.goals import Goal

__all__ = ["induction_sides", "sides"]

Sides = tuple[Any, Any]
_TRUE: Sides = (sp.S.Zero, sp.S.Zero)
_FALSE: Sides = (sp.S.One, sp.S.Zero)


def sides(goal: Goal, claimed: Any) -> Sides:
    """Return two expressions that are equal if the claimed value answers the goal.

    Parameters
    ----------
    goal : Goal
        A goal of `symtutor.curve_goals`.
    claimed : Basic
        Its claimed value.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> sides(curve_goals.Slope(x**2 + y**2, 25, y, x, ()), -x / y)
    (0, 0)
    """
    return _SIDES[type(goal)](goal, claimed)


def induction_sides(goal: Goal, claimed: Any) -> tuple[Sides, Sides]:
    """Return the two equations that prove a derivative of symbolic order n: for n = 1, and the step from n to n + 1."""
    expr, variable, order = goal.args
    begin = (differentiated(expr, variable), claimed.subs(order, 1).doit())
    step = (differentiated(claimed, variable), sp.expand_func(claimed.subs(order, order + 1)))
    return begin, step


def _inserted(goal: Goal, claimed: Any) -> Sides:
    expr, old, new = goal.args
    pairs = list(zip(old, new, strict=True)) if isinstance(old, sp.Tuple) else [(old, new)]
    letters = [(sp.Symbol(f"_held_{i}"), place) for i, (_, place) in enumerate(pairs)]
    held = expr
    for (thing, _), (letter, _) in sorted(zip(pairs, letters, strict=True), key=lambda p: -p[0][0].count_ops()):
        held = held.replace(lambda e, thing=thing: e == thing, lambda _e, letter=letter: letter)
    return held.xreplace(dict(letters)), claimed


def _open_integral(goal: Goal, claimed: Any) -> Sides:
    expr, variable, low, high = goal.args
    if not expr.has(variable) and not claimed.has(sp.Integral):
        return expr * (high - low), claimed
    return sp.Integral(expr, (variable, low, high)), claimed


def _slope_at(goal: Goal, claimed: Any) -> Sides:
    """Judge the derivative at a point, also one from the definition; an infinite one is no number."""
    slope = _slope_value(goal.args[0], goal.args[1], goal.args[-1])
    if slope.has(sp.zoo, sp.oo, sp.nan):
        return _FALSE if claimed.is_finite else _TRUE
    return slope, claimed


def _slope_value(expr: Any, variable: Any, point: Any) -> Any:
    """Return the slope at a point, from both sides where a sign or step may change; zoo where it grows beyond all bounds."""
    if expr.has(sp.Abs, sp.Max, sp.Min, sp.sign, sp.Heaviside, sp.floor, sp.ceiling):
        return slope_at(expr, variable, point)
    return real_value(differentiated(expr, variable), {variable: point})


# ---- pieces -------------------------------------------------------------------------------------
def _join(goal: Goal, claimed: Any) -> Sides:
    below, above, _, _, variable, point = goal.args
    values = [real_value(p, {variable: point}) for p in (below, above)]
    slopes = [real_value(differentiated(p, variable), {variable: point}) for p in (below, above)]
    if not all(_agree(*pair) for pair in (values, slopes)):
        return _TRUE if claimed is sp.nan else _FALSE
    return slopes[0], claimed


def _joined(goal: Goal, claimed: Any) -> Sides:
    below, above = goal.args
    if isinstance(goal, curve_goals.JoinedValues) or not _agree(below, above):
        return _TRUE if claimed is sp.nan and not _agree(below, above) else _FALSE
    return below, claimed


def _agree(a: Any, b: Any) -> bool:
    """Tell whether two values at a point are the same finite number."""
    if a.has(sp.nan, sp.zoo, sp.oo) or b.has(sp.nan, sp.zoo, sp.oo):
        return False
    gap = sp.expand(a - b)
    return bool(gap == 0 or (gap.is_number and gap.equals(0)))


def _piecewise_slope(goal: Goal, claimed: Any) -> Sides:
    """Compare with the pieces between the breaks, at one place of each interval and at each break."""
    derivatives, slopes, breaks, variable = goal.args
    inside = [breaks[0] - 1, *((p + q) / 2 for p, q in pairwise(breaks)), breaks[-1] + 1]
    for derivative, place in zip(derivatives, inside, strict=True):
        if _chosen(claimed, variable, place) != derivative:
            return _FALSE
    for slope, place in zip(slopes, breaks, strict=True):
        chosen = _chosen(claimed, variable, place)
        if (chosen is sp.nan) != (slope is sp.nan) or (slope is not sp.nan and not _agree(chosen.subs(variable, place), slope)):
            return _FALSE
    return _TRUE


def _chosen(claimed: Any, variable: Any, place: Any) -> Any:
    """Return the piece that holds at a place."""
    pieces: tuple[Any, ...] = claimed.args if isinstance(claimed, sp.Piecewise) else ((claimed, sp.true),)
    return next((piece for piece, condition in pieces if condition.subs(variable, place) == sp.true), sp.nan)


# ---- equations ----------------------------------------------------------------------------------
def _derivative(goal: Goal, claimed: Any) -> Sides:
    expr, variable = goal.args
    return differentiated(expr, variable), claimed


def _along(expr: Any, claimed: Any, goal: Goal) -> Any:
    """Return the derivative of an expression along the curve, with a claimed slope for the dependent letter."""
    dependent, variable = goal.args[2:4]
    others = goal.args[4] if len(goal.args) > 4 else ()
    rates = [differentiated(expr, v) * sp.Derivative(sp.Function(v.name)(variable), variable) for v in others]
    return differentiated(expr, variable) + differentiated(expr, dependent) * claimed + sp.Add(*rates)


def _slope(goal: Goal, claimed: Any) -> Sides:
    difference = goal.args[0] - goal.args[1]
    return _along(difference, claimed, goal), sp.S.Zero


def _curve_slope(goal: Goal, claimed: Any) -> Sides:
    left, right, dependent, variable, height, point = goal.args
    at = {variable: point, dependent: height}
    if not _agree(real_value(left - right, at), sp.S.Zero):
        return _FALSE
    along = real_value(differentiated(left - right, dependent), at)
    if claimed is sp.nan:
        return along, sp.S.Zero
    return real_value(differentiated(left - right, variable), at) + along * claimed, sp.S.Zero


def _renamed(goal: Goal, claimed: Any) -> Sides:
    expr, _, old, new = goal.args
    back = {letter: function for function, letter in zip(old, new, strict=True)}
    rates = {d: sp.Symbol(f"_rate_{i}") for i, d in enumerate(sorted(expr.atoms(sp.Derivative), key=str))}
    return expr.xreplace(rates), claimed.xreplace(rates).xreplace(back)


def _second_slope(goal: Goal, claimed: Any) -> Sides:
    left, right, dependent, variable = goal.args
    difference = left - right
    first = -differentiated(difference, variable) / differentiated(difference, dependent)
    return _along(first, first, goal), claimed


def _isolated(goal: Goal, claimed: Any) -> Sides:
    left, right, unknown = goal.args
    return (left - right).xreplace({unknown: claimed}), sp.S.Zero


def _divided(goal: Goal, claimed: Any) -> Sides:
    factor, rest, _ = goal.args
    return factor * claimed, rest


# ---- curves given by a parameter, inverse functions, lines --------------------------------------
def _parametric(goal: Goal, claimed: Any) -> Sides:
    x, y, parameter, order = goal.args
    slope = y
    for _ in range(int(order)):
        slope = differentiated(slope, parameter) / differentiated(x, parameter)
    return slope, claimed


def _inverse(goal: Goal, claimed: Any) -> Sides:
    expr, variable, value, point = goal.args
    reached = real_value(expr, {variable: point})
    if not _agree(reached, value):
        return reached, value
    return real_value(differentiated(expr, variable), {variable: point}) * claimed, sp.S.One


def _differential(goal: Goal, claimed: Any) -> Sides:
    expr, variable = goal.args
    return differentiated(expr, variable) * sp.Symbol(f"d{variable.name}"), claimed


def _line(goal: Goal, claimed: Any) -> Sides:
    slope, variable, point, letter, height = goal.args
    return height + slope * (variable - point), _height(claimed, letter)


def _tangent(goal: Goal, claimed: Any) -> Sides:
    expr, variable, point, letter = goal.args
    slope = _slope_value(expr, variable, point)
    return _through(
        slope, (variable, point), (letter, real_value(expr, {variable: point})), claimed, is_normal=isinstance(goal, curve_goals.Normal)
    )


def _curve_tangent(goal: Goal, claimed: Any) -> Sides:
    left, right, variable, dependent, point, height = goal.args
    at = {variable: point, dependent: height}
    difference = left - right
    if not _agree(real_value(difference, at), sp.S.Zero):
        return _FALSE
    across, along = (real_value(differentiated(difference, v), at) for v in (variable, dependent))
    if isinstance(goal, curve_goals.CurveNormal):
        across, along = -along, across
    wanted = across * (variable - point) + along * (dependent - height)
    return _proportional(wanted, claimed.lhs - claimed.rhs, (variable, dependent))


def _through(slope: Any, x: tuple[Any, Any], y: tuple[Any, Any], claimed: Any, *, is_normal: bool) -> Sides:
    (variable, point), (letter, height) = x, y
    is_steep = slope.has(sp.zoo, sp.oo, sp.nan)
    if is_normal and is_steep:
        wanted = letter - height
    elif is_normal:
        wanted = (variable - point) + slope * (letter - height)
    elif is_steep:
        wanted = variable - point
    else:
        wanted = letter - height - slope * (variable - point)
    return _proportional(wanted, claimed.lhs - claimed.rhs, (variable, letter))


def _proportional(a: Any, b: Any, letters: tuple[Any, Any]) -> Sides:
    """Return sides that are equal if two linear expressions vanish on the same line."""
    rows = [
        [sp.expand(e).coeff(letters[0], 1), sp.expand(e).coeff(letters[1], 1), sp.expand(e).subs(dict.fromkeys(letters, 0))] for e in (a, b)
    ]
    if all(entry == 0 for entry in rows[1][:2]):
        return _FALSE
    minors = [rows[0][i] * rows[1][j] - rows[0][j] * rows[1][i] for i, j in ((0, 1), (0, 2), (1, 2))]
    return sp.Add(*[minor**2 for minor in minors]), sp.S.Zero


def _height(line: Any, letter: Any) -> Any:
    return line.rhs if isinstance(line, sp.Eq) and line.lhs == letter else sp.nan


_SIDES: dict[type[Goal], Callable[[Any, Any], Sides]] = {
    goals.DerivativeFromDefinitionAt: _slope_at,
    curve_goals.Inserted: _inserted,
    curve_goals.OpenIntegral: _open_integral,
    curve_goals.SlopeAt: _slope_at,
    curve_goals.PiecewiseSlope: _piecewise_slope,
    curve_goals.Join: _join,
    curve_goals.JoinedValues: _joined,
    curve_goals.JoinedSlopes: _joined,
    curve_goals.LogarithmicDerivative: _derivative,
    curve_goals.SideDerivative: _derivative,
    curve_goals.Slope: _slope,
    curve_goals.CurveSlope: _curve_slope,
    curve_goals.Renamed: _renamed,
    curve_goals.SecondSlope: _second_slope,
    curve_goals.Isolated: _isolated,
    curve_goals.Divided: _divided,
    curve_goals.ParametricSlope: _parametric,
    curve_goals.InverseSlope: _inverse,
    curve_goals.Differential: _differential,
    curve_goals.Tangent: _tangent,
    curve_goals.Normal: _tangent,
    curve_goals.CurveTangent: _curve_tangent,
    curve_goals.CurveNormal: _curve_tangent,
    curve_goals.Line: _line,
}
