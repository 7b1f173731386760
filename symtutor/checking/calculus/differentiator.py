"""Derivatives for checking: SymPy's own table of partial derivatives, each subexpression looked at once.

``sympy.diff`` would do; it walks the whole expression again at every level, and
a check asks for the derivative of every part of an expression in turn.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import sympy as sp

from symtutor.checking.calculus.real_derivatives import derivative

__all__ = ["differentiated"]

_REMEMBERED = 20_000


@lru_cache(maxsize=_REMEMBERED)
def differentiated(expr: Any, x: Any) -> Any:
    """Return the derivative of an expression in a symbol, for real arguments.

    Parameters
    ----------
    expr : Expr
        Any expression; what has no partial derivatives in SymPy goes to ``sympy.diff``.
    x : Symbol
        The variable.

    Examples
    --------
    >>> from sympy.abc import x
    >>> differentiated(x**2 * sp.sin(x), x)
    x**2*cos(x) + 2*x*sin(x)
    """
    if not expr.args:
        return sp.S.One if expr == x else sp.S.Zero
    parts: list[Any] = [differentiated(a, x) if isinstance(a, sp.Expr) else None for a in expr.args]
    if all(part == 0 for part in parts):
        return sp.S.Zero
    if isinstance(expr, sp.Add):
        return sp.Add(*parts)
    if isinstance(expr, sp.Mul):
        return sp.Add(*[sp.Mul(*expr.args[:i], part, *expr.args[i + 1 :]) for i, part in enumerate(parts) if part != 0])
    if isinstance(expr, sp.Pow):
        return _of_power(expr, *parts)
    if isinstance(expr, sp.Function) and type(expr).fdiff is not sp.Function.fdiff and None not in parts:
        return sp.Add(*[expr.fdiff(i) * part for i, part in enumerate(parts, 1) if part != 0])
    return derivative(expr, x)


def _of_power(expr: sp.Pow, base_slope: Any, exponent_slope: sp.Rational) -> sp.Basic:
    base, exponent = expr.args
    slope = exponent * base ** (exponent - 1) * base_slope if base_slope != 0 else sp.S.Zero
    return slope if exponent_slope == 0 else slope + expr * sp.log(base) * exponent_slope
