"""Asking about curves: implicit and parametric derivatives, related rates, tangent and normal lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Unpack

import sympy as sp

from symtutor.algorithms.places.kinks import at_place, has_kink
from symtutor.ask.inputs.inputs import Inputs
from symtutor.ask.inputs.real_points import must_be_place, must_be_real_near_a_point, must_have_points
from symtutor.ask.signatures.public import How, Options, begin, public
from symtutor.errors import InputError, NoRuleApplies
from symtutor.goals.core import Evaluated, Goal
from symtutor.goals.curves import (
    CurveNormal,
    CurveSlope,
    CurveTangent,
    Inserted,
    Normal,
    ParametricSlope,
    SecondSlope,
    Slope,
    Tangent,
)
from symtutor.problem import Problem, Sameness
from symtutor.reading import read_term
from symtutor.views.solution import Solution, solve

__all__ = ["implicit", "normal_line", "parametric", "related_rates", "tangent"]


@public
def implicit(
    equation: Any,
    y: Any = "y",
    x: Any = "x",
    *,
    order: int = 1,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive dy/dx on a curve by implicit differentiation.

    Parameters
    ----------
    equation : str, Eq or Expr
        The equation of the curve; an expression is set to 0.
    y, x : str or Symbol
        The letter that depends on the other, and the variable.
    order : {1, 2}
        First or second derivative.
    at : mapping or pair, optional
        A point of the curve, x first, at which the slope is wanted.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr in x and y, or a number with `at`.

    Raises
    ------
    InputError
        If the letter does not stand in the equation, or the point is not on the curve.

    Examples
    --------
    >>> implicit("x^2 + y^2 = 25", "y", "x").answer
    -x/y
    >>> implicit("x^2 + y^2 = 25", "y", "x", at=(3, 4)).answer
    -3/4
    """
    inputs, how = begin(options)
    left, right = _sides(equation, inputs)
    dependent, variable = inputs.symbol(y), inputs.symbol(x)
    if dependent == variable:
        raise InputError(f"both letters are {variable}", 'Name the dependent one first, as in implicit("x^2 + y^2 = 25", "y", "x").')
    if dependent not in (left - right).free_symbols:
        raise InputError(f"{dependent} does not stand in the equation, so the equation says nothing about its derivative")
    must_have_points(left, right)
    if order not in {1, 2}:
        raise InputError(f"order={order!r} is not worked out on a curve", "Choose 1 or 2.")
    goal: Any = Slope(left, right, dependent, variable, ()) if order == 1 else SecondSlope(left, right, dependent, variable)
    if at is not None:
        a, b = _point_on(left - right, at, (variable, dependent), inputs)
        slope = CurveSlope(left, right, dependent, variable, b, a)
        if _is_vertical(left - right, {variable: a, dependent: b}, dependent):
            inputs.notes.append(f"The tangent is vertical at this point, so d{dependent}/d{variable} does not exist there")
        goal = slope if order == 1 else Evaluated(goal, (variable, dependent), (a, b))
        return solve(Problem(goal, domain=inputs.domain), inputs, **how)
    problem = Problem(goal, Sameness.MODULO_CURVE, domain=inputs.domain, curve=left - right)
    return solve(problem, inputs, **how)


@public
def related_rates(
    equation: Any,
    rate_of: Any,
    rates: Mapping[Any, Any],
    *,
    at: Mapping[Any, Any] | None = None,
    t: Any = "t",
    **options: Unpack[Options],
) -> Solution:
    """Derive how fast one quantity changes from the rates of others, which an equation ties to it.

    Parameters
    ----------
    equation : str, Eq or Expr
        What holds between the quantities at every time.
    rate_of : str or Symbol
        The quantity whose rate is wanted.
    rates : mapping
        The other quantities that change, with their rates.
    at : mapping, optional
        The values of the quantities at the moment in question.
    t : str or Symbol
        The letter of time.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr, a number where `at` names every quantity.

    Examples
    --------
    >>> related_rates("x^2 + y^2 = 25", "y", {"x": 2}, at={"x": 3, "y": 4}).answer
    -3/2
    """
    inputs, how = begin(options)
    left, right = _sides(equation, inputs)
    time, wanted = inputs.symbol(t), inputs.symbol(rate_of)
    known = {inputs.symbol(k): inputs.expression(v, f"the rate of {k}") for k, v in rates.items()}
    if wanted in known:
        raise InputError(f"the rate of {wanted} is wanted and given", "Leave it out of rates.")
    missing = [s for s in (wanted, *known) if s not in (left - right).free_symbols]
    if missing:
        raise InputError(f"{missing[0]} does not stand in the equation", "Name the quantities as the equation does.")
    place = {inputs.symbol(k): inputs.expression(v, f"the value of {k}") for k, v in (at or {}).items()}
    old = [sp.Derivative(sp.Function(s.name)(time), time) for s in known]
    if place and (left - right).free_symbols <= {*place, time}:
        _must_lie_on(left - right, place, place)
        if sp.diff(left - right, wanted).subs(place) == 0:
            raise InputError(f"the equation does not fix the rate of {wanted} there: its slope in {wanted} is 0", "Choose another moment.")
    goal = Inserted(Slope(left, right, wanted, time, tuple(known)), sp.Tuple(*old, *place), sp.Tuple(*known.values(), *place.values()))
    return solve(Problem(goal, domain=inputs.domain), inputs, **how)


@public
def parametric(
    x: Any,
    y: Any,
    t: Any = None,
    *,
    order: int = 1,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive dy/dx of a curve x(t), y(t), or its second derivative.

    Parameters
    ----------
    x, y : str or Expr
        The coordinates as functions of the parameter.
    t : str or Symbol, optional
        The parameter; left out, the only free symbol.
    order : {1, 2}
        First or second derivative.
    at : number, optional
        The value of the parameter.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr in the parameter.

    Examples
    --------
    >>> parametric("t^2", "t^3").answer
    3*t/2
    >>> parametric("t^2", "t^3", order=2).answer
    3/(4*t)
    """
    inputs, how = begin(options)
    across, up = inputs.expression(x, "x"), inputs.expression(y, "y")
    parameter = inputs.variable(sp.Tuple(across, up), t, "parametric")
    if parameter not in across.free_symbols:
        raise InputError(f"x does not depend on {parameter}, so the curve is a vertical line without a slope")
    if order not in {1, 2}:
        raise InputError(f"order={order!r} is not worked out for a curve with a parameter", "Choose 1 or 2.")
    must_be_real_near_a_point([across, up], [parameter])
    goal: Any = ParametricSlope(across, up, parameter, order)
    if at is not None:
        place = inputs.expression(at, "at")
        must_be_place({parameter: place}, [parameter], [across, up])
        if all(sp.diff(part, parameter).subs(parameter, place) == 0 for part in (across, up)):
            inputs.notes.append(f"Both coordinates rest at {parameter} = {place}: what is found is the limit of the slope there")
        goal = at_place(goal, (parameter,), (place,))
    return solve(Problem(goal, domain=inputs.domain), inputs, **how)


@public
def tangent(
    f: Any,
    *,
    at: Any,
    **options: Unpack[Options],
) -> Solution:
    """Derive a tangent: the line to a graph or to a curve, or the plane to a surface.

    Parameters
    ----------
    f : str, Expr or Eq
        An expression, whose graph is meant, ``y = ...``, or the equation of a curve or surface.
    at : number, mapping or tuple
        The point of contact: a number or ``{"x": 2}`` for a graph, both coordinates for a curve.

    Returns
    -------
    Solution
        Its ``.answer`` is an Eq; for a graph its left side is y (z for a surface).

    Raises
    ------
    InputError
        If the point is not on the curve.
    NoRuleApplies
        If there is no tangent at the point.

    Examples
    --------
    >>> tangent("x^2", at=2).answer
    Eq(y, 4*x - 4)
    >>> tangent("x^2 + y^2 = 25", at=(3, 4)).answer
    Eq(y, 25/4 - 3*x/4)
    """
    inputs, how = begin(options)
    expr, sides, variables = _shape(f, inputs)
    if len(variables) > (1 if sides is None else 2):
        from symtutor.ask.surfaces import tangent_plane  # noqa: PLC0415 (surfaces only)

        return tangent_plane(f, at=at, **options)
    goal = _graph_goal(Tangent, expr, at, inputs) if sides is None else _curve_goal(CurveTangent, sides, variables, at, inputs)
    return _line(goal, inputs, how)


@public
def normal_line(
    f: Any,
    *,
    at: Any,
    **options: Unpack[Options],
) -> Solution:
    """Derive the normal of a graph or curve: the line at right angles to its tangent.

    Parameters and errors are those of `tangent`, for lines.

    Examples
    --------
    >>> normal_line("x^2", at=1).answer
    Eq(y, 3/2 - x/2)
    """
    inputs, how = begin(options)
    expr, sides, variables = _shape(f, inputs)
    if len(variables) > (1 if sides is None else 2):
        raise InputError(
            "a normal line is drawn to a graph or curve in the plane", "Give an expression in one variable, or an equation in two."
        )
    goal = _graph_goal(Normal, expr, at, inputs) if sides is None else _curve_goal(CurveNormal, sides, variables, at, inputs)
    return _line(goal, inputs, how)


def _is_vertical(difference: Any, point: dict[Any, Any], dependent: Any) -> bool:
    """Tell whether the gradient of a curve's equation lies along the other axis at a point."""
    slopes = {v: sp.diff(difference, v).subs(point) for v in point}
    return all((slope == 0) == (v == dependent) for v, slope in slopes.items())


def _line(goal: Any, inputs: Inputs, how: How) -> Solution:
    """Return the solution of a goal of a line; at a kink of a graph, say so."""
    try:
        return solve(Problem(goal, Sameness.UP_TO_FACTOR, domain=inputs.domain), inputs, **how)
    except NoRuleApplies as error:
        if not isinstance(goal, Tangent | Normal) or not has_kink(goal.args[0], {goal.args[1]: goal.args[2]}):
            raise
        _, variable, place, _ = goal.args
        told = f"there is no tangent at {variable} = {place}: the two sides of that point do not agree"
        raise NoRuleApplies(told, error.goals) from None


# ---- what was passed ----------------------------------------------------------------------------
def _read(thing: Any, inputs: Inputs) -> Any:
    """Return the SymPy object that a text says; anything else as it is."""
    if not isinstance(thing, str):
        return thing
    reading = read_term(thing, names=inputs.names, functions=inputs.functions)
    inputs.notes.extend(note for n in reading.notes if (note := str(n)) not in inputs.notes)
    return reading.expr


def _sides(equation: Any, inputs: Inputs) -> tuple[sp.Expr, sp.Expr]:
    """Return both sides of an equation; an expression is set to 0."""
    found = _read(equation, inputs)
    if isinstance(found, sp.Equality):
        return inputs.expression(found.lhs, "the left side"), inputs.expression(found.rhs, "the right side")
    return inputs.expression(found, "the equation"), sp.S.Zero


def _shape(f: Any, inputs: Inputs) -> tuple[sp.Basic | None, tuple[sp.Basic, sp.Basic] | None, tuple[sp.Symbol, ...]]:
    """Return an expression for a graph, or the two sides of an equation, with the variables in alphabetical order."""
    found = _read(f, inputs)
    if isinstance(found, sp.Equality):
        left, right = _sides(found, inputs)
        if isinstance(left, sp.Symbol) and left not in right.free_symbols:
            return right, None, _sorted(right)
        if not isinstance(left, sp.core.function.AppliedUndef):
            return None, (left, right), _sorted(left - right)
        found = right
    expr = inputs.expression(found)
    return expr, None, _sorted(expr)


def _sorted(expr: Any) -> tuple[sp.Symbol, ...]:
    return tuple(sorted(expr.free_symbols, key=lambda s: s.name))


def _graph_goal(kind: Any, expr: Any, at: Any, inputs: Inputs) -> Goal:
    """Return the goal of a line to a graph."""
    variable = inputs.variable(expr, next(iter(at)) if isinstance(at, Mapping) and len(at) == 1 else None, "tangent")
    must_be_real_near_a_point([expr], [variable])
    ((_, place),) = inputs.point(at, (variable,)).items()
    must_be_place({variable: place}, [variable], [expr])
    letter = next(s for s in map(sp.Symbol, ("y", "z", "w")) if s not in expr.free_symbols | {variable})
    return kind(expr, variable, place, letter)


def _curve_goal(kind: Any, sides: tuple[Any, Any], variables: tuple[sp.Symbol, ...], at: Any, inputs: Inputs) -> Any:
    """Return the goal of a line to a curve, at a point that lies on it."""
    if len(variables) != 2:
        raise InputError("an equation of a curve has two variables", "Write y = ... for a graph.")
    left, right = sides
    a, b = _point_on(left - right, at, variables, inputs)
    return kind(left, right, *variables, a, b)


def _point_on(difference: Any, at: Any, variables: Any, inputs: Inputs) -> tuple[Any, Any]:
    """Return the coordinates of a point, which must lie on the curve."""
    point = inputs.point(at, tuple(variables))
    missing = [v.name for v in variables if v not in point]
    if missing:
        raise InputError(f"at= says nothing about {missing[0]}", "Give both coordinates of the point.")
    _must_lie_on(difference, point, variables)
    return point[variables[0]], point[variables[1]]


def _must_lie_on(difference: Any, point: Mapping[Any, Any], variables: Iterable[Any]) -> None:
    """Refuse a point that surely is not on the curve or surface on which a difference is 0."""
    must_be_place(point, point, [difference])
    gap = sp.expand(difference.subs(point))
    if gap != 0 and not (gap.is_number and gap.equals(0)) and not gap.free_symbols:
        place = ", ".join(str(point[v]) for v in variables)
        raise InputError(f"the point ({place}) is not on the curve: the sides of the equation differ by {gap} there", "Check at=.")
