"""Proofs that an expression has no zero on an interval, by interval arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import mpmath
import sympy as sp
from mpmath import iv

from symtutor.algorithms.structure import symbols

__all__ = ["is_nonzero_on"]

_MOST_PIECES = 256


def _arctangent(box: Any) -> Any:
    """Return an enclosure of the arctangent, which grows."""
    return iv.mpf([mpmath.atan(box.a) - mpmath.mpf("1e-14"), mpmath.atan(box.b) + mpmath.mpf("1e-14")])


def _absolute(box: Any) -> Any:
    return abs(box)


_FUNCTIONS: dict[Any, Callable[[Any], Any]] = {
    sp.exp: iv.exp,
    sp.log: iv.log,
    sp.sin: iv.sin,
    sp.cos: iv.cos,
    sp.atan: _arctangent,
    sp.Abs: _absolute,
    sp.sinh: lambda box: (iv.exp(box) - iv.exp(-box)) / 2,
    sp.cosh: lambda box: (iv.exp(box) + iv.exp(-box)) / 2,
}


def _enclosed(expr: sp.Basic, x: sp.Expr, box: Any) -> Any:
    """Return an interval that holds all values of an expression, or None."""
    if expr == x:
        return box
    if not symbols(expr):
        number = sp.N(expr, 30)
        if not number.is_real:
            return None
        middle = mpmath.mpf(str(number))
        return iv.mpf([middle - abs(middle) * mpmath.mpf("1e-14"), middle + abs(middle) * mpmath.mpf("1e-14")])
    parts = [_enclosed(a, x, box) for a in expr.args]
    if any(p is None for p in parts):
        return None
    if isinstance(expr, sp.Add):
        return sum(parts[1:], parts[0])
    if isinstance(expr, sp.Mul):
        result = parts[0]
        for part in parts[1:]:
            result *= part
        return result
    if isinstance(expr, sp.Pow):
        return _power(parts[0], expr.exp)
    function = _FUNCTIONS.get(type(expr))
    if function is None or (function is iv.log and parts[0].a <= 0):
        return None
    return function(parts[0])


def _power(base: Any, exponent: Any) -> Any:
    if exponent.is_Integer:
        return None if exponent < 0 and base.a <= 0 <= base.b else base ** int(exponent)
    if exponent.is_Rational and base.a > 0:
        return iv.exp(iv.log(base) * iv.mpf(exponent.p) / iv.mpf(exponent.q))
    return None


def is_nonzero_on(expr: sp.Expr, x: sp.Expr, low: sp.Rational, high: sp.Basic) -> bool:
    """Tell whether an expression in x alone is proved to have no zero from low to high, both finite.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> is_nonzero_on(2 + sp.cos(x), x, sp.S.Zero, 2 * sp.pi)
    True
    >>> is_nonzero_on(sp.cos(x), x, sp.S.Zero, 2 * sp.pi)
    False
    """
    pieces = [(mpmath.mpf(str(sp.N(low, 30))), mpmath.mpf(str(sp.N(high, 30))))]
    for _ in range(2 * _MOST_PIECES):
        if not pieces:
            return True
        a, b = pieces.pop()
        try:
            box = _enclosed(expr, x, iv.mpf([a, b]))
        except (ZeroDivisionError, ValueError, mpmath.libmp.ComplexResult):
            return False
        if box is not None and (box.a > 0 or box.b < 0):
            continue
        if len(pieces) >= _MOST_PIECES:
            return False
        middle = (a + b) / 2
        pieces.extend([(a, middle), (middle, b)])
    return not pieces
