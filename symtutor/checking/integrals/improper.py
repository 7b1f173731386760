"""Improper integrals between two floats that surely hold them: the distance from a singular end as variable, and what is left beside it."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import fsum
from typing import Any

import numpy as np
import sympy as sp

from symtutor.checking.integrals.continuity import defined_inside
from symtutor.checking.integrals.enclosure import EnclosedIntegral, on_grid, with_fourth_derivative
from symtutor.checking.integrals.near_an_end import integral_up_to, size_near_zero
from symtutor.errors import InputError

__all__ = ["improper_integral"]

_CELLS = 900
_SHARES = tuple(Fraction(1, 10**k) for k in (20, 7, 3))  # of the width, that are left beside the end
_GOOD = 1e-8  # a bound below which no other share is tried
_MOST_NODES = 200


def improper_integral(f: Any, x: sp.Symbol, low: Any, high: Any) -> EnclosedIntegral | None:
    """Return an absolutely convergent integral with a rigorous bound, its ends singular or infinite, or None where none was found.

    Parameters
    ----------
    f : Expr
        A function of x alone, smooth between the limits.
    x : Symbol
        The variable.
    low, high : Expr
        The limits, the smaller first; infinite ones too.

    Notes
    -----
    At a distance d from an end f is at most C·d^r·(1 + |ln d|)^k, see `near_an_end`; what lies nearer than 10^(−20) of the width
    is bounded by the integral of that, and the rest is cut into cells that shrink with the distance.  From an infinite end
    on, 1/x is the distance.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> found = improper_integral(sp.log(sp.sin(x)), x, sp.S.Zero, sp.pi)
    >>> found.excludes(-sp.pi * sp.log(2)), found.excludes(sp.Rational(-2178, 1000))
    (False, True)
    >>> found = improper_integral(sp.exp(-(x**2)), x, -sp.oo, sp.oo)
    >>> found.excludes(sp.sqrt(sp.pi)), found.excludes(sp.Rational(17725, 10000))
    (False, True)
    """
    if f.free_symbols != {x} or f.has(sp.Piecewise, sp.Max, sp.Min, sp.floor, sp.ceiling, sp.sign, sp.Abs):
        return None
    if sum(1 for _ in sp.preorder_traversal(f)) > _MOST_NODES or not all(end.is_extended_real for end in (low, high)):
        return None
    found, is_real = [], defined_inside(f, x, low, high)
    for end, side, other in _pieces(low, high):
        piece = _from_an_end(f, x, end, side, other, is_real=is_real)
        if piece is None:
            return None
        found.append(piece)
    value = fsum(piece.value for piece in found)
    return EnclosedIntegral(value, fsum(piece.error for piece in found) + float(np.finfo(np.float64).eps) * abs(value))


def _pieces(low: Any, high: Any) -> list[tuple[Any, int, Any]]:
    """Return ends with the side on which the interval lies, and how far each piece reaches: to a point of the interval."""
    if low.is_finite and high.is_finite:
        middle = (low + high) / 2
    elif low.is_finite:
        middle = sp.Max(low + 1, 1)
    elif high.is_finite:
        middle = sp.Min(high - 1, -1)
    else:
        return [(low, 1, -sp.S.One), (-sp.S.One, 1, sp.S.Zero), (sp.S.One, -1, sp.S.Zero), (high, -1, sp.S.One)]
    return [(low, 1, middle), (high, -1, middle)]


def _from_an_end(f: Any, x: Any, end: Any, side: int, other: Any, *, is_real: bool) -> EnclosedIntegral | None:
    """Return the integral between an end and a point of the interval."""
    d = sp.Symbol("d_near")
    if end.is_infinite:
        inside, reach = _tidied(f.subs(x, sp.sign(end) / d), d) / d**2, 1 / sp.Abs(other)
    else:
        inside, reach = _tidied(f.subs(x, end + side * d), d), sp.Abs(other - end)
    best: EnclosedIntegral | None = None
    forms = [with_fourth_derivative(form, d, is_real=is_real) for form in dict.fromkeys((inside, sp.together(inside)))]
    for share in _SHARES:
        for form in forms:
            found = _beside_an_end(form, d, Fraction(str(sp.N(reach, 17))), share)
            best = found if best is None or (found is not None and found.error < best.error) else best
            if best is not None and best.error < _GOOD * max(1.0, abs(best.value)):
                return best
    return best


def _beside_an_end(functions: tuple[Any, Any, Any], d: Any, reach: Fraction, share: Fraction) -> EnclosedIntegral | None:
    """Return the integral over distances up to a reach: a bound up to a share of it, cells from there on."""
    size = size_near_zero(functions[0], d, reach * share)
    rest = None if size is None else integral_up_to(size, reach * share)
    if rest is None:
        return None
    distances = float(reach) * float(share) ** np.linspace(1, 0, _CELLS + 1)
    try:
        found = on_grid(functions, d, distances)
    except InputError:
        return None
    if found is None:
        return None
    slip = float(reach * share) * 1e-15 * abs(found.value) + float(rest) * (1 + 1e-12)
    return EnclosedIntegral(found.value, found.error + slip)


_BY_SINE: dict[Any, Callable[[Any], Any]] = {
    sp.tan: lambda u: sp.sin(u) / sp.cos(u),
    sp.cot: lambda u: sp.cos(u) / sp.sin(u),
    sp.sec: lambda u: 1 / sp.cos(u),
    sp.csc: lambda u: 1 / sp.sin(u),
}


def _tidied(expr: Any, d: Any) -> Any:
    """Return an expression in a distance without the end in its sums: sin(π − d) as sin d, 1 − (1 − d)² as d·(2 − d).

    A difference that cancels, as 1 − cos d, becomes 2·sin²(d/2).
    """
    if not expr.args or d not in expr.free_symbols:
        return expr
    parts = [_tidied(a, d) for a in expr.args]
    if isinstance(expr, sp.Function):
        parts = [sp.expand(a) for a in parts]
    if expr.func in _BY_SINE:
        return _BY_SINE[expr.func](*parts)
    found = expr.func(*parts)
    if isinstance(found, sp.Add) and len(found.args) == 2:
        number, wave = found.as_coeff_Add()
        factor, cosine = wave.as_coeff_Mul()
        if isinstance(cosine, sp.cos) and factor == -number:
            return 2 * number * sp.sin(cosine.args[0] / 2) ** 2
    if isinstance(found, sp.Add) and found.is_polynomial(d):
        terms = sp.Poly(found, d).terms()
        lowest = terms[-1][0][0]
        return d**lowest * sp.Add(*(c * d ** (n - lowest) for (n,), c in terms))
    return found
