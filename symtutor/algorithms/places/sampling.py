"""Numbers at fixed points: whether an expression is real somewhere, and whether a derivative fits."""

from __future__ import annotations

from typing import Any

import mpmath
import sympy as sp
from sympy.core.function import AppliedUndef

from symtutor.algorithms.structure import symbols

__all__ = ["differentiates_to", "is_real_inside", "points_between"]

_DIGITS = 25
_SPREAD = (sp.Rational(1, 7), sp.Rational(3, 11), sp.Rational(6, 13), sp.Rational(10, 17), sp.Rational(14, 19), sp.Rational(21, 23))
_POINTS = tuple(
    sp.Rational(n, 1009) for n in (53, 211, 397, 733, 941, 1301, 2411, 3607, 5303, 8011, -67, -241, -439, -829, -1373, -2719, -5011)
)


def points_between(low: Any, high: Any) -> tuple[Any, ...]:
    """Return six rational points inside an interval with numeric or infinite ends."""
    if low is -sp.oo and high is sp.oo:
        return _POINTS
    if high is sp.oo:
        return tuple(_rational(low) + s / (1 - s) for s in _SPREAD)
    if low is -sp.oo:
        return tuple(_rational(high) - s / (1 - s) for s in _SPREAD)
    a, b = _rational(low), _rational(high)
    return tuple(a + (b - a) * s for s in _SPREAD)


def _rational(end: sp.Basic) -> Any:
    return end if end.is_Rational else sp.Rational(str(sp.N(end, 15)))


def is_real_inside(expr: sp.Basic, x: sp.Symbol, low: sp.Rational, high: sp.Basic) -> bool | None:
    """Return whether an expression in x is real inside an interval: False when it is surely not at some of six points.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> is_real_inside(sp.sqrt(x), x, sp.Integer(-1), sp.Integer(1))
    False
    """
    if symbols(expr) - {x}:
        return None
    for point in points_between(low, high):
        number = sp.N(expr.xreplace({x: point}), 15)
        if not number.is_number or number.has(sp.nan, sp.zoo):
            continue
        if abs(sp.im(number)) > sp.Rational(1, 10**10) * (1 + abs(number)):
            return False
    return True


def differentiates_to(antiderivative: sp.Expr, f: sp.Expr, x: sp.Symbol) -> bool:
    """Tell whether a derivative fits an integrand at fixed points, and is real wherever the integrand is.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> differentiates_to(sp.log(sp.Abs(x)), 1 / x, x), differentiates_to(sp.log(x), 1 / x, x)
    (True, False)
    """
    if any(e.has(AppliedUndef, sp.Derivative, sp.Integral) for e in (antiderivative, f)):
        return False  # no numbers can be put in
    others = sorted((symbols(antiderivative) | symbols(f)) - {x}, key=lambda s: s.name)
    values = [mpmath.mpf("1.37") + mpmath.mpf("0.613") * i for i in range(len(others))]
    met = 0
    with mpmath.workdps(_DIGITS):
        outer, inner = (sp.lambdify([x, *others], e, "mpmath") for e in (antiderivative, f))
        for point in _POINTS:
            at = mpmath.mpf(point.p) / point.q
            try:
                wanted = mpmath.mpc(inner(at, *values))
            except (ArithmeticError, ValueError, TypeError):
                continue
            if abs(wanted.imag) > 1e-12 * (1 + abs(wanted)) or not mpmath.isfinite(wanted):
                continue
            try:
                place = mpmath.mpc(outer(at, *values))
                found = mpmath.diff(lambda t: outer(t, *values), at)
            except (ArithmeticError, ValueError, TypeError, NotImplementedError):
                return False
            if abs(place.imag) > 1e-12 * (1 + abs(place)) or abs(found - wanted) > 1e-8 * (1 + abs(wanted)):
                return False
            met += 1
    return met >= 2
