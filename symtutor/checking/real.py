"""Forms of values for checking: real odd roots, and one form for derivatives of named functions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

__all__ = ["in_one_form", "real_value", "slope_at"]


def real_value(expr: Any, point: Mapping[Any, Any]) -> Any:
    """Return the value of an expression at a point, odd roots of negative numbers taken as real.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> real_value(x ** sp.Rational(1, 3), {x: -8})
    -2
    """
    found = expr.subs(list(point.items()), simultaneous=True)
    if not any(p.base.is_negative for p in found.atoms(sp.Pow) if p.exp.is_Rational and not p.exp.is_Integer):
        return found
    signed = expr.replace(
        lambda e: isinstance(e, sp.Pow) and e.exp.is_Rational and not e.exp.is_Integer and e.exp.q % 2 == 1,
        lambda e: sp.sign(e.base) ** e.exp.p * sp.Abs(e.base) ** e.exp,
    )
    return signed.subs(list(point.items()), simultaneous=True)


def in_one_form(expr: Any) -> Any:
    """Return a derivative with f′(g(x)) written as f′(u) at u = g(x), and without the impulses at jumps, where it does not exist.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> f, g = sp.symbols("f g", cls=sp.Function)
    >>> in_one_form(sp.diff(f(g(x)), x))
    Derivative(g(x), x)*Subs(Derivative(f(_u), _u), _u, g(x))
    >>> in_one_form(sp.diff(x * sp.Heaviside(x - 1), x))
    Heaviside(x - 1)
    """
    if expr.has(sp.DiracDelta):
        expr = expr.replace(sp.DiracDelta, lambda *_: sp.S.Zero)
    if not expr.has(sp.Derivative):
        return expr
    return expr.replace(
        lambda e: isinstance(e, sp.Derivative) and isinstance(e.variables[0], AppliedUndef) and len(set(e.variables)) == 1,
        lambda e: sp.Subs(sp.Derivative(e.expr.xreplace({e.variables[0]: _INSIDE}), (_INSIDE, len(e.variables))), _INSIDE, e.variables[0]),
    )


def slope_at(expr: Any, variable: Any, point: Any) -> Any:
    """Return the derivative at a point from the two sides: nan where they differ, or where the function jumps.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> slope_at(sp.Abs(x), x, 0), slope_at(x * sp.Abs(x), x, 0), slope_at(sp.floor(x), x, 2), slope_at(sp.Max(0, x**3), x, 0)
    (nan, 0, nan, 0)
    """
    sides = [_frozen(expr, variable, point + side * _NEAR) for side in (-1, 1)]
    at = {variable: point}
    values = [real_value(side, at) for side in (*sides, expr)]
    slopes = [real_value(sp.diff(side, variable), at) for side in sides]
    same = all(sp.expand(v - values[2]) == 0 for v in values) and sp.expand(slopes[0] - slopes[1]) == 0
    return slopes[0] if same else sp.nan


def _frozen(expr: Any, variable: Any, near: Any) -> Any:
    """Return an expression in which signs and steps have the value that they have at a place near the point."""
    if not expr.args or not expr.has(sp.Abs, sp.Max, sp.Min, *_STEPS):
        return expr
    if isinstance(expr, _STEPS) and not (expr.free_symbols - {variable}):
        return expr.subs(variable, near)
    args = [_frozen(a, variable, near) for a in expr.args]
    if isinstance(expr, sp.Max | sp.Min) and not (expr.free_symbols - {variable}):
        there = expr.subs(variable, near)
        return next(a for a in args if a.subs(variable, near) == there)
    if isinstance(expr, sp.Abs) and not (expr.free_symbols - {variable}):
        return sp.sign(expr.args[0].subs(variable, near)) * args[0]
    return expr.func(*args)


_INSIDE = sp.Symbol("_u")
_STEPS = (sp.sign, sp.Heaviside, sp.floor, sp.ceiling)
_NEAR = sp.Rational(1, 10**12)
