"""Signs of numbers made of roots of polynomials: by enclosures, and 0 by a bound below which no other such number lies."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import sympy as sp
from sympy.polys.polyerrors import CoercionFailed

from symtutor.checking.enclosures.enclosure import Undefined, contains_zero, enclose

__all__ = ["sign_of_roots", "zero_bound"]

_MOST_DIGITS = 3000
_BITS_OF_A_DIGIT = 3.33


def sign_of_roots(number: Any) -> int | None:
    """Return the sign of a number in which roots of polynomials with rational coefficients stand; None where it was not decided.

    Examples
    --------
    >>> t = sp.Symbol("t")
    >>> root = sp.CRootOf(t**5 - t - 1, 0)
    >>> sign_of_roots(root - sp.Rational(7, 6)), sign_of_roots(root * (root**4 - 1) - 1)
    (1, 0)
    """
    if number.is_Rational:
        return int(sp.sign(number))
    letters: dict[Any, Any] = {r: sp.Symbol(f"_r{k}") for k, r in enumerate(sorted(number.atoms(sp.CRootOf), key=str))}
    if any(not r.is_real for r in letters):
        return None
    inside = number.xreplace(letters)
    for few in (30, 100):
        sign = _enclosed(inside, letters, few)
        if sign is not None:
            return sign
    radicals = {n: sp.Symbol(f"_s{k}") for k, n in enumerate(sorted(inside.atoms(sp.Pow), key=str)) if _is_radical(n)}
    place = {v: r for r, v in (*letters.items(), *radicals.items())}
    digits = zero_bound(sp.expand(inside.xreplace(radicals)), place)
    if digits is None:
        return None
    return _enclosed(inside, letters, digits + 20, around=Fraction(1, 10**digits))


def _is_radical(node: Any) -> bool:
    return bool(node.base.is_Rational and node.exp.is_Rational and not node.exp.is_Integer)


def _enclosed(inside: Any, letters: Mapping[Any, Any], digits: int, around: Fraction | None = None) -> int | None:
    """Return the sign that an enclosure shows; 0 where it is narrower than what keeps other numbers away from 0."""
    boxes = {letter: _box(root, digits) for root, letter in letters.items()}
    precision = int(digits * _BITS_OF_A_DIGIT) + 20
    try:
        low, high = enclose(inside, boxes, precision)
        if not contains_zero((low, high)):
            return -1 if low[0] else 1
        if around is None:
            return None
        shifted = [enclose(inside + sp.Rational(way * around.numerator, around.denominator), boxes, precision) for way in (1, -1)]
    except Undefined:
        return None
    is_narrow = not any(map(contains_zero, shifted)) and not shifted[0][0][0] and bool(shifted[1][0][0])
    return 0 if is_narrow else None


@lru_cache(maxsize=2_000)
def _box(root: Any, digits: int) -> tuple[Fraction, Fraction]:
    width = sp.Rational(1, 10**digits)
    middle = root.eval_rational(width)
    return tuple(Fraction(int(e.p), int(e.q)) for e in (middle - width, middle + width))  # type: ignore[return-value]


def zero_bound(expr: Any, place: Mapping[Any, Any]) -> int | None:
    """Return digits d such that a nonzero value of a polynomial at algebraic numbers exceeds 10^−d: Liouville's bound.

    Parameters
    ----------
    expr : Expr
        A polynomial with rational coefficients in the letters of the place.
    place : mapping of Symbol to Expr
        An algebraic number for each letter.

    Examples
    --------
    >>> x = sp.Symbol("x")
    >>> zero_bound(x - 1, {x: sp.sqrt(2)})
    7
    """
    try:
        poly = sp.Poly(expr, *place, domain=sp.QQ)
    except (sp.PolynomialError, CoercionFailed):
        return None
    shared, whole = poly.clear_denoms()
    degree, height = 1, sp.Add(*(abs(c) for c in whole.coeffs()))
    if height == 0:
        return 0
    for v, number in place.items():
        if isinstance(number, sp.CRootOf):
            minimal = sp.Poly(number.expr, *number.expr.free_symbols)
        else:
            minimal = sp.Poly(sp.minimal_polynomial(number, sp.Symbol("_m")), sp.Symbol("_m"))
        size = sp.Add(*(abs(c) for c in minimal.clear_denoms()[1].coeffs()))
        degree *= int(minimal.degree())
        height *= size ** max(1, poly.degree(v))
    digits = int(sp.ceiling(degree * sp.N(sp.log(height, 10)) + sp.N(sp.log(shared, 10)))) + 5
    return digits if digits <= _MOST_DIGITS else None
