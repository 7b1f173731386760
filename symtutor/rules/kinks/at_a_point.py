"""Gradients and other derivatives at points where a formula changes: each derivative by both sides of the point."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.cases import value_at
from symtutor.algorithms.places.kinks import at_place, has_kink
from symtutor.goals.core import D, Evaluated, HigherDerivative
from symtutor.goals.curves import SlopeAtJoin
from symtutor.goals.vectors import DerivativesAt, DirectionalDerivative, DirectionalDerivativeAt
from symtutor.rule import Bindings, Rule
from symtutor.rules.vectors.notation import matrix
from symtutor.term import Term, quote

__all__ = ["AT_KINKS"]

rule = partial(Rule, cost=0, commit=True, samples=None)

_STEWART = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015"


# ---- each derivative ----------------------------------------------------------------------------
def _each(goal: DerivativesAt, _context: object) -> Iterable[Bindings]:
    expr, variables, values = goal.args
    yield {"expr": expr, "variables": tuple(variables), "values": tuple(values)}


def _taken(expr: Any, place: Mapping[Any, Any]) -> Term:
    """Return an expression with a goal in the place of each derivative, everything else at the point."""
    if isinstance(expr, sp.MatrixBase):
        return matrix([[_taken(entry, place) for entry in row] for row in expr.tolist()])
    if isinstance(expr, sp.Derivative):
        return _slope(expr, place)
    # goals inside another one are worked out first, each for itself: two sides of a point are no part of a sum
    return Evaluated(_with_slopes(expr, place), tuple(place), tuple(place.values()))


def _with_slopes(expr: Any, place: Mapping[Any, Any]) -> Term:
    if isinstance(expr, sp.Derivative):
        return _slope(expr, place)
    return Term(type(expr), tuple(_with_slopes(a, place) for a in expr.args)) if expr.has(sp.Derivative) else quote(expr)


def _slope(derivative: sp.Derivative, place: Mapping[sp.Expr, sp.Rational]) -> Term:
    """Return the goal of a partial derivative at a point: in one variable after the other, the rest at their values."""
    (first, order), *further = derivative.variable_count
    later = {v for v, _ in further}
    f = derivative.expr.xreplace({v: p for v, p in place.items() if v != first and v not in later})
    inner = D(f, first) if order == 1 else HigherDerivative(f, first, order)
    goal = at_place(inner, (first,), (place[first],))
    for variable, times in further:
        goal = SlopeAtJoin(goal, variable, times, place[variable])
    return goal


EACH_DERIVATIVE = rule(
    id="join.each_derivative",
    name="each derivative at the point",
    goal=DerivativesAt,
    when=_each,
    left=lambda expr, variables, values: DerivativesAt(expr, variables, values),
    right=lambda expr, variables, values: _taken(
        expr.args[0], dict(zip((v.args[0] for v in variables), (v.args[0] for v in values), strict=True))
    ),
    words="A formula changes at this point, so no derivative may be read off a formula for other points: put in the values of the other "
    "variables, then compare both sides.",
    source=f"{_STEWART}, sec. 14.3",
)


# ---- in a direction -----------------------------------------------------------------------------
def _at_kink(goal: DirectionalDerivativeAt, _context: object) -> Iterable[Bindings]:
    f, variables, direction, point = goal.args
    if has_kink(f, dict(zip(variables, point, strict=True))):
        line = at_place(DirectionalDerivative(f, variables, direction), variables, point)
        expr, step, *_ = line.args
        yield {"f": f, "variables": tuple(variables), "direction": direction, "point": tuple(point), "along": expr, "t": step}


ALONG_LINE = rule(
    id="join.along_line",
    name="the slope along the line",
    goal=DirectionalDerivativeAt,
    when=_at_kink,
    left=lambda f, variables, direction, point, along, t: DirectionalDerivativeAt(f, variables, direction, point),
    right=lambda along, t: SlopeAtJoin(along, t, sp.S.One, sp.S.Zero),
    words="A formula changes at this point, so the gradient does not tell the rate of change: go along the line through the point, where "
    "the function is {along} after a length of {t}, and compare both sides of {t} = 0.",
    source=f"{_STEWART}, sec. 14.6",
)


# ---- no value -----------------------------------------------------------------------------------
def _without_value(goal: SlopeAtJoin, _context: object) -> Iterable[Bindings]:
    f, x, order, a = goal.args
    if value_at(f, x, a) is sp.nan:
        yield {"f": f, "x": x, "n": order, "a": a}


NO_VALUE = rule(
    id="join.no_value",
    name="no value at the point",
    goal=SlopeAtJoin,
    when=_without_value,
    left=lambda f, x, n, a: SlopeAtJoin(f, x, n, a),
    right=lambda: quote(sp.nan),
    words="There is no value at {x} = {a}, and without a value no derivative.",
    source=f"{_STEWART}, sec. 2.8",
)

AT_KINKS = (NO_VALUE, EACH_DERIVATIVE, ALONG_LINE)
