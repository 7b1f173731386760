"""Tangent and normal lines: the slope at the point, then the line through the point."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import sympy as sp

from symtutor.algorithms.places.kinks import has_kink
from symtutor.algorithms.real_roots import value_with_real_roots
from symtutor.context import Context
from symtutor.goals.core import D, Evaluated, Goal
from symtutor.goals.curves import CurveNormal, CurveSlope, CurveTangent, Line, Normal, SlopeAt, SlopeAtJoin, Tangent
from symtutor.rule import Bindings, Mistake, Relation, Rule
from symtutor.term import ONE, Term

__all__ = ["LINES"]

_SOURCE = "J. Stewart, Calculus: Early Transcendentals, 8th ed., Cengage, 2015, sec. 2.7 and 3.1"

rule = partial(Rule, cost=0, commit=True, source=_SOURCE)


def _is_finite(number: sp.Expr | None) -> bool:
    return number is not None and not number.has(sp.nan, sp.zoo, sp.oo, sp.I)


def _is_pole(expr: sp.Expr, point: dict[sp.Symbol, sp.Expr]) -> bool:
    """Tell whether an expression grows beyond all bounds at a point where it has no value."""
    return expr is not None and expr.xreplace(point).has(sp.zoo, sp.oo)


# ---- graphs -------------------------------------------------------------------------------------
def _slope(goal: SlopeAt, _context: Any) -> Iterable[Bindings]:
    expr, x, a = goal.args
    return () if has_kink(expr, {x: a}) else ({"f": expr, "x": x, "a": a},)


def _slope_at_kink(goal: SlopeAt, _context: object) -> Iterable[Bindings]:
    expr, x, a = goal.args
    return ({"f": expr, "x": x, "a": a},)


def _bind_graph(goal: Goal) -> Bindings | None:
    """Return the parts of a tangent or normal to a graph, if the function has a value at the point."""
    expr, x, a, y = goal.args
    height = value_with_real_roots(expr, {x: a})
    return {"f": expr, "x": x, "a": a, "y": y, "b": height} if _is_finite(height) else None


def _sloped(goal: Goal, context: Context) -> Iterable[Bindings]:
    parts = _bind_graph(goal)
    if parts is not None and _is_finite(context.value(SlopeAt(*goal.args[:3]))):
        yield parts


def _steep(goal: Goal, context: Context) -> Iterable[Bindings]:
    """Find a graph whose slope is infinite at the point."""
    parts, (expr, x, a, _) = _bind_graph(goal), goal.args
    if parts is not None and _is_pole(context.value(D(expr, x)), {x: a}):
        yield parts


def _flat(goal: Normal, context: Context) -> Iterable[Bindings]:
    parts = _bind_graph(goal)
    if parts is not None and context.value(SlopeAt(*goal.args[:3])) == 0:
        yield parts


def _slanted(goal: Normal, context: Context) -> Iterable[Bindings]:
    slope = context.value(SlopeAt(*goal.args[:3]))
    return _sloped(goal, context) if slope != 0 else ()


SLOPE = rule(
    id="line.slope",
    name="slope at the point",
    goal=SlopeAt,
    when=_slope,
    left=lambda f, x, a: SlopeAt(f, x, a),
    right=lambda f, x, a: Evaluated(D(f, x), (x,), (a,)),
    words="The slope of the graph at {x} = {a} is the derivative there: differentiate first, then put in the number.",
    minor=True,
)

SLOPE_AT_KINK = rule(
    id="line.slope_at_kink",
    name="slope at a possible kink",
    goal=SlopeAt,
    when=_slope_at_kink,
    left=lambda f, x, a: SlopeAt(f, x, a),
    right=lambda f, x, a: SlopeAtJoin(f, x, ONE, a),
    words="At {x} = {a} the formula of the function may change, so both sides of the point are examined.",
)

TANGENT = rule(
    id="line.tangent",
    name="tangent line",
    goal=Tangent,
    when=_sloped,
    left=lambda f, x, a, y, b: Tangent(f, x, a, y),
    right=lambda f, x, a, y, b: Line(SlopeAt(f, x, a), x, a, y, b),
    words="The tangent passes through ({a}, {b}) with the slope of the graph there.",
    why="A tangent needs a point and the slope there.",
    relation=Relation.IMPLIES,
    shows=lambda bindings, values: {"point": sp.Tuple(bindings["a"], bindings["b"]), "m": values[0]},
    mistakes=(
        Mistake(
            "height-as-slope",
            lambda x, a, y, b: Line(b, x, a, y, b),
            "The slope is the value of the derivative at the point, not that of the function.",
        ),
        Mistake(
            "derivative-as-slope",
            lambda f, x, a, y, b: Line(D(f, x), x, a, y, b),
            "The slope of a line is a number: put the point into the derivative first.",
        ),
        Mistake(
            "through-origin",
            lambda f, x, a, y: Line(SlopeAt(f, x, a), x, 0, y, 0),
            "The line has to pass through the point of the graph, not through the origin.",
        ),
        Mistake(
            "height-of-slope",
            lambda f, x, a, y: Line(SlopeAt(f, x, a), x, a, y, SlopeAt(f, x, a)),
            "The line passes through the point of the graph: its height there is the value of the function.",
        ),
    ),
)

VERTICAL_TANGENT = rule(
    id="line.vertical_tangent",
    name="vertical tangent",
    goal=Tangent,
    when=_steep,
    left=lambda f, x, a, y, b: Tangent(f, x, a, y),
    right=lambda x, a: Term(sp.Eq, (x, a)),
    words="The derivative grows beyond all bounds at {x} = {a}, where the graph is continuous: the tangent is vertical.",
    relation=Relation.IMPLIES,
)

NORMAL = rule(
    id="line.normal",
    name="normal line",
    goal=Normal,
    when=_slanted,
    left=lambda f, x, a, y, b: Normal(f, x, a, y),
    right=lambda f, x, a, y, b: Line(-1 / SlopeAt(f, x, a), x, a, y, b),
    words="The normal passes through ({a}, {b}) at right angles to the tangent, so its slope is −1 over that of the tangent.",
    why="A normal needs a point and the slope of the tangent there, to which it stands at right angles.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "tangent", lambda f, x, a, y, b: Line(SlopeAt(f, x, a), x, a, y, b), "That is the tangent; the normal is at right angles to it."
        ),
        Mistake(
            "sign",
            lambda f, x, a, y, b: Line(1 / SlopeAt(f, x, a), x, a, y, b),
            "The product of the slopes of two lines at right angles is −1: the sign turns.",
        ),
        Mistake(
            "not-inverted",
            lambda f, x, a, y, b: Line(-SlopeAt(f, x, a), x, a, y, b),
            "The slope of the normal is −1 over the slope of the tangent, not minus that slope.",
        ),
    ),
)

VERTICAL_NORMAL = rule(
    id="line.vertical_normal",
    name="vertical normal",
    goal=Normal,
    when=_flat,
    left=lambda f, x, a, y, b: Normal(f, x, a, y),
    right=lambda x, a: Term(sp.Eq, (x, a)),
    words="The tangent at {x} = {a} is horizontal, so the normal is vertical.",
    relation=Relation.IMPLIES,
)

HORIZONTAL_NORMAL = rule(
    id="line.horizontal_normal",
    name="horizontal normal",
    goal=Normal,
    when=_steep,
    left=lambda f, x, a, y, b: Normal(f, x, a, y),
    right=lambda y, b: Term(sp.Eq, (y, b)),
    words="The tangent at {x} = {a} is vertical, so the normal is horizontal.",
    relation=Relation.IMPLIES,
)


# ---- curves -------------------------------------------------------------------------------------
def _bind_curve(goal: Goal) -> Bindings:
    left, right, x, y, a, b = goal.args
    return {"left": left, "right": right, "x": x, "y": y, "a": a, "b": b}


def _curve_slope(goal: Goal, context: Context) -> sp.Expr | None:
    left, right, x, y, a, b = goal.args
    return context.value(CurveSlope(left, right, y, x, b, a))


def _curve_sloped(goal: Goal, context: Context) -> Iterable[Bindings]:
    return (_bind_curve(goal),) if _is_finite(_curve_slope(goal, context)) else ()


def _curve_slanted(goal: Goal, context: Context) -> Iterable[Bindings]:
    slope = _curve_slope(goal, context)
    return (_bind_curve(goal),) if _is_finite(slope) and slope != 0 else ()


def _curve_flat(goal: Goal, context: Context) -> Iterable[Bindings]:
    return (_bind_curve(goal),) if _curve_slope(goal, context) == 0 else ()


def _curve_steep(goal: Goal, _context: object) -> Iterable[Bindings]:
    """Find a point where the partial derivative in the height is 0 and the other one is not."""
    left, right, x, y, a, b = goal.args
    at = {x: a, y: b}
    along, across = ((left - right).diff(v).xreplace(at) for v in (y, x))
    return (_bind_curve(goal),) if sp.expand(along) == 0 and _is_finite(across) and sp.expand(across) != 0 else ()


TANGENT_OF_CURVE = rule(
    id="line.curve_tangent",
    name="tangent line of a curve",
    goal=CurveTangent,
    when=_curve_sloped,
    left=lambda left, right, x, y, a, b: CurveTangent(left, right, x, y, a, b),
    right=lambda left, right, x, y, a, b: Line(CurveSlope(left, right, y, x, b, a), x, a, y, b),
    words="The tangent passes through ({a}, {b}) with the slope of the curve there, found by implicit differentiation.",
    why="A tangent needs a point and the slope there, which both sides of the equation give when they are differentiated.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "sign", lambda left, right, x, y, a, b: Line(-CurveSlope(left, right, y, x, b, a), x, a, y, b), "The slope has the wrong sign."
        ),
        Mistake(
            "normal",
            lambda left, right, x, y, a, b: Line(-1 / CurveSlope(left, right, y, x, b, a), x, a, y, b),
            "That is the normal; the tangent has the slope of the curve.",
        ),
    ),
)

VERTICAL_TANGENT_OF_CURVE = rule(
    id="line.curve_vertical_tangent",
    name="vertical tangent",
    goal=CurveTangent,
    when=_curve_steep,
    left=lambda left, right, x, y, a, b: CurveTangent(left, right, x, y, a, b),
    right=lambda x, a: Term(sp.Eq, (x, a)),
    words="At this point the coefficient of the derivative is 0 and the other term is not: the tangent is vertical.",
    relation=Relation.IMPLIES,
)

NORMAL_OF_CURVE = rule(
    id="line.curve_normal",
    name="normal line of a curve",
    goal=CurveNormal,
    when=_curve_slanted,
    left=lambda left, right, x, y, a, b: CurveNormal(left, right, x, y, a, b),
    right=lambda left, right, x, y, a, b: Line(-1 / CurveSlope(left, right, y, x, b, a), x, a, y, b),
    words="The normal passes through ({a}, {b}) at right angles to the tangent, so its slope is −1 over that of the curve.",
    why="A normal needs a point and the slope of the tangent there, which both sides of the equation give when they are differentiated.",
    relation=Relation.IMPLIES,
    mistakes=(
        Mistake(
            "tangent",
            lambda left, right, x, y, a, b: Line(CurveSlope(left, right, y, x, b, a), x, a, y, b),
            "That is the tangent; the normal is at right angles to it.",
        ),
        Mistake(
            "sign",
            lambda left, right, x, y, a, b: Line(1 / CurveSlope(left, right, y, x, b, a), x, a, y, b),
            "The product of the slopes of two lines at right angles is −1: the sign turns.",
        ),
    ),
)

VERTICAL_NORMAL_OF_CURVE = rule(
    id="line.curve_vertical_normal",
    name="vertical normal",
    goal=CurveNormal,
    when=_curve_flat,
    left=lambda left, right, x, y, a, b: CurveNormal(left, right, x, y, a, b),
    right=lambda x, a: Term(sp.Eq, (x, a)),
    words="The tangent at this point is horizontal, so the normal is vertical.",
    relation=Relation.IMPLIES,
)

HORIZONTAL_NORMAL_OF_CURVE = rule(
    id="line.curve_horizontal_normal",
    name="horizontal normal",
    goal=CurveNormal,
    when=_curve_steep,
    left=lambda left, right, x, y, a, b: CurveNormal(left, right, x, y, a, b),
    right=lambda y, b: Term(sp.Eq, (y, b)),
    words="The tangent at this point is vertical, so the normal is horizontal.",
    relation=Relation.IMPLIES,
)


# ---- the line -----------------------------------------------------------------------------------
def _collected(goal: Line, _context: Any) -> Iterable[Bindings]:
    m, x, a, y, b = goal.args
    if _is_finite(m):
        yield {"m": m, "x": x, "a": a, "y": y, "b": b, "c": sp.expand(b - m * a)}


SLOPE_INTERCEPT = rule(
    id="line.collected",
    name="multiplied out",
    goal=Line,
    when=_collected,
    left=lambda m, x, a, y, b, c: Line(m, x, a, y, b),
    right=lambda m, x, y, c: Term(sp.Eq, (y, m * x + c)),
    words="Multiply out and collect: the line in the form slope times {x} plus a constant.",
    relation=Relation.IFF,
    mistakes=(
        Mistake(
            "constant-sign",
            lambda m, x, a, y, b: Term(sp.Eq, (y, m * x + b + m * a)),
            "The slope multiplies the difference to the point: its constant part is subtracted.",
        ),
        Mistake(
            "point-forgotten",
            lambda m, x, y, b: Term(sp.Eq, (y, m * x + b)),
            "The slope multiplies the distance from the point, not the variable itself.",
        ),
    ),
)

LINES = (
    SLOPE,
    SLOPE_AT_KINK,
    TANGENT,
    VERTICAL_TANGENT,
    NORMAL,
    VERTICAL_NORMAL,
    HORIZONTAL_NORMAL,
    TANGENT_OF_CURVE,
    VERTICAL_TANGENT_OF_CURVE,
    NORMAL_OF_CURVE,
    VERTICAL_NORMAL_OF_CURVE,
    HORIZONTAL_NORMAL_OF_CURVE,
    SLOPE_INTERCEPT,
)
