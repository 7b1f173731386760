"""Asking for tangent planes, approximations and total differentials."""

from __future__ import annotations

from typing import Any, Unpack

import sympy as sp

from symtutor.ask.inputs.arguments import keys_of, need_slopes, solved, variables_of, whole_point
from symtutor.ask.signatures.public import Options, begin, public
from symtutor.errors import InputError
from symtutor.goals.vectors import Approximation, TangentPlane, TangentToLevel, TotalDifferential
from symtutor.problem import Sameness
from symtutor.views.solution import Solution

__all__ = ["approximation", "tangent_plane", "total_differential"]


@public
def tangent_plane(
    f: Any,
    *,
    at: Any,
    variables: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the tangent plane of a surface: of the graph z = f(x, y), or of an equation at a point that satisfies it.

    Parameters
    ----------
    f : str, Expr or Eq
        An expression, whose graph is meant, or an equation.
    at : mapping
        The point of contact, with all variables of an equation.

    Returns
    -------
    Solution
        Its ``.answer`` is an Eq; for a graph its left side is z (w where z is a variable).

    Raises
    ------
    InputError
        If the point is not on the surface, or the gradient is 0 there.

    Examples
    --------
    >>> tangent_plane("x^2 + y^2", at={"x": 1, "y": 2}).answer
    Eq(z, 2*x + 4*y - 5)
    >>> tangent_plane("x y + y z + z x = 11", at={"x": 1, "y": 2, "z": 3}).answer
    Eq(5*x + 4*y + 3*z - 22, 0)
    """
    inputs, how = begin(options)
    expr, is_level = inputs.surface(f)
    chosen = variables_of(inputs, variables, expr, *([] if is_level else [sp.Tuple(*map(inputs.symbol, keys_of(at)))]))
    point = whole_point(inputs, at, chosen, expr)
    if not is_level:
        need_slopes(expr, chosen, point, inputs, how)
        letter = next(sp.Symbol(n) for n in ("z", "w", "z_0") if sp.Symbol(n) not in chosen)
        return solved(TangentPlane(expr, chosen, point, letter), chosen, None, inputs, how, Sameness.UP_TO_FACTOR)
    place = dict(zip(chosen, point, strict=True))
    need_slopes(expr, chosen, point, inputs, how)
    off = sp.simplify(expr.subs(place))
    if off != 0:
        raise InputError(f"the point is not on the surface: the sides differ by {off} there", "Check at=.")
    if all(sp.diff(expr, v).subs(place) == 0 for v in chosen):
        raise InputError("the gradient is 0 at the point, so it determines no tangent plane there")
    return solved(TangentToLevel(expr, chosen, point), chosen, None, inputs, how, Sameness.UP_TO_FACTOR)


@public
def approximation(
    f: Any,
    variables: Any = None,
    *,
    at: Any,
    order: int = 1,
    **options: Unpack[Options],
) -> Solution:
    """Derive the linear or quadratic approximation of an expression about a point.

    Parameters
    ----------
    at : mapping or tuple
        The point.
    order : {1, 2}
        Linear, or quadratic with the second derivatives.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr.

    Examples
    --------
    >>> approximation("e^x y", at={"x": 0, "y": 1}).answer
    x + y
    """
    if order not in {1, 2}:
        raise InputError(f"order={order!r} is unknown", "Choose 1 (linear) or 2 (quadratic).")
    inputs, how = begin(options)
    expr = inputs.expression(f)
    chosen = variables_of(inputs, variables, expr)
    point = whole_point(inputs, at, chosen, expr)
    need_slopes(expr, chosen, point, inputs, how)
    return solved(Approximation(expr, chosen, point, order), chosen, None, inputs, how)


@public
def total_differential(
    f: Any,
    variables: Any = None,
    *,
    at: Any = None,
    **options: Unpack[Options],
) -> Solution:
    """Derive the total differential of an expression, with dx for the increment of x.

    Returns
    -------
    Solution
        Its ``.answer`` is an Expr in the variables and their increments.

    Examples
    --------
    >>> total_differential("x^2 y").answer
    2*dx*x*y + dy*x**2
    """
    inputs, how = begin(options)
    expr = inputs.expression(f)
    chosen = variables_of(inputs, variables, expr)
    increments = tuple(sp.Symbol(f"d{v.name}") for v in chosen)
    inputs.names = (*inputs.names, *(d.name for d in increments))  # answers speak of them
    return solved(TotalDifferential(expr, chosen, increments), chosen, at, inputs, how)
