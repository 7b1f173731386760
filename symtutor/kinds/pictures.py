"""The pictures of problems: each function draws a case, or an InputError says why it has no picture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sympy as sp

from symtutor.errors import InputError
from symtutor.goals import core as goals
from symtutor.goals import curves as curve_goals
from symtutor.goals import vectors as vector_goals
from symtutor.term import Term
from symtutor.writing.pictures import curves, derivatives, integrals, optimization, vectors

if TYPE_CHECKING:
    from symtutor.kinds.kind import Case, Interval
    from symtutor.writing.pictures.picture import Picture

_VALUES = (sp.Integer(2), sp.Integer(3), sp.S.Half, sp.Integer(5))  # of letters that have none, in the order of their names
_FAR = 6.0  # where the picture of an integral to infinity ends
_WIDTH = 3.0  # on both sides of a point in the plane
_MANY = 40  # of a family of solutions, on both sides of n = 0
_COUNTS = (4, 16, 64)  # of cells, where their number is a letter
_SHARES: dict[frozenset[Any], str] = {
    frozenset({sp.S.Zero}): "left",
    frozenset({sp.S.One}): "right",
    frozenset({sp.S.Half}): "midpoint",
    frozenset({sp.S.Zero, sp.S.One}): "trapezoid",
    frozenset({sp.S.Zero, sp.S.Half, sp.S.One}): "simpson",
}


def _refuse(why: str, hint: str = "") -> InputError:
    return InputError(f"there is no picture: {why}", hint)


class _OtherLettersError(InputError):
    """Letters beside the variables of a picture, which have no value."""

    def __init__(self, others: set[Any], letters: Any) -> None:
        self.others = tuple(sorted(others, key=lambda s: str(s.name)))
        names, known = ((", ".join(s.name for s in some)) for some in (self.others, letters))
        super().__init__(f"there is no picture: {names} stands beside {known} and has no value", "Put numbers in.")


def _only(letters: Any, *exprs: Any) -> None:
    """Refuse expressions with other letters."""
    used: set[Any] = {s for e in exprs if isinstance(e, sp.Basic | sp.MatrixBase) for s in e.free_symbols}
    if used - set(letters):
        raise _OtherLettersError(used - set(letters), letters)


def with_letters(draw: Callable[[Case, Interval], Picture], case: Case, interval: Interval) -> Picture:
    """Draw a case; letters that have no value get one, which the description tells."""
    told: dict[Any, Any] = {}
    while True:
        try:
            picture = draw(_at(case, told) if told else case, interval)
        except _OtherLettersError as other:
            fresh = [s for s in other.others if s not in told]
            if len(fresh) < len(other.others) or len(told) + len(fresh) > len(_VALUES) or not isinstance(case.value, sp.Basic):
                raise
            told.update(zip(fresh, _VALUES[len(told) :], strict=False))
            continue
        if told:
            picture.alt += f" Here {', '.join(f'{s.name} = {v}' for s, v in told.items())}."
        return picture


def _at(case: Case, values: dict[Any, Any]) -> Case:
    """Return a case with numbers for letters."""
    problem = replace(case.problem, goal=_put(case.goal, values))
    return replace(case, problem=problem, solved=replace(case.solved, value=_put(case.value, values)))


def _put(thing: Any, values: dict[Any, Any]) -> Any:
    if isinstance(thing, Term):
        args = tuple(_put(a, values) for a in thing.args)
        return type(thing)(*args) if isinstance(thing, goals.Goal) else replace(thing, args=args)
    return thing.subs(values) if isinstance(thing, sp.Basic | sp.MatrixBase) else thing


def _number(thing: Any, what: str) -> float:
    if not (thing.is_number and thing.is_finite and thing.is_real):
        raise _refuse(f"{what} is {thing}, which is no real number")
    return float(thing)


# ---- one variable -------------------------------------------------------------------------------
def derivative(case: Case, interval: Interval) -> Picture:
    """Draw a function, its derivative and the error of the difference quotient."""
    f, x = case.goal.args[:2]
    order = case.goal.args[2] if isinstance(case.goal, goals.HigherDerivative) else sp.S.One
    _only([x], f, order)
    return derivatives.derivative_figure(f, case.value, x, interval, order=int(order))


def _slope_at(f: Any, x: Any, place: Any, slope: Any, interval: Interval) -> Picture:
    _only([x], f)
    _number(place, "the point")
    _number(slope, "the slope")
    height = f.subs(x, place)
    return curves.line_figure(f, height + slope * (x - place), x, place, interval, name="tangent")


def slope_from_definition(case: Case, interval: Interval) -> Picture:
    """Draw a function with its tangent at the point."""
    f, x, _step, place = case.goal.args
    return _slope_at(f, x, place, case.value, interval)


def slope_at_kink(case: Case, interval: Interval) -> Picture:
    """Draw a function with a tangent where both sides of a kink agree."""
    f, x, order, place = case.goal.args
    if order != 1 or not case.value.is_finite:
        raise _refuse("no single tangent is asked for, or there is none")
    return _slope_at(f, x, place, case.value, interval)


def line(case: Case, interval: Interval) -> Picture:
    """Draw a graph with its tangent or normal."""
    f, x, place, letter = case.goal.args
    _only([x], f)
    _number(place, "the point")
    if case.value.lhs != letter:
        raise _refuse("the line is vertical")
    return curves.line_figure(f, case.value.rhs, x, place, interval, name=type(case.goal).__name__.lower())


def line_of_curve(case: Case, _interval: Interval) -> Picture:
    """Draw the curve of an equation with its tangent or normal."""
    left, right, x, y, a, b = case.goal.args
    _only([x, y], left, right)
    place = _number(a, "the point"), _number(b, "the point")
    name = "tangent" if "Tangent" in type(case.goal).__name__ else "normal"
    return curves.curve_line_figure(left - right, case.value.lhs - case.value.rhs, (x, y), place, name=name)


def limit(case: Case, interval: Interval) -> Picture:
    """Draw a function near the place of its limit."""
    f, x, to, _direction = case.goal.args
    if isinstance(f, Term):
        raise _refuse("the limit is one of sums")
    _only([x], f, to)
    return curves.limit_figure(f, x, to, case.value, interval)


def taylor_polynomial(case: Case, interval: Interval) -> Picture:
    """Draw a function with its Taylor polynomial, on the interval where the error is bounded if there is one."""
    f, x, about, degree = case.goal.args
    _only([x], f, about, degree)
    for other in case.others:
        if interval is None and isinstance(other.goal, goals.TaylorRemainder):
            interval = other.goal.args[4:]
    return curves.taylor_figure(f, case.value, x, about, int(degree), interval)


def parametric(case: Case, interval: Interval) -> Picture:
    """Draw the curve that a parameter runs through."""
    x, y, parameter, _order = case.goal.args
    _only([parameter], x, y)
    return curves.parametric_figure(x, y, parameter, interval)


def curve(case: Case, _interval: Interval) -> Picture:
    """Draw the curve of an equation, at a point with its tangent."""
    left, right, y, x = case.goal.args[:4]
    _only([x, y], left, right)
    if not isinstance(case.goal, curve_goals.CurveSlope):
        return curves.curve_figure(left - right, (x, y))
    height, place = case.goal.args[4:]
    _number(case.value, "the slope")
    line = y - height - case.value * (x - place)
    return curves.curve_line_figure(left - right, line, (x, y), (_number(place, "the point"), _number(height, "the point")))


# ---- integrals and sums -------------------------------------------------------------------------
def antiderivative(case: Case, interval: Interval) -> Picture:
    """Draw a function beside its antiderivative."""
    f, x = case.goal.args
    _only([x], f, case.value)
    if case.value.has(sp.Integral):
        raise _refuse("no antiderivative was found")
    return integrals.antiderivative_figure(f, case.value, x, interval)


def area(case: Case, _interval: Interval) -> Picture:
    """Draw the signed area of a definite integral."""
    f, x, low, high = case.goal.args
    _only([x], f, low, high)
    if low == high:
        raise _refuse("the limits of the integral are equal")
    known = case.value if case.value.is_number and case.value.is_finite and case.value.is_real else None
    if low > high:  # the picture shows the area, whose sign the order of the limits turns
        low, high, known = high, low, None if known is None else -known
    return integrals.area_figure(f, x, _finite_ends(low, high), known)


def _finite_ends(low: Any, high: Any) -> tuple[Any, Any]:
    """Return the ends of a picture: an infinite limit is replaced by a place far enough out."""
    if low.is_infinite and high.is_infinite:
        return -_FAR, _FAR
    return (float(high) - _FAR if low.is_infinite else low), (float(low) + _FAR if high.is_infinite else high)


def riemann_sum(case: Case, _interval: Interval) -> Picture:
    """Draw the strips of a sum, or of a mean of sums, under the curve."""
    sums = [case.goal] if isinstance(case.goal, goals.RiemannSum) else [a for a in _parts(case.goal) if isinstance(a, goals.RiemannSum)]
    f, x, low, high, count, _ = sums[0].args
    kind = _SHARES.get(frozenset(s.args[5] for s in sums))
    if kind is None or len({s.args[:5] for s in sums}) > 1:
        raise _refuse("these sums have no common strips")
    _only([x], f, low, high)
    if not count.is_Integer:
        return integrals.riemann_sequence_figure(f, x, (low, high), _COUNTS, kind=kind)
    return integrals.riemann_figure(f, x, (low, high), int(count), kind=kind)


def _parts(term: Term) -> list[Term]:
    return [part for a in term.args if isinstance(a, Term) for part in ([a] if isinstance(a, goals.Goal) else _parts(a))]


# ---- several variables --------------------------------------------------------------------------
def _plane(goal: Any) -> tuple[sp.Symbol, ...]:
    """Return the two variables of a goal, refusing any other number of them, or letters beside them."""
    names = tuple(sorted((goal.args[1], *goal.args[2]), key=str)) if isinstance(goal, vector_goals.Partial) else tuple(goal.args[1])
    if len(names) != 2:
        raise _refuse(f"there are {len(names)} variables", "Pictures show functions of two variables.")
    letters = [*names, goal.args[3]] if isinstance(goal, vector_goals.TangentPlane) else list(names)
    _only(letters, *goal.args)
    return names


def gradient(case: Case, _interval: Interval) -> Picture:
    """Draw a gradient as arrows, at a point with level lines."""
    goal = case.goal
    return _gradient(goal, goal.args[3] if isinstance(goal, vector_goals.DirectionalDerivativeAt) else None)


def _gradient(goal: Any, place: Any) -> Picture:
    names = _plane(goal)
    return vectors.quiver_figure(goal.args[0], names) if place is None else vectors.gradient_figure(goal.args[0], names, tuple(place))


def jacobian(case: Case, _interval: Interval) -> Picture:
    """Draw a Jacobian as the image of a square."""
    return _jacobian(case.goal, None)


def _jacobian(goal: Any, place: Any) -> Picture:
    names = _plane(goal)
    if len(goal.args[0]) != 2:
        raise _refuse("the map does not lead from the plane to the plane")
    return vectors.jacobian_figure(tuple(goal.args[0]), names, tuple(place or (1, 1)))


def field(case: Case, _interval: Interval) -> Picture:
    """Draw a field as arrows."""
    return vectors.quiver_figure(tuple(case.goal.args[0]), _plane(case.goal), (-_WIDTH, _WIDTH), (-_WIDTH, _WIDTH))


def surface(case: Case, _interval: Interval) -> Picture:
    """Draw the graph of a function of two variables."""
    goal, value = case.goal, case.value
    if isinstance(goal, vector_goals.TangentPlane):
        return _surface(goal, goal.args[2], value.rhs, "plane")
    return _surface(goal, goal.args[2], value, "approximation") if isinstance(goal, vector_goals.Approximation) else _surface(goal, None)


def _surface(goal: Any, place: Any, *touching: Any) -> Picture:
    names, (a, b) = _plane(goal), (0.0, 0.0) if place is None else tuple(_number(p, "the point") for p in place)
    if isinstance(goal.args[0], Term):
        raise _refuse("a derivative of a derivative is asked for")
    return vectors.surface_figure(goal.args[0], names, (a - _WIDTH, a + _WIDTH), (b - _WIDTH, b + _WIDTH), *touching)


def at_a_point(case: Case, interval: Interval) -> Picture:
    """Draw what is asked at a point."""
    asked, variables, values = case.goal.args
    if isinstance(asked, goals.Derivative) and tuple(variables) == (asked.args[1],):
        f, x = asked.args
        return _slope_at(f, x, values[0], case.value, interval)
    draw = _AT_A_POINT.get(type(asked))
    if draw is None or set(variables) != set(_plane(asked)):
        raise _refuse("none for this kind of problem at a point")
    place = dict(zip(variables, values, strict=True))
    return draw(asked, [place[v] for v in _plane(asked)])


_AT_A_POINT: dict[Any, Any] = {
    vector_goals.Gradient: _gradient,
    vector_goals.Jacobian: _jacobian,
    vector_goals.Hessian: _surface,
    vector_goals.Partial: _surface,
}


# ---- optimization --------------------------------------------------------------------------------
def extrema(case: Case, interval: Interval) -> Picture:
    """Draw a function with its extrema."""
    f, x, domain = case.goal.args
    _only([x], f)
    points = case.value.points
    places = [float(p.x) for p in points] + [float(p) for p in case.value.inflections]
    room = max(1.0, 0.5 * (max(places) - min(places))) if places else 3.0
    low, high = (min(places, default=0.0) - room, max(places, default=0.0) + room) if interval is None else map(float, interval)
    start, end = domain.inf, domain.sup
    low = max(low, float(start)) if start.is_finite else low
    high = min(max(high, low + 1.0), float(end)) if end.is_finite else max(high, low + 1.0)
    inside = [p for p in points if low <= float(p.x) <= high]
    return optimization.extrema_figure(f, x, inside, case.value.inflections, (low, high))


def stationary(case: Case, _interval: Interval) -> Picture:
    """Draw contours with the stationary points."""
    f, variables = case.goal.args
    if len(variables) != 2:
        raise _refuse(f"there are {len(variables)} variables, and a picture has two")
    _only(variables, f)
    return optimization.stationary_figure(f, tuple(variables), case.value.points)


def constrained(case: Case, _interval: Interval) -> Picture:
    """Draw the feasible set, contours and the balance of gradients at the optimum."""
    f, inequalities, equations, variables, sense, order, strict = case.goal.args
    if len(variables) != 2:
        raise _refuse(f"there are {len(variables)} variables, and a picture has two")
    if not case.value.place:
        raise _refuse(f"the problem is {case.value.status}")
    held = {int(k): (inequalities[int(k) - 1] if k > 0 else equations[-int(k) - 1]) for k in order if k}
    multipliers = case.value.multipliers or (sp.S.Zero,) * len(order)
    forces = [(m, held[int(k)]) for k, m in zip(order, multipliers, strict=True) if m != 0]
    if not case.value.multipliers and len(equations) == 1 and not inequalities:  # the one multiplier with which ∇f is a multiple of ∇h
        at = dict(zip(variables, case.value.place, strict=True))
        slopes = [tuple(sp.diff(e, v).xreplace(at) for v in variables) for e in (sense * f, equations[0])]
        square = sp.Add(*(s**2 for s in slopes[1]))
        forces = [(sp.Add(*(a * b for a, b in zip(*slopes, strict=True))) / square, equations[0])] if square != 0 else []
    places = tuple(dict.fromkeys((tuple(case.value.place), *map(tuple, case.value.ties))))
    return optimization.constrained_figure(f, (*inequalities, *strict), equations, tuple(variables), places, forces, int(sense))


def street(case: Case, _interval: Interval) -> Picture:
    """Draw points with the line between them."""
    points, labels, _bound, _degree = case.goal.args
    if len(points[0]) != 2:
        raise _refuse(f"the points have {len(points[0])} coordinates, and a picture has two")
    return optimization.street_figure(points, labels, tuple(case.value.w), case.value.b, case.value.support)


def descent(case: Case, _interval: Interval) -> Picture:
    """Draw the steps downhill on the contours of a function, or on its graph."""
    f, variables = case.goal.args[:2]
    if len(variables) > 2:
        raise _refuse(f"there are {len(variables)} variables, and a picture has two")
    _only(variables, f)
    places = [tuple(_number(c, "a coordinate") for c in p) for p in case.value.points]
    return optimization.descent_figure(f, tuple(variables), places)


def solutions(case: Case, interval: Interval) -> Picture:
    """Draw both sides of an equation, equal where they meet; a family of solutions is drawn around those with n = -1, 0, 1."""
    left, right, x, _domain = case.goal.args
    _only([x], left, right)
    values, letters = case.value.values, {letter for value in case.value.values for letter in value.free_symbols}
    by_number = {n: [_number(v.subs(dict.fromkeys(letters, n)), "a solution") for v in values] for n in range(-_MANY, _MANY + 1)}
    if letters and interval is None:
        near = [place for n in (-1, 0, 1) for place in by_number[n]]
        interval = min(near) - 1, max(near) + 1
    places = {place for some in by_number.values() for place in some}
    return optimization.crossing_figure(left, right, x, tuple(places), interval)


def convexity(case: Case, interval: Interval) -> Picture:
    """Draw a graph with a chord, or the surface of a function of two variables."""
    f, variables = case.goal.args
    if len(variables) == 1:
        _only(variables, f)
        return optimization.chord_figure(f, variables[0], _SHAPE_IN_WORDS.get(case.value.shape, case.value.shape), interval)
    return _surface(case.goal, None)


_SHAPE_IN_WORDS = {"neither": "neither convex nor concave"}


def differential(_case: Case, _interval: Interval) -> Picture:
    """Refuse: a differential belongs to no place."""
    raise _refuse("a differential is told for every place", "Ask for a tangent or a tangent plane at a point: it is drawn.")


def in_matrices(_case: Case, _interval: Interval) -> Picture:
    """Refuse: matrices of any size."""
    raise _refuse("the matrices may have any size", "Ask for the gradient of a function of two numbers: it is drawn.")
