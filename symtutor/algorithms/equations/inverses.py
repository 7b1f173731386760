"""Undoing the outer function of one side of an equation."""

from __future__ import annotations

from typing import Any

import sympy as sp

from symtutor.algorithms.equations.signs import numeric, sign_of
from symtutor.algorithms.structure import depends, linear

__all__ = ["reached"]

_MOST_TURNS = 100
_PERIODIC: dict[Any, Any] = {sp.sin: 2 * sp.pi, sp.cos: 2 * sp.pi, sp.tan: sp.pi, sp.cot: sp.pi}


def reached(left: Any, right: Any, x: Any, domain: Any) -> list[tuple[Any, Any]] | None:
    """Return equations, as pairs of sides, that undo the outer function of the left side; None where that is not known.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> reached(sp.log(x), sp.Integer(1), x, sp.S.Reals)
    [(x, E)]
    >>> reached(sp.Abs(x - 1), sp.Integer(2), x, sp.S.Reals)
    [(x - 1, -2), (x - 1, 2)]
    """
    if depends(right, x):
        return None
    held, rest = _coefficient(left, x)
    if held is not sp.S.One and held != 0 and not held.free_symbols:
        return reached(rest, right / held, x, domain)
    if isinstance(left, sp.Pow):
        return _of_power(left, right)
    if isinstance(left, sp.sec | sp.csc):
        below = sp.cos if isinstance(left, sp.sec) else sp.sin
        return None if (sign := sign_of(right)) is None else [(below(left.args[0]), 1 / right)] if sign else []
    find = _INVERSES.get(type(left))
    if find is None:
        return None
    if type(left) in _PERIODIC:
        return _turns(left, find(right), x, domain)
    values = find(right)
    return None if values is None else [(left.args[0], v) for v in values]


def _coefficient(expr: Any, x: sp.Expr) -> tuple[sp.Basic, sp.Basic]:
    if not isinstance(expr, sp.Mul):
        return sp.S.One, expr
    return expr.as_independent(x, as_Add=False)


def _of_power(left: Any, right: Any) -> list[tuple[Any, Any]] | None:
    base, exponent = left.args
    if base.is_number and base is not sp.E:
        sign = sign_of(right)
        return None if sign is None or not base.is_positive else [(exponent, sp.log(right) / sp.log(base))] if sign > 0 else []
    if not exponent.is_Rational:
        return None
    if right.free_symbols:
        return None
    sign = sign_of(right)
    if sign is None:
        return None
    if exponent.is_negative:
        return [(base**-exponent, 1 / right)] if sign else []
    if exponent.q % 2 == 0:
        return [(base, right ** (1 / exponent))] if sign >= 0 else []
    if exponent.p % 2:
        root = sp.Pow(abs(right), 1 / exponent)
        return [(base, root if sign >= 0 else -root)]
    if sign < 0:
        return []
    root = sp.Pow(right, 1 / exponent)
    return [(base, -root), (base, root)] if sign else [(base, sp.S.Zero)]


def _in_range(low: Any, high: Any, inverse: Any) -> Any:
    def values(c: Any) -> list[Any] | None:
        number = numeric(c)
        if number is None:
            return None
        return [inverse(c)] if low < number < high else []

    return values


def _absolute(c: sp.Expr) -> list[sp.Expr] | None:
    sign = sign_of(c)
    return None if sign is None else [] if sign < 0 else [sp.S.Zero] if sign == 0 else [-c, c]


def _two_angles(inverse: Any, other: Any) -> Any:
    def values(c: Any) -> list[Any] | None:
        if c.free_symbols:
            return None
        inside = sign_of(1 - c**2)
        if inside is None:
            return None
        return [] if inside < 0 else list(dict.fromkeys([inverse(c), other(inverse(c))]))

    return values


def _evenly(inverse: Any) -> Any:
    def values(c: Any) -> list[Any] | None:
        sign = sign_of(c - 1)
        return None if sign is None else [] if sign < 0 else [sp.S.Zero] if sign == 0 else [-inverse(c), inverse(c)]

    return values


_INVERSES: dict[Any, Any] = {
    sp.exp: lambda c: None if sign_of(c) is None else [sp.log(c)] if sign_of(c) == 1 else [],
    sp.log: lambda c: [sp.exp(c)],
    sp.Abs: _absolute,
    sp.sin: _two_angles(sp.asin, lambda a: sp.pi - a),
    sp.cos: _two_angles(sp.acos, lambda a: -a),
    sp.tan: lambda c: [sp.atan(c)],
    sp.cot: lambda c: [sp.pi / 2 - sp.atan(c)],
    sp.atan: _in_range(-sp.pi.evalf() / 2, sp.pi.evalf() / 2, sp.tan),
    sp.asin: lambda c: [sp.sin(c)] if abs(numeric(c) or 9) <= sp.pi.evalf() / 2 or c == 0 else [],
    sp.acos: lambda c: [sp.cos(c)] if numeric(c) is not None and 0 <= numeric(c) <= sp.pi.evalf(40) else [],
    sp.sinh: lambda c: [sp.asinh(c)],
    sp.cosh: _evenly(sp.acosh),
    sp.tanh: _in_range(-1, 1, sp.atanh),
    sp.asinh: lambda c: [sp.sinh(c)],
    sp.atanh: lambda c: [sp.tanh(c)],
}


def _holds_families(domain: sp.Set, shape: tuple[sp.Expr, sp.Expr], bases: list[sp.Basic], period: sp.Expr) -> bool:
    """Tell whether all angles b + k·period belong to a domain: all numbers, or all but points that are none of them."""
    if domain in {sp.S.Reals, sp.Interval(-sp.oo, sp.oo)}:
        return True
    holes = sp.S.Reals - domain
    if not isinstance(holes, sp.FiniteSet):
        return False
    turns = [sp.simplify((shape[0] * hole + shape[1] - base) / period) for hole in holes for base in bases]
    return not any(abs(sp.N(t - sp.floor(t + sp.S.Half), 30)) < sp.Float("1e-20") for t in turns)


def _turns(left: sp.Function, bases: list[Any] | None, x: sp.Expr, domain: Any) -> list[tuple[sp.Basic, sp.Basic]] | None:
    """Return the angles in reach of a bounded domain, or families with a whole number n."""
    arg, period = left.args[0], _PERIODIC[type(left)]
    shape = linear(arg, x)
    if bases is None or shape is None:
        return None
    bases = [b for i, b in enumerate(bases) if not any((b - a).equals(0) or ((b - a) / period).is_Integer for a in bases[:i])]
    low, high = domain.inf, domain.sup
    if low is -sp.oo or high is sp.oo:
        if not _holds_families(domain, shape, bases, period):
            return None
        n = next(sp.Symbol(name) for name in ("n", "k", "m", "n1") if sp.Symbol(name) not in left.free_symbols)
        return [(arg, base + period * n) for base in bases]
    ends = sorted(sp.N(shape[0] * end + shape[1], 30) for end in (low, high))
    found: list[tuple[Any, Any]] = []
    for base in bases:
        first = int(sp.ceiling((ends[0] - sp.N(base, 30)) / sp.N(period, 30) - sp.Rational(1, 10**9)))
        last = int(sp.floor((ends[1] - sp.N(base, 30)) / sp.N(period, 30) + sp.Rational(1, 10**9)))
        if last - first > _MOST_TURNS:
            return None
        found.extend((arg, base + k * period) for k in range(first, last + 1))
    return sorted(found, key=lambda pair: sp.N(pair[1], 20))
