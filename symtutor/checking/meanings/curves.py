"""What goals about curves and pieces mean: for each, two sides that must be equal if a claimed value is right.

Everything is said by partial derivatives and values of the given expressions,
without the rules: a slope on F = 0 satisfies F_x + F_y·y′ = 0, a tangent line
passes through its point with the slope of the curve.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.checking.calculus.differentiator import differentiated
from symtutor.checking.calculus.real_values import real_value
from symtutor.checking.equivalence.on_curves import judge_on_curve
from symtutor.checking.meanings.joins import (
    UNTOLD,
    agree,
    has_joins,
    join,
    joined,
    piecewise_slope,
    slope_at,
    slope_at_join,
    slope_by_definition,
)
from symtutor.goals import core as goals
from symtutor.goals import curves as curve_goals
from symtutor.goals.core import Goal
from symtutor.verdict import Status

__all__ = ["induction_sides", "sides"]

Sides = tuple[Any, Any]
_TRUE: Sides = (sp.S.Zero, sp.S.Zero)
_FALSE: Sides = (sp.S.One, sp.S.Zero)


def sides(goal: Goal, claimed: sp.Basic) -> Sides:
    """Return two expressions that are equal if the claimed value answers the goal.

    Parameters
    ----------
    goal : Goal
        A goal of `symtutor.goals.curves`.
    claimed : Basic
        Its claimed value.

    Examples
    --------
    >>> x, y = sp.symbols("x y")
    >>> sides(curve_goals.Slope(x**2 + y**2, 25, y, x, ()), -x / y)
    (0, 0)
    """
    return _SIDES[type(goal)](goal, claimed)


def induction_sides(goal: Goal, claimed: sp.Expr) -> tuple[Sides, Sides]:
    """Return the two equations that prove a derivative of symbolic order n: for n = 1, and the step from n to n + 1."""
    expr, variable, order = goal.args
    if not isinstance(order, sp.Symbol):  # of order n − 1, say: the claim is put in terms of its own order
        (letter,) = order.free_symbols
        claimed, order = claimed.subs(letter, 2 * letter - order), letter
    begin = (differentiated(expr, variable), sp.expand_func(claimed.subs(order, 1).doit()))
    step = (_in_factorials(differentiated(claimed, variable)), _in_factorials(claimed.subs(order, order + 1)))
    return begin, (step[0], step[0]) if sp.expand(step[0] - step[1]) == 0 else step


def _in_factorials(side: sp.Basic) -> sp.Expr:
    """Return an expression with (n + 1)! as (n + 1)·n!, falling products likewise, and powers of one base together."""
    found = sp.expand_func(side).replace(sp.FallingFactorial, _shorter_product).replace(sp.factorial, _shorter_factorial)
    joined_powers = sp.powsimp(sp.expand_power_exp(found))
    return joined_powers.replace(lambda e: isinstance(e, sp.Pow) and e.base == -1, _signed_power)


def _signed_power(power: sp.Pow) -> sp.Expr:
    """Return (−1)^(n + 1) as −(−1)^n."""
    number, letters = power.exp.as_coeff_Add()
    return sp.S.NegativeOne**number * sp.S.NegativeOne**letters


def _shorter_factorial(count: Any) -> Any:
    number, letters = count.as_coeff_Add()
    if number.is_Integer and number > 0 and letters != 0:
        return sp.factorial(letters) * sp.Mul(*[letters + i for i in range(1, number + 1)])
    return sp.factorial(count)


def _shorter_product(base: Any, count: Any) -> Any:
    number = count.as_coeff_Add()[0]
    if number.is_Integer and number > 0:
        return sp.FallingFactorial(base, count - number) * sp.Mul(*[base - count + number - i for i in range(number)])
    return sp.FallingFactorial(base, count)


def _inserted(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, old, new = goal.args
    pairs = list(zip(old, new, strict=True)) if isinstance(old, sp.Tuple) else [(old, new)]
    letters = [(sp.Symbol(f"_held_{i}"), place) for i, (_, place) in enumerate(pairs)]
    held = expr
    for (thing, _), (letter, _) in sorted(zip(pairs, letters, strict=True), key=lambda p: -p[0][0].count_ops()):
        held = held.replace(lambda e, thing=thing: e == thing, lambda _e, letter=letter: letter)
    return held.xreplace(dict(letters)), claimed


def _open_integral(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, variable, low, high = goal.args
    if not expr.has(variable) and not claimed.has(sp.Integral):
        return expr * (high - low), claimed
    return sp.Integral(expr, (variable, low, high)), claimed


def _slope_at(goal: Goal, claimed: Any) -> Sides:
    """Judge the derivative at a point, also one from the definition; an infinite one is no number."""
    expr, variable, point = goal.args[0], goal.args[1], goal.args[-1]
    if has_joins(expr):
        return slope_at_join(curve_goals.SlopeAtJoin(expr, variable, 1, point), claimed)
    slope = _slope_value(expr, variable, point)
    if slope is sp.nan and point.is_number:  # the formula of the slope has no value there; the definition may
        return slope_at_join(curve_goals.SlopeAtJoin(expr, variable, 1, point), claimed)
    if slope.has(sp.zoo, sp.oo, sp.nan):
        return _FALSE if claimed.is_finite else _TRUE
    return slope, claimed


def _slope_value(expr: sp.Basic, variable: sp.Expr, point: sp.Rational) -> sp.Basic:
    """Return the slope at a point, from both sides where a formula may change; zoo where it grows beyond all bounds."""
    if has_joins(expr):
        slope = slope_at(expr, variable, point)
        return sp.nan if slope is None else slope
    slope = real_value(differentiated(expr, variable), {variable: point})
    if not slope.has(sp.nan):
        return slope
    found = slope_by_definition(expr, variable, point)  # the formula of the slope is 0/0 there; the definition may tell
    return sp.nan if found is None else found


# ---- equations ----------------------------------------------------------------------------------
def _derivative(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, variable = goal.args
    return differentiated(expr, variable), claimed


def _along(expr: sp.Basic, claimed: sp.Expr, goal: Goal) -> sp.Expr:
    """Return the derivative of an expression along the curve, with a claimed slope for the dependent letter."""
    dependent, variable = goal.args[2:4]
    others = goal.args[4] if len(goal.args) > 4 else ()
    rates = [differentiated(expr, v) * sp.Derivative(sp.Function(v.name)(variable), variable) for v in others]
    return differentiated(expr, variable) + differentiated(expr, dependent) * claimed + sp.Add(*rates)


def _slope(goal: Goal, claimed: Any) -> Sides:
    difference = goal.args[0] - goal.args[1]
    return _along(difference, claimed, goal), sp.S.Zero


def _curve_slope(goal: Goal, claimed: sp.Expr) -> Sides:
    left, right, dependent, variable, height, point = goal.args
    at = {variable: point, dependent: height}
    if not agree(real_value(left - right, at), sp.S.Zero):
        return _FALSE
    along = real_value(differentiated(left - right, dependent), at)
    if claimed is sp.nan:
        return along, sp.S.Zero
    return real_value(differentiated(left - right, variable), at) + along * claimed, sp.S.Zero


def _renamed(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, _, old, new = goal.args
    back = {letter: function for function, letter in zip(old, new, strict=True)}
    rates = {d: sp.Symbol(f"_rate_{i}") for i, d in enumerate(sorted(expr.atoms(sp.Derivative), key=str))}
    return expr.xreplace(rates), claimed.xreplace(rates).xreplace(back)


def _second_slope(goal: Goal, claimed: Any) -> Sides:
    left, right, dependent, variable = goal.args
    difference = left - right
    first = -differentiated(difference, variable) / differentiated(difference, dependent)
    return _where_zero(_along(first, first, goal), claimed, difference)


def _on_curve(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, left, right = goal.args
    return _where_zero(expr, claimed, left - right)


def _where_zero(wanted: sp.Expr, claimed: sp.Expr, curve: sp.Expr) -> Sides:
    """Compare two expressions on the points of a curve."""
    status = judge_on_curve(wanted, claimed, curve, {}).status
    return {Status.CORRECT: _TRUE, Status.INCORRECT: _FALSE}.get(status, UNTOLD)


def _isolated(goal: Goal, claimed: sp.Expr) -> Sides:
    left, right, unknown = goal.args
    return (left - right).xreplace({unknown: claimed}), sp.S.Zero


def _divided(goal: Goal, claimed: sp.Expr) -> Sides:
    factor, rest, _ = goal.args
    return factor * claimed, rest


# ---- curves given by a parameter, inverse functions, lines --------------------------------------
def _parametric(goal: Goal, claimed: sp.Basic) -> Sides:
    x, y, parameter, order = goal.args
    slope = y
    for _ in range(int(order)):
        slope = differentiated(slope, parameter) / differentiated(x, parameter)
    return slope, claimed


def _inverse(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, variable, value, point = goal.args
    reached = real_value(expr, {variable: point})
    if not agree(reached, value):
        return reached, value
    return real_value(differentiated(expr, variable), {variable: point}) * claimed, sp.S.One


def _differential(goal: Goal, claimed: sp.Expr) -> Sides:
    expr, variable = goal.args
    return differentiated(expr, variable) * sp.Symbol(f"d{variable.name}"), claimed


def _line(goal: Goal, claimed: sp.Rel) -> Sides:
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
    if not agree(real_value(difference, at), sp.S.Zero):
        return _FALSE
    across, along = (real_value(differentiated(difference, v), at) for v in (variable, dependent))
    if isinstance(goal, curve_goals.CurveNormal):
        across, along = -along, across
    wanted = across * (variable - point) + along * (dependent - height)
    return _proportional(wanted, claimed.lhs - claimed.rhs, (variable, dependent))


def _through(slope: Any, x: tuple[sp.Expr, sp.Rational], y: tuple[Any, Any], claimed: Any, *, is_normal: bool) -> Sides:
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


def _proportional(a: sp.Expr, b: sp.Expr, letters: tuple[sp.Expr, sp.Expr]) -> Sides:
    """Return sides that are equal if two linear expressions vanish on the same line."""
    rows = [
        [sp.expand(e).coeff(letters[0], 1), sp.expand(e).coeff(letters[1], 1), sp.expand(e).subs(dict.fromkeys(letters, 0))] for e in (a, b)
    ]
    if all(entry == 0 for entry in rows[1][:2]):
        return _FALSE
    minors = [rows[0][i] * rows[1][j] - rows[0][j] * rows[1][i] for i, j in ((0, 1), (0, 2), (1, 2))]
    return sp.Add(*[minor**2 for minor in minors]), sp.S.Zero


def _height(line: sp.Rel, letter: sp.Symbol) -> sp.Expr:
    return line.rhs if isinstance(line, sp.Eq) and line.lhs == letter else sp.nan


_SIDES: dict[type[Goal], Callable[[Any, Any], Sides]] = {
    goals.DerivativeFromDefinitionAt: _slope_at,
    curve_goals.Inserted: _inserted,
    curve_goals.OpenIntegral: _open_integral,
    curve_goals.SlopeAt: _slope_at,
    curve_goals.PiecewiseSlope: piecewise_slope,
    curve_goals.Join: join,
    curve_goals.SlopeAtJoin: slope_at_join,
    curve_goals.JoinedValues: joined,
    curve_goals.JoinedSlopes: joined,
    curve_goals.LogarithmicDerivative: _derivative,
    curve_goals.SideDerivative: _derivative,
    curve_goals.Slope: _slope,
    curve_goals.CurveSlope: _curve_slope,
    curve_goals.Renamed: _renamed,
    curve_goals.SecondSlope: _second_slope,
    curve_goals.OnCurve: _on_curve,
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
