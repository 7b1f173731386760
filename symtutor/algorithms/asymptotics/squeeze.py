"""Lower and upper bounds of expressions with bounded parts: what the squeeze theorem needs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sympy as sp

from symtutor.algorithms.asymptotics.behaviour import limit_value, sign_near
from symtutor.algorithms.asymptotics.signs import setting_aside

__all__ = ["bounds_near"]

Pair = tuple[Any, Any]

_RANGES: dict[Any, Callable[[Any], Pair]] = {
    sp.sin: lambda _u: (sp.S.NegativeOne, sp.S.One),
    sp.cos: lambda _u: (sp.S.NegativeOne, sp.S.One),
    sp.sign: lambda _u: (sp.S.NegativeOne, sp.S.One),
    sp.tanh: lambda _u: (sp.S.NegativeOne, sp.S.One),
    sp.erf: lambda _u: (sp.S.NegativeOne, sp.S.One),
    sp.Heaviside: lambda _u: (sp.S.Zero, sp.S.One),
    sp.atan: lambda _u: (-sp.pi / 2, sp.pi / 2),
    sp.floor: lambda u: (u - 1, u),
    sp.ceiling: lambda u: (u, u + 1),
    sp.frac: lambda _u: (sp.S.Zero, sp.S.One),
}
_INCREASING = (sp.exp, sp.log, sp.atan, sp.tanh, sp.sinh, sp.asinh, sp.erf)


class _Bounder:
    """Bounds of the parts of one expression, on the given sides of one point."""

    def __init__(self, x: sp.Symbol, to: sp.Expr, sides: tuple[int, ...]) -> None:
        self.x, self.to, self.sides = x, to, sides

    def sign(self, expr: Any) -> int | None:
        """Return the one sign of an expression near the point, or None."""
        signs = {sign_near(expr, self.x, self.to, s) for s in self.sides}
        return signs.pop() if len(signs) == 1 else None

    def is_tame(self, expr: sp.Basic) -> bool:
        """Tell whether an expression has a limit on each side, so that it needs no bounds."""
        with setting_aside():
            return all(limit_value(expr, self.x, self.to, s) is not None for s in self.sides)

    def bounds(self, expr: Any) -> Pair | None:
        """Return bounds of an expression, equal ones where it needs none, or None."""
        if not expr.has(self.x) or self.is_tame(expr):
            return expr, expr
        if isinstance(expr, sp.Add):
            parts = [self.bounds(a) for a in expr.args]
            if any(p is None for p in parts):
                return None
            return sp.Add(*[p[0] for p in parts if p]), sp.Add(*[p[1] for p in parts if p])
        if isinstance(expr, sp.Mul):
            return self._product(expr)
        if isinstance(expr, sp.Pow):
            return self._power(expr)
        return self._function(expr)

    def _function(self, expr: sp.Expr) -> Pair | None:
        if type(expr) in _RANGES:
            return _RANGES[type(expr)](expr.args[0])
        if isinstance(expr, sp.Abs):
            inner = self.bounds(expr.args[0])
            return None if inner is None else (sp.S.Zero, sp.Max(*map(sp.Abs, inner)))
        if isinstance(expr, _INCREASING):
            inner = self.bounds(expr.args[0])
            if inner is None or (isinstance(expr, sp.log) and self.sign(inner[0]) != 1):
                return None
            return expr.func(inner[0]), expr.func(inner[1])
        return None

    def _product(self, expr: Any) -> Pair | None:
        """Bound the oscillating factors together, then scale by the others."""
        wild = [a for a in expr.args if not self.is_tame(a)]
        scale = sp.Mul(*[a for a in expr.args if a not in wild])
        low: Any = sp.S.One
        high: Any = sp.S.One
        for factor in wild:
            pair = self.bounds(factor)
            if pair is None or any(b.has(self.x) for b in pair):
                if len(wild) > 1 or pair is None:
                    return None
                low, high = pair
                break
            corners = [a * b for a in (low, high) for b in pair]
            low, high = sp.Min(*corners), sp.Max(*corners)
        sign = self.sign(scale)
        if sign is not None:
            return (scale * low, scale * high) if sign >= 0 else (scale * high, scale * low)
        if low.has(self.x) or high.has(self.x):
            return None
        most = sp.Max(sp.Abs(low), sp.Abs(high))
        return -most * sp.Abs(scale), most * sp.Abs(scale)

    def _power(self, expr: Any) -> Pair | None:
        base, exponent = expr.args
        if base == -1:
            return sp.S.NegativeOne, sp.S.One
        if not exponent.has(self.x) and exponent.is_Rational:
            pair = self.bounds(base)
            if pair is None:
                return None
            return self._constant_power(pair, exponent)
        if not base.has(self.x) and base.is_number and base > 1:
            pair = self.bounds(exponent)
            return None if pair is None else (base ** pair[0], base ** pair[1])
        return None

    def _constant_power(self, pair: Pair, exponent: Any) -> Pair | None:
        low, high = pair
        if self.sign(low) in {0, 1} and exponent > 0:
            return low**exponent, high**exponent
        if self.sign(low) == 1:
            return high**exponent, low**exponent
        if not exponent.is_Integer or exponent < 0:
            return None
        if low.has(self.x) or high.has(self.x):
            return None
        if exponent % 2:
            return low**exponent, high**exponent
        return sp.S.Zero, sp.Max(low**exponent, high**exponent)


def bounds_near(expr: sp.Expr, x: sp.Symbol, to: sp.Expr, sides: tuple[int, ...]) -> Pair | None:
    """Return expressions between which another one lies near a point, or None.

    Parameters
    ----------
    expr : Expr
        In `x`; its oscillating parts are replaced by their bounds.
    x : Symbol
        The variable.
    to : Expr
        The point.
    sides : tuple of int
        1 and -1: the sides that count.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> bounds_near(x**2 * sp.sin(1 / x), x, sp.S.Zero, (1, -1))
    (-x**2, x**2)
    """
    return _Bounder(x, to, sides).bounds(expr)
